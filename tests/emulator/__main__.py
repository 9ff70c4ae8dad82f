"""The emulator as a program: `python -m tests.emulator --port 8081`.

It prints its URL once it listens. Beside the Bot API it answers, in JSON:

    /control/say      {"chat_id": 7, "text": "…"}      -> {"message_id": 1}
    /control/press    {"chat_id": 7, "action": "…"}    -> {"query_id": "…"}
    /control/contact  {"chat_id": 7, "phone": "…"}     -> {"message_id": 1}
    /control/block    {"chat_id": 7}                   -> {}
    /control/sent     {"chat_id": 7} or {}             -> {"sent": [{"chat_id", "text", …}]}
    /control/state    {}                               -> {"unconfirmed": [1000, …]}
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from tests.emulator.desk import TOKEN, TelegramEmulator
from tests.emulator.http import Reply, Request


def controlled(
    api: TelegramEmulator, bot_api: Callable[[Request], Awaitable[Reply]]
) -> Callable[[Request], Awaitable[Reply]]:
    """A handler that answers /control itself and leaves the rest to the Bot API."""

    async def serve(request: Request) -> Reply:
        if not request.path.startswith("/control/"):
            return await bot_api(request)
        try:
            return Reply(200, control(api, request.path.removeprefix("/control/"), request.fields))
        except (LookupError, TypeError, ValueError) as error:
            return Reply(400, {"error": f"{type(error).__name__}: {error}"})

    return serve


def control(api: TelegramEmulator, action: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Do what a person does, or tell what the bot did.

    Raises:
        LookupError: there is no such action, field or button.
    """
    chat_id = int(fields["chat_id"]) if "chat_id" in fields else None
    if action == "sent":
        return {"sent": [asdict(sent) | {"buttons": sent.buttons} for sent in api.sent(chat_id)]}
    if action == "state":
        return {"unconfirmed": api.updates.unconfirmed}
    if chat_id is None:
        raise LookupError("chat_id")
    if action == "say":
        return {"message_id": api.say(chat_id, fields["text"])}
    if action == "press":
        return {"query_id": api.press(chat_id, fields["action"])}
    if action == "contact":
        return {"message_id": api.share_contact(chat_id, fields["phone"])}
    if action == "block":
        api.block(chat_id)
        return {}
    raise LookupError(action)


async def serve(port: int, token: str) -> None:
    """Run until the program is ended."""
    async with TelegramEmulator(token, port=port) as api:
        api.intercept(lambda bot_api: controlled(api, bot_api))
        print(api.url, flush=True)
        await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.emulator")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    given = parser.parse_args()
    try:
        asyncio.run(serve(given.port, given.token))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
