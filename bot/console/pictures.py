"""Pictures that staff send to a customer. They come over HTTP: a socket takes small frames."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from bot.browsers.words import Words
from bot.console.access import needs
from bot.console.attachments import Id
from bot.console.parts import Parts
from bot.console.rendering import language_of
from bot.console.sessions import Viewer
from bot.desk.in_hand import HeldByColleague
from bot.desk.inbound import LARGEST_FILE
from bot.desk.pictures import PictureRefused, picture_of
from bot.errors import XiaoerError
from bot.rules.permissions import Permission

router = APIRouter(prefix="/conversations", dependencies=[Depends(needs(Permission.ANSWER))])

#: The form's own bytes around the picture, and the words under it.
_AROUND, _LONGEST_WORDS = 64 * 1024, 4_000


class _Unfit(Exception):
    """What came cannot be sent; `key` names the words that say so."""

    def __init__(self, key: str, status: int = 422) -> None:
        super().__init__(key)
        self.key, self.status = key, status


@router.post("/{conversation_id}/picture")
async def send_picture(
    conversation_id: Id, request: Request, viewer: Viewer, parts: Parts
) -> Response:
    """Send a picture with the words under it, both or neither; what is wrong is told as JSON."""
    words: Words = request.app.state.pages.words
    said = words.of(language_of(request))
    try:
        content, text = await _sent(request)
        picture = picture_of(content)
        await parts.desk.answer(conversation_id, viewer.key, text, picture=picture)
    except _Unfit as unfit:
        return _told(said[unfit.key], unfit.status)
    except PictureRefused as refused:
        status = 413 if refused.reason == "too_large" else 415
        return _told(said[f"picture_{refused.reason}"], status)
    except HeldByColleague as held:
        return _told(said["held_by"].format(held.holder), 409)
    except LookupError:
        return _told(said["error_not_found"], 404)
    except XiaoerError as refused:
        return _told(str(refused), 409)
    return JSONResponse({"said": said["done_answered"]})


async def _sent(request: Request) -> tuple[bytes, str]:
    """The picture and the words of a form, which is read only so far as it may be long.

    Nobody reads it before it is known who asks: `Request.form` is called here and not by FastAPI.
    """
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise _Unfit("error_unusable", 411)
    if int(length) > LARGEST_FILE + _AROUND:
        raise _Unfit("picture_too_large", 413)
    try:
        async with request.form(max_files=1, max_fields=1, max_part_size=_AROUND) as form:
            file, text = form.get("picture"), form.get("text", "")
            if not isinstance(file, UploadFile):
                raise _Unfit("picture_empty")
            if not isinstance(text, str) or len(text) > _LONGEST_WORDS:
                raise _Unfit("error_unusable")
            return await file.read(), text
    except HTTPException as broken:
        raise _Unfit("error_unusable") from broken


def _told(problem: str, status: int) -> Response:
    return JSONResponse({"problem": problem}, status)
