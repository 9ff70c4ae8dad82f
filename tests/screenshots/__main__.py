"""`python -m tests.screenshots`: builds a shop, lets people come, and takes the pictures."""

from __future__ import annotations

import asyncio
import re
import socket
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import async_playwright

from bot.policy_file import read_policy
from bot.settings import Settings
from knowledge.store import Store
from tests.bench.processes import start_bot
from tests.bench.shop import build_shop, url
from tests.chromium import CHROMIUM, HOW
from tests.screenshots.customers import come
from tests.screenshots.past import fill_past
from tests.screenshots.pictures import take_inside, take_outside
from tests.screenshots.staff import begin, conversation_of, leave_behind, work
from tests.screenshots.supply import supply

_PATIENCE_S = 120.0
#: The shop's own decisions: small refunds and orders to suppliers wait for staff, so that the
#: pictures show it.
_POLICY = "[approval]\namount_over = 50.0\n\n[stock]\nsend_without_asking = false\n"
#: Whose conversation is open on its picture.
_LOOKED_AT = "C0011"


async def take_all(folder: Path) -> None:
    """Build the shop in a folder, open it, and take every picture."""
    policy = folder / "policy.toml"
    policy.write_text(_POLICY, encoding="utf-8")
    shop = await build_shop(folder / "shop.sqlite3")
    store = Store(url(shop))
    try:
        await fill_past(store, read_policy(policy), Settings().zone)
        async with _open(shop, policy) as (address, token), async_playwright() as playwright:
            console = f"{address}/console"
            browser = await playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
            await take_outside(browser, console, token)
            await begin(browser, f"{console}/enter?token={token}")
            await supply(shop, policy)
            await leave_behind(store)
            await come(address)
            await work(browser, console, store)
            await take_inside(browser, console, await conversation_of(store, _LOOKED_AT))
            await browser.close()
    finally:
        await store.close()


@asynccontextmanager
async def _open(shop: Path, policy: Path) -> AsyncIterator[tuple[str, str]]:
    """The shop served to its customers; its address, and the first admin's token."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = str(taken.getsockname()[1])
    log = shop.with_suffix(".log")
    given = {"PORT": port, "SECRET_KEY": "b" * 64, "POLICY": policy.name}
    process = await start_bot(shop, "run", "--demo", log=log, **given)
    try:
        said = await _said(log, process)
        found = re.search(r"token=(\S+)", said)
        assert found is not None, said
        yield f"http://127.0.0.1:{port}", found[1]
    finally:
        process.terminate()
        await process.wait()


async def _said(log: Path, process: Process) -> str:
    async with asyncio.timeout(_PATIENCE_S):
        while "is open at" not in (said := log.read_text(encoding="utf-8")):
            if process.returncode is not None:
                raise RuntimeError(f"the server ended:\n{said}")
            await asyncio.sleep(0.1)
    return said


def main() -> int:
    """Take them, where there is a browser."""
    if CHROMIUM is None:
        sys.stderr.write(f"{HOW}\n")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(take_all(Path(folder)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
