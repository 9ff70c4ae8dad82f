"""Processes of the shop's own kind: one job of the clock and an outbox, on a database.

Each is a real process, forked from a server that has everything imported already, so that many can
be started and killed in little time.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from tests.supply.once.errands import LONGEST_S, Errand, Meeting, run_errand

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.supply.once.errands"])

#: A process that takes longer hangs, seconds.
_PATIENCE_S = 2 * LONGEST_S


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: what its job said or the fault that it met, and its exit status."""

    said: str
    fault: str
    status: int | None


def _serve(errand: Errand, meeting: Meeting, pipe: Connection) -> None:
    try:
        answer = (asyncio.run(run_errand(errand, meeting)), "")
    except Exception as error:
        answer = ("", f"{type(error).__name__}: {error}")
    pipe.send(answer)


def meeting(parties: int = 2) -> Meeting:
    """Where processes wait for each other."""
    start, middle = _context.Barrier(parties), _context.Barrier(parties)
    return Meeting(start, middle, there=_context.Event(), go=_context.Event())


class Running:
    """A process on its errand."""

    def __init__(self, errand: Errand, meeting: Meeting) -> None:
        self._pipe, theirs = _context.Pipe(duplex=False)
        self._process: BaseProcess = _context.Process(
            target=_serve, args=(errand, meeting, theirs), daemon=True
        )
        self._process.start()
        theirs.close()

    async def ended(self) -> Ended:
        """Wait for its end; one that hangs is killed and said to hang."""
        return await asyncio.to_thread(self._end)

    def _end(self) -> Ended:
        said, fault = "", "killed"
        try:
            if self._pipe.poll(_PATIENCE_S):
                said, fault = self._pipe.recv()
            else:
                fault = "hangs"
                self._process.kill()
        except EOFError:
            pass
        self._pipe.close()
        self._process.join(_PATIENCE_S)
        status = self._process.exitcode
        self._process.close()
        return Ended(said, fault, status)


async def run_at_once(errands: Sequence[Errand]) -> list[Ended]:
    """Each errand in a process of its own, all begun at the same moment."""
    where = meeting(len(errands))
    running = [Running(errand, where) for errand in errands]
    return list(await asyncio.gather(*(one.ended() for one in running)))
