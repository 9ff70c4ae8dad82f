"""A reply is made of the corpus's phrases; what is joined as nobody joined it is not said."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.errors import ModelCorrupt
from models.reply_phrases import Phrases
from models.training.corpus import read_wordings
from models.training.replies import phrases_of
from models.values import Language

EN, ZH = Language.EN, Language.ZH
SHIPPED = Path(__file__).parents[2] / "models" / "weights" / "replies"


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return Phrases.load(SHIPPED)


def test_the_shipped_phrases_are_the_corpus_s(phrases: Phrases) -> None:
    """Made anew from the corpus they are the same: a new wording asks for a new file."""
    made = phrases_of(read_wordings())
    assert (made._hashes == phrases._hashes).all()
    for wording in read_wordings()[::20]:
        assert phrases.allow(wording.act, wording.language, wording.text)


@pytest.mark.parametrize(
    ("act", "language", "text"),
    [
        # Said by the model once: the day is when it comes, not when we urge.
        (
            "parcel_late",
            EN,
            "{carrier} was to bring {order_number}, {tracking_number}, and we are urging them"
            " on {eta}.",
        ),
        ("parcel_late", EN, "{order_number} is late, sorry. It should arrive {carrier} {eta}."),
        ("parcel_returning", EN, "The parcel is accounted for. {order_number} showed organise."),
        ("parcel_late", ZH, "{order_number} 原定一次晚了，抱歉，预计{eta}到。"),
        ("greet", EN, "{order_number} is late, sorry."),
        ("greet", EN, ""),
    ],
)
def test_what_nobody_wrote_is_not_allowed(
    phrases: Phrases, act: str, language: Language, text: str
) -> None:
    assert not phrases.allow(act, language, text)


def test_two_wordings_may_be_joined_where_both_read_alike() -> None:
    """The end of one may follow the beginning of another where they share the words."""
    phrases = Phrases.of(
        [
            ("greet", EN, "Hello and welcome to our shop, how can I help?"),
            ("greet", EN, "Good day and welcome to our shop, what is it?"),
        ]
    )
    assert phrases.allow("greet", EN, "Good day and welcome to our shop, how can I help?")
    assert not phrases.allow("greet", EN, "Good day to our shop, how can I help?")
    assert not phrases.allow("goodbye", EN, "Hello and welcome to our shop, how can I help?")
    assert not phrases.allow("greet", ZH, "Hello and welcome to our shop, how can I help?")


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "phrases.npz").write_bytes(b"no numbers")
    with pytest.raises(ModelCorrupt, match=r"phrases\.npz"):
        Phrases.load(tmp_path)
