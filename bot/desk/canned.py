"""Ready answers: writing them, and filling one for the customer of a conversation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.desk.context import Context
from bot.desk.receive import storable
from bot.errors import XiaoerError
from bot.rules.canned import Filled, Slot, checked, fill
from knowledge.queries import conversations, orders
from knowledge.queries.canned import canned_seen_by
from knowledge.records import AuditEntry, CannedReply, Order, Role, Staff, utcnow
from knowledge.store import Store, Unit
from models.values import Language

#: The orders among which the one that is talked of is looked for.
_ORDERS = 50


class CannedRefused(XiaoerError):
    """A ready answer that everybody has is not theirs to change; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("Only supervisors and admins change the answers that everybody has.")


class CannedDesk:
    """Staff's ready answers. Each has their own; everybody's are kept by supervisors and admins.

    Args:
        shop_name: as customers read it.
    """

    def __init__(
        self, store: Store, shop_name: str, *, clock: Callable[[], datetime] = utcnow
    ) -> None:
        self._store = store
        self._shop_name = shop_name
        self._clock = clock

    async def add(self, by: int, title: str, language: str, body: str, *, shared: bool) -> int:
        """Keep a new one; its id.

        Raises:
            ValueError: a text is empty or too long, has a brace that is no slot, or there is no
                such language.
            CannedRefused: it is to be everybody's, and `by` is an agent.
        """
        title, body = checked(storable(title), storable(body))
        async with self._store.writing() as unit:
            await _require_right(unit, by, is_shared=shared)
            kept = CannedReply(
                title=title,
                language=_language(language),
                body=body,
                staff_id=None if shared else by,
                created_at=self._clock(),
                updated_at=self._clock(),
            )
            unit.add(kept)
            await unit.flush()
            _write_down(unit, by, "add_canned", kept)
            return kept.key

    async def change(self, canned_id: int, by: int, title: str, language: str, body: str) -> None:
        """Write one anew.

        Raises:
            LookupError: there is none, or it is a colleague's own.
            ValueError, CannedRefused: as for a new one.
        """
        title, body = checked(storable(title), storable(body))
        async with self._store.writing() as unit:
            kept = await canned_seen_by(unit, canned_id, by)
            await _require_right(unit, by, is_shared=kept.staff_id is None)
            kept.title, kept.language, kept.body = title, _language(language), body
            kept.updated_at = self._clock()
            _write_down(unit, by, "change_canned", kept)

    async def remove(self, canned_id: int, by: int) -> None:
        """Remove one.

        Raises:
            LookupError, CannedRefused: as for changing one.
        """
        async with self._store.writing() as unit:
            kept = await canned_seen_by(unit, canned_id, by)
            await _require_right(unit, by, is_shared=kept.staff_id is None)
            _write_down(unit, by, "remove_canned", kept)
            await unit.delete(kept)

    async def filled(
        self, canned_id: int, conversation_id: int, by: int, order_number: str = ""
    ) -> Filled:
        """A ready answer for the customer of a conversation, to be looked at and sent.

        Args:
            order_number: which of the customer's orders it is about, if staff say so; otherwise
                it is the one last talked of, or their latest.

        Raises:
            LookupError: there is no such answer or conversation.
        """
        async with self._store.reading() as unit:
            kept = await canned_seen_by(unit, canned_id, by)
            known = await self._known(unit, conversation_id, by, order_number)
        return fill(kept.body, known)

    async def _known(
        self, unit: Unit, conversation_id: int, by: int, order_number: str
    ) -> dict[Slot, str]:
        conversation, account, customer = await conversations.scene(unit, conversation_id)
        agent = await unit.get(Staff, by)
        bought = await orders.orders_of(unit, account.customer_id, account.key, _ORDERS)
        focus = Context.from_record(conversation.context).focus
        order = _talked_of(bought, order_number, focus)
        parcels = [] if order is None else await orders.parcels_of(unit, order.key)
        sent = [one.shipment for one in parcels if not one.shipment.is_returning]
        return {
            Slot.CUSTOMER: account.display_name if customer is None else customer.name,
            Slot.ORDER_NUMBER: "" if order is None else order.number,
            Slot.TRACKING_NUMBER: sent[-1].tracking_number if sent else "",
            Slot.SHOP_NAME: self._shop_name,
            Slot.AGENT: "" if agent is None else agent.name,
        }


def _talked_of(bought: list[Order], chosen: str, focus: str) -> Order | None:
    """The order that staff chose; without a choice the one last talked of, or the latest."""
    if chosen:
        return next((order for order in bought if order.number == chosen), None)
    of_focus = (order for order in bought if order.number == focus)
    return next(of_focus, bought[0] if bought else None)


async def _require_right(unit: Unit, staff_id: int, *, is_shared: bool) -> None:
    staff = await unit.get(Staff, staff_id)
    if is_shared and (staff is None or staff.role is Role.AGENT):
        raise CannedRefused


def _language(code: str) -> str:
    if code not in set(Language):
        raise ValueError(f"An answer is in one of {', '.join(Language)}.")
    return code


def _write_down(unit: Unit, by: int, action: str, kept: CannedReply) -> None:
    subject = f"canned:{kept.key}"
    unit.add(AuditEntry(staff_id=by, action=action, subject=subject, detail=kept.title))
