"""Who works here, and what an admin does about their accounts."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Mapping

from bot.console.room.account_words import told
from bot.console.room.page import Answer, Given, Json, Unusable, number, text
from bot.console.room.tabs import Tab
from bot.rules.permissions import Permission
from knowledge.records import Role, Staff

#: Random bytes of a password that is made here: 16 characters.
_PASSWORD_BYTES = 12


class StaffTab(Tab):
    """Everyone, and each account's role, password, second factor and sessions."""

    name = "staff"
    needs = Permission.MANAGE_STAFF

    async def shown(self) -> Json:
        everyone = await self.reader.parts.accounts.colleagues.everyone(self.me)
        return {"everyone": [self._row(one) for one in everyone]}

    def _row(self, staff: Staff) -> Json:
        return {
            "id": staff.key,
            "username": staff.username,
            "name": staff.name,
            "role": staff.role.value,
            "active": staff.active,
            "second_factor": staff.totp_secret is not None,
            "since": self.stamp(staff.created_at),
        }

    def offered(self) -> Mapping[str, Answer]:
        doing = {
            "add_staff": self.add,
            "change_role": self.change_role,
            "set_password": self.set_password,
            "end_sessions": self.end_sessions,
            "second_factor_off": self.second_factor_off,
            "deactivate": self.deactivate,
            "reactivate": self.reactivate,
        }
        return {name: Answer(answer, self.needs) for name, answer in doing.items()}

    async def add(self, given: Given) -> None:
        """A colleague. Without a password one is made and shown once."""
        username, name = text(given, "username", 200), text(given, "called", 200)
        password, is_made = _password(given)
        role = _role(given)
        with told(self.reader):
            colleagues = self.reader.parts.accounts.colleagues
            added = await colleagues.add(self.me, username, name, role, password)
        if is_made:
            await self._show_once(added.username, password)
        await self.reader.tell("added")
        await self.done("done_staff_added")

    async def change_role(self, given: Given) -> None:
        staff, role = number(given, "id"), _role(given)
        colleagues = self.reader.parts.accounts.colleagues
        await self._do(colleagues.change_role(self.me, staff, role), "done_role_changed")

    async def set_password(self, given: Given) -> None:
        """A colleague's new password. Without one it is made and shown once."""
        staff = number(given, "id")
        password, is_made = _password(given)
        with told(self.reader):
            await self.reader.parts.accounts.colleagues.set_password(self.me, staff, password)
        if is_made:
            await self._show_once(text(given, "username", 200), password)
        await self.reader.tell("password_set")
        await self.done("done_password_set")

    async def end_sessions(self, given: Given) -> None:
        staff = number(given, "id")
        colleagues = self.reader.parts.accounts.colleagues
        await self._do(colleagues.end_sessions(self.me, staff), "done_sessions_ended")

    async def second_factor_off(self, given: Given) -> None:
        staff, factor = number(given, "id"), self.reader.parts.accounts.second_factor
        await self._do(factor.turn_off_for(self.me, staff), "done_second_factor_off")

    async def deactivate(self, given: Given) -> None:
        staff = number(given, "id")
        colleagues = self.reader.parts.accounts.colleagues
        await self._do(colleagues.deactivate(self.me, staff), "done_deactivated")

    async def reactivate(self, given: Given) -> None:
        staff = number(given, "id")
        colleagues = self.reader.parts.accounts.colleagues
        await self._do(colleagues.reactivate(self.me, staff), "done_reactivated")

    async def _do(self, doing: Awaitable[None], said: str) -> None:
        with told(self.reader):
            await doing
        await self.done(said)

    async def _show_once(self, username: str, password: str) -> None:
        await self.reader.tell("once", what="password", name=username, value=password)


def _password(given: Given) -> tuple[str, bool]:
    """The password that was typed, or a new one; whether it is new. It is taken as typed."""
    typed = given.get("password", "")
    if not isinstance(typed, str):
        raise Unusable("error_unusable")
    return (typed, False) if typed else (secrets.token_urlsafe(_PASSWORD_BYTES), True)


def _role(given: Given) -> Role:
    try:
        return Role(str(given.get("role")))
    except ValueError:
        raise Unusable("error_unusable") from None
