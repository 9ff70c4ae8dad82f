"""What a message says: by plain words that leave no doubt, or else as the model hears it.

The rules (`bot.rules.answers`, `bot.desk.actions.fields`) know the common words; the model was
taught what people write instead (`models.values.SlotValue`). What the rules find counts first.
Each function takes the understanding of the very text beside it; `of` blanks it for another text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.desk.actions import fields, invoice_kinds
from bot.desk.turn import Turn
from bot.rules.answers import (
    asks,
    has_yes,
    hesitates,
    leaves_it,
    means_yes,
    takes_back,
    wants_to_be_told,
)
from bot.rules.picks import (
    means_all,
    means_other,
    ordinal,
)
from bot.rules.reversals import takes_back_the_last
from models.values import Intent, SlotValue, Understanding

_V = SlotValue
#: How sure the model has to be of an answer to a question, of a wish that comes unasked, and of a
#: yes, after which something is done.
ANSWER, UNASKED, YES = 0.5, 0.8, 0.9
#: A yes says nothing else: each other value is less probable than this.
_NOTHING_ELSE = 0.3
#: A yes in other words than the usual is no longer than this, characters.
_LONGEST_YES = 40
#: A no in other words than the usual is no longer than this, characters.
_LONGEST_NO = 16
#: What a message with a yes in it is about, as the model reads it: "that's correct, thank you".
_AGREEING = frozenset({Intent.AFFIRM, Intent.ACKNOWLEDGE, Intent.THANKS})
#: What a message that takes something back is about, as the model reads it.
_TAKING_BACK = frozenset(
    {
        Intent.CANCEL_ORDER,
        Intent.AFFIRM,
        Intent.DENY,
        Intent.OUT_OF_SCOPE,
        Intent.PLACE_ORDER,
        Intent.COMPLAINT,
    }
)
#: The same, where the model has to be surer: "I want it back" sounds like a return.
_ALMOST_TAKING_BACK = frozenset({Intent.RETURN_REQUEST, Intent.MODIFY_ORDER})
_PLACES = {_V.FIRST: 0, _V.SECOND: 1, _V.THIRD: 2, _V.LAST: -1}
_CURES = {_V.REFUND: "refund", _V.RESEND: "resend", _V.EXCHANGE: "resend"}
_PROBLEMS = {_V.MISSING: "missing", _V.WRONG: "wrong", _V.DAMAGED: "damaged"}
_REASONS = {
    _V.UNWANTED: "unwanted",
    _V.WRONG_SIZE: "size",
    _V.NOT_AS_DESCRIBED: "described",
    _V.POOR_QUALITY: "quality",
}


def of(turn: Turn, text: str) -> Understanding:
    """The message's understanding, without values and entities where `text` is another text."""
    said = turn.understanding
    return said if text == turn.message.text else replace(said, values=(), entities=())


def says_yes(said: Understanding, text: str) -> bool:
    """Whether a text agrees, and says nothing besides."""
    if means_yes(text):
        return True
    short = len(text.strip()) <= _LONGEST_YES and not said.entities and not means_other(text)
    likely = said.top.intent in _AGREEING and said.says(_V.YES, least=YES) is not None
    return short and likely and may_be_yes(said, text)


def may_be_yes(said: Understanding, text: str) -> bool:
    """Whether a text has a word that agrees, none that holds back, and nothing else is heard.

    The model alone confirms nothing: "that's me" agrees to something, but not to a cancelling.
    """
    alone = all(one.confidence < _NOTHING_ELSE for one in said.values if one.value is not _V.YES)
    return alone and has_yes(text) and not hesitates(text)


def drops(said: Understanding, text: str) -> bool:
    """Whether what was begun is given up: 算了不退了 / I'll keep it after all."""
    return leaves_it(text) or said.says(_V.DROP, _V.YES, _V.UNDO, least=UNASKED) is _V.DROP


def undoes(said: Understanding, text: str) -> bool:
    """Whether what was just done is to be undone: 撤回 / put my order back."""
    if takes_back(text) or takes_back_the_last(text):
        return True
    # 改地址 sounds like 改回来: what names something or asks for something else takes nothing back,
    # and neither does a question: "too late to cancel??".
    if said.entities or asks(text):
        return False
    if said.top.intent in _ALMOST_TAKING_BACK:
        return said.says(_V.UNDO, _V.DROP, _V.YES, least=YES) is _V.UNDO
    taking = said.top.intent in _TAKING_BACK
    return taking and said.says(_V.UNDO, _V.DROP, _V.YES, least=UNASKED) is _V.UNDO


def means_another(said: Understanding, text: str) -> bool:
    """Whether another than the one just shown is meant."""
    return means_other(text) or said.says(_V.OTHER_ONE, least=UNASKED) is not None


def means_everything(said: Understanding, text: str) -> bool:
    """Whether all of it is meant."""
    return means_all(text) or said.says(_V.EVERYTHING, least=UNASKED) is not None


def place(said: Understanding, text: str, shown: int) -> int | None:
    """Which of the things shown is meant, from 0; None where none is."""
    at = ordinal(text, shown)
    if at is not None or not shown:
        return at
    heard = said.says(*_PLACES, least=UNASKED)
    if heard is None:
        return None
    meant = _PLACES[heard]
    return meant % shown if meant < shown else None


def company(said: Understanding, text: str) -> bool | None:
    """Whether an invoice is for a company; None where it is not said."""
    return _either(invoice_kinds.is_company(text), said, _V.COMPANY, _V.PERSON)


def cure(said: Understanding, text: str) -> str:
    """`refund` or `resend`; empty where neither is said."""
    return fields.cure(text) or _named(said, _CURES)


def exchange(said: Understanding, text: str) -> bool | None:
    """Another size or colour (True), the money (False), or neither said plainly (None)."""
    return _either(fields.wants_exchange(text), said, _V.EXCHANGE, _V.REFUND)


def problem(said: Understanding, text: str) -> str:
    """`missing`, `wrong` or `damaged`; empty where none is said."""
    # The model hears "the wrong one came, and it is not broken"; the words alone find two of them.
    return _named(said, _PROBLEMS, UNASKED) or fields.problem(text) or _named(said, _PROBLEMS)


def reason(said: Understanding) -> str:
    """The reason of a return, of those that are offered; empty where none is heard."""
    return _named(said, _REASONS)


def has_no_photo(said: Understanding, text: str) -> bool:
    """Whether the customer has no photo, or sends none: a short no says so as well."""
    if said.says(_V.NO_PHOTO, least=ANSWER) is not None:
        return True
    denies = said.top.intent is Intent.DENY and len(text.strip()) <= _LONGEST_NO
    return denies and said.says(_V.NO, least=ANSWER) is not None


#: What answers the fields of the forms that offer a choice, by their names there.
_FIELDS = {
    "mode": (_V.REFUND, _V.EXCHANGE),
    "cure": tuple(_CURES),
    "problem": tuple(_PROBLEMS),
    "company": (_V.COMPANY, _V.PERSON),
    "photo": (_V.NO_PHOTO,),
}


def answers_field(said: Understanding, field: str) -> bool:
    """Whether a text surely says one of the choices that a form's field offers."""
    return said.says(*_FIELDS.get(field, ()), least=YES) is not None


def wants(said: Understanding, value: SlotValue) -> bool:
    """Whether a wish comes unasked: an invoice, the difference, no more messages."""
    return said.says(value, least=UNASKED) is not None


def wants_news(said: Understanding, text: str) -> bool:
    """Whether someone wants to hear when goods are back."""
    return wants_to_be_told(text) or wants(said, _V.TELL_WHEN_BACK)


def _either(
    told: bool | None, said: Understanding, true: SlotValue, false: SlotValue
) -> bool | None:
    """What plain words told of two values, or else the likelier one heard; None where neither."""
    if told is not None:
        return told
    heard = said.says(true, false, least=ANSWER)
    return None if heard is None else heard is true


def _named(said: Understanding, names: Mapping[SlotValue, str], least: float = ANSWER) -> str:
    heard = said.says(*names, least=least)
    return "" if heard is None else names[heard]
