"""The `replay` command: journeys played with the real models, and how often they succeed."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.commands.journeys.desk import make_template
from bot.commands.journeys.figures import Figures, success, table
from bot.commands.journeys.play import Run, Stage
from bot.commands.journeys.script import Script, read_scripts
from bot.commands.progress import progress
from bot.policy_file import read_policy
from bot.settings import Settings
from bot.wiring import load_models
from models.shop_weights import ShopWeights

#: So many runs at once, so that the models work in batches.
_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """How journeys are played.

    Args:
        paraphrases: runs of each journey in other words; 0 plays the main lines once.
        times: the k of pass^k.
        least: the share of runs that must succeed; None for no threshold.
        show: print the runs that failed; `everything`: print all of them.
        seed: of the draws.
    """

    paraphrases: int = 0
    times: int = 5
    least: float | None = None
    show: bool = False
    everything: bool = False
    seed: int = 7


async def replay_journeys(settings: Settings, path: Path, asked: Asked) -> int:
    """Play the journeys of a file or folder; the exit status says whether `least` was reached.

    Raises:
        CommandFailed: a journey's file cannot be read.
    """
    scripts = read_scripts(path)
    models = await asyncio.to_thread(load_models, ShopWeights(settings.shop_weights))
    try:
        with TemporaryDirectory() as folder:
            template = Path(folder) / "template.sqlite3"
            await make_template(settings, models, template)
            policy = read_policy(Path(settings.policy) if settings.policy else None)
            stage = Stage(settings, models, policy, template, asked.seed)
            played = await _all_runs(stage, scripts, asked.paraphrases)
    finally:
        await models.runner.close()
    return _told(scripts, played, asked)


async def _all_runs(stage: Stage, scripts: Sequence[Script], paraphrases: int) -> list[list[Run]]:
    numbers: list[int | None] = list(range(paraphrases)) or [None]
    places, done = asyncio.Semaphore(_AT_ONCE), 0
    shown = progress("Journeys")

    async def one(script: Script, number: int | None) -> Run:
        nonlocal done
        async with places:
            run = await stage.run(script, number)
        done += 1
        shown(done, len(scripts) * len(numbers))
        return run

    flat = await asyncio.gather(*(one(script, n) for script in scripts for n in numbers))
    return [list(flat[at : at + len(numbers)]) for at in range(0, len(flat), len(numbers))]


def _told(scripts: Sequence[Script], played: list[list[Run]], asked: Asked) -> int:
    for run in (run for runs in played for run in runs):
        if asked.everything or (asked.show and not run.succeeded):
            faults = [f"  ! {fault}" for fault in run.faults]
            sys.stdout.write("\n".join([f"\n== {run.name}", *run.transcript, *faults]) + "\n")
    figures = [
        Figures.of(script.journey.name, runs) for script, runs in zip(scripts, played, strict=True)
    ]
    sys.stdout.write("\n".join(table(figures, asked.times)) + "\n")
    return 0 if asked.least is None or success(figures) >= asked.least else 1
