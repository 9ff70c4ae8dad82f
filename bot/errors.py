"""What can go wrong in the part that acts, and who sees what.

XiaoerError
├── SettingRefused      a setting's value is unsafe or unreadable; the start stops with
│                       one sentence naming the setting
├── PolicyRefused       the policy file is unreadable or has a value that is refused; the start
│                       stops with one sentence naming the line
├── SendError           a message did not leave (`bot.channels.sending`)
│   ├── SendDelayed     the channel asks to wait; it is tried again after that
│   ├── SendFailed      a passing fault; it is tried again, later and later
│   └── SendRefused     the channel will never take it; staff see a dead letter
│       └── AccountGone the customer blocked the bot or deleted the chat
├── FetchError          a customer's file was not fetched (`bot.channels.fetching`)
│   ├── FetchFailed     a passing fault; it is tried again, later and later
│   └── FetchRefused    it cannot be had; staff see why in its place
├── HeldByColleague     a colleague holds the conversation (`bot.desk.in_hand`); the console
│                       says who, and nothing is sent
├── CannedRefused       a ready answer is not theirs to change (`bot.desk.canned`)
├── AccountRefused      a staff account cannot be made or changed so (`bot.console.accounts`)
├── TokenRefused        an API token cannot be made or revoked so (`bot.console.tokens`)
├── OrderRefused         a purchase order stands otherwise (`bot.supply.refusals`)
├── CaseRefused         a case stands otherwise (`bot.desk.cases`); the console says so
├── RoutesRefused       a day's delivery routes cannot be planned so (`bot.supply.routes`); one
│                       sentence
├── PurchaseRefused     a simulated policy orders what cannot be (`bot.supply.simulation.policy`)
├── LinkRefused         a staff account cannot be linked to a Telegram user; one sentence
└── CommandFailed       a command cannot do its work; one sentence on the terminal
"""

from __future__ import annotations

from pathlib import Path


class XiaoerError(Exception):
    """Anything Xiaoer refuses; the message is one sentence for staff."""


class SettingRefused(XiaoerError):
    """A setting has a value that must not be run with."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} {why}")
        self.name = name


class PolicyRefused(XiaoerError):
    """The policy file cannot be used."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file} {why}.")
        self.file = file


class SendError(XiaoerError):
    """A message did not leave."""


class SendDelayed(SendError):
    """The channel asks to wait (HTTP 429, greylisting).

    Args:
        seconds: how long the channel asks to wait.
        everyone: whether the wait holds for the whole channel, not only this chat.
    """

    def __init__(self, seconds: float, *, everyone: bool = False) -> None:
        super().__init__(f"The channel asks to wait {seconds:g} s.")
        self.seconds = seconds
        self.everyone = everyone


class SendFailed(SendError):
    """A passing fault: a broken connection, a time-out, a server error."""


class SendRefused(SendError):
    """The channel will never take this message."""


class AccountGone(SendRefused):
    """The account blocked the bot, or the chat is gone."""


class FetchError(XiaoerError):
    """A customer's file was not fetched."""


class FetchFailed(FetchError):
    """A passing fault: a broken connection, a time-out, a server error."""


class FetchRefused(FetchError):
    """The file cannot be had: the channel has it no longer, or it is too large."""


class RoutesRefused(XiaoerError):
    """A day's delivery routes cannot be planned or begun so."""


class CommandFailed(XiaoerError):
    """A command cannot do its work."""
