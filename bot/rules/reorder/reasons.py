"""A proposal in words: the stock, the delivery, the order, what waiting risks; then its notes."""

from __future__ import annotations

import math

from bot.rules.reorder.lead import ENOUGH_RECEIPTS
from bot.rules.reorder.notes import days_said, money_said
from bot.rules.reorder.proposal import Proposal


def reason(found: Proposal, language: str) -> str:
    """The reason in `zh` or `en`; see `Proposal.reason`."""
    currency = found.risk.worth.currency
    notes = [note.said(language, currency) for note in found.notes]
    if language == "zh":
        clauses = [_stock_zh(found), _lead_zh(found), *_order_zh(found), *_risk_zh(found)]
        return "；".join(clauses) + "。" + "".join(notes)
    clauses = [_stock_en(found), _lead_en(found), *_order_en(found), *_risk_en(found)]
    return " ".join(["; ".join(clauses) + ".", *notes])


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
