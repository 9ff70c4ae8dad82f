"""Answering: one waiting message of a conversation, from reading it to the queued reply.

Nothing is written until the very end, and then in one transaction: the message counts as
handled, the reply stands in the conversation and in the outbox, and the state is kept. A
crash before leaves the message waiting; a crash after leaves the reply queued.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk.actions.book import Stale
from bot.desk.context import Context
from bot.desk.decide import Dispatcher
from bot.desk.handover import handover_reply
from bot.desk.labels import LabelDesk, with_number
from bot.desk.limits import Standing, slow_down, standing
from bot.desk.scene import READ, Scene, Written, chosen_language
from bot.desk.turn import Mind, Outcome, Reply, Turn
from bot.desk.words import Worded, Wording, plain
from bot.desk.written import TurnWriter
from bot.rules.parcels import TROUBLE
from bot.rules.policy import Policy
from knowledge.queries import conversations, messages
from knowledge.records import (
    ConversationState,
    HandoverReason,
    MessageKind,
    utcnow,
)
from knowledge.store import Store
from models.acts import ACTS
from models.values import Language, Mood

log = logging.getLogger(__name__)

#: Acts that say themselves that a colleague takes over.
_ANNOUNCES_STAFF = TROUBLE | {
    "problem_reported",
    "unknown_answer",
    "identity_locked",
    "refund_refused",
}
#: How often a turn is worked out whose action changes under its hands.
_WORKED_OUT = 3
_READ_KINDS = {MessageKind.TEXT, MessageKind.PHOTO}


class Answerer:
    """Answers conversations, one message at a time."""

    def __init__(
        self,
        store: Store,
        mind: Mind,
        wording: Wording,
        dispatcher: Dispatcher,
        *,
        policy: Policy,
        zone: ZoneInfo,
        staff_chat: str = "",
        clock: Callable[[], datetime] = utcnow,
        labels: LabelDesk | None = None,
    ) -> None:
        self._store = store
        self._mind = mind
        self._labels = labels
        self._wording = wording
        self._dispatcher = dispatcher
        self._policy = policy
        self._zone = zone
        self._clock = clock
        self._writer = TurnWriter(
            store, policy=policy, zone=zone, staff_chat=staff_chat, clock=clock
        )

    async def answer_next(self, conversation_id: int) -> bool:
        """Deal with the oldest waiting message; whether more waited behind it.

        Raises:
            StoreUnavailable: nothing was written; the message still waits.
        """
        scene = await self._scene(conversation_id)
        if scene is None:
            return False
        if scene.standing is not Standing.WELCOME:
            await self._hold_back(scene)
            return scene.more
        if scene.conversation.state is ConversationState.WITH_STAFF:
            return not await self._writer.pass_to_staff(scene) or scene.more
        await self._answer(scene)
        return scene.more

    async def _hold_back(self, scene: Scene) -> None:
        """Keep a message that is not answered; ask its writer to slow down, once a minute."""
        if scene.standing is Standing.SILENCE:
            await self._writer.keep(scene)
            return
        outcome = slow_down(Context.from_record(scene.conversation.context))
        language = Language(scene.account.language or scene.conversation.language)
        worded = await self._wording.word(outcome.replies[0], language, Mood.CALM)
        await self._writer.write(Written(scene, None, outcome, (worded,)))

    async def _answer(self, scene: Scene) -> None:
        """Work the turn out and write it; once more where it or the records changed meanwhile."""
        label = "" if self._labels is None else await self._labels.number_on(scene)
        for _ in range(_WORKED_OUT):
            try:
                await self._writer.write(await self._work_out(scene, label))
            except Stale:
                log.info("Turn %s is worked out again: something changed.", scene.message.key)
                again = await self._scene(scene.conversation.key)
                if again is None or again.message.key != scene.message.key:
                    return
                scene = again
            else:
                return
        language = Language(scene.conversation.language)
        reply = Reply("action_changed")
        worded = Worded(plain(reply, language), fallback=True)
        await self._writer.write(Written(scene, None, Outcome((reply,), Context()), (worded,)))

    async def give_up(self, conversation_id: int) -> None:
        """Leave a message that keeps failing to staff, and tell the customer so.

        Raises:
            StoreUnavailable: nothing was written; the message still waits.
        """
        scene = await self._scene(conversation_id)
        if scene is None:
            return
        language = Language(scene.conversation.language)
        async with self._store.reading() as unit:
            now = self._clock().astimezone(self._zone)
            reply = await handover_reply(unit, now, self._policy, language, Mood.CALM)
        outcome = Outcome((reply,), Context(), HandoverReason.NOT_UNDERSTOOD, "turn failed")
        worded = Worded(plain(reply, language), fallback=True)
        await self._writer.write(Written(scene, None, outcome, (worded,)))

    async def _scene(self, conversation_id: int) -> Scene | None:
        async with self._store.reading() as unit:
            message, more = await messages.next_unhandled(unit, conversation_id)
            if message is None:
                return None
            edit = await messages.last_edit(unit, message.key)
            conversation, account, customer = await conversations.scene(unit, conversation_id)
            now = self._clock()
            how = await standing(unit, conversation, account, message, self._policy, now)
        # The unit has ended: what is read in the edit's place is never written.
        if edit is not None:
            message.text = edit.text
        edit_id = 0 if edit is None else edit.key
        return Scene(conversation, account, customer, message, more, edit_id, how)

    async def _work_out(self, scene: Scene, label: str = "") -> Written:
        """Understand, decide and word; nothing is written yet.

        `label` is a number on the message's photo. It is read as if it were among the words.
        """
        is_bare = bool(label) and not scene.message.text.strip()
        scene.message.text = with_number(scene.message.text, label)
        text = scene.message.text[:READ] if scene.message.kind in _READ_KINDS else ""
        previous = Language(scene.account.language or scene.conversation.language)
        understanding = await self._mind.understand(text, chosen_language(scene) or previous)
        async with self._store.reading() as unit:
            turn = Turn(
                unit=unit,
                now=self._clock().astimezone(self._zone),
                policy=self._policy,
                account=scene.account,
                customer=scene.customer,
                message=scene.message,
                understanding=understanding,
                context=Context.from_record(scene.conversation.context),
                label=label if is_bare else "",
            )
            outcome = await self._told(turn, await self._dispatcher.outcome(turn))
        mood = turn.understanding.mood
        worded = [
            await self._wording.word(reply, turn.language, mood, text) for reply in outcome.replies
        ]
        return Written(scene, turn, outcome, tuple(worded))

    async def _told(self, turn: Turn, outcome: Outcome) -> Outcome:
        """The outcome with what the customer must be told when staff take over."""
        if outcome.hand_over is None:
            return outcome
        language, mood = turn.language, turn.understanding.mood
        told = await handover_reply(turn.unit, turn.now, self._policy, language, mood)
        replies = tuple(_with_wait(reply, told.facts) for reply in outcome.replies)
        is_announced = any(reply.act in _ANNOUNCES_STAFF for reply in replies)
        if not is_announced or told.act == "handover_closed":
            replies = (*replies, told)
        return replace(outcome, replies=replies)


def _with_wait(reply: Reply, known: dict[str, str]) -> Reply:
    act = ACTS[reply.act]
    extra = {slot: known[slot] for slot in known if slot in act.may}
    return replace(reply, facts=reply.facts | extra)
