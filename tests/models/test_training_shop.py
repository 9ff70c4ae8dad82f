"""A small training with what staff taught, from the messages to the weights that serve."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from models.errors import NothingTaught, ShopWeightsUnusable
from models.shop_weights import ShopWeights
from models.training import shop
from models.training.corpus import LabelledMessage, read_messages
from models.training.intents import train_intents
from models.training.pretrain import EncoderShape, pretrain
from models.training.promotion import Verdict
from models.training.shop import train_with_shop
from models.training.shop_examples import TaughtText, is_held_out
from models.training.split import split_by_writer
from models.understanding import UnderstandingModel
from models.values import Intent, Language

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # torch's and transformers' own deprecations
]

TRAINED = next(name for name in map(str, range(99)) if not is_held_out(name))
CHECKED = next(name for name in map(str, range(99)) if is_held_out(name))


@pytest.fixture(scope="module")
def build(small_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder with a tiny encoder."""
    folder = tmp_path_factory.mktemp("build")
    shape = EncoderShape(layers=1, width=32, heads=2)
    pretrain(build=folder, corpus=small_corpus, epochs=1, shape=shape)
    return folder


@pytest.fixture(scope="module")
def shipped(build: Path, small_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights that were hardly trained."""
    folder = tmp_path_factory.mktemp("shipped") / "understanding"
    return train_intents(build=build, output=folder, corpus=small_corpus, epochs=1, rate=1e-5)


@pytest.fixture
def weights(shipped: Path, tmp_path: Path) -> ShopWeights:
    return ShopWeights(tmp_path / "shop-weights", shipped)


def taught() -> list[TaughtText]:
    """The shop calls its parcels pebbles."""
    asks = ("where do my pebbles roll", "pebbles not here yet", "track the pebbles of monday")
    return [
        TaughtText(ask, Language.EN, (Intent.TRACK_ORDER,), False, account)
        for ask, account in zip(asks, (TRAINED, TRAINED, CHECKED), strict=True)
    ]


def _train(
    weights: ShopWeights, build: Path, corpus: Path, told: Sequence[TaughtText] = ()
) -> tuple[Verdict, list[str]]:
    said: list[str] = []
    verdict = train_with_shop(
        told or taught(),
        weights,
        build=build,
        corpus=corpus,
        say=said.append,
        epochs=3,
        rate=3e-3,
    )
    return verdict, said


def test_better_weights_are_promoted_and_the_shipped_ones_can_come_back(
    weights: ShopWeights, build: Path, small_corpus: Path, shipped: Path
) -> None:
    verdict, said = _train(weights, build, small_corpus)
    assert verdict.promotes
    assert weights.serving() == weights.current and not weights.candidate.exists()
    assert isinstance(weights.load(), UnderstandingModel)
    assert said[0].startswith("Taught: 3 messages, 2 to train with, 1 held out")
    assert [line.partition(":")[0] for line in said[1:4]] == [
        "zh",
        "en",
        "en, the shop's own held-out messages",
    ]
    assert said[-1].startswith("Promoted")
    assert weights.roll_back() == shipped


def test_weights_that_drop_are_not_promoted(
    weights: ShopWeights, build: Path, small_corpus: Path, tmp_path: Path
) -> None:
    good = tmp_path / "good"
    train_intents(build=build, output=good, corpus=small_corpus, epochs=3, rate=3e-3)
    shutil.copytree(good, weights.current)
    wrong = [
        TaughtText(f"{message.text} {end}", message.language, (Intent.INVOICE,), False, TRAINED)
        for message in split_by_writer(read_messages(small_corpus)).train
        if message.intents[0] is Intent.TRACK_ORDER
        for end in ("okay", "嗯嗯", "hm", "lah", "well", "哈", "right")
    ]
    verdict, said = _train(weights, build, small_corpus, wrong)
    assert not verdict.promotes
    assert any(line.startswith("track_order: recall live") for line in said)
    assert said[-1].startswith("Not promoted: ") and "track_order" in said[-1]
    assert weights.load() and not weights.previous.exists()
    UnderstandingModel.load(weights.candidate)  # kept, to be looked at


def test_taught_messages_are_trained_on_and_held_out_ones_are_not(
    weights: ShopWeights, build: Path, small_corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[LabelledMessage] = []

    class Enough(Exception):
        """Seen what is wanted."""

    def stop(*, extra: list[LabelledMessage], build: Path, **_: object) -> None:
        given.extend(extra)
        assert build.name == "shop"  # the shipped weights' own run stays as it is
        raise Enough

    monkeypatch.setattr(shop, "train_intents", stop)
    with pytest.raises(Enough):
        _train(weights, build, small_corpus)
    assert {message.text for message in given} == {one.text for one in taught()[:2]}


def test_nothing_to_train_with_is_said_before_anything_is_trained(
    weights: ShopWeights, build: Path, small_corpus: Path
) -> None:
    tested = split_by_writer(read_messages(small_corpus)).test[0]
    repeated = TaughtText(tested.text, tested.language, tested.intents, True, TRAINED)
    for nothing in ([], [repeated]):
        with pytest.raises(NothingTaught):
            train_with_shop(nothing, weights, build=build, corpus=small_corpus, say=print)
    assert not weights.candidate.exists()


def test_weights_that_are_not_whole_stop_a_training(
    weights: ShopWeights, build: Path, small_corpus: Path
) -> None:
    weights.current.mkdir(parents=True)
    with pytest.raises(ShopWeightsUnusable, match="--rollback"):
        _train(weights, build, small_corpus)
