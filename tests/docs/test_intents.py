"""Every intent is described: for writers of the corpus, and by what it leads to."""

from __future__ import annotations

import re

from bot.desk.actions.asked_for import ACTIONS
from bot.desk.talk import is_talk
from models.acts import ACTS
from models.values import Intent
from tests.docs.pages import ARCHITECTURE, ROOT, Page, table

_CORPUS = Page(ROOT / "models" / "corpus" / "README.md")
#: Intents that staff get by rule, whatever else a message says.
_TO_STAFF = {Intent.HUMAN_AGENT, Intent.COMPLAINT}


def test_every_intent_has_a_row_in_the_corpus_readme() -> None:
    named = [row[0].split(" / ") for row in table(_CORPUS.section(_messages_heading()))]
    assert sorted(name for names in named for name in names) == sorted(Intent)


def _messages_heading() -> str:
    return next(h for h in _CORPUS.headings(2) if h.startswith("Messages"))


def test_every_intent_has_a_row_in_the_architecture() -> None:
    rows = table(Page(ARCHITECTURE).section("What each intent leads to"))
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row[0])]
    assert sorted(named) == sorted(Intent)


def test_the_architecture_says_rightly_what_each_intent_leads_to() -> None:
    rows = table(Page(ARCHITECTURE).section("What each intent leads to"))
    led = {Intent(n): row[1] for row in rows for n in re.findall(r"`(\w+)`", row[0])}
    assert {intent for intent in led if led[intent] == "staff"} == _TO_STAFF
    assert {intent for intent in led if led[intent] == "an action"} == set(ACTIONS)
    assert {intent for intent in led if led[intent] == "a few words"} == {
        intent for intent in Intent if is_talk(intent)
    }


def test_the_acts_that_pages_count_are_as_many() -> None:
    counted = re.findall(r"(\d+) dialogue acts", Page(ARCHITECTURE).text)
    assert set(counted) <= {str(len(ACTS))}
