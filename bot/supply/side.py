"""The suppliers' side, built whole: its parts share the words, the letters and the way out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.rules.policy import Policy
from bot.supply.answer_reading import TwofoldReading
from bot.supply.course_watch import CourseWatch
from bot.supply.course_words import Courteous
from bot.supply.dates import CustomerLetters, ExpectedDates
from bot.supply.delay_notices import DelayNotices
from bot.supply.forecasts import ForecastDesk, Forecaster, StockOutWatch
from bot.supply.guardrails import GuardrailBook
from bot.supply.inbox import AnswersJob, SupplierInbox
from bot.supply.negotiate import Negotiator
from bot.supply.notices import SupplierWording
from bot.supply.proposed import ProposedOrders
from bot.supply.receipts import ReceiptDesk
from bot.supply.reminders import ReminderJob
from bot.supply.restock import RestockDesk
from bot.supply.scorecards import Scorecards
from bot.supply.signing import Signing
from bot.supply.state import RestockWatch
from bot.supply.stock_outlook import StockOutlook
from knowledge.store import Store


class SupplySide:
    """What staff do with suppliers, ready to run on a store, and the jobs that go by time.

    Args:
        wording: the desk's words for suppliers. letters: its way to customers.
        shop_name: as suppliers read it. zone: the shop's.
        after: called once something is queued.
        clock: the present of what staff do; the jobs go by the real time.
    """

    def __init__(
        self,
        store: Store,
        wording: SupplierWording,
        letters: CustomerLetters,
        *,
        policy: Policy,
        shop_name: str,
        zone: ZoneInfo,
        staff_chat: str,
        after: Callable[[], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._store, self._wording, self._policy = store, wording, policy
        self._shop_name, self._zone, self._staff_chat = shop_name, zone, staff_chat
        self._after = after
        self._words = words = Courteous(wording, shop_name)
        self.proposed = ProposedOrders(
            store, wording, shop_name=shop_name, zone=zone, after=after, clock=clock
        )
        self.expected_dates = dates = ExpectedDates(store, letters, zone=zone, clock=clock)
        self.delay_notices = DelayNotices(
            store, letters, policy=policy, zone=zone, after=after, clock=clock
        )
        negotiator = Negotiator(
            store,
            words,
            dates,
            staff_chat=staff_chat,
            zone=zone,
            silent_days=policy.stock.remind_after_days,
            after=after,
            clock=clock,
            reading=TwofoldReading(),
        )
        self.inbox = SupplierInbox(store, negotiator, staff_chat, clock=clock)
        self.signing = Signing(store, words, dates, zone=zone, after=after, clock=clock)
        self.receipts = ReceiptDesk(store, clock)
        self.stock_outlook = StockOutlook(store, policy, zone, clock)
        self.guardrails = GuardrailBook(store, clock)
        self.scorecards = Scorecards(store, zone=zone, clock=clock)

    def restock(self) -> RestockDesk:
        """Looks at the stock and writes to suppliers."""
        return RestockDesk(
            self._store,
            self._wording,
            policy=self._policy,
            shop_name=self._shop_name,
            zone=self._zone,
        )

    def forecasts(self, forecaster: Forecaster, jobs: int = 1) -> ForecastDesk:
        """What is going to be sold of each item; `jobs` processes share the work."""
        return ForecastDesk(self._store, forecaster, self._zone, jobs=jobs)

    def stock_outs(self) -> StockOutWatch:
        """Notes which items cannot be bought."""
        return StockOutWatch(self._store, self._zone)

    def shelves(self) -> RestockWatch:
        """Tells how the shelves stand."""
        return RestockWatch(self._store, self._policy, self._zone)

    def answers(self, poll: Callable[[], Awaitable[int]] | None) -> AnswersJob:
        """Reads what suppliers wrote, from the mailbox that `poll` looks into or elsewhere."""
        return AnswersJob(self.inbox, poll)

    def quiet_courses(self) -> CourseWatch:
        """Goes on with the negotiations in which nobody writes."""
        return CourseWatch(
            self._store, self._words, self._staff_chat, zone=self._zone, after=self._after
        )

    def reminders(self) -> ReminderJob:
        """Reminds suppliers that do not answer."""
        return ReminderJob(
            self._store,
            self._wording,
            self._staff_chat,
            policy=self._policy,
            shop_name=self._shop_name,
            zone=self._zone,
        )
