"""Answering: one waiting message of a conversation, from reading it to the queued reply.

Nothing is written until the very end, and then in one transaction: the message counts as
handled, the reply stands in the conversation and in the outbox, and the state is kept. A
crash before leaves the message waiting; a crash after leaves the reply queued.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk.context import Context
from bot.desk.decide import Dispatcher
from bot.desk.handover import (
    handover_reply,
    open_handover,
    reason_words,
    staff_notice,
    summarise,
)
from bot.desk.turn import Mind, Outcome, Reply, Turn
from bot.desk.words import Worded, Wording, plain
from bot.rules.parcels import TROUBLE
from bot.rules.policy import Policy
from knowledge.queries import conversations, orders
from knowledge.records import (
    Author,
    ChannelAccount,
    Conversation,
    ConversationState,
    Customer,
    HandoverReason,
    IdentityAttempt,
    KnowledgeGap,
    Message,
    MessageKind,
    OrderGrant,
    OutboxItem,
    utcnow,
)
from knowledge.store import Store, Unit
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
#: A message is shown to the models up to here, characters; more says nothing new.
_READ = 1_000


@dataclass(frozen=True, slots=True)
class _Scene:
    """What is known of a conversation when a turn begins; `more`: another message waits."""

    conversation: Conversation
    account: ChannelAccount
    customer: Customer | None
    message: Message
    more: bool


@dataclass(frozen=True, slots=True)
class _Written:
    """A turn ready to be written: the outcome and its words; without a turn it has failed."""

    scene: _Scene
    turn: Turn | None
    outcome: Outcome
    worded: tuple[Worded, ...]


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
    ) -> None:
        self._store = store
        self._mind = mind
        self._wording = wording
        self._dispatcher = dispatcher
        self._policy = policy
        self._zone = zone
        self._staff_chat = staff_chat
        self._clock = clock

    async def answer_next(self, conversation_id: int) -> bool:
        """Deal with the oldest waiting message; whether more waited behind it.

        Raises:
            StoreUnavailable: nothing was written; the message still waits.
        """
        scene = await self._scene(conversation_id)
        if scene is None:
            return False
        if scene.conversation.state is ConversationState.WITH_STAFF:
            return not await self._pass_to_staff(scene) or scene.more
        await self._write(await self._work_out(scene))
        return scene.more

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
        await self._write(_Written(scene, None, outcome, (worded,)))

    async def _scene(self, conversation_id: int) -> _Scene | None:
        async with self._store.reading() as unit:
            message, more = await conversations.next_unhandled(unit, conversation_id)
            if message is None:
                return None
            return _Scene(*await conversations.scene(unit, conversation_id), message, more)

    async def _work_out(self, scene: _Scene) -> _Written:
        """Understand, decide and word; nothing is written yet."""
        text = scene.message.text[:_READ] if scene.message.kind is MessageKind.TEXT else ""
        previous = Language(scene.account.language or scene.conversation.language)
        understanding = await self._mind.understand(text, _chosen_language(scene) or previous)
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
            )
            outcome = await self._told(turn, await self._dispatcher.outcome(turn))
        mood = turn.understanding.mood
        worded = [
            await self._wording.word(reply, turn.language, mood, text) for reply in outcome.replies
        ]
        return _Written(scene, turn, outcome, tuple(worded))

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

    async def _write(self, written: _Written) -> None:
        """Write the turn, unless another worker or staff were quicker."""
        now = self._clock()
        async with self._store.writing() as unit:
            conversation = await conversations.held(unit, written.scene.conversation.key)
            assert conversation is not None
            read = None if written.turn is None else _read_as(written.turn)
            if not await conversations.mark_handled(unit, written.scene.message.key, now, read):
                return
            if written.turn is not None:
                conversation.language = written.turn.language.value
            if conversation.state is ConversationState.WITH_STAFF:
                # Staff took it while we were thinking: the bot is silent.
                self._tell_staff(unit, written.scene)
                return
            conversation.context = written.outcome.context.to_record()
            conversation.last_message_at = now
            await self._queue_reply(unit, written, now)
            await self._keep_outcome(unit, written, conversation, now)

    async def _queue_reply(self, unit: Unit, written: _Written, now: datetime) -> None:
        outcome, account = written.outcome, written.scene.account
        data = _channel_data(outcome)
        reply = Message(
            conversation_id=written.scene.conversation.key,
            author=Author.BOT,
            channel=account.channel,
            text="\n\n".join(worded.text for worded in written.worded),
            data=data,
            handled_at=now,
            act="+".join(reply.act for reply in outcome.replies)[:40],
            fallback=any(worded.fallback for worded in written.worded),
        )
        unit.add(reply)
        await unit.flush()
        unit.add(
            OutboxItem(
                channel=account.channel,
                destination=account.external_id,
                text=reply.text,
                data=data,
                message_id=reply.key,
            )
        )

    async def _keep_outcome(
        self, unit: Unit, written: _Written, conversation: Conversation, now: datetime
    ) -> None:
        outcome, account_id = written.outcome, written.scene.account.key
        if outcome.attempt is not None:
            unit.add(
                IdentityAttempt(
                    account_id=account_id,
                    order_number=outcome.attempted_number[:40],
                    succeeded=outcome.attempt,
                    created_at=now,
                )
            )
        await _keep_grant(unit, account_id, outcome.granted_order_id)
        await _keep_account(unit, written, now)
        if outcome.gap is not None and written.turn is not None:
            unit.add(_gap(written.turn, outcome.gap))
        if outcome.hand_over is not None:
            await self._hand_over(unit, written, conversation, now)

    async def _hand_over(
        self, unit: Unit, written: _Written, conversation: Conversation, now: datetime
    ) -> None:
        outcome, scene = written.outcome, written.scene
        assert outcome.hand_over is not None
        said = await conversations.recent_messages(unit, conversation.key, limit=12)
        summary = summarise(said, scene.customer, outcome.note)
        handover = await open_handover(
            unit, conversation, outcome.hand_over, summary, outcome.note, now
        )
        if self._staff_chat:
            text = f"{reason_words(outcome.hand_over)}\n{summary}"
            key = f"handover:{handover.key}"
            unit.add(staff_notice(self._staff_chat, key, text, conversation, scene.account))

    async def _pass_to_staff(self, scene: _Scene) -> bool:
        """Staff hold the conversation: the bot is silent and staff are told.

        False if staff gave it back just now: the message waits for the bot.
        """
        async with self._store.writing() as unit:
            conversation = await conversations.held(unit, scene.conversation.key)
            assert conversation is not None
            if conversation.state is not ConversationState.WITH_STAFF:
                return False
            if await conversations.mark_handled(unit, scene.message.key, self._clock()):
                self._tell_staff(unit, scene)
            return True

    def _tell_staff(self, unit: Unit, scene: _Scene) -> None:
        """Bring a message to the staff who hold its conversation."""
        if not self._staff_chat:
            return
        who = scene.account.display_name or scene.account.external_id
        text = f"{who}: {scene.message.text or scene.message.kind}"
        key = f"waiting:{scene.message.key}"
        unit.add(staff_notice(self._staff_chat, key, text, scene.conversation, scene.account))


def _chosen_language(scene: _Scene) -> Language | None:
    """The language a button of /language chooses."""
    action = str(scene.message.data.get("action", ""))
    chosen = action.removeprefix("language:") if action.startswith("language:") else ""
    return Language(chosen) if chosen in set(Language) else None


def _with_wait(reply: Reply, known: dict[str, str]) -> Reply:
    act = ACTS[reply.act]
    extra = {slot: known[slot] for slot in known if slot in act.may}
    return replace(reply, facts=reply.facts | extra)


def _read_as(turn: Turn) -> conversations.ReadAs:
    top = turn.understanding.top
    return conversations.ReadAs(
        top.intent.value, round(top.confidence, 4), turn.understanding.mood.value
    )


def _channel_data(outcome: Outcome) -> dict[str, object]:
    buttons = [
        {"label": button.label, "action": button.action}
        for reply in outcome.replies
        for button in reply.buttons
    ]
    data: dict[str, object] = {"buttons": buttons} if buttons else {}
    if any(reply.asks_contact for reply in outcome.replies):
        data["request_contact"] = True
    return data


async def _keep_grant(unit: Unit, account_id: int, order_id: int | None) -> None:
    """Keep that the account may see an order; proving it twice changes nothing."""
    if order_id is not None and not await orders.is_granted(unit, account_id, order_id):
        unit.add(OrderGrant(account_id=account_id, order_id=order_id))


async def _keep_account(unit: Unit, written: _Written, now: datetime) -> None:
    """Keep the customer that the account proved to be, and the language it chose."""
    chosen = _chosen_language(written.scene)
    if written.outcome.customer_id is None and chosen is None:
        return
    account = await unit.get(ChannelAccount, written.scene.account.key)
    assert account is not None
    if written.outcome.customer_id is not None:
        account.customer_id = written.outcome.customer_id
        account.verified_at = now
    if chosen is not None:
        account.language = chosen.value


def _gap(turn: Turn, question: str) -> KnowledgeGap:
    return KnowledgeGap(
        text=question[:_READ],
        language=turn.language.value,
        intent=turn.understanding.top.intent.value,
        message_id=turn.message.key,
    )
