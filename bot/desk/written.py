"""Writing a turn: the message counts as handled, the reply is queued, the state is kept.

All of it is one transaction, with the step that the ledger of actions takes. What a turn
was worked out from may have changed: then nothing is written, and the turn is worked out again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk.actions.book import Stale, Whose, take_step
from bot.desk.approval_notice import approval_notice
from bot.desk.handover import handover_notice, open_handover, photos_of, staff_notice, summarise
from bot.desk.keep_outcome import keep_outcome
from bot.desk.privacy.deletion import delete_data
from bot.desk.queued_reply import queue_reply
from bot.desk.scene import Scene, Written
from bot.desk.turn import StepKind, Turn
from bot.rules.policy import Policy
from knowledge.queries import conversations, messages
from knowledge.queries.attachments import files_of
from knowledge.records import Conversation, ConversationState
from knowledge.store import Store, Unit


class TurnWriter:
    """Writes turns, each in one transaction."""

    def __init__(
        self,
        store: Store,
        *,
        policy: Policy,
        zone: ZoneInfo,
        staff_chat: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._policy = policy
        self._zone = zone
        self._staff_chat = staff_chat
        self._clock = clock

    async def write(self, written: Written) -> None:
        """Write the turn, unless another worker or staff were quicker.

        Raises:
            Stale: its action no longer fits the records, or its message was edited meanwhile;
                nothing was written.
        """
        now = self._clock()
        async with self._store.writing() as unit:
            conversation = await conversations.held(unit, written.scene.conversation.key)
            assert conversation is not None
            read = None if written.turn is None else _read_as(written.turn)
            if not await messages.mark_handled(unit, written.scene.message.key, now, read):
                return
            if written.turn is not None and await _was_edited(unit, written.scene):
                raise Stale
            if written.turn is not None:
                conversation.language = written.turn.language.value
            if conversation.state is ConversationState.WITH_STAFF:
                # Staff took it while we were thinking: the bot is silent.
                await self._tell_staff(unit, written.scene)
                return
            conversation.context = written.outcome.context.to_record()
            conversation.last_message_at = now
            await self._take_step(unit, written, now)
            if written.outcome.deletes:
                scene = written.scene
                await delete_data(unit, scene.account, scene.message, self._policy, now)
            await queue_reply(unit, written, now)
            await keep_outcome(unit, written, now)
            if written.outcome.hand_over is not None:
                await self._hand_over(unit, written, conversation, now)

    async def _take_step(self, unit: Unit, written: Written, now: datetime) -> None:
        step, scene = written.outcome.step, written.scene
        if step is None:
            return
        whose = Whose(scene.account.key, scene.conversation.key)
        local = now.astimezone(self._zone)
        action = await take_step(unit, step, whose, self._policy, local)
        if step.step is StepKind.WAIT and self._staff_chat:
            conversation, account = scene.conversation, scene.account
            unit.add(
                await approval_notice(
                    unit, self._staff_chat, action, conversation, account, self._policy, local
                )
            )

    async def _hand_over(
        self, unit: Unit, written: Written, conversation: Conversation, now: datetime
    ) -> None:
        outcome, scene = written.outcome, written.scene
        assert outcome.hand_over is not None
        said = await conversations.recent_messages(unit, conversation.key, limit=12)
        summary = summarise(said, scene.customer, outcome.note)
        handover = await open_handover(
            unit, conversation, outcome.hand_over, summary, outcome.note, now
        )
        if self._staff_chat:
            key = f"handover:{handover.key}"
            chat, account = self._staff_chat, scene.account
            unit.add(handover_notice(chat, key, handover, conversation, account))

    async def keep(self, scene: Scene) -> None:
        """The message counts as handled; nothing is said, and staff are not told."""
        async with self._store.writing() as unit:
            await conversations.held(unit, scene.conversation.key)
            await messages.mark_handled(unit, scene.message.key, self._clock())

    async def pass_to_staff(self, scene: Scene) -> bool:
        """Staff hold the conversation: the bot is silent and staff are told.

        False if staff gave it back just now: the message waits for the bot.
        """
        async with self._store.writing() as unit:
            conversation = await conversations.held(unit, scene.conversation.key)
            assert conversation is not None
            if conversation.state is not ConversationState.WITH_STAFF:
                return False
            if await messages.mark_handled(unit, scene.message.key, self._clock()):
                await self._tell_staff(unit, scene)
            return True

    async def _tell_staff(self, unit: Unit, scene: Scene) -> None:
        """Bring a message to the staff who hold its conversation."""
        if not self._staff_chat:
            return
        who = scene.account.display_name or scene.account.external_id
        text = f"{who}: {scene.message.text or scene.message.kind}"
        key = f"waiting:{scene.message.key}"
        photos = photos_of(scene.message, await files_of(unit, scene.message.key))
        chat, conversation, account = self._staff_chat, scene.conversation, scene.account
        unit.add(staff_notice(chat, key, text, conversation, account, photos=photos))


async def _was_edited(unit: Unit, scene: Scene) -> bool:
    """Whether the customer changed the message while it was being answered."""
    latest = await messages.last_edit(unit, scene.message.key)
    return latest is not None and latest.key != scene.edit_id


def _read_as(turn: Turn) -> messages.ReadAs:
    top = turn.understanding.top
    return messages.ReadAs(
        top.intent.value, round(top.confidence, 4), turn.understanding.mood.value
    )
