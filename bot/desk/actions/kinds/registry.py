"""Every kind of action that is about an order, by its name in the ledger."""

from __future__ import annotations

from bot.desk.actions.kinds.address import ChangeAddress
from bot.desk.actions.kinds.cancel import CancelOrder
from bot.desk.actions.kinds.case import (
    ClaimParcel,
    ClaimWarranty,
    ExchangeItems,
    ReportItems,
    ReturnItems,
)
from bot.desk.actions.kinds.invoice import RequestInvoice
from bot.desk.actions.kinds.items import ChangeItems
from bot.desk.actions.kinds.kind import Kind
from bot.desk.actions.kinds.price import ProtectPrice
from knowledge.records import ActionKind

_ALL: tuple[Kind, ...] = (
    CancelOrder(),
    ChangeAddress(),
    ChangeItems(),
    ReturnItems(),
    ExchangeItems(),
    ReportItems(),
    ClaimParcel(),
    RequestInvoice(),
    ProtectPrice(),
    ClaimWarranty(),
)
KINDS: dict[ActionKind, Kind] = {one.kind: one for one in _ALL}
