"""Writing a turn: the message counts as handled, the reply is queued, the state is kept.

All of it is one transaction, with the step that the ledger of actions takes. What a turn
was worked out from may have changed: then nothing is written, and the turn is worked out again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk.actions.book import Stale, Whose, take_step
from bot.desk.approval_notice import approval_notice
from bot.desk.handover import handover_notice, open_handover, photos_of, staff_notice, summarise
from bot.desk.limits import Standing
from bot.desk.privacy.deletion import delete_data
from bot.desk.rating import keep_rating
from bot.desk.turn import Outcome, StepKind, Turn
from bot.desk.wishes import keep_wishes
from bot.desk.words import Worded
from bot.rules.policy import Policy
from knowledge.queries import conversations, orders
from knowledge.queries.attachments import files_of
from knowledge.records import (
    Author,
    ChannelAccount,
    Conversation,
    ConversationState,
    Customer,
    IdentityAttempt,
    KnowledgeGap,
    Message,
    OrderGrant,
    OutboxItem,
)
from knowledge.store import Store, Unit
from models.values import Language

#: A message is shown to the models up to here, characters; more says nothing new.
READ = 1_000


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known of a conversation when a turn begins.

    Args:
        message: with the words of its last edit; more: another message waits.
        edit_id: that edit's; 0 without one.
        standing: whether it is answered at all.
    """

    conversation: Conversation
    account: ChannelAccount
    customer: Customer | None
    message: Message
    more: bool
    edit_id: int = 0
    standing: Standing = Standing.WELCOME


@dataclass(frozen=True, slots=True)
class Written:
    """A turn ready to be written: the outcome and its words; without a turn it has failed."""

    scene: Scene
    turn: Turn | None
    outcome: Outcome
    worded: tuple[Worded, ...]


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
            if not await conversations.mark_handled(unit, written.scene.message.key, now, read):
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
            await self._queue_reply(unit, written, now)
            await self._keep_outcome(unit, written, conversation, now)

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

    async def _queue_reply(self, unit: Unit, written: Written, now: datetime) -> None:
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
                data=_with_document(data, outcome) | _unless_staff(outcome),
                message_id=reply.key,
            )
        )

    async def _keep_outcome(
        self, unit: Unit, written: Written, conversation: Conversation, now: datetime
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
        await keep_wishes(unit, outcome, account_id, now)
        if outcome.gap is not None and written.turn is not None:
            unit.add(_gap(written.turn, outcome.gap))
        if outcome.rated is not None:
            await keep_rating(unit, outcome.rated, now)
        if outcome.hand_over is not None:
            await self._hand_over(unit, written, conversation, now)

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
            await conversations.mark_handled(unit, scene.message.key, self._clock())

    async def pass_to_staff(self, scene: Scene) -> bool:
        """Staff hold the conversation: the bot is silent and staff are told.

        False if staff gave it back just now: the message waits for the bot.
        """
        async with self._store.writing() as unit:
            conversation = await conversations.held(unit, scene.conversation.key)
            assert conversation is not None
            if conversation.state is not ConversationState.WITH_STAFF:
                return False
            if await conversations.mark_handled(unit, scene.message.key, self._clock()):
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


def chosen_language(scene: Scene) -> Language | None:
    """The language a button of /language chooses."""
    action = str(scene.message.data.get("action", ""))
    chosen = action.removeprefix("language:") if action.startswith("language:") else ""
    return Language(chosen) if chosen in set(Language) else None


async def _was_edited(unit: Unit, scene: Scene) -> bool:
    """Whether the customer changed the message while it was being answered."""
    latest = await conversations.last_edit(unit, scene.message.key)
    return latest is not None and latest.key != scene.edit_id


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
    if outcome.document is not None:
        data["document"] = {"name": outcome.document.name}
    return data


def _with_document(data: dict[str, object], outcome: Outcome) -> dict[str, object]:
    """The same with the file's content, which the outbox forgets once it is sent."""
    return data if outcome.document is None else {**data, "document": asdict(outcome.document)}


def _unless_staff(outcome: Outcome) -> dict[str, object]:
    """Whether the reply is left unsent where staff step in before it leaves.

    What the desk has done is told in any case, and so is that a colleague comes.
    """
    is_talk = outcome.hand_over is None and outcome.step is None and not outcome.deletes
    return {"unless_staff": True} if is_talk and outcome.document is None else {}


async def _keep_grant(unit: Unit, account_id: int, order_id: int | None) -> None:
    """Keep that the account may see an order; proving it twice changes nothing."""
    if order_id is not None and not await orders.is_granted(unit, account_id, order_id):
        unit.add(OrderGrant(account_id=account_id, order_id=order_id))


async def _keep_account(unit: Unit, written: Written, now: datetime) -> None:
    """Keep who the account proved to be, its language, and that it was asked to slow down."""
    chosen = chosen_language(written.scene)
    if written.outcome.customer_id is None and chosen is None and not written.outcome.slowed:
        return
    account = await unit.get(ChannelAccount, written.scene.account.key)
    assert account is not None
    if written.outcome.customer_id is not None:
        account.customer_id = written.outcome.customer_id
        account.verified_at = now
    if chosen is not None:
        account.language = chosen.value
    if written.outcome.slowed:
        account.slowed_at = now


def _gap(turn: Turn, question: str) -> KnowledgeGap:
    return KnowledgeGap(
        text=question[:READ],
        language=turn.language.value,
        intent=turn.understanding.top.intent.value,
        message_id=turn.message.key,
    )
