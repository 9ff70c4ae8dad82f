"""Unanswered handovers: staff are reminded, then supervisors called; the customer knows of both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk import facts
from bot.desk.handover import handover_notice, recent_waits, waiting_facts
from bot.desk.turn import Reply
from bot.desk.words import Worded, Wording
from bot.rules.policy import Policy
from knowledge.queries import watches
from knowledge.queries.staff import supervisors
from knowledge.queries.watches import Unanswered
from knowledge.records import Author, HandoverReason, Message, OutboxItem, utcnow
from knowledge.store import Store, Unit
from models.values import Language, Mood

_REMINDER = "handover_reminder"
_ESCALATED = "handover_escalated"


class HandoverWatchdog:
    """Brings up handovers that nobody answered, in two steps, each once.

    After `policy.conversations.handover_reminder` staff are reminded, and the customer is told
    that nobody has forgotten them. After `handover_escalation` more supervisors are told, and the
    customer how long it has been. Only opening hours count, outside them nothing is sent, and
    what staff put off is left alone. The conversation stays with staff.
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
        """Bring up what has waited too long and return how many handovers that were.

        Raises:
            StoreUnavailable: what was written before it stands; the rest comes next time.
        """
        now = self._clock().astimezone(self._zone)
        if not self._policy.hours.is_open(now):
            return 0
        limits = self._policy.conversations
        async with self._store.reading() as unit:
            new = await watches.unanswered(unit, now - limits.handover_reminder, now)
            reminded = await watches.unanswered_still(unit, now - limits.handover_escalation, now)
            waits = await recent_waits(unit, now, self._policy)
        late = [found for found in new if self._since(found, now) >= limits.handover_reminder]
        later = [
            found
            for found in reminded
            if found.handover.reminded_at is not None
            and self._open_time(found.handover.reminded_at, now) >= limits.handover_escalation
        ]
        return sum(
            [
                *[await self._remind(found, waits, now) for found in late],
                *[await self._escalate(found, now) for found in later],
            ]
        )

    def _since(self, found: Unanswered, now: datetime) -> timedelta:
        return self._open_time(found.handover.created_at, now)

    def _open_time(self, start: datetime, end: datetime) -> timedelta:
        local = start.astimezone(self._zone), end.astimezone(self._zone)
        return self._policy.hours.open_time(*local)

    async def _remind(self, found: Unanswered, waits: Sequence[timedelta], now: datetime) -> bool:
        """Remind staff and customer of one handover, unless it was answered meanwhile."""
        waited = self._since(found, now)
        language = _language(found)
        known = waiting_facts(still_to_wait(waits, waited), now, self._policy, language)
        # Worded before the transaction begins: nobody waits for a model to write.
        words = await self._wording.word(Reply(_REMINDER, known), language, _mood(found))
        async with self._store.writing() as unit:
            locked = await watches.unanswered(unit, now, now, found.handover.key)
            if not locked:
                return False
            locked[0].handover.reminded_at = now
            if self._staff_chat:
                head = f"⏰ {_nobody_answers(waited)}"
                unit.add(_notice(self._staff_chat, "reminder", head, locked[0]))
            await _tell_customer(unit, locked[0], _REMINDER, words, now)
        return True

    async def _escalate(self, found: Unanswered, now: datetime) -> bool:
        """Tell supervisors of one handover, and the customer how long it has been, once."""
        waited, language = self._since(found, now), _language(found)
        reply = Reply(_ESCALATED, {"wait": facts.wait(waited, language)})
        words = await self._wording.word(reply, language, _mood(found))
        async with self._store.writing() as unit:
            locked = await watches.unanswered_still(unit, now, now, found.handover.key)
            if not locked:
                return False
            locked[0].handover.escalated_at = now
            if self._staff_chat:
                head = await _call_supervisors(unit, waited)
                unit.add(_notice(self._staff_chat, "escalation", head, locked[0]))
            await _tell_customer(unit, locked[0], _ESCALATED, words, now)
        return True


def still_to_wait(waits: Sequence[timedelta], waited: timedelta) -> list[timedelta]:
    """What those who had waited this long already still had before them.

    The usual wait is no honest answer to someone who has waited longer than that.
    Waits of 5, 20 and 40 minutes, 10 waited → 10 and 30 minutes.
    """
    return [wait - waited for wait in waits if wait > waited]


def _language(found: Unanswered) -> Language:
    return Language(found.account.language or found.conversation.language)


def _mood(found: Unanswered) -> Mood:
    return Mood.ANGRY if found.handover.reason is HandoverReason.ANGRY else Mood.CALM


def _nobody_answers(waited: timedelta) -> str:
    minutes = int(waited / timedelta(minutes=1))
    return f"还没人回复，已等{minutes}分钟 / nobody has answered for {minutes} min"


async def _call_supervisors(unit: Unit, waited: timedelta) -> str:
    """What marks a notice as one for supervisors, with their names."""
    names = "、".join(await supervisors(unit))
    call = f"🚨 请主管处理 / for supervisors{f': {names}' if names else ''}"
    return f"{call}\n{_nobody_answers(waited)}"


def _notice(staff_chat: str, kind: str, head: str, found: Unanswered) -> OutboxItem:
    key = f"{kind}:{found.handover.key}"
    who = found.account.display_name or found.account.external_id
    said = f"{head}\n{who}"
    handover, conversation, account = found.handover, found.conversation, found.account
    return handover_notice(staff_chat, key, handover, conversation, account, head=said)


async def _tell_customer(
    unit: Unit, found: Unanswered, act: str, words: Worded, now: datetime
) -> None:
    """Say it, unless the account is gone."""
    if found.account.unreachable_at is not None:
        return
    message = Message(
        conversation_id=found.conversation.key,
        author=Author.BOT,
        channel=found.account.channel,
        text=words.text,
        handled_at=now,
        act=act,
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
