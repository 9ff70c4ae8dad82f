"""Two readings of one answer, by rules and learned, become one; it is sure where both agree.

Which is taken where they differ was chosen on six groups of writers that neither had been tuned
or trained on (docs/decisions/0015): the rules' where these are sure of the whole, and else what
the rules found of prices, minimums and percentages, the learned reading's where they found
nothing; an item is left out when either says so. Whatever differs leaves the answer unsure, and so
does a text at which a careful buyer would ask.
"""

from __future__ import annotations

from dataclasses import replace

from bot.rules.supplier_answers.accounting import READ_PAST, STRANGE
from bot.rules.supplier_answers.fields import CLEAR, DOUBTED
from bot.rules.supplier_answers.learned import Learned, with_act
from bot.rules.supplier_answers.values import Act, Asked, LineAnswer, SupplierAnswer
from bot.rules.supplier_answers.verdict import NO_MORE_THAN_A_DAY, RESTATED

DIFFER = "the rules and the learned reading do not agree"
ASKS = "a careful buyer would ask"
CUT_SHORT = "longer than the learned reading reads"
#: From here on the model's word is taken: on the act; that no day or number of goods is meant.
_ACT, _NO_DAY, _NO_GOODS = 0.6, 0.7, 0.75
#: Both agree, and the rules are sure: so sure the model has to be, and so unlikely a question.
_WITH_RULES = (0.7, 0.2)
#: The same where the rules doubt only because they do not know the words.
_ALONE = (0.95, 0.1)
_UNKNOWN_WORDS = frozenset({READ_PAST, STRANGE, NO_MORE_THAN_A_DAY, RESTATED})
_SETTLES = (Act.ACCEPT, Act.COUNTER)


def agreed(asked: Asked, by_rules: SupplierAnswer, by_model: Learned) -> SupplierAnswer:
    """One answer of two."""
    differ = _said(asked, by_rules) != _said(asked, by_model.answer)
    taken = by_rules if by_rules.sure else _joined(asked, by_rules, by_model)
    doubts = list(by_rules.doubts)
    doubts += [DIFFER] if differ else []
    doubts += [] if by_model.whole else [CUT_SHORT]
    doubts += [ASKS] if by_model.unsure >= _limits(by_rules)[1] else []
    if not differ and by_model.whole and _is_sure(by_rules, by_model):
        return replace(taken, confidence=CLEAR, doubts=())
    return replace(taken, confidence=DOUBTED, doubts=tuple(doubts) or (ASKS,))


def _is_sure(by_rules: SupplierAnswer, by_model: Learned) -> bool:
    if not by_rules.sure and not _UNKNOWN_WORDS.issuperset(by_rules.doubts):
        return False
    sure, unsure = _limits(by_rules)
    return by_rules.act is not Act.UNSURE and by_model.sure >= sure and by_model.unsure < unsure


def _limits(by_rules: SupplierAnswer) -> tuple[float, float]:
    return _WITH_RULES if by_rules.sure else _ALONE


def _joined(asked: Asked, by_rules: SupplierAnswer, by_model: Learned) -> SupplierAnswer:
    """The likelier act, and the terms of both."""
    theirs = by_model.answer
    other = _kind(theirs.act) is not _kind(by_rules.act) and by_model.act >= _ACT
    act = theirs.act if other or by_rules.act is Act.UNSURE else by_rules.act
    bare = replace(by_rules, lines=(), date=None, discount=None, minimum_total=None, back_on=None)
    if act not in _SETTLES:
        back = theirs.back_on or by_rules.back_on
        return replace(bare, act=act, back_on=back if act is Act.OUT_OF_OFFICE else None)
    lines = _lines(asked, by_rules, by_model)
    if sum(line.refused for line in lines) == len(asked.lines):
        return replace(bare, act=Act.REFUSE)
    day = by_rules.date or theirs.date
    if theirs.date is None and by_model.sure >= _NO_DAY:
        day = None
    return with_act(
        asked,
        replace(
            bare,
            lines=lines,
            date=day,
            discount=by_rules.discount,
            minimum_total=theirs.minimum_total or by_rules.minimum_total,
        ),
    )


def _lines(asked: Asked, by_rules: SupplierAnswer, by_model: Learned) -> tuple[LineAnswer, ...]:
    ruled = {line.code: line for line in by_rules.lines}
    found = {line.code: line for line in by_model.answer.lines}
    made = []
    for line in asked.lines:
        nothing = LineAnswer(line.code)
        one, other = ruled.get(line.code, nothing), found.get(line.code, nothing)
        goods = one.quantity or other.quantity
        if by_model.sure >= _NO_GOODS:
            goods = other.quantity
        if one.refused or other.refused:
            made.append(LineAnswer(line.code, refused=True))
        else:
            price = one.unit_price_minor or other.unit_price_minor
            made.append(LineAnswer(line.code, price, goods, one.minimum))
    return tuple(line for line in made if line != LineAnswer(line.code))


def _kind(act: Act) -> Act:
    """A counter-offer and an agreement differ by their terms alone."""
    return Act.ACCEPT if act is Act.COUNTER else act


def _said(asked: Asked, answer: SupplierAnswer) -> tuple[object, ...]:
    """What an answer says; our own terms repeated are the same as not said."""
    ours = {line.code: line for line in asked.lines}
    lines = []
    for line in answer.lines:
        price = line.unit_price_minor.value if line.unit_price_minor else None
        goods = line.quantity.value if line.quantity else None
        said = (
            line.code,
            None if price == ours[line.code].unit_price_minor else price,
            None if goods == ours[line.code].quantity else goods,
            line.minimum.value if line.minimum else None,
            line.refused,
        )
        if said[1:] != (None, None, None, False):
            lines.append(said)
    return (
        answer.act,
        tuple(lines),
        answer.date.value if answer.date else None,
        float(answer.discount.value) if answer.discount else None,
        answer.minimum_total.value if answer.minimum_total else None,
        answer.back_on,
    )
