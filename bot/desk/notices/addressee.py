"""Who is told: nobody who cannot, may not or does not want to be."""

from __future__ import annotations

from bot.desk.notices.tiding import OfWatch, Tiding
from knowledge.queries import handovers, news
from knowledge.queries.news import Addressee
from knowledge.records import HandoverReason
from knowledge.store import Unit


async def addressee(unit: Unit, tiding: Tiding) -> Addressee | None:
    """The one account that is told now, or None.

    An account that turned notices off decides for its customer: no other account is told
    instead. What was asked for after that is told all the same. While staff deal with a
    parcel, they tell what becomes of it.
    """
    found = await _reachable(unit, tiding)
    if found is None or not _wants(found, tiding):
        return None
    if tiding.about_parcel and await _staff_see_to_it(unit, found):
        return None
    return found


async def _reachable(unit: Unit, tiding: Tiding) -> Addressee | None:
    whose = tiding.whose
    if isinstance(whose, OfWatch):
        return await news.addressee_account(unit, whose.account_id)
    return await news.addressee_for(unit, whose.order_id, whose.customer_id)


def _wants(found: Addressee, tiding: Tiding) -> bool:
    off, whose = found.account.notices_off_at, tiding.whose
    return off is None or (isinstance(whose, OfWatch) and whose.asked_at > off)


async def _staff_see_to_it(unit: Unit, found: Addressee) -> bool:
    handover = await handovers.open_handover(unit, found.conversation.key)
    return handover is not None and handover.reason is HandoverReason.PARCEL_PROBLEM
