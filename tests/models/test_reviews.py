"""Reviews are read whole and once, and no kind that is held out is trained on."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.errors import CorpusError, ReviewsMissing
from models.training.doubtful import without_doubtful
from models.training.review_categories import (
    Category,
    categories_of_run,
    category_of_document,
    mentions,
    named_in,
)
from models.training.review_split import (
    HELD_OUT,
    TEST,
    VALIDATION,
    balanced,
    split_by_category,
    to_train_with,
    without_duplicates,
)
from models.training.reviews import (
    CHINESE,
    ENGLISH,
    Review,
    own_reviews,
    read_reviews,
    whole_reviews,
)
from models.training.split import NearDuplicates
from models.values import Language, Polarity
from tests.models.reviews import write_reviews


def _review(
    text: str,
    category: Category = Category.HOTELS,
    polarity: Polarity = Polarity.POSITIVE,
    language: Language = Language.ZH,
) -> Review:
    return Review(text, language, polarity, category)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_reviews(tmp_path / "text")


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("作者文笔很好，情节动人", Category.BOOKS),
        ("前台态度差，房间也小", Category.HOTELS),
        ("装XP有点麻烦，散热一般", Category.COMPUTERS),
        ("很好", Category.UNKNOWN),
        ("房间里的电脑很旧", Category.UNKNOWN),
    ],
)
def test_a_text_names_its_kind_when_it_has_words_of_one_alone(
    text: str, category: Category
) -> None:
    assert named_in(text) is category


def test_a_text_without_a_word_belongs_to_the_kind_around_it() -> None:
    run = ["这本书好"] * 30 + ["很好"] + ["这本书好"] * 10
    assert set(categories_of_run(run)) == {Category.BOOKS}


def test_between_two_runs_the_kind_is_unknown() -> None:
    found = categories_of_run(["这本书好"] * 40 + ["房间好"] * 40)
    assert found[0] is Category.BOOKS
    assert found[39] is found[40] is Category.UNKNOWN
    assert found[-1] is Category.HOTELS


def test_few_lines_say_no_kind() -> None:
    assert categories_of_run(["很好", "这本书好", "不错"]) == [Category.UNKNOWN] * 3
    assert categories_of_run([]) == []


def test_books_for_children_are_a_kind_of_their_own() -> None:
    found = categories_of_run(["这本书好", "书是给宝宝买的", "故事好"])
    assert found == [Category.BOOKS, Category.CHILDRENS_BOOKS, Category.BOOKS]
    assert mentions("宝宝喜欢", Category.CHILDRENS_BOOKS)
    assert not mentions("宝宝喜欢", Category.CAMERAS)


@pytest.mark.parametrize(
    ("document", "category"),
    [
        (1, Category.DVD_PLAYERS),
        (98, Category.DVD_PLAYERS),
        (99, Category.CAMERAS),
        (175, Category.CAMERAS),
        (176, Category.PHONES),
        (215, Category.PHONES),
        (309, Category.MUSIC_PLAYERS),
    ],
)
def test_english_documents_are_numbered_through_the_products(
    document: int, category: Category
) -> None:
    assert category_of_document(document) is category


def test_a_review_cut_at_its_lines_is_made_whole() -> None:
    lines = ["1、房间大", "2、早餐好", "3. 安静", "1、太吵", "缺点：", "太贵", "还行"]
    assert whole_reviews(lines) == ["1、房间大 2、早餐好 3. 安静", "1、太吵", "缺点： 太贵", "还行"]


def test_an_addendum_follows_and_a_hotels_answer_is_left_out() -> None:
    lines = ["不错", "补充点评 2008年2月25日 ： 早餐也好", "宾馆反馈 2008年8月8日 ： 感谢您"]
    assert whole_reviews(lines) == ["不错 早餐也好"]


def test_signs_of_web_pages_are_read_and_empty_lines_are_none() -> None:
    assert whole_reviews(["", "。。。", "A&amp;B 很好"]) == ["A&B 很好"]


def test_neutral_snippets_are_left_out(folder: Path) -> None:
    with (folder / ENGLISH).open("a", encoding="utf-8") as more:
        more.write("1_900\t0.95\tit is a player.\n1_901\t-1\tit fails.\n")
    texts = {review.text: review.polarity for review in read_reviews(folder)}
    assert "it is a player." not in texts
    assert texts["it fails."] is Polarity.NEGATIVE


@pytest.mark.parametrize("file", [CHINESE / "pos.txt", CHINESE / "neg.txt", ENGLISH])
def test_a_set_that_is_missing_is_named(folder: Path, file: Path) -> None:
    (folder / file).unlink()
    with pytest.raises(ReviewsMissing, match=rf"{file.name} is missing; `--text`"):
        read_reviews(folder)


def test_duplicates_are_removed_whatever_their_signs() -> None:
    reviews = [_review("很好！"), _review("很好"), _review("很好。。。"), _review("太吵")]
    assert [review.text for review in without_duplicates(reviews)] == ["很好！", "太吵"]


def test_a_text_that_is_praise_and_blame_is_left_out() -> None:
    both = [_review("一般"), _review("一般!", polarity=Polarity.NEGATIVE)]
    assert without_duplicates([*both, _review("很好")]) == [_review("很好")]


def test_no_kind_that_is_held_out_is_trained_on(folder: Path) -> None:
    parts = split_by_category(read_reviews(folder))
    assert {review.category for review in parts.train} & HELD_OUT == set()
    assert {review.category for review in parts.test} == TEST
    assert {review.category for review in parts.validation} == VALIDATION
    for part in (parts.train, parts.validation, parts.test):
        assert {(one.language, one.polarity) for one in part} == {
            (language, polarity) for language in Language for polarity in Polarity
        }


def test_every_text_is_in_one_part_and_none_trained_on_nearly_repeats_one_held_out(
    folder: Path,
) -> None:
    parts = split_by_category([*read_reviews(folder), *read_reviews(folder)])
    held_out = [review.text for review in (*parts.test, *parts.validation)]
    texts = [*(review.text for review in parts.train), *held_out]
    assert len(texts) == len(set(texts))
    alike = NearDuplicates(held_out)
    assert not [review for review in parts.train if alike.has(review.text)]


def test_what_nearly_repeats_a_held_out_review_is_not_trained_on() -> None:
    said = "屏幕很亮，键盘手感也好，散热做得不错，价格公道，朋友们都说值得买"
    held_out = _review(said, Category.COMPUTERS)
    parts = split_by_category([held_out, _review(f"{said}了"), _review("房间大")])
    assert [review.text for review in parts.train] == ["房间大"]


@pytest.mark.parametrize("text", ["散热很好", "宝宝很喜欢"])
def test_a_review_of_unknown_kind_trains_only_if_it_names_none_held_out(text: str) -> None:
    known = _review("味道很好", Category.UNKNOWN)
    parts = split_by_category([known, _review(text, Category.UNKNOWN)])
    assert parts.train == [known]
    assert parts.test == parts.validation == []


def test_the_rarer_language_is_repeated_to_its_share() -> None:
    chinese = [_review(f"很好{at}") for at in range(90)]
    english = [_review(f"good {at}", language=Language.EN) for at in range(15)]
    drawn = balanced([*english, *chinese])
    assert sum(review.language is Language.EN for review in drawn) == 45
    assert set(drawn) == {*chinese, *english}
    assert balanced(chinese) == chinese


def test_our_own_reviews_are_read_in_both_languages_and_each_is_there_once() -> None:
    own = own_reviews()
    for language in Language:
        said = [review.polarity for review in own if review.language is language]
        praise = said.count(Polarity.POSITIVE)
        assert len(said) > 2000
        assert 0.45 < praise / len(said) < 0.55
    assert len(without_duplicates(own)) > 0.995 * len(own)


@pytest.mark.parametrize("line", ["很好", "positive 很好", "+ | 很好", "negative | "])
def test_a_review_of_ours_without_polarity_or_words_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "reviews" / "zh").mkdir(parents=True)
    file = tmp_path / "reviews" / "zh" / "goods.txt"
    file.write_text(f"positive | 很好\n{line}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"goods\.txt:2: not `positive"):
        own_reviews(tmp_path)


def test_a_label_that_the_others_contradict_is_left_out() -> None:
    good = [_review(f"很好，值得买，第{at}次") for at in range(40)]
    bad = [_review(f"太差，浪费钱，第{at}次", polarity=Polarity.NEGATIVE) for at in range(40)]
    wrong = _review("太差，浪费钱，真的")
    assert without_doubtful([*good, wrong, *bad], seed=7) == [*good, *bad]


def test_only_chinese_labels_are_doubted_and_ours_train_unless_they_repeat_a_held_out_one() -> None:
    said = "屏幕很亮，键盘手感也好，散热做得不错，价格公道，朋友们都说值得买"
    good = [_review(f"房间很好，第{at}次住") for at in range(40)]
    bad = [_review(f"房间太差，第{at}次住", polarity=Polarity.NEGATIVE) for at in range(40)]
    wrong = _review("房间太差，真的")
    english = _review("too bad", Category.DVD_PLAYERS, language=Language.EN)
    parts = split_by_category([*good, *bad, wrong, english, _review(said, Category.COMPUTERS)])
    ours = [_review(f"{said}了", Category.OTHERS), _review("伞骨太软", Category.OTHERS)]
    train = to_train_with(parts, ours, seed=7)
    assert wrong not in train
    assert english in train
    assert [review for review in train if review.category is Category.OTHERS] == [ours[1]]
