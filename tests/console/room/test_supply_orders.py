"""The supply page's orders, negotiations and suppliers: what is shown, done, refused and noted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect
from sqlmodel import select

from bot.console.accounts import add_staff
from bot.console.room import supply_orders
from bot.supply.refusals import OrderRefused
from knowledge.records import (
    Channel,
    Guardrails,
    Negotiation,
    NegotiationMove,
    NegotiationState,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Receipt,
    Role,
    StockLevel,
    SupplierMessage,
    SupplierMessageState,
    utcnow,
)
from knowledge.store import Store
from tests.console.conftest import HOSTILE, PASSWORD, MakeRoom, Room, supply_parts
from tests.console.room.asking import OpenPage, opened
from tests.console.room.conftest import PHONE, Served, listening, mounted
from tests.supply.shop import add_offer, add_sku, add_supplier

pytestmark = pytest.mark.slow

NUMBER = "PO2611230001"
SECRET = "¥51.37"


@dataclass
class ToldSigning:
    """Remembers what staff decided; refuses with `refusal` when that is set."""

    told: list[tuple[object, ...]] = field(default_factory=list)
    refusal: Exception | None = None
    reaches: bool = True

    async def sign(self, staff_id: int, number: str) -> bool:
        self._do("sign", number)
        return self.reaches

    async def refuse(self, staff_id: int, number: str, note: str) -> None:
        self._do("refuse", number, note)

    async def take_over(self, staff_id: int, number: str) -> None:
        self._do("take_over", number)

    async def hand_back(self, staff_id: int, number: str) -> None:
        self._do("hand_back", number)

    async def write(self, staff_id: int, number: str, text: str) -> None:
        self._do("write", number, text)

    def _do(self, *said: object) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.told.append(said)


@pytest_asyncio.fixture
async def lead(live: Room) -> Room:
    """The console with a supervisor, who decides about suppliers."""
    await add_staff(live.store, "lead", "Zhang Min", Role.SUPERVISOR, PASSWORD)
    return live


@pytest_asyncio.fixture
async def ordered(store: Store) -> int:
    """An order for 40 mugs of which nothing came yet, and what was written; its id."""
    supplier, sku = await add_supplier(store), await add_sku(store, sold_a_day=0)
    await add_offer(store, supplier, sku, price=4800)
    async with store.writing() as unit:
        order = PurchaseOrder(
            number=NUMBER,
            supplier_id=supplier.key,
            status=PurchaseOrderStatus.REQUESTED,
            requested_at=datetime(2026, 11, 23, 1, 0, tzinfo=UTC),
            expected_at=utcnow() + timedelta(days=7),
            reason="Enough for 9 days.",
        )
        unit.add(order)
        await unit.flush()
        unit.add(
            PurchaseOrderLine(
                purchase_order_id=order.key, sku_id=sku.key, quantity=40, unit_price_minor=4800
            )
        )
        unit.add(letter(f"We can do 45. {HOSTILE}", order, external_id="a@jade"))
    return order.key


def letter(text: str, order: PurchaseOrder | None = None, **more: Any) -> SupplierMessage:
    given: dict[str, Any] = {
        "channel": Channel.MAIL,
        "external_id": "x",
        "sender": "orders@jade.example",
        "state": SupplierMessageState.READ,
        "written_at": datetime(2026, 11, 24, 1, 0, tzinfo=UTC),
    }
    if order is not None:
        given |= {"purchase_order_id": order.key, "supplier_id": order.supplier_id}
    return SupplierMessage(text=text, **(given | more))


async def negotiated(
    store: Store, order_id: int, state: NegotiationState = NegotiationState.TO_SIGN
) -> None:
    """A course of two moves about an order, agreed on and to be signed."""
    async with store.writing() as unit:
        said = await unit.exec(select(SupplierMessage.id))
        course = Negotiation(
            purchase_order_id=order_id,
            state=state,
            began_at=datetime(2026, 11, 23, 1, 0, tzinfo=UTC),
            ends_at=datetime(2026, 11, 28, 1, 0, tzinfo=UTC),
            limits={
                "reservation": {"stakes": [{"item": "CUP-01-BL", "elsewhere_minor": 5137}]},
            },
            next_move="accept",
            next_why_zh="条件可以。",
            next_why_en="It is good enough.",
        )
        unit.add(course)
        await unit.flush()
        line = {"item": "CUP-01-BL", "quantity": 40, "unit_price_minor": 4500}
        terms = {"lines": [line], "delivery": "2026-12-09", "currency": "CNY"}
        moves = (
            ("shop", "counter", None, "首次报价。", "The first offer."),
            ("supplier", "accept", said.first(), "接受。", "They accept."),
        )
        for place, (side, kind, message, zh, en) in enumerate(moves, 1):
            unit.add(
                NegotiationMove(
                    negotiation_id=course.key,
                    number=place,
                    side=side,
                    kind=kind,
                    terms=terms,
                    why_zh=zh,
                    why_en=en,
                    message_id=message,
                    happened_at=datetime(2026, 11, 23, place, 0, tzinfo=UTC),
                )
            )


@asynccontextmanager
async def page_of(
    room: Room, monkeypatch: pytest.MonkeyPatch, tab: str, **more: str
) -> AsyncIterator[OpenPage]:
    username = more.pop("username", "lead")
    async with opened(room, monkeypatch, username, f"supply?tab={tab}", **more) as page:
        yield page


def rows_of(told: dict[str, Any]) -> list[str]:
    return [one["number"] for one in told["rows"]]


async def test_orders_are_found_by_number_supplier_sku_and_state_a_page_at_a_time(
    lead: Room, ordered: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = await add_supplier(lead.store, "PINE")
    async with lead.store.writing() as unit:
        for place in range(3):
            unit.add(
                PurchaseOrder(
                    number=f"PO26112500{place:02d}",
                    supplier_id=other.key,
                    status=PurchaseOrderStatus.RECEIVED,
                    requested_at=utcnow(),
                )
            )
    monkeypatch.setattr(supply_orders, "_PAGE", 2)
    async with page_of(lead, monkeypatch, "orders") as page:
        first = page.given["first"]["data"]
        assert rows_of(first) == ["PO2611250002", "PO2611250001"]
        rest = await page.ask("purchases", words="", status="", before=first["following"])
        assert rows_of(rest) == ["PO2611250000", NUMBER] and rest["following"] is None
        assert rest["rows"][1]["total"] == "¥1,920.00" and rest["rows"][1]["came"] == "0 / 40"
        for words in ("1123", "jade", "cup-01"):
            assert rows_of(await page.ask("purchases", words=words, status="")) == [NUMBER]
        assert rows_of(await page.ask("purchases", words="%", status="")) == []
        found = await page.ask("purchases", words="", status="requested")
        assert rows_of(found) == [NUMBER]
        again = await page.ask("tab", tab="orders")
        assert rows_of(again["data"]) == [NUMBER]
        assert (await page.ask("purchases", status="eaten"))["kind"] == "problem"


async def test_an_order_opens_with_lines_and_letters_and_the_look_is_noted(
    lead: Room, ordered: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with page_of(lead, monkeypatch, "orders") as page:
        told = (await page.ask("purchase", number=NUMBER))["purchase"]
        missing = await page.ask("purchase", number="PO0")
    (line,) = told["lines"]
    assert (line["sku"], line["ordered"], line["price"]) == ("CUP-01-BL", 40, "¥48.00")
    assert told["messages"][0]["text"] == f"We can do 45. {HOSTILE}"
    assert told["takes"] == {"goods": True, "day": True}
    assert missing["text"] == page.words["error_not_found"]
    seen = [one for one in await lead.audit() if one[0] == "view_purchase"]
    assert seen == [("view_purchase", f"purchase_order:{NUMBER}")]


async def test_a_delivery_is_taken_once_and_in_parts(
    lead: Room, ordered: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = {"sku": "CUP-01-BL", "quantity": "18", "rejected": "2", "no_more": False}
    async with page_of(lead, monkeypatch, "orders") as page:
        told = await page.ask("receive", number=NUMBER, note="DN-7", lines=[line])
        words = page.words
        assert told["purchase"]["said"] == [words["receipt_part"], "CUP-01-BL: 2 rejected."]
        told = await page.ask("receive", number=NUMBER, note="DN-7", lines=[line])
        assert told["purchase"]["said"] == [words["receipt_again"]]
        other = line | {"quantity": "19"}
        told = await page.ask("receive", number=NUMBER, note="DN-7", lines=[other])
        assert told == {"kind": "problem", "text": told["text"]}
        assert "DN-7 was taken already" in told["text"]
        rest = line | {"quantity": "", "rejected": "", "no_more": True}
        told = await page.ask("receive", number=NUMBER, note="DN-8", lines=[rest])
        assert told["purchase"]["status"] == "received"
    async with lead.store.reading() as unit:
        level = (await unit.exec(select(StockLevel))).one()
    assert level.on_hand == 28


@pytest.mark.parametrize(
    "lines",
    [
        None,
        [],
        ["CUP"],
        [{"sku": "CUP-01-BL", "quantity": ""}],
        [{"sku": "CUP-01-BL", "quantity": "-3"}],
        [{"sku": "CUP-01-BL", "quantity": "1.5"}],
        [{"sku": "CUP-01-BL", "quantity": "٣"}],
        [{"sku": "CUP-01-BL", "quantity": 10**9}],
        [{"sku": "CUP-01-BL", "quantity": [1]}],
        [{"sku": "MUG", "quantity": 1}],
        [{"sku": 5, "quantity": 1}],
    ],
)
async def test_a_delivery_that_makes_no_sense_is_refused_in_words(
    lead: Room, ordered: int, monkeypatch: pytest.MonkeyPatch, lines: object
) -> None:
    async with page_of(lead, monkeypatch, "orders") as page:
        told = await page.ask("receive", number=NUMBER, note="DN-7", lines=lines)
    assert told["kind"] == "problem" and told["text"]
    async with lead.store.reading() as unit:
        assert (await unit.exec(select(Receipt))).all() == []


async def test_another_day_is_kept_with_its_reason(
    lead: Room, ordered: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = f"{utcnow() + timedelta(days=20):%Y-%m-%d}"
    async with page_of(lead, monkeypatch, "orders") as page:
        for wrong in ({"day": "soon", "why": "x"}, {"day": "2020-01-01", "why": "x"}, {"day": day}):
            assert (await page.ask("expect", number=NUMBER, **wrong))["kind"] == "problem"
        told = await page.ask("expect", number=NUMBER, day=day, why="The kiln broke.")
    assert told["purchase"]["expected"] == day and day in told["purchase"]["said"][0]
    assert ("change_delivery", f"purchase_order:{NUMBER}") in await lead.audit()


async def test_a_course_is_told_step_by_step_in_the_readers_language(
    lead: Room, ordered: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await negotiated(lead.store, ordered)
    async with lead.store.writing() as unit:
        order = await unit.get(PurchaseOrder, ordered)
        began = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
        for place, at in enumerate((began, began + timedelta(days=2))):
            unit.add(letter("40", order, external_id=f"{place}", is_ours=True, written_at=at))
    async with page_of(lead, monkeypatch, "talks", language="zh") as page:
        told = (await page.ask("course", number=NUMBER))["course"]
    assert [one["kind"] for one in told["steps"]] == ["request", "counter", "accept", "letter"]
    assert [one["why"] for one in told["steps"]] == ["", "首次报价。", "接受。", ""]
    assert told["next_why"] == "条件可以。"
    assert told["steps"][1]["terms"] == {
        "lines": [{"item": "CUP-01-BL", "pieces": 40, "price": "¥45.00"}],
        "delivery": "2026-12-09",
        "total": "¥1,800.00",
    }
    assert told["steps"][2]["message"]["text"].endswith(HOSTILE)
    assert SECRET in str(told["hidden"]) and not told["decides"]
    assert ("view_negotiation", f"purchase_order:{NUMBER}") in await lead.audit()


async def test_an_agent_sees_nothing_of_it_and_decides_nothing(
    live: Room, ordered: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await negotiated(live.store, ordered)
    async with opened(live, monkeypatch, "agent", "supply?tab=talks") as page:
        for name in ("course", "sign", "write", "receive", "expect", "guardrails", "settle"):
            told = await page.ask(name, number=NUMBER, id=1)
            assert told == {} or told["kind"] == "problem"
        assert SECRET not in page.html


async def test_staff_decide_about_a_course_where_the_desk_negotiates(
    lead: Room, make_room: MakeRoom, ordered: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await negotiated(lead.store, ordered)
    signing = ToldSigning()
    room = make_room(supply=replace(supply_parts(lead.store), signing=signing))
    async with page_of(room, monkeypatch, "talks") as page:
        assert (await page.ask("course", number=NUMBER))["course"]["decides"]
        assert (await page.ask("sign", number=NUMBER))["text"] == page.words["course_signed"]
        await page.ask("refuse_course", number=NUMBER, note="too dear")
        await page.ask("take_over", number=NUMBER)
        await page.ask("hand_back", number=NUMBER)
        await page.ask("write", number=NUMBER, text="Let us talk.")
        assert (await page.ask("write", number=NUMBER, text=" "))["kind"] == "problem"
        signing.reaches = False
        told = await page.ask("sign", number=NUMBER)
        assert told["text"] == page.words["course_signed_untold"]
        signing.refusal = OrderRefused("closed")
        told = await page.ask("sign", number=NUMBER)
        assert told["text"] == page.words["order_refused_closed"]
    assert signing.told[:5] == [
        ("sign", NUMBER),
        ("refuse", NUMBER, "too dear"),
        ("take_over", NUMBER),
        ("hand_back", NUMBER),
        ("write", NUMBER, "Let us talk."),
    ]


async def test_what_waits_for_staff_is_on_top_and_is_settled_once(
    lead: Room, ordered: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with lead.store.writing() as unit:
        order = await unit.get(PurchaseOrder, ordered)
        unit.add(letter("??", external_id="b", state=SupplierMessageState.WITH_STAFF, why="Who?"))
        unit.add(
            letter(
                "Please send 40.",
                order,
                external_id="c",
                is_ours=True,
                state=SupplierMessageState.BOUNCED,
                why="No such mailbox.",
            )
        )
        unit.add(letter("Undelivered", order, external_id="d", state=SupplierMessageState.BOUNCED))
    async with page_of(lead, monkeypatch, "talks") as page:
        waiting = page.given["first"]["data"]["waiting"]
        assert [one["why"] for one in waiting] == ["No such mailbox.", "Who?"]
        assert waiting[0]["number"] == NUMBER and waiting[1]["supplier"] == ""
        for one in waiting:
            told = await page.ask("settle", id=one["id"])
        assert told["data"]["waiting"] == []
        assert (await page.ask("settle", id=waiting[0]["id"]))["kind"] == "problem"
    async with lead.store.reading() as unit:
        kept = {one.text: one for one in (await unit.exec(select(SupplierMessage))).all()}
    assert kept["??"].state is SupplierMessageState.SETTLED and kept["??"].settled_by
    # That it did not arrive is still true: reminders and scorecards go by it.
    assert kept["Please send 40."].state is SupplierMessageState.BOUNCED
    done = [what for what, _ in await lead.audit()]
    assert done.count("settle_supplier_message") == 2 and "view_supplier_messages" in done


RAILS = {
    "negotiates": True,
    "most_over_percent": "7.5",
    "latest_days": "21",
    "least_share_percent": "60",
    "most_share_percent": "120",
    "rounds": "3",
    "ends_after_days": "6",
    "accept_up_to_minor": "1200.50",
    "delivery_address": "杭州市西湖区文三路8号 3号仓",
    "payment_terms": "30 days after delivery",
    "packing": "",
    "tells_latest_day": True,
}


async def test_the_morning_has_what_is_to_sign_to_see_to_overdue_and_sent(
    lead: Room, make_room: MakeRoom, ordered: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await negotiated(lead.store, ordered)
    await sent_and_late(lead.store, ordered)
    signing = ToldSigning()
    room = make_room(supply=replace(supply_parts(lead.store), signing=signing))
    async with page_of(room, monkeypatch, "morning", language="zh") as page:
        await page.ask("tab", tab="morning")
        today = page.last("tab")["data"]["today"]
        (deal,) = today["deals"]
        assert (deal["number"], deal["why"]) == (NUMBER, "条件可以。")
        assert today["letters"] == 1
        (late,) = today["late"]
        assert (late["number"], late["days"]) == ("PO2611010009", 3)
        (sent,) = today["sent"]
        assert (sent["number"], sent["why"]) == ("PO2611270009", "还够卖3天。")
        await page.ask("sign_deal", order=NUMBER)
        assert page.last("done")["text"] == page.words["course_signed"]
        signing.refusal = OrderRefused("closed")
        told = await page.ask("sign_deal", order=NUMBER)
        assert told["text"] == page.words["order_refused_closed"]
    assert signing.told == [("sign", NUMBER)]


async def sent_and_late(store: Store, order_id: int) -> None:
    """An order sent today, one that was to come three days ago, and a letter for staff."""
    async with store.writing() as unit:
        known = await unit.get(PurchaseOrder, order_id)
        assert known is not None
        sent = PurchaseOrder(
            number="PO2611270009",
            supplier_id=known.supplier_id,
            status=PurchaseOrderStatus.REQUESTED,
            requested_at=utcnow(),
            reason="还够卖3天。 / Enough for 3 days.",
        )
        late = PurchaseOrder(
            number="PO2611010009",
            supplier_id=known.supplier_id,
            status=PurchaseOrderStatus.CONFIRMED,
            requested_at=utcnow() - timedelta(days=20),
            expected_at=utcnow() - timedelta(days=3),
        )
        waits = letter("?", known, external_id="b", state=SupplierMessageState.WITH_STAFF)
        unit.add_all([sent, late, waits])


async def test_guardrails_are_kept_as_they_were_typed(
    lead: Room, ordered: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with page_of(lead, monkeypatch, "suppliers") as page:
        (row,) = page.given["first"]["data"]["rows"]
        assert row["card"]["orders"] == 1 and row["card"]["on_time"] is None
        assert not row["rails"]["set"]
        await page.ask("guardrails", id=row["id"], rails=RAILS)
        (row,) = page.last("tab")["data"]["rows"]
        assert row["rails"] == {"set": True, "values": RAILS}
        await page.ask("guardrails", id=row["id"], rails=RAILS)
    async with lead.store.reading() as unit:
        kept = (await unit.exec(select(Guardrails))).one()
    assert (kept.accept_up_to_minor, kept.rounds, kept.most_over_percent) == (120_050, 3, 7.5)
    assert (kept.payment_terms, kept.tells_latest_day) == ("30 days after delivery", True)
    assert (await lead.audit()).count(("change_guardrails", "supplier:JADE")) == 1


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("rounds", "0", "Offers of ours, at most: a whole number from 1 to 20."),
        ("rounds", "2.5", "Offers of ours, at most: a whole number from 1 to 20."),
        ("latest_days", "", "Latest delivery, days from the request: a whole number"),
        ("most_over_percent", "nan", "a number from 0 to 100"),
        ("accept_up_to_minor", "1.005", "two decimals at most"),
        ("accept_up_to_minor", "inf", "two decimals at most"),
        ("packing", "x" * 401, "Packing: 400 characters at most."),
    ],
)
async def test_guardrails_out_of_bounds_are_refused_in_words(
    lead: Room, ordered: int, monkeypatch: pytest.MonkeyPatch, name: str, typed: str, said: str
) -> None:
    async with page_of(lead, monkeypatch, "suppliers") as page:
        row = page.given["first"]["data"]["rows"][0]
        told = await page.ask("guardrails", id=row["id"], rails=RAILS | {name: typed})
    assert told["kind"] == "problem" and said in told["text"]
    async with lead.store.reading() as unit:
        assert (await unit.exec(select(Guardrails))).all() == []


async def test_the_three_tabs_in_a_browser(
    served: Served, make_room: MakeRoom, ordered: int
) -> None:
    store = served.room.store
    await add_staff(store, "lead", "Zhang Min", Role.SUPERVISOR, PASSWORD)
    await negotiated(store, ordered)
    signing = ToldSigning()
    room = make_room(supply=replace(supply_parts(store), signing=signing))
    async with listening(mounted(room.app)) as address:
        here = Served(room, address, served.browser)
        page = await here.open("lead", "/supply?tab=orders")
        await page.get_by_role("button", name=NUMBER).click()
        await page.get_by_label("On the shelf now: CUP-01-BL").fill("18")
        await page.get_by_label("Delivery note number").fill("x" * 60)
        await page.get_by_role("button", name="Take the delivery").click()
        await expect(page.get_by_text("The rest is still expected.")).to_be_visible()
        await expect(page.get_by_text(f"We can do 45. {HOSTILE}")).to_be_visible()
        await page.get_by_role("tab", name="Negotiations").click()
        await page.get_by_role("button", name=NUMBER).click()
        await expect(page.get_by_text("Hidden from the supplier")).to_be_visible()
        await page.get_by_role("button", name="Sign", exact=True).click()
        await page.get_by_role("button", name="Sure: Sign").click()
        await expect(page.get_by_role("status").last).to_contain_text("Signed.")
        await page.get_by_role("tab", name="Suppliers").click()
        await page.get_by_role("button", name="JADE Ltd").click()
        await page.get_by_label("Offers of ours, at most").fill("99")
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_role("alert")).to_contain_text("a whole number from 1 to 20")
        await expect(page.get_by_label("Offers of ours, at most")).to_have_value("99")
        await page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        for tab in ("Suppliers", "Negotiations", "Orders"):
            await page.get_by_role("tab", name=tab).click()
            await (
                page.get_by_role("tabpanel").get_by_role("row").nth(1).get_by_role("button").click()
            )
            await expect(page.locator("#tab h2").first).to_be_visible()
            assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        assert here.complaints == []
    assert signing.told == [("sign", NUMBER)]
