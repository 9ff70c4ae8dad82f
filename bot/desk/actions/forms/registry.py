"""The form of every kind of action that is about an order."""

from __future__ import annotations

from bot.desk.actions.forms.form import Form
from bot.desk.actions.forms.invoice import InvoiceForm
from bot.desk.actions.forms.items import ItemsForm
from bot.desk.actions.forms.order import AddressForm, Bare, ClaimForm
from bot.desk.actions.forms.returns import ReportForm, ReturnForm, WarrantyForm
from knowledge.records import ActionKind

FORMS: dict[ActionKind, Form] = {
    ActionKind.CANCEL_ORDER: Bare(ActionKind.CANCEL_ORDER),
    ActionKind.CHANGE_ADDRESS: AddressForm(),
    ActionKind.CHANGE_ITEMS: ItemsForm(),
    ActionKind.RETURN_ITEMS: ReturnForm(),
    ActionKind.EXCHANGE_ITEMS: ReturnForm(exchange=True),
    ActionKind.REPORT_ITEMS: ReportForm(),
    ActionKind.CLAIM_PARCEL: ClaimForm(),
    ActionKind.REQUEST_INVOICE: InvoiceForm(),
    ActionKind.PROTECT_PRICE: Bare(ActionKind.PROTECT_PRICE),
    ActionKind.CLAIM_WARRANTY: WarrantyForm(),
}
