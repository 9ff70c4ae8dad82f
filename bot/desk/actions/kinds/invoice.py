"""Asking for an invoice."""

from __future__ import annotations

from datetime import datetime

from bot.desk.actions.details import Details
from bot.desk.actions.kinds.kind import Doing
from bot.desk.actions.seen import Seen
from bot.rules.actions.invoices import may_invoice
from bot.rules.actions.verdict import Because, Refused, Verdict
from bot.rules.policy import Policy
from knowledge.records import ActionKind, Invoice, InvoiceKind, InvoiceStatus


class RequestInvoice:
    """The invoice is asked for; the shop's books write it."""

    kind = ActionKind.REQUEST_INVOICE

    def judge(self, seen: Seen, details: Details, policy: Policy, now: datetime) -> Verdict:
        return may_invoice(seen.facts, policy, now)

    async def do(self, doing: Doing) -> dict[str, object]:
        details = doing.details
        invoice = Invoice(
            order_id=doing.seen.order.key,
            kind=InvoiceKind.COMPANY if details.company else InvoiceKind.PERSONAL,
            title=details.title,
            tax_number=details.tax_number or None,
            email=details.email,
            status=InvoiceStatus.REQUESTED,
            action_id=doing.action.key,
        )
        doing.unit.add(invoice)
        await doing.unit.flush()
        return {"invoice_id": invoice.key}

    async def undo(self, doing: Doing) -> Refused | None:
        invoice = await doing.unit.get(Invoice, int(doing.action.before["invoice_id"]))
        if invoice is None or invoice.status is not InvoiceStatus.REQUESTED:
            return Refused(Because.FOLLOWED)
        await doing.unit.delete(invoice)
        return None
