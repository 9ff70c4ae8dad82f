"""A copy of what is kept about the visitor, as a file to download."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Response

from bot.browsers.limits import SlidingWindow
from bot.channels.web.chat_messages import message_limit
from bot.channels.web.parts import Parts
from bot.channels.web.session import Account
from bot.channels.web.shown import EXPORT_AT
from bot.desk.privacy.export import document_of
from knowledge.queries.accounts import account_of
from knowledge.records import Channel, utcnow

router = APIRouter(include_in_schema=False)


@router.get(EXPORT_AT)
async def export(
    account: Account,
    parts: Parts,
    limit: Annotated[SlidingWindow, Depends(message_limit)],
) -> Response:
    """The visitor's own data as JSON; it counts as a message against their limit."""
    if limit.is_full(account):
        raise HTTPException(429, "too_fast", {"Retry-After": "20"})
    limit.add(account)
    async with parts.store.reading() as unit:
        known = await account_of(unit, Channel.WEB, account)
        if known is None:
            raise HTTPException(404, "not_found")
        file = await document_of(unit, known, utcnow().astimezone(parts.settings.zone))
    named = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, media_type="application/json", headers=named)
