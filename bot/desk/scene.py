"""What a turn begins with, and what it has come to when it is ready to be written."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk.limits import Standing
from bot.desk.turn import Outcome, Turn
from bot.desk.words import Worded
from knowledge.records import ChannelAccount, Conversation, Customer, Message
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


def chosen_language(scene: Scene) -> Language | None:
    """The language a button of /language chooses."""
    action = str(scene.message.data.get("action", ""))
    chosen = action.removeprefix("language:") if action.startswith("language:") else ""
    return Language(chosen) if chosen in set(Language) else None
