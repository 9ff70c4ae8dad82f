"""Notices of goods that come late: worded for staff's tap, and told as every notice is.

The supply side finds whom it concerns and when; it drafts, and staff approve
(`bot.supply.dates`, `bot.supply.delay_notices`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.desk import facts
from bot.desk.notices.addressee import addressee
from bot.desk.notices.post import post
from bot.desk.notices.tiding import OfOrder, Tiding
from bot.desk.turn import Reply
from bot.desk.words import Worded, Wording
from bot.rules.news import News
from bot.rules.policy import Policy
from knowledge.queries import conversations
from knowledge.queries.news import Addressee
from knowledge.records import Order, utcnow
from knowledge.store import Unit
from models.values import Language, Mood

_ACT = "notice_delayed"


class DelayLetters:
    """Who is told that their order leaves later, in which words, and the telling."""

    def __init__(
        self,
        wording: Wording,
        policy: Policy,
        zone: ZoneInfo,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._wording = wording
        self._policy = policy
        self._zone = zone
        self._clock = clock

    async def reader(self, unit: Unit, order: Order) -> Addressee | None:
        """Who would be told now; None where nobody can, may or wants to be."""
        if "late" not in self._policy.notices.told:
            return None
        return await addressee(unit, _tiding(order, ""))

    async def word(
        self, to: Addressee, order_number: str, leaves: date, arrives: date | None, promised: date
    ) -> str:
        """The words, in the language of whoever reads them."""
        language = Language(to.account.language or to.conversation.language)
        known = {"ship_by": leaves, "promised": promised} | ({"eta": arrives} if arrives else {})
        said = {slot: self._day(day, language) for slot, day in known.items()}
        reply = Reply(_ACT, {"order_number": order_number, **said})
        return (await self._wording.word(reply, language, Mood.CALM)).text

    async def post(self, unit: Unit, to: Addressee, order: Order, text: str, key: str) -> None:
        """Put the words into the conversation that goes on and, under a key, into the outbox."""
        held = await conversations.current_held(unit, to.conversation.key)
        words = Worded(text, fallback=False)
        await post(
            unit, _tiding(order, key), replace(to, conversation=held), words, "", self._now()
        )

    def _day(self, day: date, language: Language) -> str:
        return facts.day(datetime.combine(day, time(12), self._zone), self._now(), language)

    def _now(self) -> datetime:
        return self._clock().astimezone(self._zone)


def _tiding(order: Order, key: str) -> Tiding:
    whose = OfOrder(order.key, order.customer_id)
    return Tiding(order.key, News("late", _ACT, key), whose, {}, order_number=order.number)
