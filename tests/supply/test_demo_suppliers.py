"""The demo's suppliers answer letters of ours through the real inbox, and know what is written."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot.channels.demo_mail import DemoMail, DemoMailbox, as_mail
from bot.channels.letters import read_letter
from bot.channels.outbox import Outbox
from bot.rules.negotiation.moves import Cause, Move, MoveKind
from bot.rules.negotiation.terms import Line, Terms
from bot.rules.negotiation.wording import text_facts
from bot.supply.demo_reading import said
from bot.supply.demo_suppliers import Answer, DemoSuppliers, answer_text
from bot.supply.inbox import AnswersJob, SupplierInbox
from bot.supply.simulation import suppliers as kinds
from bot.supply.simulation.talk import Order, OrderLine, SayKind
from knowledge.queries.supplier_talk import thread
from knowledge.queries.supply_orders import purchase
from knowledge.records import (
    Channel,
    DailySales,
    DeliveryState,
    Guardrails,
    NegotiationState,
    OutboxItem,
    PurchaseOrderStatus,
    Sku,
    SupplierMessage,
    SupplierMessageState,
    SupplierOffer,
)
from knowledge.store import Store
from tests.supply.course import STAFF_CHAT, Bargain
from tests.supply.shop import NOW, ZONE, add_offer, add_sku, add_supplier, restock_desk
from tests.supply.waiting import every

WAIT_S = 30
#: Asks for 2 % more each time, and goes down to 8 % less.
DEFINITE = replace(kinds.QUICK, over=(0.02, 0.02), room=(0.08, 0.08))


class Demo:
    """A shop whose letters go to the demo's suppliers. Nothing waits: the clock is turned on."""

    def __init__(self, store: Store) -> None:
        self.bargain = Bargain(store)
        self.box = SupplierInbox(
            store, self.bargain.negotiator(), STAFF_CHAT, clock=self.bargain.now
        )
        self.job = self.job_on(store)

    def job_on(self, store: Store) -> AnswersJob:
        suppliers = DemoSuppliers(store, ZONE, waits_s=(WAIT_S, WAIT_S), clock=self.bargain.now)
        return AnswersJob(self.box, DemoMailbox(suppliers, self.box).poll)

    async def leave(self) -> int:
        """Everything due is handed over: how many letters."""
        out = Outbox(self.bargain.store, {Channel.MAIL: DemoMail()}, clock=self.bargain.now)
        return await out.send_due()

    async def turn(self) -> int:
        """Our letter goes, its time passes, and what came is read: how many answers."""
        await self.leave()
        self.bargain.at += timedelta(seconds=WAIT_S)
        return await self.job.run()

    async def letters(self) -> Sequence[SupplierMessage]:
        async with self.bargain.store.reading() as unit:
            return await thread(unit, (await self.bargain.order()).key, Channel.MAIL)


@pytest.fixture
def demo(store: Store, monkeypatch: pytest.MonkeyPatch) -> Demo:
    monkeypatch.setattr("bot.supply.demo_suppliers._KINDS", {"JADE": DEFINITE})
    return Demo(store)


async def test_a_restock_message_is_answered_and_the_course_goes_on_to_a_signature(
    demo: Demo,
) -> None:
    await demo.bargain.begin(most_over_percent=10.0, latest_days=45)
    assert await demo.leave() == 1
    demo.bargain.at += timedelta(seconds=WAIT_S - 1)
    assert await demo.job.run() == 0

    demo.bargain.at += timedelta(seconds=1)
    assert await demo.job.run() == 1
    ours, theirs, *_ = await demo.letters()
    assert (theirs.sender, theirs.state) == ("orders@jade.example", SupplierMessageState.READ)
    assert theirs.subject == f"Re: {ours.subject}" and "单价" not in ours.text
    assert await demo.bargain.steps() == [("supplier", "counter"), ("shop", "counter")]

    while (await demo.bargain.course()).state is NegotiationState.OPEN:
        assert await demo.turn() == 1
    assert (await demo.bargain.course()).state is NegotiationState.TO_SIGN
    offers = [one for one in await demo.bargain.sent() if "[supplier_offer]" in one]
    assert len(offers) >= 2

    number = (await demo.bargain.order()).number
    assert await demo.bargain.signing().sign(await demo.bargain.buyer(), number)
    assert (await demo.bargain.order()).status is PurchaseOrderStatus.CONFIRMED
    # What we agreed to takes no answer.
    assert await demo.turn() == 0


async def test_what_was_unanswered_at_a_stop_is_answered_once_by_whoever_starts_next(
    any_store: Store,
) -> None:
    demo = Demo(any_store)
    await demo.bargain.begin(most_over_percent=10.0)
    assert await demo.leave() == 1
    demo.bargain.at += timedelta(days=1)
    other = Store(any_store.url)
    try:
        jobs = (demo.job, demo.job_on(other), demo.job)
        await asyncio.gather(*(job.run() for job in jobs))
        await demo.job.run()
    finally:
        await other.close()
    assert [one.is_ours for one in await demo.letters()].count(False) == 1


async def test_the_same_letters_get_the_same_answer_whatever_our_limits_are(demo: Demo) -> None:
    store = demo.bargain.store
    await demo.bargain.begin(most_over_percent=10.0)
    await demo.turn()
    await demo.leave()
    before = await answer_now(demo)
    async with store.writing() as unit:
        rails = (await unit.exec(select(Guardrails))).one()
        rails.most_over_percent, rails.latest_days, rails.rounds = 99.0, 300, 1
        (await unit.exec(select(Sku))).one().price_minor = 1
        for sales in (await unit.exec(select(DailySales))).all():
            sales.quantity = 9999
        course = await demo.bargain.course()
        course.limits = {}
        unit.add(course)
    assert await answer_now(demo) == before


async def answer_now(demo: Demo) -> str:
    async with demo.bargain.store.reading() as unit:
        found = await purchase(unit, (await demo.bargain.order()).number)
    ours = [one for one in await demo.letters() if one.is_ours]
    return answer_text(found, ours, ZONE)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_staff_who_take_over_are_answered_too(demo: Demo, language: str) -> None:
    demo.bargain.language = language
    await demo.bargain.begin(most_over_percent=10.0)
    await demo.turn()
    buyer, number = await demo.bargain.buyer(), (await demo.bargain.order()).number
    await demo.bargain.signing().take_over(buyer, number)
    await demo.bargain.signing().write(buyer, number, "单价60元可以吗？")
    assert await demo.turn() == 1
    last = (await demo.letters())[-1]
    assert not last.is_ours and last.state is SupplierMessageState.WITH_STAFF


async def test_what_is_written_to_an_address_that_may_be_somebody_s_stays_queued(
    demo: Demo,
) -> None:
    store = demo.bargain.store
    for code, email in (("A", "li@jade.cn"), ("B", "wang@notexample.com")):
        supplier = await add_supplier(store, code, email=email)
        await add_offer(store, supplier, await add_sku(store, f"CUP-{code}"))
    await restock_desk(store).run()
    assert await demo.leave() == 0
    items = await every(store, OutboxItem)
    assert [(one.state, one.attempts) for one in items] == [(DeliveryState.QUEUED, 0)] * 2
    demo.bargain.at += timedelta(days=1)
    assert await demo.job.run() == 0


async def test_a_letter_that_left_over_a_real_mail_server_is_not_answered(demo: Demo) -> None:
    await demo.bargain.begin(most_over_percent=10.0)
    await demo.bargain.leave()
    demo.bargain.at += timedelta(days=1)
    assert await demo.job.run() == 0


async def test_without_guardrails_a_quotation_is_left_to_staff(demo: Demo) -> None:
    await demo.bargain.begin()
    assert await demo.turn() == 1
    last = (await demo.letters())[-1]
    assert last.state is SupplierMessageState.WITH_STAFF
    assert (await demo.bargain.order()).status is PurchaseOrderStatus.REQUESTED


async def test_a_price_of_nothing_on_record_breaks_no_supplier(demo: Demo) -> None:
    await demo.bargain.begin(most_over_percent=10.0)
    async with demo.bargain.store.writing() as unit:
        (await unit.exec(select(SupplierOffer))).one().unit_price_minor = 0
    assert await demo.turn() == 1


def test_an_answer_is_a_mail_in_the_thread_of_our_letter() -> None:
    text = "您好，\n杯：13.60元/件，237件\n2026年12月5日到货。"
    subject = "Re: Purchase order PO2611270007 from 山屿生活 Shanyu Living"
    given = Answer("<xiaoer.1.ab@demo.invalid>", "a@jade.example", subject, text, NOW)
    letter = read_letter(as_mail(given))
    assert (letter.subject, letter.text, letter.sender) == (subject, text, "a@jade.example")
    assert letter.references == ("<xiaoer.1.ab@demo.invalid>",)
    assert letter.external_id == given.message_id and not letter.is_automatic


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("final", [False, True])
def test_an_offer_in_our_layout_is_read_as_it_was_meant(language: str, final: bool) -> None:
    lines = tuple(
        OrderLine(f"07003{n}", f"夏被 150 × {n}", f"Quilt 150 × {n} (cm)", 90, 6, 6000, 0)
        for n in range(3)
    )
    order = Order("PO1", date(2026, 11, 27), language, lines, date(2026, 12, 5))
    terms = Terms(
        tuple(Line(one.item, 96 + n, 125_001 + n) for n, one in enumerate(lines)),
        date(2026, 12, 22),
        "CNY",
    )
    names = {one.item: f"{one.name_en} ({one.item})" for one in lines}
    facts = text_facts(Move(MoveKind.COUNTER, Cause.OPENING, terms), language, names)
    day = {"zh": f"{facts['delivery']}前到货", "en": f"delivery by {facts['delivery']}"}[language]
    last = {"zh": "这是我们最后的报价", "en": "This is our last offer"}[language]
    text = "\n".join([facts["lines"], day, last if final else ""])
    say = said(text, order, order.on)
    assert (say.kind, say.terms, say.final) == (SayKind.OFFER, terms, final)


def test_staff_s_own_words_are_read_and_what_they_leave_out_is_as_ordered() -> None:
    line = OrderLine("J-77", "陶瓷杯 海蓝", "Mug Ocean Blue", 80, 20, 5000, 0)
    order = Order("PO1", date(2026, 11, 27), "zh", (line,), date(2026, 12, 5))
    say = said("单价48元可以吗？", order, order.on)
    assert say.terms == Terms((Line("J-77", 80, 4800),), order.needed_by, "CNY")
    assert said("请问什么时候能到货？", order, order.on).kind is SayKind.ASK
