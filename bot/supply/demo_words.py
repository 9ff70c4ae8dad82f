"""How the demo's suppliers write: an agreement and a quotation as people word them.

Whatever else they write is as in the simulated years (`simulation.scripts`). There the wordings are
for the rules alone; these call the goods by name, and the two readings of an answer
(`answer_reading`) seldom doubt them, so that what is unclear in the demo was mostly meant to be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.rules.negotiation.terms import Line, Terms
from bot.rules.negotiation.wording import day as spelled_day
from bot.supply.simulation.scripts import Act, letter
from bot.supply.simulation.talk import Order, OrderLine


@dataclass(frozen=True, slots=True)
class _Quotation:
    """A wording, that of an item in it, and what stands between two items."""

    text: str
    item: str
    between: str


_YES: Mapping[str, Sequence[str]] = {
    "zh": (
        "好的，确认，{day}到货。",
        "可以，就按您说的价格和数量，{day}到货。",
        "没问题，这个价格我们接受，{day}送到。",
    ),
    "en": (
        "Yes, we accept your order.",
        "That works for us. We confirm the order for {day}.",
        "OK, confirmed.",
    ),
}
#: The second of each says no quantities: they are as asked for.
_QUOTE: Mapping[str, Sequence[_Quotation]] = {
    "zh": (
        _Quotation("您好，\n{lines}\n{day}到货。", "{item}：{price}元/件，{pieces}件", "\n"),
        _Quotation("您好，{lines}，数量没问题，{day}到货。", "{item}最低{price}元", "，"),
    ),
    "en": (
        _Quotation(
            "Hello,\n{lines}\nDelivery on {day}.\nBest regards",
            "{item}: CNY {price} each, {pieces} pcs",
            "\n",
        ),
        _Quotation(
            "Dear buyer, {lines}. We can deliver on {day}.", "{item} at CNY {price} each", ", "
        ),
    ),
}


class DemoWriter:
    """The pen of the supplier of one order."""

    def __init__(self, order: Order) -> None:
        self._called = {one.item: _called(one, order.language) for one in order.lines}

    def __call__(self, act: Act, language: str, pick: float, terms: Terms | None, day: date) -> str:
        """A letter; the arguments are those of `simulation.scripts.letter`."""
        said = spelled_day(day, language)
        if act is Act.YES:
            return _YES[language][int(pick * len(_YES[language]))].format(day=said)
        if act is Act.QUOTE and terms is not None:
            form = _QUOTE[language][int(pick * len(_QUOTE[language]))]
            lines = form.between.join(self._line(form, line) for line in terms.lines)
            return form.text.format(lines=lines, day=said)
        return letter(act, language, pick, terms, day)

    def _line(self, form: _Quotation, line: Line) -> str:
        """`马克杯 松绿色：13.60元/件，237件`."""
        price = f"{line.unit_price_minor / 100:.2f}"
        return form.item.format(item=self._called[line.item], pieces=line.quantity, price=price)


def _called(line: OrderLine, language: str) -> str:
    """By its name, or by its code where that has a number in it: 夏凉被 150×200 厘米 → 020032."""
    name = line.name_zh if language == "zh" else line.name_en
    return line.item if any(one.isdigit() for one in name) else name
