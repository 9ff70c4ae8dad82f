"""What is read and hardly meant: such a value was perhaps misread, and is a doubt.

Suppliers seldom move a price by more than a third, seldom offer less than a fifth of what was
ordered, and seldom leave an item out while they ask about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.rules.supplier_answers import cues
from bot.rules.supplier_answers.as_ordered import as_ordered
from bot.rules.supplier_answers.clauses import Clause
from bot.rules.supplier_answers.findings import Fact, Kind
from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.values import Act, Asked
from bot.rules.supplier_answers.verdict import AGREES_AND_REFUSES, Signs

_TAG = worded(
    r"^\W*(?:(?:is|are) )?(?:it |that |this )?(?:ok(?:ay)?|good|fine|right|alright|deal|can|"
    r"agree\w*|"
    r"可以吗?|行吗?|好吗|成吗|中不中|行不行)\W*$"
)

_RECEIVED = worded(
    r"\b(?:got|received|noted|seen|saw|have) (?:it|your|the|this)\b|\breceived\b|\bnoted\b|收到|"
    r"收悉|看到了"
)
_FIRMLY = worded(
    r"\b(?:confirm\w*|accept\w*|agree\w*|deal|will (?:ship|send|deliver|prepare|arrange|proceed|do|"
    r"supply)|"
    r"can (?:do|ship|send|deliver|supply)|works|fine|no problem|all good|happy|book\w*|process\w*|"
    r"ship\w*|deliver\w*|proceed\w*|done|go ahead)\b|'ll (?:ship|send|deliver|prepare|get|do)|"
    r"确认|同意|接受|接单|没问题|可以|安排|照|按|备货|发|做|行|定|成交|出货|准时|交货|送|排产|生产"
)


def hardly_meant(
    asked: Asked, act: Act, facts: Sequence[Fact], signs: Signs, clauses: Sequence[Clause]
) -> list[str]:
    """The doubts about an answer that is read without others: 24 cups of the 240 -> one."""
    return [*_values(asked, facts), *_acts(act, facts, signs, clauses)]


def _values(asked: Asked, facts: Sequence[Fact]) -> Iterator[str]:
    for fact in facts:
        line = asked.lines[fact.line]
        # Our own offers begin low: a price is far from ours when it is from the one on record too.
        known = [one for one in (line.unit_price_minor, line.last_price_minor) if one]
        near = any(one * 3 <= fact.value * 4 <= one * 16 // 3 for one in known)
        if fact.kind is Kind.PRICE and known and not near:
            yield "a price that is far from ours"
        if fact.kind is Kind.QUANTITY and (
            fact.value * 5 < line.quantity or fact.value == line.pack_size != line.quantity
        ):
            yield "a quantity that is hardly meant"


def _acts(
    act: Act, facts: Sequence[Fact], signs: Signs, clauses: Sequence[Clause]
) -> Iterator[str]:
    stated = [one for one in clauses if not one.asks]
    agreed = any(
        cues.accepts(one.text) and not cues.refuses(one.text) and _names(one) for one in stated
    )
    if act is Act.REFUSE and agreed:
        yield AGREES_AND_REFUSES
    if act is Act.REFUSE and signs.asks and not _settled(signs, clauses):
        yield "they refuse and ask something"
    if act is Act.COUNTER and signs.refused_lines and not facts and not signs.accepts:
        if signs.asks:
            yield "an item is left out, and something is asked"
        if signs.refuses:
            yield "it is not clear whether all is refused"
    if act is Act.ACCEPT and not facts and _only_received(stated):
        yield "they say that it came, and perhaps no more"
    asking = [one for one in clauses if one.asks]
    if act is Act.QUESTION and stated and all(_TAG.search(one.text) for one in asking):
        yield "a question that may be an answer"


def _settled(signs: Signs, clauses: Sequence[Clause]) -> bool:
    """Whether the whole order is refused after what is asked: 还要砍？这单不做了."""
    return signs.whole and bool(clauses) and not clauses[-1].asks


def _only_received(stated: Sequence[Clause]) -> bool:
    """`好的收到` and `yes I got your mail` answer that it came."""
    text = " ".join(one.text for one in stated)
    return bool(_RECEIVED.search(text)) and not (_FIRMLY.search(text) or as_ordered(text))


def _names(clause: Clause) -> bool:
    return any(not group.general for group in clause.groups)
