"""The tokens with which other systems of the shop use its API."""

from __future__ import annotations

from collections.abc import Mapping

from bot.console.room.account_words import told
from bot.console.room.page import Answer, Given, Json, number, text
from bot.console.room.tabs import Tab
from bot.rules.permissions import Permission


class TokensTab(Tab):
    """Every token: who made it, when it was used; made and revoked here."""

    name = "tokens"
    needs = Permission.MANAGE_TOKENS

    async def shown(self) -> Json:
        every = await self.reader.parts.accounts.tokens.every(self.me)
        rows = [
            {
                "id": one.token_id,
                "name": one.name,
                "made_by": one.made_by,
                "made_at": self.stamp(one.made_at),
                "used": self.stamp(one.last_used_at),
                "revoked": self.stamp(one.revoked_at),
            }
            for one in every
        ]
        return {"tokens": rows}

    def offered(self) -> Mapping[str, Answer]:
        return {
            "make_token": Answer(self.make, self.needs),
            "revoke_token": Answer(self.revoke, self.needs),
        }

    async def make(self, given: Given) -> None:
        """A new token, told to the page now and never again."""
        name = text(given, "token_name")
        with told(self.reader):
            made = await self.reader.parts.accounts.tokens.make(self.me, name)
        await self.reader.tell("once", what="token", name=name, value=made.token)
        await self.done("done_token_made")

    async def revoke(self, given: Given) -> None:
        token = number(given, "id")
        with told(self.reader):
            await self.reader.parts.accounts.tokens.revoke(self.me, token)
        await self.done("done_token_revoked")
