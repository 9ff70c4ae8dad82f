"""Drafting what customers are told of a delay: who was not told yet, and in which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.rules.promises import Dispatch
from knowledge.queries.news import Addressee
from knowledge.queries.supply_delays import held_notices
from knowledge.records import DelayNotice, DelayNoticeState, Order
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class Affected:
    """A customer's order whose promise breaks.

    Args:
        goods_at: when all that it waits for is here.
        promised: the day that was promised. to: who can be told; None: nobody by the desk.
    """

    order: Order
    goods_at: datetime
    promised: date
    dispatch: Dispatch
    to: Addressee | None


def spoken(one: Affected) -> object:
    """What the words of a notice depend on."""
    assert one.to is not None
    language = one.to.account.language or one.to.conversation.language
    return one.order.key, one.to.account.key, language, one.dispatch, one.promised


async def draft(
    unit: Unit,
    purchase_order_id: int,
    affected: Sequence[Affected],
    texts: Mapping[object, str],
) -> list[int]:
    """Draft what is still to be told; drafts that are overtaken are dropped by nobody."""
    known = await held_notices(unit, purchase_order_id, [one.order.key for one in affected])
    mine = [notice for notice in known if notice.purchase_order_id == purchase_order_id]
    others = [notice for notice in known if notice.purchase_order_id != purchase_order_id]
    untold = [
        one
        for one in affected
        if one.to is not None and not _told(known, one) and not _drafted(others, one)
    ]
    wanted = {(one.order.key, one.goods_at) for one in untold}
    for notice in mine:
        stale = (notice.order_id, notice.expected_at) not in wanted
        if notice.state is DelayNoticeState.DRAFT and stale:
            notice.state, notice.settled_by = DelayNoticeState.DROPPED, None
    same = {(notice.order_id, notice.expected_at): notice for notice in mine}
    drafted = [
        _as_draft(one, same.get((one.order.key, one.goods_at)), texts[spoken(one)])
        for one in untold
    ]
    for notice in drafted:
        notice.purchase_order_id = purchase_order_id
        unit.add(notice)
    await unit.flush()
    return [notice.key for notice in drafted]


def _told(known: Sequence[DelayNotice], one: Affected) -> bool:
    """Whether a colleague has already let the customer know of this day or a later one, or has
    decided not to."""
    settled = [
        notice.expected_at
        for notice in known
        if notice.order_id == one.order.key
        and notice.state is not DelayNoticeState.DRAFT
        and notice.settled_by is not None
    ]
    return max(settled, default=one.goods_at - timedelta(days=1)) >= one.goods_at


def _drafted(others: Sequence[DelayNotice], one: Affected) -> bool:
    """Whether the same day waits for a tap already, because of another purchase order."""
    return any(
        notice.state is DelayNoticeState.DRAFT
        and (notice.order_id, notice.expected_at) == (one.order.key, one.goods_at)
        for notice in others
    )


def _as_draft(one: Affected, known: DelayNotice | None, text: str) -> DelayNotice:
    """The notice as a draft: the one that is there, unless there is none for this day."""
    assert one.to is not None
    if known is None:
        return DelayNotice(
            purchase_order_id=0,  # set by the caller
            order_id=one.order.key,
            account_id=one.to.account.key,
            expected_at=one.goods_at,
            text=text,
            state=DelayNoticeState.DRAFT,
        )
    if known.state is DelayNoticeState.DROPPED:
        known.state = DelayNoticeState.DRAFT
    if known.settled_by is None:
        known.account_id, known.text = one.to.account.key, text
    return known
