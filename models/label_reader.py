"""The desk's end of reading photos: starts the reading process, asks it, and ends it.

The process (`models.label_photo`) is started for the first photo and ended when none came for a
while. One photo is read at a time. Whoever stops waiting ends it too: what hangs is not kept.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from models.errors import PhotoUnread
from models.label_photo import CODES, LENGTH, TEXT

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "models.label_photo")
#: How long the process is kept without a photo, seconds.
IDLE_S = 30.0
#: The packages it reads with, the extra `photos` of this project.
PACKAGES = ("zxingcpp", "rapidocr")
#: 200 texts of 500 characters, written as JSON, are shorter.
_LONGEST_ANSWER = 1024 * 1024


class LabelReader:
    """Reads barcodes and printed text off photos, in a process that lives as long as it is needed.

    Args:
        idle_s: how long the process is kept without a photo, seconds.
        command: what is started.
    """

    def __init__(self, *, idle_s: float = IDLE_S, command: Sequence[str] = COMMAND) -> None:
        self._idle_s = idle_s
        self._command = command
        self._process: Process | None = None
        self._turn = asyncio.Lock()
        self._ends: asyncio.TimerHandle | None = None
        self._leaving: asyncio.Task[int] | None = None
        self._is_there: bool | None = None

    @property
    def is_there(self) -> bool:
        """Whether the packages are installed; said in the log once if not."""
        if self._is_there is None:
            missing = [name for name in PACKAGES if find_spec(name) is None]
            self._is_there = not missing
            if missing:
                log.warning(
                    "Photos are not searched for parcel labels: the extra `photos` is not "
                    "installed (%s missing).",
                    ", ".join(missing),
                )
        return self._is_there

    @property
    def is_running(self) -> bool:
        """Whether the process is there now."""
        return self._process is not None and self._process.returncode is None

    async def codes(self, photo: bytes) -> list[str]:
        """What the barcodes and QR codes in a photo say.

        Raises:
            PhotoUnread: it is no picture, too large a one, or the process failed.
        """
        return await self._ask(CODES, photo)

    async def text(self, photo: bytes) -> list[str]:
        """The lines printed in a photo.

        Raises:
            PhotoUnread: as for `codes`.
        """
        return await self._ask(TEXT, photo)

    async def close(self) -> None:
        """End the process."""
        async with self._turn:
            self._stay()
            await self._end()
            if self._leaving is not None:
                await self._leaving

    async def _ask(self, kind: bytes, photo: bytes) -> list[str]:
        async with self._turn:
            self._stay()
            try:
                answer = await self._answer(kind, photo)
            except (OSError, EOFError, ValueError) as error:
                await self._end()
                raise PhotoUnread(f"the reading process ended ({type(error).__name__})") from error
            except BaseException:
                await self._end()  # nobody waits any more
                raise
            self._ends = asyncio.get_running_loop().call_later(self._idle_s, self._let_go)
        if isinstance(answer, str):
            raise PhotoUnread(answer)
        return answer

    async def _answer(self, kind: bytes, photo: bytes) -> list[str] | str:
        process = await self._started()
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(kind + LENGTH.pack(len(photo)) + photo)
        await process.stdin.drain()
        (size,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
        if size > _LONGEST_ANSWER:
            raise ValueError("the answer is too long")
        answer: list[str] | str = json.loads(await process.stdout.readexactly(size))
        return answer

    async def _started(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            root = str(Path(__file__).parents[1])
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                # All that it gets to know of the environment: no setting, no secret, no proxy.
                env={"PYTHONPATH": root, "OMP_NUM_THREADS": "1"},
            )
        return self._process

    def _stay(self) -> None:
        if self._ends is not None:
            self._ends.cancel()
            self._ends = None

    def _let_go(self) -> None:
        """Nobody sent a photo for a while: when its questions end, the process does."""
        self._ends = None
        process, self._process = self._process, None
        if process is not None and process.stdin is not None:
            process.stdin.close()
            self._leaving = asyncio.create_task(process.wait())

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            process.kill()
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
