"""One run of a journey: every line said in order, every check made."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.commands.journeys import records
from bot.commands.journeys.desk import ACCOUNT, Customer, Said, copied, customer_of
from bot.commands.journeys.script import Line, Script, drawn
from bot.rules.policy import Policy
from bot.settings import Settings
from bot.wiring import Models
from knowledge.queries import accounts, conversations, handovers
from knowledge.records import Channel


@dataclass(slots=True)
class Run:
    """What came of one run: the conversation as it was, and what was wrong with it."""

    name: str
    transcript: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def succeeded(self) -> bool:
        return not self.faults


class Stage:
    """Where journeys are played: the models, and a database to copy.

    Args:
        number: of the run, which chooses the ways; None for the main lines.
    """

    def __init__(
        self, settings: Settings, models: Models, policy: Policy, template: Path, seed: int
    ) -> None:
        self._settings, self._models, self._policy = settings, models, policy
        self._template, self._seed = template, seed

    async def run(self, script: Script, number: int | None) -> Run:
        """Play a journey once; a step that fails ends it."""
        run = Run(script.journey.name)
        with TemporaryDirectory() as folder:
            database = copied(self._template, Path(folder) / "journey.sqlite3")
            opened = customer_of(script, self._settings, self._models, self._policy, database)
            async with opened as customer:
                await self._play(script, number, customer, run)
        return run

    async def _play(self, script: Script, number: int | None, customer: Customer, run: Run) -> None:
        journey, shelf, store = script.journey, customer.shelf, customer.desk.store
        before = await records.look(store, journey, shelf, ACCOUNT)
        for at, line in enumerate(journey.steps):
            if line.when and not any(customer.last.has_act(act) for act in line.when):
                continue
            words = drawn(script.ways(line), line.say, number, self._order(script, at))
            said = await _step(customer, line, words, run)
            if said is not None:
                run.faults += [f"step {at + 1}: {one}" for one in _wrong(line, said)]
                run.faults += await _holding(customer, line, at)
            if run.faults:
                return
        now = await records.look(store, journey, shelf, ACCOUNT)
        run.faults += records.faults(before, now, journey.after)

    def _order(self, script: Script, at: int) -> list[int]:
        """In which order the ways of a line come: each once before any comes again."""
        places = list(range(len(script.ways(script.journey.steps[at]))))
        seed = zlib.crc32(f"{self._seed}:{script.journey.name}:{at}".encode())
        random.Random(seed).shuffle(places)  # noqa: S311 - a draw, no secret
        return places


async def _step(customer: Customer, line: Line, words: str, run: Run) -> Said | None:
    """Do a step; the reply to it, or None where there is none to judge."""
    if line.wait:
        customer.wait(timedelta(**line.wait))
        run.transcript.append(f"… {line.wait}")
        return None
    if line.staff is not None:
        run.transcript.append(f"S {line.staff.model_dump(exclude_defaults=True)}")
        await customer.staff(line.staff)
        return None
    said = await _done(customer, line, words)
    did = words or line.press or ("contact" if line.contact else "photo")
    if said is None:
        run.faults.append(f"there is no button '{line.press}'")
        return None
    _note(run, did, said)
    if line.clarifies and said.has_act("clarify"):
        pressed = await customer.press(line.clarifies)
        if pressed is not None:
            _note(run, line.clarifies, pressed)
            return pressed
    return said


def _note(run: Run, did: str, said: Said) -> None:
    run.transcript.append(f"> {did}")
    run.transcript.append(f"  {said.text}  <{'+'.join(said.acts)}>".replace("\n", "\n  "))
    labels = "".join(f" [{label}]" for label, _ in said.buttons)
    run.transcript += [f" {labels}"] if labels else []


async def _done(customer: Customer, line: Line, words: str) -> Said | None:
    if line.press:
        return await customer.press(line.press)
    if line.photo:
        return await customer.send_photos(line.photo, words)
    if line.contact:
        return await customer.share_contact()
    return await customer.say(words)


def _wrong(line: Line, said: Said) -> Iterator[str]:
    """Where a reply is not as the step says."""
    if line.silent != (not said.text):
        yield "it said something" if line.silent else "it said nothing"
    if line.acts and not any(said.has_act(act) for act in line.acts):
        yield f"acts {said.acts}, none of {line.acts}"
    folded = said.text.casefold()
    yield from (f"'{one}' is not said" for one in line.says if one.casefold() not in folded)
    yield from (f"'{one}' is said" for one in line.never if one.casefold() in folded)
    labels = " ".join(label for label, _ in said.buttons)
    yield from (f"no button '{one}'" for one in line.buttons if one not in labels)


async def _holding(customer: Customer, line: Line, at: int) -> list[str]:
    """Whether staff hold the conversation as the step says."""
    if line.handed_over is None:
        return []
    async with customer.desk.store.reading() as unit:
        account = await accounts.account_of(unit, Channel.TERMINAL, ACCOUNT)
        found = account and await conversations.conversation_of(unit, account.key)
        held = bool(found and await handovers.open_handover(unit, found.key))
    return [] if held == line.handed_over else [f"step {at + 1}: handed over: {held}"]
