"""What staff taught becomes messages to train with and, of other customers, to check with."""

from __future__ import annotations

from collections.abc import Sequence

from models.training.shop_examples import TaughtText, is_held_out, shop_part
from models.values import Entity, EntityKind, Intent, Language, Mood, ScoredIntent, Understanding

TRAINED = next(name for name in map(str, range(99)) if not is_held_out(name))
CHECKED = next(name for name in map(str, range(99)) if is_held_out(name))


class Reads:
    """Reads a mug, an angry customer and two matters in everything."""

    def predict(
        self, texts: Sequence[str], previous: Sequence[Language | None] | None = None
    ) -> list[Understanding]:
        carried = (ScoredIntent(Intent.STOCK, 0.6), ScoredIntent(Intent.INVOICE, 0.3))
        mug = Entity(EntityKind.PRODUCT, "mug", 0, 3)
        assert previous is not None
        return [
            Understanding(spoken or Language.EN, carried, 0.3, carried[1], (mug,), Mood.ANGRY)
            for spoken in previous
        ]


def taught(
    text: str,
    *intents: Intent,
    account: str = TRAINED,
    confirmed: bool = False,
) -> TaughtText:
    return TaughtText(text, Language.EN, intents or (Intent.STOCK,), confirmed, account)


def test_an_accounts_messages_are_all_on_one_side() -> None:
    texts = [f"question number {at} about {word}" for at, word in enumerate(("tea", "mugs", "ink"))]
    both = [taught(text, account=who) for text in texts[:2] for who in (TRAINED,)]
    part = shop_part([*both, taught(texts[2], account=CHECKED)], [], Reads())
    assert [message.text for message in part.train] == texts[:2]
    assert [message.text for message in part.check] == texts[2:]
    assert {message.writer for message in (*part.train, *part.check)} == {"shop"}


def test_about_a_fifth_of_the_accounts_is_held_out() -> None:
    held = sum(is_held_out(f"telegram:{number}") for number in range(1_000))
    assert 160 <= held <= 240


def test_a_near_duplicate_of_what_is_held_out_is_not_trained_on() -> None:
    part = shop_part(
        [
            taught("Is the blue travel mug in stock again?"),
            taught("where is my parcel number seven"),
            taught("Where is my parcel, number seven!", account=CHECKED),
            taught("do you gift wrap"),
        ],
        ["is the blue travel mug in stock again"],
        Reads(),
    )
    assert [message.text for message in part.train] == ["do you gift wrap"]
    assert len(part.check) == 1


def test_a_text_counts_once_as_it_was_taught_last() -> None:
    part = shop_part(
        [taught("My mug", Intent.STOCK), taught(" "), taught("my mug ", Intent.WARRANTY)],
        [],
        Reads(),
    )
    assert [message.intents for message in part.train] == [(Intent.WARRANTY,)]


def test_what_staff_do_not_say_is_what_the_live_model_reads() -> None:
    (message,) = shop_part([taught("mug?", Intent.GIFT)], [], Reads()).train
    assert message.intents == (Intent.GIFT,)
    assert (message.mood, message.language) == (Mood.ANGRY, Language.EN)
    assert [entity.text for entity in message.entities] == ["mug"]


def test_the_further_matters_of_a_confirmed_message_are_kept() -> None:
    told = [
        taught("mug and bill", Intent.STOCK, confirmed=True),
        taught("only the mug", Intent.STOCK),
        taught("a present", Intent.GIFT, confirmed=True),  # an older model's reading
    ]
    train = shop_part(told, [], Reads()).train
    assert [message.intents for message in train] == [
        (Intent.STOCK, Intent.INVOICE),
        (Intent.STOCK,),
        (Intent.GIFT,),
    ]


def test_nothing_taught_makes_no_messages() -> None:
    part = shop_part([], ["anything"], Reads())
    assert part.train == part.check == []
