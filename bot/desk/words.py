"""From a plan to words: the model writes, the fact lock checks, the facts are filled in."""

from __future__ import annotations

import logging
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bot.desk.turn import Mind, Reply
from bot.rules.fact_lock import Breach, check, fill
from models.acts import ACTS
from models.values import Language, Mood, ReplyPlan

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Worded:
    """A finished text; `fallback` says that the model's words were not used."""

    text: str
    fallback: bool


@dataclass(slots=True)
class LockCounts:
    """How the fact lock judged since the start, by breach."""

    passed: int = 0
    refused: Counter[str] = field(default_factory=Counter)


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

    def __init__(self, mind: Mind) -> None:
        self._mind = mind
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
            self.counts.passed += 1
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
        self.counts.refused[breach.value] += 1
        # No words at all is the model's own doubt, or an act that it was not trained on.
        level = logging.INFO if breach is Breach.EMPTY else logging.WARNING
        log.log(level, "Fact lock: %s in act %s: %r", breach.value, act, template)
