"""A folder of made-up reviews, in the shape of the two public sets."""

from __future__ import annotations

from pathlib import Path

from models.training.reviews import CHINESE, ENGLISH

_KINDS = {
    "本书": ("小说", "故事", "作者"),
    "酒店": ("房间", "前台", "早餐"),
    "电脑": ("屏幕", "键盘", "散热"),
}
_PRAISE = ("很好", "非常满意", "真不错", "让人喜欢", "值得推荐")
_BLAME = ("很差", "非常失望", "太糟糕", "让人生气", "不值这个钱")
_THINGS = ("menu", "sound", "battery", "remote")
_GOOD = ("is great", "works perfectly", "is excellent")
_BAD = ("is terrible", "broke at once", "is useless junk")
#: A document of each product of the English set.
_DOCUMENTS = (5, 120, 190, 250)


def write_reviews(folder: Path) -> Path:
    """Sixty Chinese lines of each polarity and two dozen English ones of each; `folder`."""
    (folder / CHINESE).mkdir(parents=True)
    (folder / ENGLISH).parent.mkdir(parents=True)
    for name, words in (("pos", _PRAISE), ("neg", _BLAME)):
        text = "\n".join(_chinese_lines(words)) + "\n"
        (folder / CHINESE / f"{name}.txt").write_text(text, encoding="utf-8")
    text = "\n".join(_english_lines()) + "\n"
    (folder / ENGLISH).write_text(text, encoding="utf-8")
    return folder


def _chinese_lines(words: tuple[str, ...]) -> list[str]:
    """Kind after kind, as in the public files; a fifth of the books are for children."""
    lines = [
        f"这{kind}的{part}{word}，{other}也{word}。"
        for kind, parts in _KINDS.items()
        for part in parts
        for word in words
        for other in ("总的来说", "朋友看了")
    ]
    children = [f"给儿子买的绘本，书里的故事{word}。" for word in words]
    return [*lines[:20], *children, *lines[20:]]


def _english_lines() -> list[str]:
    rated = [(2.5, word) for word in _GOOD] + [(-2.5, word) for word in _BAD]
    rows = [
        (document, rating, f"the {thing} of number {document} {word}.")
        for document in _DOCUMENTS
        for thing in _THINGS
        for rating, word in rated
    ]
    return [
        f"{document}_{at}\t{rating}\t{text}" for at, (document, rating, text) in enumerate(rows, 1)
    ]
