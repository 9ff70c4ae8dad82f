"""One's own account: password, second factor, sessions, language."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request
from nicegui import ui

from bot.console.qr import qr_code
from bot.console.room.account_words import told
from bot.console.room.page import Answer, Given, Json, Reader, Room, Unusable, dressed, text


class AccountRoom(Room, component="account.js"):
    """One open page of one's own account."""

    def __init__(self, reader: Reader, first: Json) -> None:
        super().__init__(reader, "account", first=first)
        self._desks = reader.parts.accounts
        self._me = reader.staff.key

    def answers(self) -> Mapping[str, Answer]:
        return {
            "password": Answer(self.password),
            "factor_begin": Answer(self.factor_begin),
            "factor_confirm": Answer(self.factor_confirm),
            "factor_off": Answer(self.factor_off),
            "sign_out": Answer(self.sign_out),
        }

    async def password(self, given: Given) -> None:
        """Change it; every session ends, so that the page goes to the door by itself."""
        present, wanted = _typed(given, "present"), _typed(given, "wanted")
        with told(self.reader):
            await self._desks.own.change_password(self._me, present, wanted)

    async def factor_begin(self, given: Given) -> None:
        """The secret for an authenticator app, told once."""
        del given
        with told(self.reader):
            made = await self._desks.second_factor.begin(self._me)
        code = qr_code(made.uri)
        drawn = {"side": code.side, "path": code.path}
        await self.reader.tell("secret", secret=made.secret, uri=made.uri, qr=drawn)

    async def factor_confirm(self, given: Given) -> None:
        code = text(given, "code", 40)
        with told(self.reader):
            await self._desks.second_factor.confirm(self._me, code)
        await self._factor("done_second_factor_on", on=True)

    async def factor_off(self, given: Given) -> None:
        code = text(given, "code", 40)
        with told(self.reader):
            await self._desks.second_factor.turn_off(self._me, code)
        await self._factor("done_second_factor_off", on=False)

    async def _factor(self, said: str, *, on: bool) -> None:
        await self.reader.tell("factor", on=on)
        await self.reader.tell("done", text=self.reader.words[said])

    async def sign_out(self, given: Given) -> None:
        """End every session, this one too."""
        del given
        with told(self.reader):
            await self._desks.own.end_sessions(self._me)


async def account_page(request: Request) -> None:
    """The page behind one's own name."""
    reader = Reader.of(request, "nav_account")
    dressed(reader.base)
    staff = reader.staff
    AccountRoom(reader, {"username": staff.username, "factor": staff.totp_secret is not None})


def register() -> None:
    """Have NiceGUI serve the page."""
    ui.page("/account")(account_page)


def _typed(given: Given, name: str) -> str:
    """A password as it was typed, blanks and all. Raises Unusable."""
    typed = given.get(name, "")
    if not isinstance(typed, str) or len(typed) > 1_000:
        raise Unusable("error_unusable")
    return typed
