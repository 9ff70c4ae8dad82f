"""What is to be done, or was, read back to the customer: a fact a line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.desk import facts
from bot.desk.actions.details import Details, Goods
from bot.desk.actions.kinds.case import EXCHANGE, REFUND, RESEND
from bot.desk.actions.seen import Seen
from bot.rules.policy import Policy
from knowledge.records import Action, ActionKind, ActionState

_WHAT = {
    ActionKind.CANCEL_ORDER: ("取消订单", "Cancel order"),
    ActionKind.CHANGE_ADDRESS: ("修改收货地址", "Change the address"),
    ActionKind.CHANGE_ITEMS: ("修改订单商品", "Change the items"),
    ActionKind.RETURN_ITEMS: ("退货退款", "Return for a refund"),
    ActionKind.EXCHANGE_ITEMS: ("换货", "Exchange"),
    ActionKind.REPORT_ITEMS: ("商品问题售后", "Report a problem with the goods"),
    ActionKind.CLAIM_PARCEL: ("包裹丢失售后", "Claim a lost parcel"),
    ActionKind.REQUEST_INVOICE: ("开发票", "Invoice"),
    ActionKind.PROTECT_PRICE: ("保价退差", "Price protection"),
    ActionKind.CLAIM_WARRANTY: ("保修", "Warranty repair"),
    ActionKind.STOP_NOTICES: ("关闭通知", "Stop notices"),
}
_TASK = {
    ActionKind.CANCEL_ORDER: ("取消订单", "cancelling the order"),
    ActionKind.CHANGE_ADDRESS: ("改地址", "changing the address"),
    ActionKind.CHANGE_ITEMS: ("改订单", "changing the order"),
    ActionKind.RETURN_ITEMS: ("退货", "the return"),
    ActionKind.EXCHANGE_ITEMS: ("换货", "the exchange"),
    ActionKind.REPORT_ITEMS: ("商品问题", "the problem with the goods"),
    ActionKind.CLAIM_PARCEL: ("包裹的事", "the lost parcel"),
    ActionKind.REQUEST_INVOICE: ("开发票", "the invoice"),
    ActionKind.PROTECT_PRICE: ("保价", "the price difference"),
    ActionKind.CLAIM_WARRANTY: ("保修", "the repair"),
    ActionKind.STOP_NOTICES: ("关闭通知", "the notices"),
}
_PROBLEM = {
    "damaged": ("破损", "damaged"),
    "wrong": ("发错", "wrong item"),
    "missing": ("少件", "missing"),
}
_CURE = {
    REFUND: ("退款", "refund"),
    RESEND: ("补发", "replacement"),
    EXCHANGE: ("换货", "exchange"),
    "repair": ("维修", "repair"),
}
_POSTAGE = {
    "customer": ("寄回运费由您承担", "you pay for sending it back"),
    "shop": ("寄回运费由我们承担", "we pay for sending it back"),
}


def what(kind: ActionKind, language: str) -> str:
    """`cancel_order` -> 取消订单 / Cancel order."""
    return _WHAT[kind][language == "en"]


def task(kind: ActionKind, language: str) -> str:
    """What the customer is in the middle of: 退货 / the return."""
    return _TASK[kind][language == "en"]


def summary(
    kind: ActionKind,
    details: Details,
    amount_minor: int,
    seen: Seen | None,
    policy: Policy,
    now: datetime,
    language: str,
    *,
    case_number: str = "",
) -> str:
    """All facts of an action, a line each; `now` in the shop's zone, money in minor units.

    Where staff changed it, what the customer had asked for comes last.
    """
    if details.as_asked:
        asked = Details.of(details.as_asked["details"])
        was = int(details.as_asked["amount_minor"])
        after = details.model_copy(update={"as_asked": {}})
        is_now, was_then = (
            summary(kind, one, amount, seen, policy, now, language, case_number=case_number)
            for one, amount in ((after, amount_minor), (asked, was))
        )
        return "\n".join([is_now, *_otherwise(is_now, was_then, language)])
    lines = [_headed(language, ("事项", "What"), what(kind, language))]
    if case_number:
        lines.append(_headed(language, ("售后单号", "Case"), case_number))
    if seen is not None:
        lines.append(_headed(language, ("订单", "Order"), seen.order.number))
        lines += _goods(kind, details, seen, language)
    lines += _particulars(kind, details, seen, language)
    lines += _money(kind, details, amount_minor, seen, policy, now, language)
    return "\n".join(lines)


def _otherwise(is_now: str, was: str, language: str) -> Iterator[str]:
    """What of the facts that were asked for is not so any more."""
    kept = set(is_now.split("\n"))
    gone = [line for line in was.split("\n") if line not in kept]
    yield "同事做了调整。" if language == "zh" else "A colleague has changed this."
    if gone:
        yield "您原来申请的：" if language == "zh" else "You had asked for:"
        yield from gone


def of_action(
    action: Action, seen: Seen | None, policy: Policy, now: datetime, language: str
) -> str:
    """The summary of a line of the ledger, with its case's number once it is done."""
    details = Details.of(action.details)
    number = details.case_number if action.state is ActionState.APPLIED else ""
    return summary(
        action.kind,
        details,
        action.amount_minor,
        seen,
        policy,
        now,
        language,
        case_number=number,
    )


def _headed(language: str, head: tuple[str, str], said: str) -> str:
    return f"{head[0]}：{said}" if language == "zh" else f"{head[1]}: {said}"


def _goods(kind: ActionKind, details: Details, seen: Seen, language: str) -> Iterator[str]:
    if not details.goods:
        bought = [f"{one.called(language)} ×{one.quantity}" for one in seen.lines]
        yield _headed(language, ("商品", "Items"), _joined(bought, language))
        return
    for one in details.goods:
        name, new = (one.zh, one.new_zh) if language == "zh" else (one.en, one.new_en)
        if new:
            said = f"{name} → {new} ×{one.quantity}"
        elif kind is ActionKind.CHANGE_ITEMS:
            said = f"{name} ×{one.had} → ×{one.quantity}"
        else:
            said = f"{name} ×{one.quantity}"
        yield _headed(language, ("商品", "Item"), said)


def with_names(details: Details, seen: Seen) -> Details:
    """The details with the names of their goods as they are now."""
    return details.model_copy(update={"goods": tuple(_named(one, seen) for one in details.goods)})


def _named(one: Goods, seen: Seen) -> Goods:
    line, new = seen.facts.line_of(one.sku_id), seen.offer(one.new_sku_id)
    known = (
        {}
        if line is None
        else {"had": line.quantity, "zh": line.called("zh"), "en": line.called("en")}
    )
    if new is not None:
        known["new_zh"] = new.sku.variant_zh or new.product.name_zh
        known["new_en"] = new.sku.variant_en or new.product.name_en
    return one.model_copy(update=known)


def _particulars(
    kind: ActionKind, details: Details, seen: Seen | None, language: str
) -> Iterator[str]:
    en = language == "en"
    if details.address:
        yield _headed(language, ("新地址", "New address"), details.address)
    if details.recipient:
        yield _headed(language, ("收件人", "Recipient"), details.recipient)
    if details.phone:
        yield _headed(language, ("电话", "Phone"), details.phone)
    if details.problem:
        yield _headed(language, ("问题", "Problem"), _PROBLEM[details.problem][en])
    if details.reason:
        yield _headed(language, ("原因", "Reason"), details.reason)
    if details.photos:
        yield _headed(language, ("照片", "Photos"), str(details.photos))
    if kind is ActionKind.REQUEST_INVOICE:
        title = ("企业", "company") if details.company else ("个人", "personal")
        yield _headed(
            language,
            ("抬头", "In the name of"),
            f"{details.title}（{title[0]}）" if not en else f"{details.title} ({title[1]})",
        )
        if details.tax_number:
            yield _headed(language, ("税号", "Tax number"), details.tax_number)
        if details.email:
            yield _headed(language, ("邮箱", "E-mail"), details.email)
    if details.cure:
        yield _headed(language, ("处理方式", "Solution"), _CURE[details.cure][en])
    if details.postage:
        yield _headed(language, ("运费", "Postage"), _POSTAGE[details.postage][en])


def _money(
    kind: ActionKind,
    details: Details,
    amount_minor: int,
    seen: Seen | None,
    policy: Policy,
    now: datetime,
    language: str,
) -> Iterator[str]:
    if amount_minor == 0 or seen is None:
        return
    if amount_minor < 0:
        said = facts.money(-amount_minor, seen.order.currency)
        yield _headed(language, ("需补差价", "To be paid"), said)
        return
    said = facts.money(amount_minor, seen.order.currency)
    if details.postage:
        days = policy.returning.refund_days
        after = (
            f"（收到退货后{days}天内）"
            if language == "zh"
            else f" (within {days} days of the goods' arrival)"
        )
    else:
        due = now + timedelta(days=policy.cancelling.refund_days)
        day = facts.by_day(due, now, language)
        after = f"（{day}到账）" if language == "zh" else f" ({day})"
    yield _headed(language, ("退款", "Refund"), said + after)


def _joined(parts: list[str], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(parts)
