"""Training the understanding model with what a shop's staff taught, up to the decision."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Recipe:
    """times: how often an epoch shows what was taught; most: lines of the corpus in an epoch."""

    epochs: float
    rate: float
    times: int
    most: int | None = None


#: From another base: the whole corpus; from the weights that serve: a quarter of an epoch.
_WHOLE, _FURTHER = _Recipe(4, 2e-4, 1), _Recipe(1, 5e-5, 4, most=30_000)


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
    epochs: float | None = None,
    rate: float | None = None,
) -> Verdict:
    """Train a candidate with what staff taught, and let it serve where nothing drops.

    The candidate goes on from the weights that serve, for one epoch of what was taught and a
    part of the corpus, which keeps the rest from being forgotten. With a `base` it is trained
    from there on the whole corpus, and the weights that serve teach it.
    They are kept as `previous`; a candidate that is refused stays in its folder. `say` is told
    what is done, a line at a time; the others are `train_intents`'s. The run has a folder of
    its own, `build/shop`.

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
    recipe = _WHOLE if base else _FURTHER
    train_intents(
        build=build / "shop",
        output=weights.candidate,
        corpus=corpus,
        text=text,
        base=base or own_base(build, corpus, text, seed),
        begin=None if base else weights.serving(),
        teacher=weights.serving() if base else None,
        extra=shop.train * recipe.times,
        most=recipe.most,
        seed=seed,
        epochs=epochs or recipe.epochs,
        rate=rate or recipe.rate,
    )
    candidate = UnderstandingModel.load(weights.candidate)
    verdict = compare(live, candidate, [*parts.test, *shop.check])
    for line in verdict.lines():
        say(line)
    if verdict.promotes:
        weights.promote()
    say(verdict.decision())
    return verdict
