"""The pictures that staff sent to a visitor, for that visitor alone."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Response

from bot.channels.web.parts import Parts
from bot.channels.web.session import Account
from bot.channels.web.shown import PHOTOS_AT
from knowledge.queries.web_chat import photo_for

router = APIRouter(prefix=PHOTOS_AT, include_in_schema=False)

#: An id; the largest is what PostgreSQL's INTEGER holds.
Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
#: The type is the one given, and no other site may embed it.
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Disposition": "inline",
}


@router.get("/{attachment_id}")
async def photo(attachment_id: Id, account: Account, parts: Parts) -> Response:
    """A picture of the visitor's own conversation."""
    async with parts.store.reading() as unit:
        found = await photo_for(unit, account, attachment_id)
    if found is None:
        raise HTTPException(404, "not_found")
    content, media_type = found
    return Response(content, media_type=media_type, headers=_HEADERS)
