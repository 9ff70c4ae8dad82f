"""What the records hold of a journey, before and after, and where that is not what it should be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace

from bot.commands.journeys.script import After, CaseOpened, Journey, OrderAfter
from bot.commands.journeys.shop import Shelf, minor
from knowledge.queries import accounts, actions, conversations, handovers, orders
from knowledge.records import ActionState, Channel
from knowledge.store import Store, Unit

Case = tuple[str, str, str, tuple[tuple[str, int, str], ...]]


@dataclass(frozen=True, slots=True)
class OrderKept:
    """Everything of an order that an action may change."""

    status: str
    address: str
    recipient: str
    phone: str
    goods: tuple[tuple[str, int], ...]
    total_minor: int
    refunds: tuple[int, ...]
    cases: tuple[Case, ...]
    invoices: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """The records of a journey: its orders by number, the ledger, the account."""

    orders: Mapping[str, OrderKept]
    ledger: tuple[str, ...]
    handed_over: bool
    notices_off: bool


async def look(store: Store, journey: Journey, shelf: Shelf, account: str) -> Kept:
    """What the records hold now."""
    async with store.reading() as unit:
        kept = {one.number: await _order(unit, one.number, shelf) for one in journey.orders}
        known = await accounts.account_of(unit, Channel.TERMINAL, account)
        if known is None:
            return Kept(kept, (), handed_over=False, notices_off=False)
        rows = await actions.actions_by(unit, known.key)
        conversation = await conversations.conversation_of(unit, known.key)
        held = conversation and await handovers.open_handover(unit, conversation.key)
        return Kept(
            kept,
            tuple(f"{row.kind.value} {row.state.value}" for row in rows),
            handed_over=bool(held),
            notices_off=known.notices_off_at is not None,
        )


def faults(before: Kept, now: Kept, after: After) -> Iterator[str]:
    """Where the records are not as the journey says, a sentence each; the rest is unchanged."""
    for number, kept in before.orders.items():
        wanted = asdict(_becomes(kept, after.orders.get(number, OrderAfter())))
        for field, found in asdict(now.orders[number]).items():
            if found != wanted[field]:
                yield f"{number} {field}: {found}, not {wanted[field]}"
    declined = str(ActionState.DECLINED)
    names_declined = any(row.endswith(declined) for row in after.ledger)
    ledger = tuple(row for row in now.ledger if names_declined or not row.endswith(declined))
    if ledger != after.ledger:
        yield f"ledger: {ledger}, not {after.ledger}"
    if now.handed_over != after.handed_over:
        yield f"handed over: {now.handed_over}"
    if now.notices_off != after.notices_off:
        yield f"notices off: {now.notices_off}"


def _becomes(kept: OrderKept, after: OrderAfter) -> OrderKept:
    plain = {
        name: getattr(after, name)
        for name in ("status", "address", "recipient", "phone")
        if getattr(after, name) is not None
    }
    kept = replace(kept, **plain)
    if after.goods is not None:
        kept = replace(kept, goods=tuple(sorted(after.goods.items())))
    if after.total is not None:
        kept = replace(kept, total_minor=minor(after.total))
    if after.refunds is not None:
        kept = replace(kept, refunds=tuple(sorted(map(minor, after.refunds))))
    if after.cases is not None:
        kept = replace(kept, cases=tuple(map(_case_wanted, after.cases)))
    if after.invoice is not None:
        one = after.invoice
        kept = replace(kept, invoices=((one.kind, one.title, one.tax_number, one.email),))
    return kept


def _case_wanted(case: CaseOpened) -> Case:
    goods = [(name, pieces, case.new.get(name, "")) for name, pieces in case.goods.items()]
    return (case.kind.value, case.status.value, case.cure, tuple(sorted(goods)))


async def _order(unit: Unit, number: str, shelf: Shelf) -> OrderKept:
    order = await orders.order_numbered(unit, number)
    assert order is not None
    lines = await actions.lines_of(unit, order.key)
    invoices = await actions.invoices_of(unit, order.key)
    return OrderKept(
        status=order.status.value,
        address=order.address,
        recipient=order.recipient,
        phone=order.phone,
        goods=tuple(sorted((shelf.name(line.sku_id), line.quantity) for line in lines)),
        total_minor=order.total_minor,
        refunds=tuple(
            sorted(one.amount_minor for one in await orders.refunds_of(unit, [order.key]))
        ),
        cases=await _cases(unit, order.key, shelf),
        invoices=tuple(
            (one.kind.value, one.title, one.tax_number or "", one.email) for one in invoices
        ),
    )


async def _cases(unit: Unit, order_id: int, shelf: Shelf) -> tuple[Case, ...]:
    lines = await actions.case_lines_of(unit, order_id)
    found = []
    for case in await actions.cases_of(unit, order_id):
        goods = [
            (
                shelf.name(one.line.sku_id),
                one.line.quantity,
                shelf.name(one.line.new_sku_id) if one.line.new_sku_id else "",
            )
            for one in lines
            if one.line.return_case_id == case.key
        ]
        found.append((case.kind.value, case.status.value, case.cure, tuple(sorted(goods))))
    return tuple(found)
