"""What the reply model reads: a plan as control tokens, then the customer's words.

    <act:parcel_late> <zh> <worried> <variant:3> {eta} {order_number} <text> 怎么还没到…

The reply is written after the same control tokens: they are given to the decoder as the
beginning of what it has said already, so that it need not look them up in what it reads.
Without that a model this small had not learned to follow the plan after 28 passes over it.

The variant is drawn from the customer's text, so that replies differ and yet the same
message gets the same reply: it is a part of what the words are drawn from
(`models.reply_sampling`). The network reads it too, and learns that it says nothing.
"""

from __future__ import annotations

import re
from hashlib import blake2b

from models.acts import ACTS, SLOTS
from models.script import plain_script
from models.values import Language, Mood, ReplyPlan

VARIANTS = 8
TEXT = "<text>"
#: Customers write at most this many characters that the wording could answer to.
_MAX_CHARACTERS = 48
_SPACES = re.compile(r"\s+")
#: So that no customer can write a control token or a slot.
_HARMLESS = str.maketrans("{}<>", "()()")


def control_tokens() -> list[str]:
    """Every token with a meaning of its own: acts, languages, moods, variants, slots."""
    acts = [act_token(name) for name in ACTS]
    tones = [f"<{value}>" for value in (*Language, *Mood)]
    variants = [f"<variant:{number}>" for number in range(VARIANTS)]
    return [*acts, *tones, *variants, TEXT, *(slot_token(slot) for slot in SLOTS)]


def act_token(act: str) -> str:
    """`greet` -> `<act:greet>`."""
    return f"<act:{act}>"


def slot_token(slot: str) -> str:
    """`eta` -> `{eta}`."""
    return "{" + slot + "}"


def variant_for(plan: ReplyPlan) -> int:
    """Which of the wordings to take: 0 to VARIANTS - 1, the same for the same plan."""
    digest = blake2b(
        f"{plan.act}\n{plan.customer_text}".encode(errors="surrogatepass"), digest_size=2
    ).digest()
    return int.from_bytes(digest) % VARIANTS


def prompt(plan: ReplyPlan, variant: int) -> str:
    """The model's input for `plan`, control tokens first."""
    return control_head(plan, variant) + customer_words(plan.customer_text)


def control_head(plan: ReplyPlan, variant: int) -> str:
    """The control tokens of `plan`: the beginning of what is read and of what is written."""
    slots = "".join(slot_token(slot) for slot in sorted(plan.slots))
    return f"{act_token(plan.act)}<{plan.language}><{plan.mood}><variant:{variant}>{slots}{TEXT}"


def customer_words(text: str) -> str:
    """The customer's words as the model may see them: one line, short, no control token."""
    one_line = _SPACES.sub(" ", text[: 4 * _MAX_CHARACTERS]).strip()
    return plain_script(one_line[:_MAX_CHARACTERS]).translate(_HARMLESS)
