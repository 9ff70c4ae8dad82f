"""Staff's word on what customers asked for: agreed, not agreed, taken back.

The action, the customer's message and the audit are written in one transaction, so that the
customer is told exactly what happened, and nothing where nothing did.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk.actions.altering import Altered, Given, altered
from bot.desk.actions.book import Stale, apply, undo
from bot.desk.actions.details import Details
from bot.desk.actions.ledger import Line, WaitingLine, lines_in, waiting_lines
from bot.desk.actions.proposals import undo_button
from bot.desk.actions.reasons import because
from bot.desk.actions.seen import Seen, look
from bot.desk.actions.summary import of_action, summary
from bot.desk.audit_trail import changed
from bot.desk.decisions import LONGEST_NOTE, ApprovalRefused, Changed, Weighed
from bot.desk.receive import storable
from bot.desk.saying import say
from bot.desk.turn import Reply
from bot.desk.words import Worded, Wording
from bot.rules.actions.verdict import Refused
from bot.rules.policy import Policy
from knowledge.queries import actions, conversations
from knowledge.records import (
    Action,
    ActionState,
    AuditEntry,
    Author,
    Message,
    Order,
    utcnow,
)
from knowledge.store import Store, Unit
from models.values import Language, Mood


class ApprovalDesk:
    """Takes staff's decisions, each once, whoever decides and however often.

    Args:
        zone: the shop's; `after` is called once a message to a customer is queued.
    """

    def __init__(
        self,
        store: Store,
        wording: Wording,
        *,
        policy: Policy,
        zone: ZoneInfo,
        after: Callable[[], None] = lambda: None,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store = store
        self._wording = wording
        self._policy = policy
        self._zone = zone
        self._after = after
        self._clock = clock

    async def agree(
        self,
        action_id: int,
        staff_id: int | None,
        *,
        by: str = "",
        change: Changed | None = None,
    ) -> None:
        """Do what a customer asked for, and tell them.

        Args:
            staff_id: None for somebody of the staff chat whom no account is linked to.
            by: who it was there, for the audit.
            change: what shall be otherwise, as `weigh` weighed it.

        Raises:
            LookupError: there is no such action.
            ApprovalRefused: it was decided already, or its rule does not allow it so.
            EditRefused: a changed value cannot be kept.
        """
        action, seen, language = await self._read(action_id, ActionState.WAITING)
        wanted = None
        if change is not None:
            wanted = self._altered(action, seen, change.given, change.language)
            if wanted.amount_minor != change.amount_minor:
                raise ApprovalRefused("changed")
            action.details, action.amount_minor = wanted.details.to_record(), wanted.amount_minor
        reply, worded = await self._agreed(action, seen, language)
        now = self._now()
        async with self._store.writing() as unit:
            held = await _held(unit, action_id, ActionState.WAITING)
            if wanted is not None:
                await _alter(unit, held, wanted, staff_id)
            decided = {"decided_at": now, "decided_by": staff_id}
            try:
                await apply(unit, held, ActionState.WAITING, self._policy, now, **decided)
            except Stale:
                raise ApprovalRefused("changed") from None
            await self._tell(unit, held, reply, worded)
            _record(unit, staff_id, "agree_action", held, by)
        self._after()

    async def weigh(self, action_id: int, given: Given, language: str) -> Weighed:
        """What an action would say in a staff member's language with their change to it.

        Nothing is changed by it. Raises as `agree` does.
        """
        action, seen, _ = await self._read(action_id, ActionState.WAITING)
        wanted = self._altered(action, seen, given, language)
        action.details, action.amount_minor = wanted.details.to_record(), wanted.amount_minor
        told = of_action(action, seen, self._policy, self._now(), language)
        return Weighed(told, wanted.amount_minor)

    def _altered(self, action: Action, seen: Seen, given: Given, language: str) -> Altered:
        now = self._now()
        wanted = altered(action, seen, given, self._policy, now)
        if isinstance(wanted, Refused):
            why = because(wanted, action.kind, seen, self._policy, now, language)
            raise ApprovalRefused("rules", why)
        if not wanted.changes:
            raise ApprovalRefused("unchanged")
        return wanted

    async def refuse(
        self, action_id: int, staff_id: int | None, note: str = "", *, by: str = ""
    ) -> None:
        """Leave it undone, and tell the customer so with the note, if there is one; see `agree`.

        Raises:
            LookupError: there is no such action.
            ApprovalRefused: it was decided already, or the note is too long.
        """
        note = storable(note).strip()
        if len(note) > LONGEST_NOTE:
            raise ApprovalRefused("long_note")
        _, _, language = await self._read(action_id, ActionState.WAITING)
        reply = Reply("action_not_agreed", {"reason": note} if note else {})
        worded = _with_note(await self._word(reply, language), note)
        now = self._now()
        values = {"decided_at": now, "decided_by": staff_id, "decision_note": note}
        async with self._store.writing() as unit:
            held = await _held(unit, action_id, ActionState.WAITING)
            was, becomes = ActionState.WAITING, ActionState.REFUSED
            if not await actions.move(unit, held.key, was, becomes, **values):
                raise ApprovalRefused("decided")
            await self._tell(unit, held, reply, worded)
            _record(unit, staff_id, "refuse_action", held, f"{note} {by}".strip())
        self._after()

    async def undo(self, action_id: int, staff_id: int) -> None:
        """Take back what was done, after the customer's own time for it too, and tell them.

        Raises:
            LookupError: there is no such action.
            ApprovalRefused: it is not done, or something has followed from it.
        """
        action, seen, language = await self._read(action_id, ActionState.APPLIED)
        told = of_action(action, seen, self._policy, self._now(), language)
        reply = Reply("action_undone", {"summary": told})
        worded = await self._word(reply, language)
        async with self._store.writing() as unit:
            held = await _held(unit, action_id, ActionState.APPLIED)
            try:
                await undo(unit, held, self._policy, self._now(), by=staff_id)
            except Stale:
                raise ApprovalRefused("followed") from None
            await self._tell(unit, held, reply, worded)
            _record(unit, staff_id, "undo_action", held)
        self._after()

    async def waiting(self, unit: Unit, language: str) -> list[WaitingLine]:
        """What staff have to agree to, oldest first, in a staff member's language."""
        return await waiting_lines(unit, self._policy, self._now(), language)

    async def ledger(self, unit: Unit, conversation_id: int, language: str) -> list[Line]:
        """What was proposed and done in a conversation, newest first."""
        return await lines_in(unit, conversation_id, self._policy, self._now(), language)

    async def _read(self, action_id: int, state: ActionState) -> tuple[Action, Seen, Language]:
        """The action with its order as it is, and the customer's language."""
        async with self._store.reading() as unit:
            action = await actions.action_numbered(unit, action_id)
            if action is None:
                raise LookupError(f"There is no action {action_id}.")
            order = await unit.get(Order, action.order_id) if action.order_id else None
            if action.state is not state or order is None:
                raise _not_in(state)
            conversation, account, _ = await conversations.scene(unit, action.conversation_id)
            language = Language(account.language or conversation.language)
            return action, await look(unit, order), language

    async def _agreed(self, action: Action, seen: Seen, language: Language) -> tuple[Reply, Worded]:
        details = Details.of(action.details)
        told = summary(
            action.kind,
            details,
            action.amount_minor,
            seen,
            self._policy,
            self._now(),
            language,
            case_number=details.case_number,
        )
        buttons = undo_button(action.idempotency_key, self._policy, language)
        reply = Reply("action_agreed", {"summary": told}, buttons)
        return reply, await self._word(reply, language)

    async def _word(self, reply: Reply, language: Language) -> Worded:
        return await self._wording.word(reply, language, Mood.CALM)

    async def _tell(self, unit: Unit, action: Action, reply: Reply, worded: Worded) -> None:
        """Put the words into the conversation that goes on now, and into the outbox."""
        found = await conversations.current(unit, action.conversation_id)
        conversation, account, _ = await conversations.scene(unit, found)
        buttons = [{"label": one.label, "action": one.action} for one in reply.buttons]
        message = Message(
            conversation_id=conversation.key,
            author=Author.BOT,
            channel=account.channel,
            text=worded.text,
            data={"buttons": buttons} if buttons else {},
            created_at=self._clock(),
            handled_at=self._clock(),
            act=reply.act,
            fallback=worded.fallback,
        )
        await say(unit, conversation, account, message)

    def _now(self) -> datetime:
        return self._clock().astimezone(self._zone)


def _not_in(state: ActionState) -> ApprovalRefused:
    return ApprovalRefused("decided" if state is ActionState.WAITING else "not_done")


async def _held(unit: Unit, action_id: int, state: ActionState) -> Action:
    """The action as it is now.

    The conversation with its customer is held, so that nobody moves it meanwhile.
    """
    action = await actions.action_numbered(unit, action_id)
    assert action is not None  # it was read before, and the ledger forgets nothing
    await conversations.current_held(unit, action.conversation_id)
    await unit.refresh(action)
    if action.state is not state:
        raise _not_in(state)
    return action


async def _alter(unit: Unit, held: Action, wanted: Altered, staff_id: int | None) -> None:
    """Put staff's change into the ledger and the audit; what was asked for stays beside it."""
    held.details, held.amount_minor = wanted.details.to_record(), wanted.amount_minor
    await unit.flush()
    kind = held.kind.value
    changed(unit, staff_id, "change_action", f"action:{held.key}", wanted.changes, kind)


def _with_note(worded: Worded, note: str) -> Worded:
    """The words with the note: a wording may leave it out, and the plain sentence does."""
    if note in worded.text:
        return worded
    return Worded(f"{worded.text}\n{note}", worded.fallback)


def _record(unit: Unit, staff_id: int | None, action: str, held: Action, detail: str = "") -> None:
    said = f"{held.kind} {detail}".strip()
    unit.add(
        AuditEntry(staff_id=staff_id, action=action, subject=f"action:{held.key}", detail=said)
    )
