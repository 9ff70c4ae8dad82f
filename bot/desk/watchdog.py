"""Unanswered handovers: staff are reminded, and the customer is told once that it takes long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk.handover import reason_words, staff_notice, waiting_facts
from bot.desk.turn import Reply
from bot.desk.words import Worded, Wording
from bot.rules.hours import OpeningHours
from bot.rules.policy import Policy
from knowledge.queries import watches
from knowledge.queries.watches import Unanswered
from knowledge.records import Author, HandoverReason, Message, OutboxItem, utcnow
from knowledge.store import Store, Unit
from models.values import Language, Mood

_ACT = "handover_reminder"


class HandoverWatchdog:
    """Brings up handovers that nobody answered within `policy.conversations.handover_reminder`.

    Only opening hours count, and outside them nothing is sent. The conversation stays
    with staff.
    """

    def __init__(
        self,
        store: Store,
        wording: Wording,
        staff_chat: str,
        policy: Policy,
        zone: ZoneInfo,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store = store
        self._wording = wording
        self._staff_chat = staff_chat
        self._policy = policy
        self._zone = zone
        self._clock = clock

    async def run(self) -> int:
        """Remind about what has waited too long and return how many handovers that were.

        Raises:
            StoreUnavailable: the reminders written before it stand; the rest come next time.
        """
        now = self._clock().astimezone(self._zone)
        if not self._policy.hours.is_open(now):
            return 0
        async with self._store.reading() as unit:
            waiting = await watches.unanswered(
                unit, now - self._policy.conversations.handover_reminder
            )
            answers = await watches.first_answers(unit)
        waits = [self._open_time(opened, answered) for opened, answered in answers]
        due = [(found, self._open_time(found.handover.created_at, now)) for found in waiting]
        return sum(
            [
                await self._remind(found, waited, waits, now)
                for found, waited in due
                if waited >= self._policy.conversations.handover_reminder
            ]
        )

    def _open_time(self, start: datetime, end: datetime) -> timedelta:
        local = start.astimezone(self._zone), end.astimezone(self._zone)
        return open_time(self._policy.hours, *local)

    async def _remind(
        self, found: Unanswered, waited: timedelta, waits: Sequence[timedelta], now: datetime
    ) -> bool:
        """Remind staff and customer of one handover, unless it was answered meanwhile."""
        language = Language(found.account.language or found.conversation.language)
        known = waiting_facts(still_to_wait(waits, waited), now, self._policy, language)
        angry = found.handover.reason is HandoverReason.ANGRY
        mood = Mood.ANGRY if angry else Mood.CALM
        # Worded before the transaction begins: nobody waits for a model to write.
        words = await self._wording.word(Reply(_ACT, known), language, mood)
        async with self._store.writing() as unit:
            locked = await watches.unanswered(unit, now, found.handover.key)
            if not locked:
                return False
            locked[0].handover.reminded_at = now
            if self._staff_chat:
                unit.add(_staff_reminder(self._staff_chat, locked[0], waited))
            if locked[0].account.unreachable_at is None:
                await _tell_customer(unit, locked[0], words, now)
        return True


def open_time(hours: OpeningHours, start: datetime, end: datetime) -> timedelta:
    """How much of the time between two local (zoned) moments lies in opening hours.

    09:00-21:00, from 20:50 to 09:05 the next day → 15 minutes.
    """
    total, day = timedelta(), start.date()
    while day <= end.date():
        opens = datetime.combine(day, hours.opens, tzinfo=start.tzinfo)
        closes = datetime.combine(day, hours.closes, tzinfo=start.tzinfo)
        # In UTC, since hours of one zone are subtracted as wall-clock times, summer time or not.
        begin = max(start, opens).astimezone(UTC)
        total += max(min(end, closes).astimezone(UTC) - begin, timedelta())
        day += timedelta(days=1)
    return total


def still_to_wait(waits: Sequence[timedelta], waited: timedelta) -> list[timedelta]:
    """What those who had waited this long already still had before them.

    The usual wait is no honest answer to someone who has waited longer than that.
    Waits of 5, 20 and 40 minutes, 10 waited → 10 and 30 minutes.
    """
    return [wait - waited for wait in waits if wait > waited]


def _staff_reminder(staff_chat: str, found: Unanswered, waited: timedelta) -> OutboxItem:
    minutes = int(waited / timedelta(minutes=1))
    text = (
        f"⏰ 还没人回复，已等{minutes}分钟 / nobody has answered for {minutes} min\n"
        f"{reason_words(found.handover.reason)}\n{found.handover.summary}"
    )
    key = f"reminder:{found.handover.key}"
    return staff_notice(staff_chat, key, text, found.conversation, found.account)


async def _tell_customer(unit: Unit, found: Unanswered, words: Worded, now: datetime) -> None:
    message = Message(
        conversation_id=found.conversation.key,
        author=Author.BOT,
        channel=found.account.channel,
        text=words.text,
        handled_at=now,
        act=_ACT,
        fallback=words.fallback,
    )
    found.conversation.last_message_at = now
    unit.add(message)
    await unit.flush()
    unit.add(
        OutboxItem(
            channel=found.account.channel,
            destination=found.account.external_id,
            text=words.text,
            message_id=message.key,
        )
    )
