"""`python -m tests.hostile`: play the inputs, print one table; status 1 on any breach."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random, SystemRandom

from sqlmodel import col, select
from tqdm import tqdm

from bot.rules.policy import Policy
from bot.rules.policy.conversations import Conversations
from bot.settings import Settings
from bot.wiring import Desk, load_models
from knowledge.records import Product, utcnow
from knowledge.store import Store
from migrations.apply import upgrade
from models.shop_weights import ShopWeights
from tests.hostile.inputs import Inputs
from tests.hostile.rounds import Hours, Rounds
from tests.hostile.secrets import Secrets
from tests.hostile.shop import build
from tests.hostile.table import Tally, render

#: Nobody is asked to write more slowly: every input is to be answered.
_POLICY = Policy(conversations=Conversations(messages_a_minute=10_000))
_STAFF_CHAT = "-100777"


async def attack(
    folder: Path, count: int, seed: int, progress: Callable[[int], None] = lambda done: None
) -> tuple[Tally, list[str]]:
    """Play so many inputs on a shop in a folder; what came of them, and the inputs' kinds."""
    rng, hours = Random(seed), Hours(utcnow())
    settings = Settings(
        database_url=f"sqlite:///{folder / 'hostile.sqlite3'}", staff_chat=_STAFF_CHAT
    )
    store = Store(settings.database_url)
    models = await asyncio.to_thread(load_models, ShopWeights(settings.shop_weights))
    try:
        await upgrade(store.engine)
        accounts = await build(store, models.runner.embed, hours.now, rng)
        secrets = Secrets()
        await secrets.read(store)
        async with store.reading() as unit:
            codes = list((await unit.exec(select(Product.code).order_by(col(Product.id)))).all())
        desk = Desk(settings, store, models, {}, policy=_POLICY, clock=hours)
        inputs, tally = Inputs(rng, secrets, accounts, codes), Tally()
        rounds = Rounds(desk, hours, accounts, secrets, inputs, rng, tally)
        await rounds.play(count, progress)
    finally:
        await models.runner.close()
        await store.close()
    return tally, inputs.kinds


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000, help="how many (10,000)")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    given = parser.parse_args()
    # What the fact lock replaces and what Telegram's parser passes over is no news here.
    logging.getLogger().setLevel(logging.ERROR)
    logging.getLogger("bot.channels.telegram").setLevel(logging.CRITICAL)
    began = time.monotonic()
    bar = tqdm(total=given.inputs, disable=not sys.stderr.isatty())
    with tempfile.TemporaryDirectory(prefix="xiaoer-hostile-") as folder, bar:
        tally, kinds = asyncio.run(attack(Path(folder), given.inputs, given.seed, bar.update))
    print(f"{given.inputs} inputs, seed {given.seed}, {time.monotonic() - began:.0f} s")
    print(render(tally, kinds))
    return 0 if tally.holds else 1


if __name__ == "__main__":
    raise SystemExit(main())
