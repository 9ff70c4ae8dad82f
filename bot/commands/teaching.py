"""Training with what staff taught, and going back to the weights before."""

from __future__ import annotations

import sys
from typing import Any

from bot.commands.shop import migrate, say
from bot.settings import Settings
from knowledge.queries.teaching import TaughtExample, taught_examples
from knowledge.store import Store
from models.shop_weights import ShopWeights
from models.values import Intent, Language

_SERVED = "It is served from the next start of the desk."


async def read_taught(settings: Settings) -> list[TaughtExample]:
    """Everything that the shop's staff taught."""
    store = Store(settings.database_url)
    try:
        await migrate(store)
        async with store.reading() as unit:
            return await taught_examples(unit)
    finally:
        await store.close()


def train_with_shop(
    training: Any, settings: Settings, examples: list[TaughtExample], options: dict[str, Any]
) -> int:
    """Train with what staff taught; 0 when the new weights were promoted, 1 when not.

    Args:
        training: the package `models.training`, which serving does not have.
        options: further arguments of its `train_with_shop`.
    """
    taught = [
        training.TaughtText(
            one.text,
            Language(one.language),
            tuple(Intent(name) for name in one.intents),
            one.confirmed,
            one.account,
        )
        for one in examples
        if set(one.intents) <= set(Intent)
    ]
    weights = ShopWeights(settings.shop_weights)
    verdict = training.train_with_shop(taught, weights, say=_tell, **options)
    if verdict.promotes:
        _tell(_SERVED)
    return 0 if verdict.promotes else 1


def roll_back(settings: Settings) -> int:
    """Let the understanding weights serve that served before the last promotion.

    Raises:
        NothingToRollBack, ShopWeightsUnusable: nothing was changed.
    """
    weights = ShopWeights(settings.shop_weights)
    own = weights.roll_back() == weights.current
    which = "The shop's previous weights" if own else "The shipped weights"
    say(f"{which} are restored. They are served from the next start of the desk.")
    return 0


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
