"""The console with the real store, and a desk that writes down what it is told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import pytest_asyncio
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlmodel import select
from starlette.routing import Mount, Router

from bot.console import accounts
from bot.console.accounts import add_staff
from bot.console.app import ConsoleParts, create_console
from bot.console.room.shell import console_running
from bot.console.supply_parts import SupplyParts
from bot.console.teach_parts import TeachParts
from bot.desk.approvals import ApprovalDesk
from bot.desk.article_book import ArticleBook
from bot.desk.candidates import CandidateDesk
from bot.desk.canned import CannedDesk
from bot.desk.cases import CaseDesk
from bot.desk.figures import FiguresDesk
from bot.desk.gaps import GapDesk
from bot.desk.notices.delays import DelayLetters
from bot.desk.pictures import Picture
from bot.desk.record_book import RecordBook
from bot.desk.record_views import RecordViews
from bot.desk.teaching import TeachingDesk
from bot.desk.words import Wording
from bot.desk.wrong_answers import WrongAnswerDesk
from bot.rules.policy import Policy
from bot.settings import Settings
from bot.supply.dates import ExpectedDates
from bot.supply.delay_notices import DelayNotices
from bot.supply.guardrails import GuardrailBook
from bot.supply.proposed import ProposedOrders
from bot.supply.receipts import ReceiptDesk
from bot.supply.scorecards import Scorecards
from bot.supply.stock_outlook import StockOutlook
from bot.wiring import SupplierWording
from knowledge.queries.outbox import revive_item
from knowledge.records import (
    AuditEntry,
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    ConversationState,
    Customer,
    DeliveryState,
    Handover,
    HandoverReason,
    Message,
    Order,
    OrderStatus,
    OutboxItem,
    Role,
    utcnow,
)
from knowledge.store import Store
from tests.fakes import FakeMind

HOME = "http://shop.test"
PASSWORD = "correct horse battery"
HOSTILE = "<script>alert('x')</script>"
ONE_TIME = "the-one-time-token-of-this-start"


@dataclass(slots=True)
class ToldDesk:
    """A desk that does nothing but remember; it refuses with `refusal` when that is set."""

    told: list[tuple[object, ...]] = field(default_factory=list)
    refusal: Exception | None = None

    async def take(self, conversation_id: int, staff_id: int) -> None:
        self._do("take", conversation_id, staff_id)

    async def answer(
        self, conversation_id: int, staff_id: int, text: str, *, picture: Picture | None = None
    ) -> None:
        self._do("answer", conversation_id, staff_id, text, *([picture] if picture else []))

    async def give_back(self, conversation_id: int, staff_id: int) -> None:
        self._do("give_back", conversation_id, staff_id)

    def _do(self, *said: object) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.told.append(said)


@dataclass(slots=True)
class Room:
    """The console under test."""

    store: Store
    desk: ToldDesk
    revived: list[int]
    app: FastAPI
    seconds: list[float]

    def browser(
        self, address: str = "10.0.0.1", language: str = "en", origin: str | None = HOME
    ) -> httpx.AsyncClient:
        """A browser in front of the mounted console."""
        mounted = Router(routes=[Mount("/console", self.app)])
        headers = {"Accept": "text/html", "Accept-Language": language} | (
            {"Origin": origin} if origin else {}
        )
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=mounted, client=(address, 1234)),
            base_url=f"{HOME}/console/",
            headers=headers,
        )

    async def sign_in(self, browser: httpx.AsyncClient, username: str) -> httpx.Response:
        """Sign in with the right password."""
        return await browser.post("login", data={"username": username, "password": PASSWORD})

    async def audit(self) -> list[tuple[str, str]]:
        """What was written down about conversations and letters, oldest first."""
        async with self.store.reading() as unit:
            entries = (await unit.exec(select(AuditEntry).order_by("id"))).all()
        return [(entry.action, entry.subject) for entry in entries]


async def follow(browser: httpx.AsyncClient, answer: httpx.Response) -> httpx.Response:
    """Go where an answer leads."""
    return await browser.get(HOME + answer.headers["location"])


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that take no time; the real parameters are the library's."""
    monkeypatch.setattr(
        accounts, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    )


MakeRoom = Callable[..., Room]


def teach_parts(store: Store) -> TeachParts:
    """The desks of the Teach page, with a mind that has no models."""
    mind = FakeMind()
    book = ArticleBook(store, mind.embed)
    return TeachParts(
        gaps=GapDesk(store, mind.embed, book),
        candidates=CandidateDesk(store, mind, book),
        wrong_answers=WrongAnswerDesk(store),
        articles=book,
    )


def supply_parts(store: Store) -> SupplyParts:
    """The desks of the Supply page."""
    zone, wording = Settings().zone, Wording(FakeMind())
    letters = DelayLetters(wording, Policy(), zone, utcnow)
    return SupplyParts(
        proposed=ProposedOrders(store, SupplierWording(wording), shop_name="山屿生活", zone=zone),
        delay_notices=DelayNotices(store, letters, policy=Policy(), zone=zone),
        stock=StockOutlook(store, Policy(), zone),
        receipts=ReceiptDesk(store),
        expected_dates=ExpectedDates(store, letters, zone=zone),
        scorecards=Scorecards(store, zone=zone),
        guardrails=GuardrailBook(store),
    )


@pytest_asyncio.fixture
async def rooms_running() -> AsyncIterator[None]:
    """The live rooms, which whoever serves the console starts."""
    async with console_running(FastAPI()):
        yield


@pytest.fixture
def make_room(store: Store, rooms_running: None) -> MakeRoom:
    """Builds the console; keywords change its parts."""

    def make(**changes: object) -> Room:
        desk, revived, seconds = ToldDesk(), list[int](), [0.0]

        async def revive(item_id: int) -> bool:
            async with store.writing() as unit:
                found = await revive_item(unit, item_id, utcnow())
            revived.extend([item_id] * found)
            return found

        given: dict[str, object] = {
            "store": store,
            "settings": Settings(),
            "desk": desk,
            "teaching": TeachingDesk(store),
            "teach": teach_parts(store),
            "supply": supply_parts(store),
            "approvals": ApprovalDesk(
                store, Wording(FakeMind()), policy=Policy(), zone=Settings().zone
            ),
            "cases": CaseDesk(store, Policy()),
            "canned": CannedDesk(store, "山屿生活"),
            "figures": FiguresDesk(store, Policy(), Settings().zone),
            "records": RecordBook(store),
            "record_views": RecordViews(store),
            "article_book": ArticleBook(store, FakeMind().embed),
            "revive": revive,
            "clock": lambda: seconds[0],
        }
        app = create_console(ConsoleParts(**{**given, **changes}))  # type: ignore[arg-type]
        return Room(store, desk, revived, app, seconds)

    return make


@pytest_asyncio.fixture
async def room(make_room: MakeRoom, store: Store) -> Room:
    """The console of a shop with an admin, an agent and a supervisor."""
    await add_staff(store, "boss", "陈经理", Role.ADMIN, PASSWORD)
    await add_staff(store, "agent", "Li Wei", Role.AGENT, PASSWORD)
    await add_staff(store, "lead", "Zhang Min", Role.SUPERVISOR, PASSWORD)
    return make_room()


@pytest_asyncio.fixture
async def agent(room: Room) -> AsyncIterator[httpx.AsyncClient]:
    """An agent's browser, signed in."""
    async with room.browser() as browser:
        await room.sign_in(browser, "agent")
        yield browser


@pytest_asyncio.fixture
async def admin(room: Room) -> AsyncIterator[httpx.AsyncClient]:
    """An admin's browser, signed in."""
    async with room.browser() as browser:
        await room.sign_in(browser, "boss")
        yield browser


@pytest_asyncio.fixture
async def waiting(store: Store) -> int:
    """A hostile customer's conversation that waits for a person; its id."""
    async with store.writing() as unit:
        customer = Customer(reference="C0001", name=f"王小明{HOSTILE}", phone="+8613812345678")
        unit.add(customer)
        await unit.flush()
        account = ChannelAccount(
            channel=Channel.WEB, external_id="a", customer_id=customer.key, verified_at=utcnow()
        )
        order = Order(
            number="XE2611230042",
            customer_id=customer.key,
            status=OrderStatus.SHIPPED,
            placed_at=datetime(2026, 11, 20, tzinfo=UTC),
            total_minor=12_900,
        )
        unit.add(account)
        unit.add(order)
        await unit.flush()
        conversation = Conversation(account_id=account.key, state=ConversationState.WITH_STAFF)
        unit.add(conversation)
        await unit.flush()
        handover = Handover(
            conversation_id=conversation.key,
            reason=HandoverReason.PARCEL_PROBLEM,
            summary=f"包裹丢了 {HOSTILE}",
            tried="parcel_lost",
            suggested_reply="马上为您查。",
            created_at=utcnow() - timedelta(minutes=12, seconds=30),
        )
        unit.add(handover)
        unit.add(_said(conversation.key, f"我的包裹呢 {HOSTILE}"))
        return conversation.key


def _said(conversation_id: int, text: str) -> Message:
    return Message(
        conversation_id=conversation_id, author=Author.CUSTOMER, channel=Channel.WEB, text=text
    )


@pytest_asyncio.fixture
async def dead_letter(store: Store) -> int:
    """Something that could not be sent; its id."""
    async with store.writing() as unit:
        item = OutboxItem(
            channel=Channel.TELEGRAM,
            destination="42",
            text=f"您好 {HOSTILE}",
            state=DeliveryState.DEAD,
            last_error=f"Forbidden {HOSTILE}",
            attempts=3,
        )
        unit.add(item)
        await unit.flush()
        return item.key
