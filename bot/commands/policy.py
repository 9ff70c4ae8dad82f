"""The policy as a file: printed as it holds, or a file checked before it is used."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from bot.policy_file import read_policy, written
from bot.settings import Settings


def policy(settings: Settings, check: Path | None, out: TextIO) -> int:
    """Print what holds now, every line explained; with `check` only say that a file may hold.

    Raises:
        PolicyRefused: the file cannot be used; the message names the line.
    """
    if check is not None:
        read_policy(check)
        out.write(f"{check} can be used.\n")
        return 0
    for line in written(read_policy(Path(settings.policy) if settings.policy else None)):
        out.write(f"{line}\n")
    return 0
