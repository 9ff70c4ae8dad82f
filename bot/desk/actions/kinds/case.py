"""What opens a case about goods: returns, exchanges, reports, lost parcels, warranty."""

from __future__ import annotations

from datetime import datetime

from bot.desk.actions.details import Details
from bot.desk.actions.kinds.kind import Doing, settle, take_back_money
from bot.desk.actions.seen import Seen
from bot.rules.actions import returns
from bot.rules.actions.claims import may_claim
from bot.rules.actions.returns import Wanted
from bot.rules.actions.verdict import Because, Refused, Verdict
from bot.rules.policy import Policy
from knowledge.queries import actions
from knowledge.records import ActionKind, CaseKind, ReturnCase, ReturnLine, ReturnStatus

REFUND, EXCHANGE, RESEND, REPAIR = "refund", "exchange", "resend", "repair"


class ReturnItems:
    """Goods come back; the money follows once they are here."""

    kind = ActionKind.RETURN_ITEMS

    def judge(self, seen: Seen, details: Details, policy: Policy, now: datetime) -> Verdict:
        return returns.may_return(seen.facts, wanted(seen, details), policy, now)

    async def do(self, doing: Doing) -> dict[str, object]:
        return await open_case(doing, CaseKind.RETURN, REFUND)

    async def undo(self, doing: Doing) -> Refused | None:
        return await withdraw(doing)


class ExchangeItems:
    """Goods come back, and another size or colour goes out."""

    kind = ActionKind.EXCHANGE_ITEMS

    def judge(self, seen: Seen, details: Details, policy: Policy, now: datetime) -> Verdict:
        return returns.may_exchange(seen.facts, wanted(seen, details), policy, now)

    async def do(self, doing: Doing) -> dict[str, object]:
        return await open_case(doing, CaseKind.EXCHANGE, EXCHANGE)

    async def undo(self, doing: Doing) -> Refused | None:
        return await withdraw(doing)


class ReportItems:
    """Goods arrived damaged, wrong or not at all: the money back, or sent once more."""

    kind = ActionKind.REPORT_ITEMS

    def judge(self, seen: Seen, details: Details, policy: Policy, now: datetime) -> Verdict:
        refund = details.cure == REFUND
        return returns.may_report(seen.facts, wanted(seen, details), policy, now, refund=refund)

    async def do(self, doing: Doing) -> dict[str, object]:
        return await open_case(doing, CaseKind(doing.details.problem), doing.details.cure)

    async def undo(self, doing: Doing) -> Refused | None:
        return await withdraw(doing)


class ClaimParcel:
    """A lost parcel is sent again, or its worth goes back."""

    kind = ActionKind.CLAIM_PARCEL

    def judge(self, seen: Seen, details: Details, policy: Policy, now: datetime) -> Verdict:
        return may_claim(seen.facts, policy, now, refund=details.cure == REFUND)

    async def do(self, doing: Doing) -> dict[str, object]:
        return await open_case(doing, CaseKind.LOST, doing.details.cure)

    async def undo(self, doing: Doing) -> Refused | None:
        return await withdraw(doing)


class ClaimWarranty:
    """What broke in use is repaired."""

    kind = ActionKind.CLAIM_WARRANTY

    def judge(self, seen: Seen, details: Details, policy: Policy, now: datetime) -> Verdict:
        return returns.may_claim_warranty(seen.facts, wanted(seen, details), policy, now)

    async def do(self, doing: Doing) -> dict[str, object]:
        return await open_case(doing, CaseKind.WARRANTY, REPAIR)

    async def undo(self, doing: Doing) -> Refused | None:
        return await withdraw(doing)


def wanted(seen: Seen, details: Details) -> list[Wanted]:
    """What the details ask for, with the SKUs that come instead."""
    return [Wanted(one.sku_id, one.quantity, seen.variant(one.new_sku_id)) for one in details.goods]


def case_number(day: datetime, key: int) -> str:
    """26 November 2026, begun with the message 7 -> R2611260007."""
    return f"R{day:%y%m%d}{key:04}"


async def open_case(doing: Doing, kind: CaseKind, cure: str) -> dict[str, object]:
    """Write the case down. Money goes back at once where nothing has to come back first."""
    details, amount = doing.details, doing.action.amount_minor
    case = ReturnCase(
        order_id=doing.seen.order.key,
        kind=kind,
        status=ReturnStatus.OPEN,
        reason=details.reason[:200],
        opened_at=doing.now,
        cure=cure,
        refund_minor=max(amount, 0),
        postage=details.postage,
        action_id=doing.action.key,
        number=details.case_number,
    )
    doing.unit.add(case)
    await doing.unit.flush()
    for one in details.goods:
        doing.unit.add(
            ReturnLine(
                return_case_id=case.key,
                sku_id=one.sku_id,
                quantity=one.quantity,
                new_sku_id=one.new_sku_id,
            )
        )
    before: dict[str, object] = {"case_id": case.key, "case_number": case.number}
    # Money follows once the goods are here; what is dearer is paid for before they go out.
    if amount < 0 or (cure == REFUND and not details.postage):
        days = doing.policy.cancelling.refund_days
        before |= await settle(doing, f"case {case.number}", days)
    return before


async def withdraw(doing: Doing) -> Refused | None:
    """Take the case back, unless goods or money are under way."""
    cases = await actions.cases_of(doing.unit, doing.seen.order.key)
    case = next((one for one in cases if one.id == doing.action.before.get("case_id")), None)
    if case is None or case.status is not ReturnStatus.OPEN:
        return Refused(Because.FOLLOWED)
    refused = await take_back_money(doing)
    if refused is None:
        case.status, case.closed_at = ReturnStatus.WITHDRAWN, doing.now
    return refused
