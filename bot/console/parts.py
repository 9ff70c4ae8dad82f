"""What the console needs from the rest of the house; `bot.wiring` supplies it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Protocol

from fastapi import Depends, Request

from bot.console.supply_parts import SupplyParts
from bot.console.teach_parts import TeachParts
from bot.desk.actions.altering import Given
from bot.desk.actions.ledger import Line, WaitingLine
from bot.desk.article_text import ArticleText
from bot.desk.decisions import Changed, Weighed
from bot.desk.figures import Overview, Today
from bot.desk.pictures import Picture
from bot.desk.record_values import (
    CustomerValues,
    OfferValues,
    ProductValues,
    SkuValues,
    StockReason,
    SupplierValues,
)
from bot.rules.canned import Filled
from bot.rules.policy import Policy
from bot.settings import Settings
from knowledge.queries.tables.customers import CustomerDetail, CustomerRow
from knowledge.queries.tables.orders import OrderDetail, OrderRow
from knowledge.queries.tables.paging import Ask, Page
from knowledge.records import utcnow
from knowledge.store import Store, Unit


class Desk(Protocol):
    """What staff do in a conversation (`bot.desk.staff.StaffDesk`), which writes it down itself.

    Each raises LookupError where there is no such conversation, and ValueError or
    XiaoerError with a sentence for staff where it refuses.
    """

    async def take(self, conversation_id: int, staff_id: int) -> None: ...

    async def answer(
        self, conversation_id: int, staff_id: int, text: str, *, picture: Picture | None = None
    ) -> None: ...

    async def assign(self, conversation_id: int, to_staff_id: int | None, by: int) -> None: ...

    async def snooze(self, conversation_id: int, until: datetime | None, by: int) -> None: ...

    async def resolve(self, conversation_id: int, by: int) -> None: ...

    async def give_back(self, conversation_id: int, staff_id: int) -> None: ...


class Teaching(Protocol):
    """What staff teach (`bot.desk.teaching.TeachingDesk`).

    Each raises LookupError where the conversation has no such message, and TeachingRefused
    where it cannot be taught.
    """

    async def confirm(self, conversation_id: int, message_id: int, staff_id: int) -> None: ...

    async def correct(
        self, conversation_id: int, message_id: int, intents: Sequence[str], staff_id: int
    ) -> None: ...


class Approvals(Protocol):
    """What staff decide about actions (`bot.desk.approvals.ApprovalDesk`).

    Each decision raises LookupError where there is no such action, and ApprovalRefused where it
    cannot be taken; the desk writes decisions down itself.
    """

    async def waiting(self, unit: Unit, language: str) -> list[WaitingLine]: ...

    async def ledger(self, unit: Unit, conversation_id: int, language: str) -> list[Line]: ...

    async def agree(
        self, action_id: int, staff_id: int, *, change: Changed | None = None
    ) -> None: ...

    async def weigh(self, action_id: int, given: Given, language: str) -> Weighed: ...

    async def refuse(self, action_id: int, staff_id: int, note: str) -> None: ...

    async def undo(self, action_id: int, staff_id: int) -> None: ...


class Cases(Protocol):
    """What staff do about cases (`bot.desk.cases.CaseDesk`), which writes it down itself.

    Each raises LookupError where there is no such case, and CaseRefused where it cannot be done.
    """

    async def received(self, case_id: int, staff_id: int) -> None: ...

    async def settled(self, case_id: int, staff_id: int) -> None: ...


class ReadyAnswers(Protocol):
    """Staff's ready answers (`bot.desk.canned.CannedDesk`)."""

    async def filled(
        self, canned_id: int, conversation_id: int, by: int, order_number: str = ""
    ) -> Filled: ...


class Figures(Protocol):
    """What the overview asks (`bot.desk.figures.FiguresDesk`)."""

    async def today(self) -> Today: ...

    async def overview(self, days: int = ...) -> Overview: ...

    async def behind(
        self,
        name: str,
        day: date,
        part: str = "",
        *,
        language: str = "",
        before: int | None = None,
        limit: int = 50,
    ) -> list[int]: ...


class Records(Protocol):
    """Changing the shop's records by hand (`bot.desk.record_book.RecordBook`)."""

    async def change_customer(
        self, customer_id: int, before: CustomerValues, after: CustomerValues, staff_id: int
    ) -> None: ...

    async def change_product(
        self, product_id: int, before: ProductValues, after: ProductValues, staff_id: int
    ) -> None: ...

    async def change_sku(
        self, sku_id: int, before: SkuValues, after: SkuValues, staff_id: int
    ) -> None: ...

    async def change_supplier(
        self, supplier_id: int, before: SupplierValues, after: SupplierValues, staff_id: int
    ) -> None: ...

    async def change_offer(
        self, offer_id: int, before: OfferValues, after: OfferValues, staff_id: int
    ) -> None: ...

    async def correct_stock(
        self,
        sku_id: int,
        seen: int | None,
        on_hand: int,
        reason: StockReason,
        staff_id: int,
        note: str = "",
    ) -> None: ...


class PersonalRecords(Protocol):
    """Customers and orders; each look is written down (`bot.desk.record_views.RecordViews`)."""

    async def customers(self, ask: Ask, staff_id: int) -> Page[CustomerRow]: ...

    async def customer(self, customer_id: int, staff_id: int) -> CustomerDetail: ...

    async def orders(self, ask: Ask, staff_id: int) -> Page[OrderRow]: ...

    async def order(self, order_id: int, staff_id: int) -> OrderDetail: ...


class Articles(Protocol):
    """Writing the shop's articles (`bot.desk.article_book.ArticleBook`)."""

    async def read(self, article_id: int) -> ArticleText: ...

    async def write(self, text: ArticleText, staff_id: int, *, says: int | None = None) -> int: ...

    async def change(
        self, article_id: int, before: ArticleText, after: ArticleText, staff_id: int
    ) -> None: ...

    async def remove(self, article_id: int, before: ArticleText, staff_id: int) -> None: ...


class JobSeen(Protocol):
    """How a scheduled job stands (`bot.jobs.clock.JobState`). Times are aware.

    `outcome` is one of never, running, done, failed and cut_off; `last_error` is empty when well.
    """

    @property
    def name(self) -> str: ...

    @property
    def next_run(self) -> datetime | None: ...

    @property
    def last_run(self) -> datetime | None: ...

    @property
    def last_end(self) -> datetime | None: ...

    @property
    def last_error(self) -> str: ...

    @property
    def outcome(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleParts:
    """The parts of the console.

    Args:
        revive: queues a dead outbox item again, by its id; False if it is not dead.
        jobs: how each scheduled job stands now.
        policy: what the shop decides, as it was read at the start.
        policy_file: the file it was read from; None where it is the defaults.
        too_long: who waits longer than this has waited too long (the policy's reminder).
        one_time_token: lets its bearer make one admin account, once; at least 128 random bits.
        now: the present, aware; what waiting times and sessions are counted from.
        clock: seconds, for the limit on failed sign-ins and for what is kept in memory.
    """

    store: Store
    settings: Settings
    desk: Desk
    teaching: Teaching
    teach: TeachParts
    supply: SupplyParts
    approvals: Approvals
    cases: Cases
    canned: ReadyAnswers
    figures: Figures
    records: Records
    record_views: PersonalRecords
    article_book: Articles
    revive: Callable[[int], Awaitable[bool]]
    jobs: Callable[[], Sequence[JobSeen]] = tuple
    policy: Policy = field(default_factory=Policy)
    policy_file: Path | None = None
    too_long: timedelta = timedelta(minutes=10)
    one_time_token: str | None = None
    now: Callable[[], datetime] = utcnow
    clock: Callable[[], float] = time.monotonic


async def _parts(request: Request) -> ConsoleParts:
    found = request.app.state.parts
    assert isinstance(found, ConsoleParts)
    return found


#: The parts, as a route asks for them.
Parts = Annotated[ConsoleParts, Depends(_parts)]
