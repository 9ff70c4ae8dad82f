"""The inbox's search: over all that was ever said, and for orders and customers by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.console.room.page import Answer, Given, Reader, Unusable, number, text
from bot.console.viewing import clock
from bot.rules.permissions import Permission
from knowledge.queries.search import ExactHit, FoundMessage, exact_hits, search_messages
from knowledge.snippets import Snippet

if TYPE_CHECKING:
    from bot.console.room.inbox import InboxRoom
    from bot.console.room.page import Json

#: Messages of a page, and characters of a search.
PAGE, LONGEST = 30, 200


class SearchAnswers:
    """What an open inbox may ask about all conversations."""

    def __init__(self, room: InboxRoom) -> None:
        self._room = room

    def offered(self) -> dict[str, Answer]:
        return {"search": Answer(self.search, Permission.SEE_CONVERSATIONS)}

    async def search(self, given: Given) -> None:
        """Messages with some words, newest first, or those before one.

        That somebody searched, and how much was found, is in the audit before anything is shown.
        The words are not: they may be a customer's own, whose data may be deleted one day.
        """
        reader, words = self._room.reader, text(given, "words", LONGEST)
        if not words:
            raise Unusable("search_empty")
        before = None if given.get("before") is None else number(given, "before")
        async with reader.parts.console.store.reading() as unit:
            found = await search_messages(unit, words, before=before, limit=PAGE + 1)
            exact = [] if before else await exact_hits(unit, words)
        async with reader.parts.console.store.writing() as unit:
            shown = len(found[:PAGE]) + len(exact)
            reader.record(unit, "search", "search", f"{shown} shown")
        await reader.tell(
            "found",
            words=words,
            before=before,
            exact=[told_hit(hit) for hit in exact],
            found=[told_message(reader, one) for one in found[:PAGE]],
            following=found[PAGE - 1].message_id if len(found) > PAGE else None,
        )


def told_message(reader: Reader, one: FoundMessage) -> Json:
    """A message that was found, as the page shows it."""
    console = reader.parts.console
    return {
        "id": one.message_id,
        "conversation": one.conversation_id,
        "by": one.author.value,
        "who": one.who,
        "at": clock(one.at, console.now(), zone=console.settings.zone),
        "pieces": pieces(one.snippet),
    }


def pieces(snippet: Snippet) -> list[tuple[str, bool]]:
    """A snippet cut where words were hit; each piece with whether it is one of them.

    `Snippet("a lost parcel", ((2, 6),))` → `[("a ", False), ("lost", True), (" parcel", False)]`
    """
    cut: list[tuple[str, bool]] = []
    at = 0
    for start, end in snippet.hits:
        cut += [(snippet.text[at:start], False), (snippet.text[start:end], True)]
        at = end
    cut.append((snippet.text[at:], False))
    return [piece for piece in cut if piece[0]]


def told_hit(hit: ExactHit) -> Json:
    """An order or customer that was named exactly."""
    return {
        "kind": hit.kind.value,
        "label": hit.label,
        "customer": hit.customer,
        "conversation": hit.conversation_id,
    }
