"""Whether Xiaoer is well, for a load balancer or a curious admin; and Telegram's webhook."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Header, HTTPException, Request, Response
from fastapi.responses import JSONResponse

from bot.channels.web.parts import Parts, WebParts
from knowledge.errors import StoreUnavailable
from knowledge.queries import web_chat

router = APIRouter(include_in_schema=False)

#: A database that takes longer does not answer, seconds.
_PATIENCE_S = 3.0


@router.get("/health")
async def health(parts: Parts) -> Response:
    """`{"database": bool, "models": bool}`; 200 when both, otherwise 503."""
    state = {"database": await _database_answers(parts), "models": parts.models_loaded()}
    return JSONResponse(state, 200 if all(state.values()) else 503)


async def _database_answers(parts: WebParts) -> bool:
    try:
        async with asyncio.timeout(_PATIENCE_S), parts.store.reading() as unit:
            return await web_chat.answers(unit)
    except (StoreUnavailable, TimeoutError):
        return False


@router.post("/telegram/webhook")
async def telegram(
    request: Request,
    parts: Parts,
    x_telegram_bot_api_secret_token: Annotated[str | None, Header()] = None,
) -> Response:
    """Hand an update on; the channel itself checks the secret and says how it went."""
    if parts.telegram_webhook is None:
        raise HTTPException(404, "not_found")
    status = await parts.telegram_webhook(await request.body(), x_telegram_bot_api_secret_token)
    return Response(status_code=status)
