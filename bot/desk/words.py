"""From a plan to words: the model writes, the fact lock checks, the facts are filled in."""

from __future__ import annotations

import logging
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from bot.desk.turn import Mind, Reply
from bot.rules.fact_lock import Breach, check, fill
from knowledge.records import utcnow
from models.acts import ACTS
from models.values import Language, Mood, ReplyPlan

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Worded:
    """A finished text; `fallback` says that the model's words were not used."""

    text: str
    fallback: bool


#: What the counts of the lock call a wording that passed.
PASSED = "passed"


@dataclass(slots=True)
class LockCounts:
    """How the fact lock judged since the start, by breach.

    `fresh` has what nobody kept yet, by the quarter of an hour (UTC): every zone's days
    begin with one.
    """

    passed: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    fresh: Counter[tuple[datetime, str]] = field(default_factory=Counter)

    def note(self, verdict: str, now: datetime) -> None:
        """Count a verdict: `PASSED`, or the breach."""
        if verdict == PASSED:
            self.passed += 1
        else:
            self.refused[verdict] += 1
        quarter = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
        self.fresh[quarter, verdict] += 1

    def take(self) -> Counter[tuple[datetime, str]]:
        """What was counted since the last taking; whoever cannot keep it gives it back."""
        taken, self.fresh = self.fresh, Counter()
        return taken

    def give_back(self, taken: Counter[tuple[datetime, str]]) -> None:
        """What was taken and could not be kept."""
        self.fresh += taken


@cache
def plain_sentences() -> dict[str, dict[str, str]]:
    """The plain sentence of every act in both languages, with must slots only."""
    path = Path(__file__).with_name("plain_sentences.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def plain(reply: Reply, language: Language) -> str:
    """The plain sentence of a reply's act, filled."""
    return fill(plain_sentences()[reply.act][language], reply.facts)


class Wording:
    """Gives replies their words."""

    def __init__(self, mind: Mind, clock: Callable[[], datetime] = utcnow) -> None:
        self._mind = mind
        self._clock = clock
        self.counts = LockCounts()

    async def word(
        self, reply: Reply, language: Language, mood: Mood, customer_text: str = ""
    ) -> Worded:
        """The text of a reply. A wording that fails the lock is replaced and counted."""
        if reply.bare:
            return Worded("\n".join(reply.facts.values()), fallback=False)
        act = ACTS[reply.act]
        offered = (act.must | act.may) & reply.facts.keys()
        plan = ReplyPlan(reply.act, language, mood, offered, customer_text)
        template = await self._template(plan)
        breach = check(template, must=act.must, offered=offered, language=language)
        if breach is None:
            self.counts.note(PASSED, self._clock())
            return Worded(fill(template, reply.facts), fallback=False)
        self._count(breach, reply.act, template)
        return Worded(plain(reply, language), fallback=True)

    async def _template(self, plan: ReplyPlan) -> str:
        try:
            return await self._mind.word(plan)
        except Exception:
            # Whatever breaks in a model, the customer still gets the plain sentence.
            log.exception("The reply model failed on act %s.", plan.act)
            return ""

    def _count(self, breach: Breach, act: str, template: str) -> None:
        self.counts.note(breach.value, self._clock())
        # No words at all is the model's own doubt, or an act that it was not trained on.
        level = logging.INFO if breach is Breach.EMPTY else logging.WARNING
        log.log(level, "Fact lock: %s in act %s: %r", breach.value, act, template)
