"""What else speaks in a proposal, a sentence each, in both languages of the staff."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$", "TWD": "NT$"}


class NoteKind(StrEnum):
    MINIMUM = "minimum"
    PRICE_BREAK = "price_break"
    ECONOMIC = "economic"
    SHELF_LIFE = "shelf_life"
    EXPIRES = "expires"
    EARLY = "early"
    FILLED = "filled"
    BELOW_MINIMUM = "below_minimum"
    WAITS = "waits"
    BUDGET = "budget"
    BUDGET_CUT = "budget_cut"
    CONTAINER = "container"
    CONTAINER_CUT = "container_cut"
    FILLS = "fills"


@dataclass(frozen=True, slots=True)
class Note:
    """One more reason; which numbers are set depends on its kind (see the sentences).

    Args:
        money, other: minor units.
    """

    kind: NoteKind
    pieces: int = 0
    days: float = 0.0
    money: int = 0
    other: int = 0
    percent: int = 0

    def said(self, language: str, currency: str = "CNY") -> str:
        """The sentence, `zh` or `en`: `The supplier sells no fewer than 50.`"""
        sentence = (_ZH if language == "zh" else _EN)[self.kind]
        return sentence.format(
            pieces=self.pieces,
            days=days_said(self.days),
            percent=self.percent,
            price=money_said(self.money, currency, exact=True),
            money=money_said(self.money, currency),
            other=money_said(self.other, currency),
        )


def money_said(minor: float, currency: str, *, exact: bool = False) -> str:
    """`240000, CNY` → ¥2,400; exact: ¥2,400.00; an unknown symbol: CHF 2,400."""
    symbol = _SYMBOLS.get(currency, f"{currency} ")
    return f"{symbol}{minor / 100:,.2f}" if exact else f"{symbol}{minor / 100:,.0f}"


def days_said(days: float) -> str:
    """`8.7` → 8, as stock for not quite nine days is not stock for nine."""
    return "∞" if days == float("inf") else f"{int(days + 1e-9)}"


_EN = {
    NoteKind.MINIMUM: "The supplier sells no fewer than {pieces}.",
    NoteKind.PRICE_BREAK: (
        "{pieces} would do, but at {price} each for this many, buying, ordering and holding cost "
        "about {other} less a year."
    ),
    NoteKind.ECONOMIC: (
        "{pieces} would do, but fewer orders save more than holding costs, about {other} a year."
    ),
    NoteKind.SHELF_LIFE: (
        "No more than {pieces} are safely sold before they expire, {days} days after receipt."
    ),
    NoteKind.EXPIRES: (
        "Not ordered: the supplier sells no fewer than {pieces}, which would not all be sold "
        "before they expire, {days} days after receipt."
    ),
    NoteKind.EARLY: (
        "Ordered early, about {days} days before its turn, to reach the supplier's minimum order "
        "of {money}."
    ),
    NoteKind.FILLED: (
        "{pieces} more than needed, to reach the supplier's minimum order of {money}."
    ),
    NoteKind.BELOW_MINIMUM: (
        "Waits: the order of {other} stays below the supplier's minimum of {money}, and more "
        "than that would not be sold in time or is over the budget."
    ),
    NoteKind.WAITS: (
        "Waits a week: reaching the supplier's minimum order now costs about {money} in early "
        "buying, waiting about {other} in lost sales."
    ),
    NoteKind.BUDGET: (
        "Left out: the budget of {money} is spent on what loses more sales for its money."
    ),
    NoteKind.BUDGET_CUT: "Cut from {pieces}: the budget of {money} allows no more.",
    NoteKind.CONTAINER_CUT: "Cut from {pieces}: the container takes no more.",
    NoteKind.CONTAINER: (
        "Left out: the container is filled with what loses more sales for its room."
    ),
    NoteKind.FILLS: (
        "Ordered early, about {days} days before its turn: the container, {percent} % full "
        "without it, has room."
    ),
}

_ZH = {
    NoteKind.MINIMUM: "供应商起订量为{pieces}件。",
    NoteKind.PRICE_BREAK: (
        "{pieces}件已够，但订这么多时每件{price}，采购、订货和持有合计每年约省{other}。"
    ),
    NoteKind.ECONOMIC: "{pieces}件已够，但少订几次省下的多于持有成本，每年约省{other}。",
    NoteKind.SHELF_LIFE: "到货后{days}天过期，此前有把握卖出的不超过{pieces}件。",
    NoteKind.EXPIRES: "未订：供应商至少卖{pieces}件，到货后{days}天过期前卖不完。",
    NoteKind.EARLY: "比该订时早约{days}天，凑足供应商的最低订单金额{money}。",
    NoteKind.FILLED: "比所需多{pieces}件，凑足供应商的最低订单金额{money}。",
    NoteKind.BELOW_MINIMUM: (
        "暂缓：订单{other}低于供应商的最低金额{money}，再多订则卖不完或超出预算。"
    ),
    NoteKind.WAITS: "暂缓一周：现在凑足最低订单金额要提前采购，约多花{money}；等待约损失{other}。",
    NoteKind.BUDGET: "未订：预算{money}先用于同样的钱能少损失更多销售的商品。",
    NoteKind.BUDGET_CUT: "由{pieces}件减少：预算{money}只够这么多。",
    NoteKind.CONTAINER_CUT: "由{pieces}件减少：货柜只装得下这么多。",
    NoteKind.CONTAINER: "未订：货柜先装同样的空间能少损失更多销售的商品。",
    NoteKind.FILLS: "比该订时早约{days}天：货柜不装它只满{percent}%，还有空位。",
}
