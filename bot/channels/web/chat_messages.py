"""The chat's messages: taken in, listed, and pushed to open pages."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field, model_validator

from bot.browsers.limits import SlidingWindow
from bot.channels.web.live import LiveStream, TooManyStreams
from bot.channels.web.parts import Parts, WebParts
from bot.channels.web.session import Account, Language, from_our_page
from bot.channels.web.shown import ShownMessage, shown
from bot.desk.inbound import Inbound
from knowledge.errors import StoreUnavailable
from knowledge.queries import web_chat
from knowledge.records import Channel, MessageKind

log = logging.getLogger(__name__)

router = APIRouter(prefix="/chat", include_in_schema=False)

LONGEST_TEXT = 4_000
#: How long a stream stays silent at most, seconds; it then also looks for news that another
#: process wrote. Proxies cut streams that are silent for a minute.
_BEAT_S = 10.0

_COMMAND = re.compile(r"/([a-z]{1,32})")

#: The largest id that PostgreSQL's INTEGER holds.
_HIGHEST_ID = 2**31 - 1


class Posted(BaseModel):
    """What a page sends: words, or a button that was pressed.

    `client_id` is the page's own id of it; the same one again changes nothing.
    """

    client_id: str = Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")
    text: str | None = Field(default=None, max_length=LONGEST_TEXT)
    action: str | None = Field(
        default=None, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$"
    )
    label: str = Field(default="", max_length=200)

    @model_validator(mode="after")
    def _says_one_thing(self) -> Posted:
        if (self.action is None) == (self.text is None or not self.text.strip()):
            raise ValueError("either text or action, and text must not be blank")
        return self


class Stored(BaseModel):
    """The message as stored, and whether staff rather than the bot will answer it."""

    id: int
    with_staff: bool


async def message_limit(request: Request) -> SlidingWindow:
    found = request.app.state.message_limit
    assert isinstance(found, SlidingWindow)
    return found


@router.post("/messages", dependencies=[Depends(from_our_page)])
async def post_message(
    posted: Posted,
    account: Account,
    parts: Parts,
    language: Language,
    limit: Annotated[SlidingWindow, Depends(message_limit)],
) -> Stored:
    """Store what the visitor said, then have it answered."""
    if limit.is_full(account):
        raise HTTPException(429, "too_fast", {"Retry-After": "20"})
    limit.add(account)
    taken = await parts.receive(_inbound(posted, account, language))
    async with parts.store.reading() as unit:
        with_staff = await web_chat.is_with_staff(unit, taken.conversation_id)
    parts.live.wake(account)
    return Stored(id=taken.message_id, with_staff=with_staff)


def _inbound(posted: Posted, account: str, language: str) -> Inbound:
    pressed = posted.action is not None
    kind, data = _kind(posted)
    return Inbound(
        channel=Channel.WEB,
        account=account,
        external_id=f"{account}:{posted.client_id}",
        kind=kind,
        text=posted.label if pressed else (posted.text or "").strip(),
        data=data,
        language_hint=language,
    )


def _kind(posted: Posted) -> tuple[MessageKind, dict[str, str]]:
    """A button, words, or a command such as `/privacy`, which needs no menu to be typed."""
    if posted.action is not None:
        return MessageKind.BUTTON, {"action": posted.action}
    command = _COMMAND.fullmatch((posted.text or "").strip())
    if command is None:
        return MessageKind.TEXT, {}
    return MessageKind.COMMAND, {"name": command[1], "arguments": ""}


AfterId = Annotated[int | None, Query(ge=0, le=_HIGHEST_ID)]


@router.get("/messages")
async def messages(account: Account, parts: Parts, after: AfterId = None) -> list[ShownMessage]:
    """The messages after one, oldest first, a hundred at most; without `after` the latest."""
    return await _messages(parts, account, after)


async def _messages(parts: WebParts, account: str, after: int | None) -> list[ShownMessage]:
    async with parts.store.reading() as unit:
        found = await web_chat.messages_of_account(unit, account, after)
    return [shown(message) for message in found]


@router.get("/stream")
async def stream(
    request: Request, account: Account, parts: Parts, after: AfterId = 0
) -> StreamingResponse:
    """Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""
    last = request.headers.get("last-event-id", "")
    seen = int(last) if last.isdecimal() and len(last) <= 10 else after or 0
    events = _events(parts, account, min(seen, _HIGHEST_ID))
    try:
        first = await anext(events)
    except TooManyStreams:
        raise HTTPException(429, "too_many_pages") from None
    return StreamingResponse(
        _led_by(first, events),
        media_type="text/event-stream",
        headers={"X-Accel-Buffering": "no"},  # nginx would hold events back
    )


async def _led_by(first: str, events: AsyncIterator[str]) -> AsyncIterator[str]:
    yield first
    async for event in events:
        yield event


async def _events(parts: WebParts, account: str, after: int) -> AsyncIterator[str]:
    with parts.live.opened(account) as opened:
        yield "retry: 2000\n\n"
        try:
            async for event in _news(parts, account, after, opened):
                yield event
        except StoreUnavailable as error:
            log.warning("A live page was cut off: %s It will ask again.", error)


async def _news(
    parts: WebParts, account: str, after: int, opened: LiveStream
) -> AsyncIterator[str]:
    while opened.is_open:
        found = await _messages(parts, account, after)
        for message in found:
            after = message.id
            yield f"id: {after}\ndata: {message.model_dump_json()}\n\n"
        if not found and not await opened.news(_BEAT_S):
            yield ": still here\n\n"
