"""Buttons that were never offered, or not to this account, or not any more."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from knowledge.records import ActionKind
from models.values import Intent

_KINDS = (
    "confirm drop undo fill begin order intent rate privacy watch stock language "
    "CONFIRM apply approve agree"
).split()
_MALFORMED = (
    "", ":", "::", ":::", "0", "-1", "None", "null", "true", "*", "%", "'--", "{eta}", "\x00",
    "\ud800", "1:", ":1", "12:1:", "a:b:c", "99999999999999999999", "../../etc/passwd", "确认",
)  # fmt: skip
_FIELDS = "address goods quantity new reason mode problem photo cure company title tax email"
_LONG = 100_000


def forged(
    rng: Random, numbers: Sequence[str], keys: Sequence[str], codes: Sequence[str], latest: int
) -> str:
    """A button's action that nobody was offered.

    Args:
        numbers: order numbers, anybody's.
        keys: keys of actions, anybody's.
        codes: codes of products.
        latest: about the highest id of a message, which keys begin with.
    """
    kind = rng.choice(_KINDS)
    guessed = f"{rng.randint(1, latest + 20)}:{rng.choice(list(ActionKind))}"
    field = f"{rng.choice(_FIELDS.split())}:{rng.choice((*_MALFORMED, f'{rng.randrange(60)}:1:'))}"
    values = [
        rng.choice(_MALFORMED),
        guessed,
        rng.choice((*keys, guessed)),
        field,
        f"{rng.choice(list(Intent))}:{rng.choice(numbers)}",
        rng.choice(list(ActionKind)),
        rng.choice(list(Intent)),
        rng.choice(codes),
        rng.choice(numbers),
        rng.choice(("x", "1", "确", ":")) * rng.choice((70, 200, _LONG)),
    ]
    if kind in {"confirm", "drop", "undo"} and keys and rng.random() < 0.6:
        return f"{kind}:{rng.choice(keys)}"
    if kind == "order" and rng.random() < 0.6:
        return f"order:{values[4]}"
    return f"{kind}:{rng.choice(values)}"
