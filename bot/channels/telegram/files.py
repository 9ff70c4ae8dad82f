"""The files that customers sent on Telegram, fetched by their ids."""

from __future__ import annotations

from typing import NoReturn

from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.channels.fetching import too_large
from bot.errors import FetchFailed, FetchRefused


class TelegramFiles:
    """A `Files` for Telegram: getFile tells the path, which holds for an hour."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def fetch(self, external_id: str, most: int) -> bytes:
        """The bytes of a file.

        Raises:
            FetchRefused: Telegram does not have it, or it is larger than `most` bytes
                (getFile itself stops at 20 MB: https://core.telegram.org/bots/api#getfile).
            FetchFailed: no connection, no answer, a wait, or a fault at Telegram.
        """
        try:
            file = await self._bot.get_file(external_id)
            if (file.file_size or 0) > most:
                raise too_large(file.file_size or 0, most)
            if not file.file_path:
                raise FetchFailed("Telegram has no path for this file yet.")
            return bytes(await file.download_as_bytearray())
        except TelegramError as error:
            _give_reason(error)


def _give_reason(error: TelegramError) -> NoReturn:
    said = str(error)
    # The only fault of its kind that passes; the others hold for ever.
    if isinstance(error, BadRequest) and "temporarily" not in said.lower():
        raise FetchRefused(f"Telegram does not give this file: {said}.") from error
    raise FetchFailed(f"Telegram cannot give this file now: {said}.") from error
