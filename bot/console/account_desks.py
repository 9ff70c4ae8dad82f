"""Everything that is done about accounts, as the console's pages call it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from bot.console.colleagues import Colleagues
from bot.console.front_door import FrontDoor
from bot.console.own_account import OwnAccount
from bot.console.parts import ConsoleParts
from bot.console.second_factor import SecondFactor
from bot.console.sessions import Sessions
from bot.console.throttle import Throttle
from bot.console.tokens import ApiTokens


@dataclass(frozen=True, slots=True)
class AccountDesks:
    """The staff's accounts, one's own, the second factor, and the API's tokens."""

    colleagues: Colleagues
    own: OwnAccount
    second_factor: SecondFactor
    tokens: ApiTokens


def account_desks(parts: ConsoleParts, sessions: Sessions, door: FrontDoor) -> AccountDesks:
    """All of them on one store; what they change is forgotten by the sessions at once."""
    store, forget, now = parts.store, sessions.forget, parts.now
    own_failures = Throttle(parts.clock)
    return AccountDesks(
        Colleagues(store, forget, now),
        OwnAccount(store, own_failures, door.checks, forget, now),
        SecondFactor(store, door.codes, forget, now),
        ApiTokens(store, now),
    )


async def _desks(request: Request) -> AccountDesks:
    found = request.app.state.accounts
    assert isinstance(found, AccountDesks)
    return found


AccountDesksOfApp = Annotated[AccountDesks, Depends(_desks)]
