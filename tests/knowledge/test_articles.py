"""Articles: read from files, put into the records, found by text and by meaning."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlmodel import col, delete, select

from knowledge.articles.files import ArticleFile, read_article, read_articles
from knowledge.articles.index import put_articles, renew_embeddings
from knowledge.articles.search import ArticleSearch, Hit
from knowledge.errors import IntakeError
from knowledge.records import Article, ArticleQuestion
from knowledge.store import Store
from models.values import Intent
from tests.fakes import DIMENSION, FakeMind, hashed_terms

#: The embedding of words that share nothing with any article's questions.
_NOTHING: NDArray[np.float32] = np.zeros(DIMENSION, np.float32)


def _file(
    slug: str, title: str, body: str, topic: str, *asks: str, language: str = "zh"
) -> ArticleFile:
    return ArticleFile(slug, language, topic, title, asks, body)


_POSTAGE = _file("postage", "运费怎么算", "满九十九元包邮。", "shipping_fee", "要付邮费吗")
_RETURNS = _file("returns", "七天无理由退货", "退货运费由买家承担。", "return_policy", "怎么退货")
_WASHING = _file(
    "washing",
    "Washing instructions",
    "Machine wash cold.",
    "product_info",
    "How do I wash it?",
    language="en",
)
_PAYING = _file("paying", "Ways of paying", "Cards and transfers.", "payment", language="en")
_ALL = (_POSTAGE, _RETURNS, _WASHING, _PAYING)


async def _put(store: Store, *files: ArticleFile) -> int:
    return await put_articles(store, files, FakeMind().embed)


async def _find(
    search: ArticleSearch,
    store: Store,
    words: str,
    language: str = "zh",
    vector: NDArray[np.float32] | None = None,
    topic: str = "",
) -> Hit | None:
    meant = hashed_terms(words) if vector is None else vector
    async with store.reading() as unit:
        return await search.find(unit, words, language, meant, topic)


@pytest.fixture
async def stocked(any_store: Store) -> Store:
    """Each database with the four articles in it."""
    await _put(any_store, *_ALL)
    return any_store


@pytest.mark.parametrize(
    ("words", "language", "slug"),
    [
        ("邮费要付吗", "zh", "postage"),
        ("买家承担运费吗", "zh", "returns"),
        ("can it be washed by machine", "en", "washing"),
        ("do you take transfers", "en", "paying"),
    ],
)
async def test_finds_by_text_alone(stocked: Store, words: str, language: str, slug: str) -> None:
    hit = await _find(ArticleSearch(stocked), stocked, words, language, _NOTHING)
    assert hit is not None and hit.article.slug == slug


async def test_finds_by_meaning_alone(stocked: Store) -> None:
    # Not a term of these words stands in an article; the model says that they mean a question.
    meant = hashed_terms("怎么退货")
    hit = await _find(ArticleSearch(stocked), stocked, "东西想还给你们", vector=meant)
    assert hit is not None
    assert (hit.article.slug, hit.coverage) == ("returns", 0.0)
    assert hit.similarity == pytest.approx(1.0)


async def test_finds_in_the_language_asked_for_only(stocked: Store) -> None:
    hit = await _find(ArticleSearch(stocked), stocked, "wash", "zh")
    assert hit is not None and hit.article.language == "zh" and hit.coverage == 0.0


async def test_prefers_an_article_on_the_topic(stocked: Store) -> None:
    search, words = ArticleSearch(stocked), "运费"
    for topic, slug in ((Intent.SHIPPING_FEE, "postage"), (Intent.RETURN_POLICY, "returns")):
        hit = await _find(search, stocked, words, topic=topic)
        assert hit is not None and (hit.article.slug, hit.on_topic) == (slug, True)


async def test_measures_how_much_of_the_question_an_article_contains(stocked: Store) -> None:
    hit = await _find(ArticleSearch(stocked), stocked, "运费怎么办", topic=Intent.SHIPPING_FEE)
    assert hit is not None
    assert hit.coverage == pytest.approx(3 / 4)  # 运费 费怎 怎么, without 么办


async def test_finds_nothing_where_there_is_nothing(any_store: Store) -> None:
    assert await _find(ArticleSearch(any_store), any_store, "运费") is None


@pytest.mark.parametrize(
    "words", ["", "？！…", "👍", "a the of", '" OR * ( :', "运" * 8_000, "w " * 4_000]
)
async def test_never_fails_on_what_is_asked(stocked: Store, words: str) -> None:
    for language in ("zh", "en"):
        assert await _find(ArticleSearch(stocked), stocked, words, language) is not None


# --- changes ---


async def test_finds_what_was_added_after_the_first_search(any_store: Store) -> None:
    search = ArticleSearch(any_store)
    await _put(any_store, _RETURNS)
    await _find(search, any_store, "运费")
    await _put(any_store, _POSTAGE)
    hit = await _find(search, any_store, "要付邮费吗")
    assert hit is not None and hit.article.slug == "postage"


async def test_no_longer_finds_what_was_taken_out(stocked: Store) -> None:
    search = ArticleSearch(stocked)
    await _find(search, stocked, "怎么退货")
    async with stocked.writing() as unit:
        await unit.exec(delete(ArticleQuestion).where(col(ArticleQuestion.article_id) == 2))
        await unit.exec(delete(Article).where(col(Article.id) == 2))
    hit = await _find(search, stocked, "怎么退货")
    assert hit is not None and hit.article.slug == "postage"


async def test_finds_by_new_text_and_not_by_the_old(any_store: Store) -> None:
    await _put(any_store, _POSTAGE, _RETURNS)
    await _put(any_store, _file("postage", "配送范围", "全国都送。", "delivery_options"))
    search = ArticleSearch(any_store)
    new = await _find(search, any_store, "送到全国吗", vector=_NOTHING)
    old = await _find(search, any_store, "邮费", vector=_NOTHING)
    assert new is not None and new.article.body == "全国都送。"
    assert old is not None and old.coverage == 0.0


async def test_finds_by_a_question_that_differs_in_small_words_only(any_store: Store) -> None:
    # The terms stay the same, the vectors do not.
    search = ArticleSearch(any_store)
    await _put(any_store, _PAYING)
    await _find(search, any_store, "paying", "en")
    again = _file("paying", _PAYING.title, _PAYING.body, "payment", "How is it?", language="en")

    async def embed(texts: object) -> NDArray[np.float32]:
        return np.stack([_unit(0), _unit(7)])

    assert await put_articles(any_store, [again], embed) == 1
    hit = await _find(search, any_store, "how", "en", _unit(7))
    assert hit is not None and hit.similarity == pytest.approx(1.0)


def _unit(at: int) -> NDArray[np.float32]:
    vector = np.zeros(DIMENSION, np.float32)
    vector[at] = 1.0
    return vector


async def test_counts_what_changed(any_store: Store) -> None:
    assert await _put(any_store, _POSTAGE, _RETURNS) == 2
    assert await _put(any_store, _POSTAGE, _RETURNS) == 0
    assert await _put(any_store, _file("postage", "运费怎么算", "全场包邮。", "shipping_fee")) == 1


async def test_replaces_an_article_by_slug_and_language(any_store: Store) -> None:
    english = _file("postage", "Postage", "Free from 99.", "shipping_fee", language="en")
    await _put(any_store, _POSTAGE, english, _POSTAGE)
    async with any_store.reading() as unit:
        articles = (await unit.exec(select(Article))).all()
        questions = (await unit.exec(select(ArticleQuestion))).all()
    assert sorted(article.language for article in articles) == ["en", "zh"]
    assert len(questions) == 3


async def test_questions_of_other_weights_are_embedded_anew(any_store: Store) -> None:
    await _put(any_store, _POSTAGE, _PAYING)
    search = ArticleSearch(any_store)

    async def turned(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([np.roll(hashed_terms(text), 1) for text in texts])

    assert await renew_embeddings(any_store, turned) > 0
    assert await renew_embeddings(any_store, turned) == 0
    asked = np.roll(hashed_terms(_PAYING.title), 1)
    hit = await _find(search, any_store, "?", "en", asked)
    assert hit is not None and hit.similarity == pytest.approx(1.0)


async def test_questions_of_the_same_weights_stay_as_they_are(any_store: Store) -> None:
    assert await renew_embeddings(any_store, FakeMind().embed) == 0
    await _put(any_store, _POSTAGE)

    async def rounded(texts: Sequence[str]) -> NDArray[np.float32]:
        found = await FakeMind().embed(texts) + np.float32(1e-4)
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)

    assert await renew_embeddings(any_store, rounded) == 0


async def test_questions_of_weights_of_another_width_are_embedded_anew(any_store: Store) -> None:
    await _put(any_store, _POSTAGE)

    async def narrow(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.ones((len(texts), 1), np.float32)

    assert await renew_embeddings(any_store, narrow) == 1 + len(_POSTAGE.asks)


# --- files ---

_TEXT = """+++
topic = "shipping_fee"
title = "运费怎么算"
asks = ["运费多少", "包邮吗"]
+++

满 99 元包邮。

+++ 不是分隔线。
"""


def test_reads_an_article_file(tmp_path: Path) -> None:
    path = tmp_path / "shipping-fee.zh.md"
    path.write_text(_TEXT, encoding="utf-8")
    assert read_article(path) == ArticleFile(
        "shipping-fee",
        "zh",
        "shipping_fee",
        "运费怎么算",
        ("运费多少", "包邮吗"),
        "满 99 元包邮。\n\n+++ 不是分隔线。",
    )


def test_reads_a_folder_by_name(tmp_path: Path) -> None:
    for name in ("b.zh.md", "a.en.md", "notes.txt"):
        (tmp_path / name).write_text(_TEXT, encoding="utf-8")
    assert [file.slug for file in read_articles(tmp_path)] == ["a", "b"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no front matter",
        b"+++\ntopic = \n+++\nbody",
        b'+++\ntopic = "payment"\ntitle = "x"\n+++\nbody without asks',
        b"+++\n\xff\xfe\n+++\n",
    ],
)
def test_says_which_article_file_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.zh.md"
    path.write_bytes(content)
    with pytest.raises(IntakeError, match=r"broken\.zh\.md cannot be read"):
        read_article(path)


@pytest.mark.parametrize("name", ["postage.md", "postage.fr.md", ".zh.md"])
def test_refuses_a_file_name_without_slug_and_language(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(_TEXT, encoding="utf-8")
    with pytest.raises(IntakeError, match="cannot be read"):
        read_article(path)


@pytest.mark.parametrize("asks", ['"one"', "[1, 2]"])
def test_refuses_asks_that_are_no_list_of_questions(tmp_path: Path, asks: str) -> None:
    path = tmp_path / "postage.zh.md"
    path.write_text(_TEXT.replace('["运费多少", "包邮吗"]', asks), encoding="utf-8")
    with pytest.raises(IntakeError, match="asks"):
        read_article(path)
