"""What could not be sent, and trying again."""

from __future__ import annotations

from collections.abc import Mapping

from bot.console.room.page import Answer, Given, Json, Unusable, number
from bot.console.room.tabs import Tab
from bot.rules.permissions import Permission
from knowledge.queries import dead_letters
from knowledge.queries.dead_letters import DeadLetter
from knowledge.records import Channel
from knowledge.store import Unit

_PAGE = 50
#: So many of one kind are tried again at once; the rest asks for another press.
_AT_ONCE = 500
_SHOWN = 300


class LettersTab(Tab):
    """What the outbox gave up on: why, and each tried again, or all of one kind."""

    name = "letters"
    needs = Permission.SEE_OUTBOX

    async def shown(self) -> Json:
        """The first page. That customers' words were looked at is written down."""
        async with self.console.store.writing() as unit:
            page = await self._page(unit, None)
            kinds = await dead_letters.dead_kinds(unit)
            count = await dead_letters.dead_letter_count(unit)
            if count:
                self.reader.record(unit, "view_letters", "outbox")
        told = [
            {"channel": one.channel.value, "error": one.error, "count": one.count} for one in kinds
        ]
        return page | {"kinds": told, "count": count}

    def offered(self) -> Mapping[str, Answer]:
        return {
            "letters": Answer(self.older, self.needs),
            "retry": Answer(self.retry, Permission.RETRY_OUTBOX),
            "retry_kind": Answer(self.retry_kind, Permission.RETRY_OUTBOX),
        }

    async def older(self, given: Given) -> None:
        """What follows a letter."""
        before = number(given, "before")
        async with self.console.store.writing() as unit:
            page = await self._page(unit, before)
            self.reader.record(unit, "view_letters", "outbox", f"before {before}")
        await self.reader.tell("found", more=True, **page)

    async def retry(self, given: Given) -> None:
        """Put one back into the outbox."""
        item = number(given, "id")
        async with self.console.store.reading() as unit:
            letter = await dead_letters.dead_letter(unit, item)
        if letter is not None and letter.is_erased:
            raise Unusable("letter_erased")
        if letter is None or not await self.console.revive(item):
            raise LookupError(item)
        async with self.console.store.writing() as unit:
            self.reader.record(unit, "retry_letter", f"outbox:{item}")
        await self.done("done_revived")

    async def retry_kind(self, given: Given) -> None:
        """Put all of one channel that failed for one reason back, up to a limit."""
        channel, error = _channel(given), _error(given)
        async with self.console.store.reading() as unit:
            found = await dead_letters.dead_of_kind(unit, channel, error, _AT_ONCE)
        queued = [one for one in found if not one.is_erased and await self._revived(one)]
        if not queued:
            raise Unusable("letter_erased" if found else "error_not_found")
        async with self.console.store.writing() as unit:
            detail = f"{len(queued)} × {error}"
            self.reader.record(unit, "retry_letters", f"outbox:{channel}", detail)
        await self.done("done_revived_all", count=len(queued))

    async def _revived(self, letter: DeadLetter) -> bool:
        return await self.console.revive(letter.item.key)

    async def _page(self, unit: Unit, before: int | None) -> Json:
        found = await dead_letters.dead_letters(unit, _PAGE + 1, before=before)
        rows = [self._row(one) for one in found[:_PAGE]]
        return {"rows": rows, "following": rows[-1]["id"] if len(found) > _PAGE else None}

    def _row(self, letter: DeadLetter) -> Json:
        item = letter.item
        words = item.text if len(item.text) <= _SHOWN else f"{item.text[:_SHOWN]} …"
        return {
            "id": item.key,
            "channel": item.channel.value,
            "to": item.destination,
            "words": words,
            "error": item.last_error,
            "attempts": item.attempts,
            "at": self.stamp(item.created_at),
            "conversation": letter.conversation_id,
            "erased": letter.is_erased,
        }


def _error(given: Given) -> str:
    """The reason to the letter, blanks at its end too."""
    error = given.get("error")
    if not isinstance(error, str) or len(error) > 400 or "\x00" in error:
        raise Unusable("error_unusable")
    return error


def _channel(given: Given) -> Channel:
    try:
        return Channel(str(given.get("channel")))
    except ValueError:
        raise Unusable("error_unusable") from None
