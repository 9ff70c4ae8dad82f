"""Talking about the customer's data: what is kept, a copy, and the question before deleting."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path

from bot.desk.context import Asked, Context
from bot.desk.inbound import Button
from bot.desk.privacy.export import document_of
from bot.desk.turn import Outcome, Reply, Turn
from bot.rules.answers import means_no, means_yes
from models.values import Language

#: The question whether to delete is open for so long: an old button deletes nothing.
CONFIRM_WITHIN = timedelta(hours=1)


@cache
def _texts() -> dict[str, dict[str, str]]:
    path = Path(__file__).with_name("texts.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def text(name: str, language: Language) -> str:
    """One of the texts, in a language."""
    return _texts()[name][language].strip()


def explain(turn: Turn) -> Outcome:
    """Say what is kept and why, and offer the copy and the deletion."""
    buttons = _button(turn, "export"), _button(turn, "delete")
    kept = {"article": text("kept", turn.language)}
    return Outcome((Reply("privacy", kept, buttons),), turn.context)


async def pressed(turn: Turn, wish: str) -> Outcome:
    """Do what a button says."""
    match wish:
        case "export":
            document = await document_of(turn.unit, turn.account, turn.now)
            return Outcome((Reply("data_exported"),), turn.context, document=document)
        case "delete":
            return _ask(turn)
        case "erase" if _asks(turn):
            return _erased(turn)
        case "keep" if _asks(turn):
            return Outcome((Reply("action_dropped"),), turn.context.settled())
    return Outcome((Reply("action_void"),), turn.context)


def by_words(turn: Turn) -> Outcome | None:
    """The outcome if the message says yes or no to the deletion in so many words."""
    if not _asks(turn):
        return None
    if means_yes(turn.message.text):
        return _erased(turn)
    if means_no(turn.message.text):
        return Outcome((Reply("action_dropped"),), turn.context.settled())
    return None


def _ask(turn: Turn) -> Outcome:
    summary = {"summary": text("deletion", turn.language)}
    buttons = _button(turn, "erase"), _button(turn, "keep")
    until = (turn.now + CONFIRM_WITHIN).isoformat()
    asking = turn.context.settled().asking(Asked.DELETION, "", until=until)
    return Outcome((Reply("confirm_deletion", summary, buttons),), asking)


def _erased(turn: Turn) -> Outcome:
    """Nothing of what was talked about is remembered either."""
    return Outcome((Reply("data_deleted"),), Context(), deletes=True)


def _asks(turn: Turn) -> bool:
    return turn.context.is_asking(Asked.DELETION, turn.now)


def _button(turn: Turn, wish: str) -> Button:
    return Button(text(f"{wish}_button", turn.language), f"privacy:{wish}")
