"""What was found in a text becomes an answer: its act, its fields, and every doubt about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.supplier_answers.accounting import NEGATED, NOT_IN_ORDER, READ_PAST, STRANGE
from bot.rules.supplier_answers.as_ordered import as_ordered
from bot.rules.supplier_answers.clauses import Clause
from bot.rules.supplier_answers.corrections import last_said
from bot.rules.supplier_answers.fields import (
    CLEAR,
    DOUBTED,
    contradictions,
    day_field,
    discount,
    line_answers,
    order_floor,
)
from bot.rules.supplier_answers.findings import (
    UNPLACED,
    WHICH_ITEM,
    Fact,
    Findings,
    Kind,
    cost,
    line_costs,
)
from bot.rules.supplier_answers.folding import is_chinese, worded
from bot.rules.supplier_answers.named_days import LATER, VAGUE
from bot.rules.supplier_answers.plausible import hardly_meant
from bot.rules.supplier_answers.quoting import BETWEEN_LINES
from bot.rules.supplier_answers.schedule import PARTIAL, Chosen
from bot.rules.supplier_answers.signs import CONDITION, UNEXPLAINED, SignReader
from bot.rules.supplier_answers.values import Act, Asked, SupplierAnswer
from bot.rules.supplier_answers.verdict import SPEAKS_OF_DELIVERING, Signs, act_of
from bot.rules.supplier_answers.weaknesses import (
    ANOTHER_THING,
    CANCELS,
    COSTS,
    OTHER_GOODS,
    PAYMENT,
    TONE,
    UNCERTAIN,
    UNDECIDED,
)

NO_OTHER_DAY = "a day is turned down and no other is named"
LEFT_OUT_AND_OFFERED = "an item is left out and offered in one"
#: What does not matter where nothing will come of the order, and where they only ask.
_BESIDE_REFUSAL = frozenset(
    {UNEXPLAINED, STRANGE, READ_PAST, NEGATED, TONE, CANCELS, ANOTHER_THING, OTHER_GOODS}
    | {VAGUE, LATER, COSTS, UNPLACED}
)
_BESIDE_WHOLE = frozenset(
    {PAYMENT, NO_OTHER_DAY, WHICH_ITEM, SPEAKS_OF_DELIVERING, UNCERTAIN, UNDECIDED}
)
_BESIDE_QUESTION = frozenset(
    {UNEXPLAINED, STRANGE, READ_PAST, NEGATED, COSTS, OTHER_GOODS, ANOTHER_THING, NOT_IN_ORDER}
    | {UNPLACED, BETWEEN_LINES}
    | {CONDITION, VAGUE, LATER}
)

_STATES = worded(
    r"\b(?:we|i)(?:'ve)? (?:only )?(?:have|got)\b|\b(?:rest|left|in stock|remaining|some of|"
    r"part of)\b|"
    r"有货|剩|只有|还有|没货"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that was found in one text."""

    asked: Asked
    text: str
    found: Findings
    day: Chosen
    signs: Signs
    clauses: Sequence[Clause]
    comes: bool = False
    """A day is named until which there is none."""

    def answer(self, doubts: Sequence[str], question: str) -> SupplierAnswer:
        """The answer; one doubt, of those given or of its own, makes it unsure."""
        facts = last_said(self.found.facts, self.text, self.asked)
        refused = self.signs.refused_lines
        offered = [one for one in facts if one.line in refused and one.kind is not Kind.ORDER_FLOOR]
        facts = [one for one in facts if one not in offered]
        act, doubt = act_of(self.asked, facts, self.found, self.day, self.signs)
        every = [*doubts, *contradictions(facts), *(fact.doubt for fact in facts)]
        every += [*(one.doubt for one in self.found.percents), self._day_doubt(act), doubt]
        every += [*self._of_act(act, facts), *self._of_figures(facts)]
        every += [LEFT_OUT_AND_OFFERED] if offered else []
        every += hardly_meant(self.asked, act, facts, self.signs, self.clauses)
        beside = self._beside(act, facts)
        said = tuple(dict.fromkeys(one for one in every if one and one not in beside))
        whole = act in (Act.REFUSE, Act.UNSURE)
        return SupplierAnswer(
            act,
            () if whole else line_answers(self.asked, facts, self.signs.refused_lines),
            None if whole or act is Act.QUESTION else day_field(self.day),
            None if whole else discount(self.found),
            None if whole else order_floor(facts),
            question=question,
            confidence=DOUBTED if said or act is Act.UNSURE else CLEAR,
            doubts=said,
        )

    def _beside(self, act: Act, facts: Sequence[Fact]) -> frozenset[str]:
        """The doubts that say nothing against an act that settles no terms."""
        figures = facts or self.day.day or self.found.percents
        none = len(self.signs.refused_lines) == len(self.asked.lines)
        if act is Act.REFUSE and (self.signs.refuses or none) and not figures:
            return _BESIDE_REFUSAL | _BESIDE_WHOLE if self.signs.whole else _BESIDE_REFUSAL
        if act is Act.QUESTION and not figures and not self._speaks_of_goods():
            return _BESIDE_QUESTION if is_chinese(self.text) else _BESIDE_QUESTION | {UNCERTAIN}
        return frozenset()

    def _speaks_of_goods(self) -> bool:
        """Whether figures are named, or it is stated beside a question what there is."""
        stated = any(_STATES.search(one.text) for one in self.clauses if not one.asks)
        return stated or bool(self.found.taken)

    def _of_act(self, act: Act, facts: Sequence[Fact]) -> list[str]:
        """What speaks against the act."""
        settles = act in (Act.ACCEPT, Act.COUNTER)
        reasons = (
            (self.found.asks_of_goods and settles, "a number of goods is asked about"),
            (
                act is Act.QUESTION and (self.found.asks_of_goods or self._rhetorical()),
                "a question that may be an answer",
            ),
            (
                act is Act.REFUSE and self.found.rejects_others,
                "they turn down what we did not ask for",
            ),
            (
                act is Act.REFUSE and (self.comes or bool(self.day.day)),
                "they refuse and name a day",
            ),
            (
                act is Act.COUNTER
                and self.comes
                and bool(self.day.day and self.signs.refused_lines),
                "an item is left out, and a day is named for it",
            ),
            (
                act is Act.ACCEPT
                and SignReader(self.asked).takes_back(self.clauses, facts, self.day),
                "they agree and take something back",
            ),
        )
        return [reason for holds, reason in reasons if holds]

    def _of_figures(self, facts: Sequence[Fact]) -> list[str]:
        """Figures that do not fit together."""
        prices = [fact for fact in facts if fact.kind is Kind.PRICE]
        sums = {cost(self.asked, facts), *line_costs(self.asked, facts)}
        apart = set(self.found.deltas) - {fact.sentence for fact in prices}
        percents = self.found.percents
        reasons = (
            (bool(apart), "a difference to a price that is not named"),
            (bool(percents and prices), "a price and a percentage, and not which counts"),
            (len({one.off for one in percents}) > 1, "several percentages are named"),
            (
                any(total not in sums for total in self.found.totals),
                "a total that is not the price times the quantity",
            ),
            (self.day.refused, NO_OTHER_DAY),
            (self._keeps_price(prices), "they keep our price and name another"),
        )
        return [reason for holds, reason in reasons if holds]

    def _keeps_price(self, prices: Sequence[Fact]) -> bool:
        """ "All prices as in your PO" above prices that all differ."""
        lines = self.asked.lines
        differ = {one.line for one in prices if one.value != lines[one.line].unit_price_minor}
        kept = any(
            as_ordered(one.text)
            and re.search("price|价", one.text)
            and all(group.general for group in one.groups)
            for one in self.clauses
            if not one.asks
        )
        return kept and len(differ) == len(lines)

    def _rhetorical(self) -> bool:
        """Whether our own price is asked back: `11.80?? Really?`."""
        ours = {f"{(one.unit_price_minor or 0) / 100:g}" for one in self.asked.lines}
        numbers = {
            f"{float(number):g}"
            for one in self.clauses
            if one.asks and not re.search("还是|含|which|what", one.text)
            for number in re.findall(r"\d+(?:\.\d+)?", self.text[one.start : one.end])
        }
        return bool(ours & numbers) or bool(re.search("什么价[啊呀!]", self.text))

    def _day_doubt(self, act: Act) -> str:
        """A day for some items is that of the order where the others are left out."""
        every = frozenset(range(len(self.asked.lines)))
        whole = self.day.about | self.signs.refused_lines == every
        whole = whole or bool(self.day.about and self.day.about <= self.signs.refused_lines)
        full = act is Act.REFUSE and not self.day.day and re.search(r"booked|\bfull|满", self.text)
        if full or (self.day.about and whole and self.day.doubt == PARTIAL):
            return ""
        return self.day.doubt
