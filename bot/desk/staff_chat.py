"""What staff reply to notices in their chat: words for the customer, or a decision."""

from __future__ import annotations

from bot.desk.approval_notice import action_of
from bot.desk.approvals import ApprovalDesk, ApprovalRefused
from bot.desk.handover import staff_notice
from bot.desk.staff import StaffDesk
from knowledge.queries import conversations, handovers
from knowledge.queries.handovers import Notice
from knowledge.store import Store

_DONE = {
    "/agree": "✅ 已核准，已告诉客户 / agreed, the customer is told",
    "/refuse": "❎ 未核准，已告诉客户 / not agreed, the customer is told",
}
_NO_APPROVAL = "这条不是待核准的通知 / this notice is nothing to agree to"
_REFUSALS = {
    "decided": "已经处理过了 / it was decided already",
    "changed": "订单之后有变，没有办理；可以 /refuse / "
    "the order has changed since; nothing was done, you may /refuse",
    "long_note": "原因最多 400 个字，没有处理 / the reason is longer than 400 characters; "
    "nothing was done",
}


class StaffChat:
    """The staff chat's replies. Whoever is in the chat may decide; it does not say who they are."""

    def __init__(
        self, store: Store, staff: StaffDesk, approvals: ApprovalDesk, staff_chat: str
    ) -> None:
        self._store = store
        self._staff = staff
        self._approvals = approvals
        self._staff_chat = staff_chat

    async def answer_notice(self, notice_id: str, external_id: str, text: str) -> bool:
        """Do what staff replied to a notice, which by default goes to the customer.

        Args:
            notice_id: the channel's id of the notice replied to.
            external_id: the reply's own id; a repeat of it changes nothing.
            text: the words; `/back` gives the conversation back to the bot, `/agree` and
                `/refuse` with a reason decide what a notice asks to approve.

        Returns:
            False when the message replied to is no notice about a conversation.
        """
        async with self._store.reading() as unit:
            notice = await handovers.notice_replied_to(unit, notice_id)
        if notice is None or not text.strip():
            return False
        command, rest = _parted(text)
        if command in _DONE:
            await self._decide(notice, external_id, command, rest)
        elif command == "/back" and not rest:
            await self._staff.give_back(notice.conversation_id, None)
        else:
            key = f"staff:{external_id}"
            await self._staff.answer(notice.conversation_id, None, text, external_id=key)
        return True

    async def _decide(self, notice: Notice, external_id: str, command: str, note: str) -> None:
        key = f"decision:{external_id}"
        async with self._store.reading() as unit:
            if await handovers.is_noticed(unit, key):
                return
        said = await self._decided(action_of(notice.key), command, note)
        async with self._store.writing() as unit:
            conversation, account, _ = await conversations.scene(unit, notice.conversation_id)
            if not await handovers.is_noticed(unit, key):
                unit.add(staff_notice(self._staff_chat, key, said, conversation, account))

    async def _decided(self, action_id: int | None, command: str, note: str) -> str:
        """Decide, and what to say of it."""
        if action_id is None:
            return _NO_APPROVAL
        try:
            if command == "/agree":
                await self._approvals.agree(action_id, None)
            else:
                await self._approvals.refuse(action_id, None, note)
        except ApprovalRefused as refused:
            return f"⚠️ #{action_id}: {_REFUSALS[refused.reason]}"
        return f"#{action_id}: {_DONE[command]}"


def _parted(text: str) -> tuple[str, str]:
    """A command and what follows it: `/refuse@xiaoer_bot too old` -> (/refuse, too old)."""
    first, *rest = text.split(maxsplit=1)
    return first.split("@")[0].lower(), "".join(rest).strip()
