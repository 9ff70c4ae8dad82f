"""Every written journey, played once with its main lines and the real models."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.commands.journeys.desk import make_template
from bot.commands.journeys.play import Stage
from bot.commands.journeys.script import Script, read_scripts
from bot.rules.policy import Policy
from bot.settings import Settings
from bot.wiring import Models, load_models
from models.shop_weights import ShopWeights

FOLDER = Path(__file__).with_name("scripts")
SCRIPTS = read_scripts(FOLDER)
MESSAGES, ANSWERS = (Path("models/corpus") / part for part in ("messages", "answers"))
#: Characters of an answer that is too short to be new.
SHORT = 20


@dataclass(frozen=True, slots=True)
class Theatre:
    """The models and the database that all journeys of this file begin with."""

    settings: Settings
    models: Models
    template: Path


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    folder = tmp_path_factory.mktemp("journeys")
    settings = Settings(database_url=f"sqlite:///{folder / 'shop.sqlite3'}")
    models = load_models(ShopWeights(settings.shop_weights))
    template = folder / "template.sqlite3"
    with asyncio.Runner() as runner:
        runner.run(make_template(settings, models, template))
    yield Theatre(settings, models, template)
    with asyncio.Runner() as runner:
        runner.run(models.runner.close())


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.journey.name)
async def test_the_desk_finishes_what_the_customer_came_for(
    theatre: Theatre, script: Script
) -> None:
    stage = Stage(theatre.settings, theatre.models, Policy(), theatre.template, seed=7)
    run = await stage.run(script, None)
    assert run.succeeded, "\n".join([*run.transcript, *run.faults])


def test_half_of_at_least_eighty_journeys_are_chinese() -> None:
    chinese = [one for one in SCRIPTS if one.journey.name.startswith("zh/")]
    assert len(SCRIPTS) >= 80
    assert 0.4 <= len(chinese) / len(SCRIPTS) <= 0.6


def test_a_journey_is_named_after_its_file() -> None:
    files = {path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.toml")}
    assert {one.journey.name for one in SCRIPTS} == files - {"goods", "zh/ways", "en/ways"}


def test_no_model_has_seen_the_customers_words() -> None:
    corpus = {
        _bare(line.split("|")[part])
        for folder, part in ((MESSAGES, -1), (MESSAGES, 1), (ANSWERS, 0))
        for path in folder.rglob("*.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    }
    said = {way for one in SCRIPTS for line in one.journey.steps for way in one.ways(line)}
    # Nobody says yes or which invoice in words that nobody has used.
    assert sorted(way for way in said if len(way) > SHORT and _bare(way) in corpus) == []


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
