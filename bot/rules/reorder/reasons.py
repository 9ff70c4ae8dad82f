"""A proposal in words: the stock, what comes, the delivery, the order, what waiting risks; then its
notes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from bot.rules.reorder.coming import Arrival
from bot.rules.reorder.lead import ENOUGH_RECEIPTS
from bot.rules.reorder.notes import days_said, money_said
from bot.rules.reorder.proposal import Proposal


def reason(found: Proposal, language: str) -> str:
    """The reason in `zh` or `en`; see `Proposal.reason`."""
    currency = found.risk.worth.currency
    notes = [note.said(language, currency) for note in found.notes]
    if language == "zh":
        clauses = [_stock_zh(found), *_coming_zh(found), _lead_zh(found)]
        clauses += [*_order_zh(found), *_risk_zh(found)]
        return "；".join(clauses) + "。" + "".join(notes)
    clauses = [_stock_en(found), *_coming_en(found), _lead_en(found)]
    clauses += [*_order_en(found), *_risk_en(found)]
    return " ".join(["; ".join(clauses) + ".", *notes])


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _rate(mean: float) -> str:
    """2.13 → `2.1`; 0.031 → `0.03`: a slow item does not sell `0.0` a day."""
    return f"{mean:.1f}" if mean >= 0.1 or not mean else f"{mean:.1g}"


def _stock_en(found: Proposal) -> str:
    noun = "piece" if found.stock == 1 else "pieces"
    pieces = f"{found.stock} {noun}" + (f" and {found.coming} on order" if found.coming else "")
    detail = f"{pieces}, about {_rate(found.outlook.rate)} a day; reorder at {found.point}"
    if found.position <= 0:
        return f"No stock left ({detail})"
    if math.isinf(found.days_left):
        return f"Stock that is hardly sold ({detail})"
    days = days_said(found.days_left)
    if days == "0":
        return f"Less than a day of stock left ({detail})"
    return f"{days} {'day' if days == '1' else 'days'} of stock left ({detail})"


def _coming_en(found: Proposal) -> list[str]:
    """`120 more come on 12 Dec`, `still 30 short by then`; what comes too late is said to."""
    in_time, late = _apart(found.arrivals)
    said = [_more_en(in_time)] if in_time else []
    if in_time and found.short:
        said.append(f"still {found.short} short by then")
    return [*said, f"{_more_en(late)}, later than this order"] if late else said


def _apart(arrivals: Sequence[Arrival]) -> tuple[list[Arrival], list[Arrival]]:
    """What is in time, and what is late."""
    return [one for one in arrivals if one.in_time], [one for one in arrivals if not one.in_time]


def _more_en(arrivals: Sequence[Arrival]) -> str:
    """`120 more come on 12 Dec, 60 on 20 Dec`."""
    first, *others = arrivals
    comes = "comes" if first.pieces == 1 else "come"
    more = [f"{first.pieces} more {comes} {_day_en(first.day)}"]
    return ", ".join([*more, *(f"{one.pieces} {_day_en(one.day)}" for one in others)])


def _day_en(day: date | None) -> str:
    # Not `%b`, which speaks the machine's language.
    return "on a day not known" if day is None else f"on {day.day} {_MONTHS[day.month - 1]}"


def _lead_en(found: Proposal) -> str:
    days = f"{found.lead.mean:.0f}±{found.lead.sd:.0f} days"
    if not found.lead.assumed:
        return f"delivery takes {days}"
    return f"delivery assumed to take {days}, as fewer than {ENOUGH_RECEIPTS} receipts are known"


def _order_en(found: Proposal) -> list[str]:
    if not found.quantity:
        return []
    size = found.terms.pack_size
    noun = "pack" if found.packs == 1 else "packs"
    packs = f" ({found.packs} {noun} of {size})" if size > 1 else ""
    return [f"order {found.quantity}{packs} now"]


def _risk_en(found: Proposal) -> list[str]:
    lost = round(found.risk.pieces)
    if not found.risk.worth.minor:
        return []
    if not lost:
        return ["waiting a week risks less than one lost sale"]
    of = "margin" if found.risk.worth.is_margin else "sales"
    money = money_said(found.risk.minor, found.risk.worth.currency)
    noun = "sale" if lost == 1 else "sales"
    return [f"waiting a week risks {lost:,} lost {noun}, about {money} of {of}"]


def _stock_zh(found: Proposal) -> str:
    pieces = f"{found.stock}件" + (f"、在途{found.coming}件" if found.coming else "")
    detail = f"{pieces}，日均约{_rate(found.outlook.rate)}件，补货点{found.point}"
    if found.position <= 0:
        return f"已无库存（{detail}）"
    if math.isinf(found.days_left):
        return f"库存几乎不动（{detail}）"
    days = days_said(found.days_left)
    return f"库存不够卖1天（{detail}）" if days == "0" else f"库存还能卖{days}天（{detail}）"


def _coming_zh(found: Proposal) -> list[str]:
    in_time, late = _apart(found.arrivals)
    said = [f"在途{_more_zh(in_time)}"] if in_time else []
    if in_time and found.short:
        said.append(f"届时仍缺{found.short}件")
    return [*said, f"另有{_more_zh(late)}，晚于本单"] if late else said


def _more_zh(arrivals: Sequence[Arrival]) -> str:
    """`120件12月12日到、60件12月20日到`。"""
    return "、".join(f"{one.pieces}件{_day_zh(one.day)}" for one in arrivals)


def _day_zh(day: date | None) -> str:
    return "到货日未知" if day is None else f"{day.month}月{day.day}日到"


def _lead_zh(found: Proposal) -> str:
    days = f"{found.lead.mean:.0f}±{found.lead.sd:.0f}天"
    if not found.lead.assumed:
        return f"到货需{days}"
    return f"收货记录不足{ENOUGH_RECEIPTS}次，到货按{days}估计"


def _order_zh(found: Proposal) -> list[str]:
    if not found.quantity:
        return []
    size = found.terms.pack_size
    packs = f"（{found.packs}包，每包{size}件）" if size > 1 else ""
    return [f"现在订{found.quantity}件{packs}"]


def _risk_zh(found: Proposal) -> list[str]:
    lost = round(found.risk.pieces)
    if not found.risk.worth.minor:
        return []
    if not lost:
        return ["再等一周少卖不到1件"]
    of = "毛利" if found.risk.worth.is_margin else "销售额"
    money = money_said(found.risk.minor, found.risk.worth.currency)
    return [f"再等一周约少卖{lost}件，{of}约{money}"]
