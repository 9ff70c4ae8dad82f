"""What a shop's supply page shows in a week: forecasts, proposals, and suppliers who answer."""

from __future__ import annotations

from pathlib import Path

from sqlmodel import col, select

from bot.policy_file import read_policy
from bot.rules.supplier_threads import Letter
from bot.settings import Settings
from bot.supply.receipts import Arrived
from bot.wiring import Desk, open_desk
from knowledge.queries.negotiations import guardrails_of
from knowledge.queries.supply_orders import Purchase, purchase
from knowledge.records import (
    Channel,
    Guardrails,
    PurchaseOrder,
    PurchaseOrderStatus,
    Staff,
    utcnow,
)
from tests.bench.shop import url

_PROCESSES = 2
#: What each supplier writes to the desk's order, one letter after the other: asks for more and then
#: gives in; says nothing that settles it. `{price}` is what is on record, a little higher.
_LETTERS = {
    "zh": (
        (
            "您好，{sku} 这批最低 {high} 元一件，{pieces} 件有货，{day} 到货。",
            "{middle} 元，不能再低了。",
        ),
        ("最近原料涨得厉害，我先问问老板再回复您。",),
    ),
    "en": (
        (
            "Dear buyer, {sku}: {pieces} pcs at CNY {high} each, arriving {day}.",
            "CNY {middle} each.",
        ),
        ("Let me check with the factory and come back to you.",),
    ),
}


async def supply(shop: Path, policy: Path) -> None:
    """Forecast, propose, send some orders, and let their suppliers answer."""
    settings = Settings(database_url=url(shop))
    async with open_desk(settings, {}, policy=read_policy(policy)) as desk:
        await desk.forecasts(_PROCESSES).run()
        await desk.restock().run()
        buyer = await _buyer(desk)
        waiting = sorted(await desk.proposed.waiting(), key=lambda one: len(one.lines))
        for place, found in enumerate(waiting[:3]):
            await desk.proposed.approve(buyer, found.order.number)
            await _guard(desk, found)
            said = _LETTERS[found.supplier.language][0 if place else 1]
            for number, text in enumerate(said, start=1):
                await _write(desk, found, text, number)
        await _receive(desk, buyer)


async def _buyer(desk: Desk) -> int:
    """The first admin, who buys as well."""
    async with desk.store.reading() as unit:
        return (await unit.exec(select(Staff).order_by(col(Staff.id)))).all()[0].key


async def _guard(desk: Desk, found: Purchase) -> None:
    async with desk.store.writing() as unit:
        rails = await guardrails_of(unit, found.supplier.key)
        if rails is None:
            rails = Guardrails(supplier_id=found.supplier.key)
            unit.add(rails)
        rails.most_over_percent = 6.0


async def _write(desk: Desk, found: Purchase, text: str, number: int) -> None:
    """One letter about the order's first item, read at once."""
    line = found.lines[0]
    price = line.line.unit_price_minor / 100
    day = found.order.expected_at
    assert day is not None
    words = text.format(
        sku=line.sku.code,
        pieces=line.line.quantity,
        high=f"{price * 1.05:.2f}",
        middle=f"{price * 1.03:.2f}",
        day=f"{day:%Y-%m-%d}",
    )
    letter = Letter(
        channel=Channel.MAIL,
        external_id=f"<{found.order.number}.{number}@supplier.example>",
        sender=found.supplier.email or "",
        subject=f"Re: {found.order.number}",
        text=words,
        written_at=utcnow(),
    )
    await desk.suppliers.take(letter)
    await desk.suppliers.read_new()


async def _receive(desk: Desk, buyer: int) -> None:
    """Half of an order that was under way before comes in."""
    async with desk.store.reading() as unit:
        numbers = await unit.exec(
            select(PurchaseOrder.number)
            .where(PurchaseOrder.status == PurchaseOrderStatus.CONFIRMED)
            .order_by(col(PurchaseOrder.id))
        )
        found = await purchase(unit, numbers.all()[0])
    line = found.lines[0]
    half = [Arrived(line.sku.code, max(1, line.line.quantity // 2), 0, False)]
    await desk.receipts.receive(buyer, found.order.number, half, "LS-20311")
