"""Xiaoer as its users start it: `python -m bot …` in a process of its own."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from tests.bench.shop import url

_ROOT = Path(__file__).parents[2]
_STOP_WITHIN_S = 30.0


def environment(database: Path, **settings: str) -> dict[str, str]:
    """This process's environment with these settings and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XIAOER_")}
    given = {"DATABASE_URL": url(database), **settings}
    named = {f"XIAOER_{name}": value for name, value in given.items()}
    return {**kept, "PYTHONPATH": str(_ROOT), **named}


async def start_bot(database: Path, *arguments: str, log: Path, **settings: str) -> Process:
    """Start `python -m bot` beside its database, where no `.env` of the developer's lies."""
    with log.open("ab") as said:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *arguments,
            stdin=PIPE,
            stdout=PIPE if arguments[0] == "chat" else said,
            stderr=said,
            cwd=database.parent,
            env=environment(database, **settings),
        )


class Server:
    """`python -m bot run` on a free port, talking to a Bot API server; may be killed.

    Args:
        database: a prepared shop.
        api: the Bot API server's URL.
        token: the bot's token there.
    """

    def __init__(self, database: Path, api: str, token: str) -> None:
        self._database = database
        self._settings = {"TELEGRAM_API": api, "TELEGRAM_TOKEN": token, "PORT": "0"}
        self.log = database.with_suffix(".log")
        self._process: Process | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None, "the server is not running"
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        return self._process is None or self._process.returncode is not None

    async def start(self) -> None:
        self._process = await start_bot(self._database, "run", log=self.log, **self._settings)

    async def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is said goodbye to."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()

    async def stop(self) -> int:
        """SIGTERM; returns the exit status."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.terminate()
        try:
            return await asyncio.wait_for(self._process.wait(), _STOP_WITHIN_S)
        except TimeoutError:
            await self.kill()
            return await self._process.wait()
