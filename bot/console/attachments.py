"""The files that customers sent. Whatever they are, they cannot act in the console's name."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Path, Response

from bot.console import audit
from bot.console.access import needs
from bot.console.parts import Parts
from bot.console.sessions import Viewer
from bot.rules.permissions import Permission
from knowledge.records import Attachment

router = APIRouter(
    prefix="/attachments", dependencies=[Depends(needs(Permission.VIEW_PERSONAL_DATA))]
)

#: An id; the largest is what PostgreSQL's INTEGER holds.
Id = Annotated[int, Path(ge=1, le=2**31 - 1)]

#: What is shown in the page. Never SVG or HTML: they may carry scripts.
SHOWN = frozenset({"image/jpeg", "image/png", "image/webp"})
#: The type is the one given, the file runs no script, and no other site may embed it.
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@router.get("/{attachment_id}")
async def attachment(attachment_id: Id, viewer: Viewer, parts: Parts) -> Response:
    """A file: an image to be shown, anything else to be saved. It is written down who saw it."""
    async with parts.store.writing() as unit:
        found = await unit.get(Attachment, attachment_id)
        if found is None or found.content is None:
            raise HTTPException(404, "not_found")
        audit.record(unit, viewer, "view_attachment", f"attachment:{attachment_id}")
    shown = found.media_type in SHOWN
    return Response(
        found.content,
        media_type=found.media_type if shown else "application/octet-stream",
        headers={**_HEADERS, "Content-Disposition": _disposition(found, shown=shown)},
    )


def _disposition(found: Attachment, *, shown: bool) -> str:
    """How a browser takes it; the name is the customer's, so it is all escaped (RFC 6266)."""
    name = quote(found.name or f"attachment-{found.key}", safe="")
    return f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{name}"
