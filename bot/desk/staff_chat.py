"""What staff do in their chat: words for the customer, a decision, a button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk.approval_notice import action_of
from bot.desk.approvals import ApprovalDesk
from bot.desk.chat_words import DONE, REFUSALS, SAID, heading, not_linked
from bot.desk.decisions import ApprovalRefused
from bot.desk.handover import BUTTONS, staff_notice
from bot.desk.hands import Doer, Hand, doer_of
from bot.desk.inbound import Attached
from bot.desk.staff import StaffDesk
from bot.errors import XiaoerError
from knowledge.queries import conversations, handovers, messages
from knowledge.queries.handovers import Notice
from knowledge.queries.topics import conversation_in
from knowledge.records import Channel, Note
from knowledge.store import Store

_NOBODY = Hand()
_DECISIONS = {"/agree", "/refuse"}
#: What a command alone does, by the name of the button that does the same.
_DEEDS = {"/take": "take", "/resolve": "resolve", "/back": "give_back"}


@dataclass(frozen=True, slots=True)
class _Heard:
    """Something that a staff member wrote about a conversation; `key` is its own, once."""

    notice: Notice
    key: str
    text: str
    files: tuple[Attached, ...]
    doer: Doer


class StaffChat:
    """The staff chat. Whoever is in it may answer and decide.

    Each thing is done once, however often the channel repeats it.
    """

    def __init__(
        self, store: Store, staff: StaffDesk, approvals: ApprovalDesk, staff_chat: str
    ) -> None:
        self._store = store
        self._staff = staff
        self._approvals = approvals
        self._staff_chat = staff_chat

    async def answer_notice(
        self,
        notice_id: str,
        external_id: str,
        text: str,
        *,
        hand: Hand = _NOBODY,
        files: Sequence[Attached] = (),
    ) -> bool:
        """Do what staff replied to a notice, which by default goes to the customer.

        Args:
            notice_id: the channel's id of the notice replied to.
            external_id: the reply's own id; a repeat of it changes nothing.
            text: the words; `/take`, `/resolve` and `/back` do what the buttons do, `/note` keeps
                what follows for colleagues, `/agree` and `/refuse` with a reason decide what a
                notice asks to approve.

        Returns:
            False when the message replied to is no notice about a conversation.
        """
        async with self._store.reading() as unit:
            notice = await handovers.notice_replied_to(unit, notice_id)
            doer = await doer_of(unit, hand)
        if notice is None or not (text.strip() or files):
            return False
        await self._hear(_Heard(notice, external_id, text, tuple(files), doer))
        return True

    async def write_in_topic(
        self,
        topic: int,
        external_id: str,
        text: str,
        *,
        hand: Hand = _NOBODY,
        files: Sequence[Attached] = (),
    ) -> bool:
        """Do what staff wrote in a customer's topic; False when the topic is nobody's."""
        async with self._store.reading() as unit:
            conversation = await conversation_in(unit, self._staff_chat, topic)
            doer = await doer_of(unit, hand)
        if conversation is None:
            return False
        await self._hear(_Heard(Notice(conversation, ""), external_id, text, tuple(files), doer))
        return True

    async def press(self, notice_id: str, press_id: str, action: str, hand: Hand = _NOBODY) -> str:
        """Do what a button under a notice says, and return what to tell whoever pressed it.

        A client may send any action and press below any message: only what the desk itself
        offers is done, and only to the conversation that its own notice is about.
        """
        async with self._store.reading() as unit:
            notice = await handovers.notice_replied_to(unit, notice_id)
            doer = await doer_of(unit, hand)
        if notice is None or action not in BUTTONS:
            return SAID["no_button"]
        return await self._do(notice, f"press:{press_id}", action.removeprefix("staff:"), doer)

    async def _hear(self, heard: _Heard) -> None:
        command, rest = _parted(heard.text)
        if heard.doer.is_barred:
            await self._say(heard.notice, f"barred:{heard.key}", SAID["barred"])
        elif command in _DECISIONS:
            await self._decide(heard, command, rest)
        elif command in _DEEDS and not rest:
            await self._deed(heard, _DEEDS[command])
        elif command == "/note":
            await self._note(heard, rest)
        else:
            await self._answer(heard)

    async def _deed(self, heard: _Heard, what: str) -> None:
        key = f"deed:{heard.key}"
        said = await self._do(heard.notice, key, what, heard.doer)
        await self._say(heard.notice, key, said)

    async def _do(self, notice: Notice, key: str, what: str, doer: Doer) -> str:
        """Take, settle or give back, once; what to say of it. What was done stands in the chat."""
        if doer.is_barred:
            return SAID["barred"]
        if await self._is_done(key):
            return SAID["done_before"]
        if what == "take" and doer.staff_id is None:
            return not_linked(doer.user_id)
        try:
            if what == "take" and doer.staff_id is not None:
                await self._staff.take(notice.conversation_id, doer.staff_id, via=doer.detail)
            elif what == "resolve":
                await self._staff.resolve(notice.conversation_id, doer.staff_id, via=doer.detail)
            else:
                await self._staff.give_back(notice.conversation_id, doer.staff_id, via=doer.detail)
        except XiaoerError as refused:
            return f"⚠️ {refused}"
        said = heading(what, doer.name)
        await self._say(notice, key, said)
        return said

    async def _note(self, heard: _Heard, words: str) -> None:
        key, doer = f"note:{heard.key}", heard.doer
        if await self._is_done(key):
            return
        if doer.staff_id is None or not words:
            said = SAID["empty_note"] if doer.staff_id else not_linked(doer.user_id)
            await self._say(heard.notice, key, said)
            return
        async with self._store.writing() as unit:
            found = await conversations.current_held(unit, heard.notice.conversation_id)
            unit.add(Note(conversation_id=found.key, staff_id=doer.staff_id, text=words))
            _, account, _ = await conversations.scene(unit, found.key)
            unit.add(staff_notice(self._staff_chat, key, SAID["noted"], found, account))
            unit.add(doer.entry("add_note", f"conversation:{found.key}"))

    async def _answer(self, heard: _Heard) -> None:
        """Send it to the customer, and say in the chat what could not be sent."""
        talk, key = heard.notice.conversation_id, f"staff:{heard.key}"
        async with self._store.reading() as unit:
            _, account, _ = await conversations.scene(unit, talk)
            if await messages.message_with(unit, account.channel, key):
                return
        # Telegram's files can be sent on Telegram only.
        files = heard.files if account.channel is Channel.TELEGRAM else ()
        problem = SAID["no_files"] if len(files) < len(heard.files) else ""
        if heard.text.strip() or files:
            try:
                await self._staff.answer(
                    talk,
                    heard.doer.staff_id,
                    heard.text,
                    external_id=key,
                    files=files,
                    via=heard.doer.detail,
                )
            except XiaoerError as refused:
                problem = f"⚠️ 没有发送 / not sent: {refused}"
        else:
            problem = problem or SAID["wordless"]
        if problem:
            await self._say(heard.notice, f"unsent:{heard.key}", problem)

    async def _decide(self, heard: _Heard, command: str, note: str) -> None:
        key = f"decision:{heard.key}"
        if not await self._is_done(key):
            said = await self._decided(action_of(heard.notice.key), command, note, heard.doer)
            await self._say(heard.notice, key, said)

    async def _decided(self, action_id: int | None, command: str, note: str, doer: Doer) -> str:
        """Decide, and what to say of it."""
        if action_id is None:
            return SAID["no_approval"]
        try:
            if command == "/agree":
                await self._approvals.agree(action_id, doer.staff_id, by=doer.detail)
            else:
                await self._approvals.refuse(action_id, doer.staff_id, note, by=doer.detail)
        except ApprovalRefused as refused:
            return f"⚠️ #{action_id}: {REFUSALS[refused.reason]}"
        return f"#{action_id}: {DONE[command]}"

    async def _is_done(self, key: str) -> bool:
        async with self._store.reading() as unit:
            return await handovers.is_noticed(unit, key)

    async def _say(self, notice: Notice, key: str, said: str) -> None:
        """Say something about a conversation in the chat, once."""
        async with self._store.writing() as unit:
            conversation, account, _ = await conversations.scene(unit, notice.conversation_id)
            if await handovers.is_noticed(unit, key):
                return
            unit.add(staff_notice(self._staff_chat, key, said, conversation, account))


def _parted(text: str) -> tuple[str, str]:
    """A command and what follows it: `/refuse@xiaoer_bot too old` -> (/refuse, too old)."""
    first, *rest = text.split(maxsplit=1) or [""]
    return first.split("@")[0].lower(), "".join(rest).strip()
