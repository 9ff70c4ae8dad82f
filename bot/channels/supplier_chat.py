"""What a supplier did in its chat, as a letter."""

from __future__ import annotations

from datetime import datetime

from bot.desk.inbound import Inbound
from bot.rules.supplier_threads import Letter
from bot.rules.two_languages import both
from knowledge.records import MessageKind

#: Presses and commands say nothing about an order; every supplier begins with /start.
_NO_WORDS = {MessageKind.COMMAND, MessageKind.BUTTON}


def letter_in(inbound: Inbound, now: datetime) -> Letter | None:
    """The letter in a message; None where it has no words for us.

    An edit is a letter of its own: a price that was put right must not be missed. Files are
    noted and not kept.
    """
    if inbound.kind in _NO_WORDS:
        return None
    is_wordless = inbound.kind is not MessageKind.TEXT
    noted = f"[附件 / attached: {inbound.kind.value}]" if is_wordless else ""
    return Letter(
        channel=inbound.channel,
        external_id=_own_id(inbound),
        sender=inbound.account,
        subject="",
        text="\n".join(part for part in (inbound.text, noted) if part),
        written_at=inbound.edited_at or now,
        references=(inbound.reply_to,) if inbound.reply_to else (),
        unreadable="" if inbound.text else both("没有文字。", "It has no words."),
    )


def _own_id(inbound: Inbound) -> str:
    own = inbound.part or inbound.external_id
    if inbound.edited_at is None:
        return own
    return f"{own}:edit:{inbound.edited_at.timestamp():.0f}"
