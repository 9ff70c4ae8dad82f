"""`train intents --with-shop` and `--rollback`, and what is served afterwards."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.commands import training as command
from bot.commands.shop import prepare
from bot.settings import Settings
from bot.wiring import load_models, open_desk
from knowledge.store import Store
from models import UNDERSTANDING_WEIGHTS
from models.errors import ShopWeightsUnusable
from models.shop_weights import ShopWeights
from models.training.shop_examples import TaughtText
from models.values import Intent, Language
from tests.fakes import Desk


class Verdict:
    """A decision of the gate."""

    def __init__(self, promotes: bool) -> None:
        self.promotes = promotes


class Training:
    """`models.training`, which remembers what it is given."""

    def __init__(self, promotes: bool = True) -> None:
        self.TaughtText = TaughtText
        self.taught: list[TaughtText] = []
        self.options: dict[str, Any] = {}
        self.folder: Path | None = None
        self._promotes = promotes

    def train_with_shop(
        self, taught: list[TaughtText], weights: ShopWeights, **options: Any
    ) -> Verdict:
        self.taught, self.options, self.folder = taught, options, weights.folder
        return Verdict(self._promotes)


@pytest.fixture
def database(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The settings' database, empty."""
    monkeypatch.setenv("XIAOER_DATABASE_URL", sqlite_url)
    return sqlite_url


@pytest.fixture
def own(database: str) -> ShopWeights:
    """The shop's own weights, a copy of the shipped ones."""
    weights = ShopWeights(Settings(database_url=database).shop_weights)
    shutil.copytree(UNDERSTANDING_WEIGHTS, weights.current)
    return weights


async def _teach(url: str) -> None:
    store = Store(url)
    desk = Desk(store)
    agent = await desk.shop.staff()
    for account, text in (("anna", "我的快递到哪了"), ("bert", "hello")):
        await desk.say(account, text)
        message = (await desk.messages(account))[0]
        if account == "anna":
            await desk.teaching.confirm(message.conversation_id, message.key, agent.key)
        else:
            given = (message.conversation_id, message.key, ["invoice", "gift"], agent.key)
            await desk.teaching.correct(*given)
    await store.close()


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("sqlite:///xiaoer.sqlite3", "shop-weights/understanding"),
        ("sqlite:///shops/a.sqlite3", "shops/shop-weights/understanding"),
        ("sqlite:////data/xiaoer.sqlite3", "/data/shop-weights/understanding"),
        ("postgresql://user:password@host/name", "shop-weights/understanding"),
    ],
)
def test_the_shops_weights_lie_beside_its_database(url: str, folder: str) -> None:
    assert Settings(database_url=url).shop_weights == Path(folder)


@pytest.mark.parametrize(("promotes", "status"), [(True, 0), (False, 1)])
def test_what_staff_taught_reaches_the_training(
    database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    promotes: bool,
    status: int,
) -> None:
    asyncio.run(_teach(database))
    training = Training(promotes)
    monkeypatch.setattr(command, "_training", lambda: training)
    asked = ["--with-shop", "--base", "b", "--seed", "3", "--epochs", "1.5"]
    assert main(["train", "intents", *asked]) == status
    assert training.taught == [
        TaughtText("我的快递到哪了", Language.ZH, (Intent.TRACK_ORDER,), True, "telegram:anna"),
        TaughtText("hello", Language.EN, (Intent.INVOICE, Intent.GIFT), False, "telegram:bert"),
    ]
    assert training.folder == tmp_path / "shop-weights" / "understanding"
    options = dict(training.options)
    del options["say"]
    assert options == {"build": Path("build"), "seed": 3, "epochs": 1.5, "text": None, "base": "b"}
    assert ("served from the next start" in capsys.readouterr().out) == promotes


@pytest.mark.slow
def test_without_anything_taught_the_command_says_so(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", "intents", "--with-shop"]) == 2
    assert (
        capsys.readouterr()
        .err.strip()
        .endswith("Staff have taught nothing yet that could be trained with.")
    )


@pytest.mark.parametrize("option", ["--with-shop", "--rollback"])
@pytest.mark.parametrize("others", [["base"], ["replies"], ["intents", "--out", "here"]])
def test_options_that_do_not_go_together_are_refused(
    database: str, capsys: pytest.CaptureFixture[str], option: str, others: list[str]
) -> None:
    assert main(["train", *others, option]) == 2
    assert option in capsys.readouterr().err


def test_a_rollback_restores_and_says_what_serves(
    own: ShopWeights, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(own.current, own.previous)
    assert main(["train", "intents", "--rollback"]) == 0
    assert "The shop's previous weights are restored." in capsys.readouterr().err
    shutil.rmtree(own.previous)
    assert main(["train", "intents", "--rollback"]) == 0
    assert "The shipped weights are restored." in capsys.readouterr().err
    assert main(["train", "intents", "--rollback"]) == 2
    assert "the shipped ones serve" in capsys.readouterr().err


@pytest.mark.slow
async def test_the_desk_serves_the_shops_own_weights(own: ShopWeights) -> None:
    await load_models(own).runner.close()
    (own.current / "ngrams.npz").write_bytes(b"cut short")
    with pytest.raises(ShopWeightsUnusable, match=r"ngrams\.npz.* train intents --rollback"):
        load_models(own)
    settings = Settings(database_url=f"sqlite:///{own.folder.parents[1]}/shop.sqlite3")
    with pytest.raises(ShopWeightsUnusable):
        async with open_desk(settings, {}):
            pass
    own.roll_back()
    async with open_desk(settings, {}) as desk:
        assert not await prepare(desk.store, desk.models.runner, demo=False)


def test_a_start_on_damaged_weights_is_one_sentence(
    own: ShopWeights, capsys: pytest.CaptureFixture[str]
) -> None:
    (own.current / "config.json").unlink()
    assert main(["understand"]) == 2
    told = capsys.readouterr().err.strip()
    assert "config.json" in told and "--rollback" in told and "\n" not in told
