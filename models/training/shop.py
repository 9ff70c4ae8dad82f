"""Training the understanding model with what a shop's staff taught, up to the decision."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from models.errors import NothingTaught
from models.shop_weights import ShopWeights
from models.training.base import own_base
from models.training.corpus import CORPUS, read_messages
from models.training.intents import train_intents
from models.training.promotion import Verdict, compare
from models.training.shop_examples import TaughtText, shop_part
from models.training.split import split_by_writer
from models.understanding import UnderstandingModel


def train_with_shop(
    taught: Sequence[TaughtText],
    weights: ShopWeights,
    *,
    build: Path,
    say: Callable[[str], object],
    corpus: Path = CORPUS,
    text: Path | None = None,
    base: str | Path | None = None,
    seed: int = 7,
    epochs: float = 4,
    rate: float = 2e-4,
) -> Verdict:
    """Train a candidate with what staff taught, and let it serve where nothing drops.

    The weights that serve are read before and kept as `previous`; a candidate that is refused
    stays in its folder. `say` is told what is done, a line at a time; the others are
    `train_intents`'s. The run has a folder of its own, `build/shop`.

    Raises NothingTaught when there is nothing to train with, ShopWeightsUnusable when the
    weights that serve are not whole, and ConversionRefused when the converted model differs
    from the trained one.
    """
    live = weights.load()
    parts = split_by_writer(read_messages(corpus))
    held_out = [message.text for message in (*parts.validation, *parts.test)]
    shop = shop_part(taught, held_out, live)
    say(
        f"Taught: {len(taught)} messages, {len(shop.train)} to train with, "
        f"{len(shop.check)} held out; the others repeat one of these or of the corpus."
    )
    if not shop.train:
        raise NothingTaught
    shutil.rmtree(weights.candidate, ignore_errors=True)
    train_intents(
        build=build / "shop",
        output=weights.candidate,
        corpus=corpus,
        text=text,
        base=base or own_base(build, corpus, text, seed),
        teacher=weights.serving(),
        extra=shop.train,
        seed=seed,
        epochs=epochs,
        rate=rate,
    )
    candidate = UnderstandingModel.load(weights.candidate)
    verdict = compare(live, candidate, [*parts.test, *shop.check])
    for line in verdict.lines():
        say(line)
    if verdict.promotes:
        weights.promote()
    say(verdict.decision())
    return verdict
