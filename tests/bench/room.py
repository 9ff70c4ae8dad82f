"""The inbox with ten thousand open conversations and a million past ones, twenty pages open."""

from __future__ import annotations

import asyncio
import re
import socket
import sqlite3
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from bot.console.accounts import add_staff
from knowledge.records import Author, Channel, Message, Role, utcnow
from knowledge.store import Store
from models.values import Language
from tests.bench.messages import MESSAGES
from tests.bench.processes import start_bot
from tests.bench.shop import url
from tests.bench.table import Row
from tests.chromium import CHROMIUM, HOW

OPEN, PAST = 10_000, 1_000_000
PAINT_MS, OPEN_MS, NEWS_MS = 1000.0, 300.0, 500.0
_AGENTS, _LOADS, _OPENED, _TOLD = 20, 10, 40, 20
_PASSWORD = "a password of the benchmark"
_PATIENCE_S = 180.0
#: Clicks a row and waits, frame by frame, for its conversation; milliseconds.
_OPENING = """([id]) => new Promise((done) => {
  const began = performance.now();
  document.querySelector(`[data-id="${id}"]`).click();
  const look = () => {
    const shown = document.querySelector(`[data-talk="${id}"] .thread li`);
    if (shown) done(performance.now() - began);
    else requestAnimationFrame(look);
  };
  look();
})"""
#: Waits for words on the page; when they were there, milliseconds since 1970.
_SEEN = """([words]) => new Promise((done) => {
  const look = () => {
    const found = [...document.querySelectorAll(".said-by-customer .bubble")].at(-1);
    if (found && found.textContent === words) done(Date.now());
    else requestAnimationFrame(look);
  };
  look();
})"""


async def room_rows(shop: Path, size: tuple[int, int]) -> list[Row]:
    """Fill a shop, serve it, open the pages, and measure one of them."""
    if CHROMIUM is None:
        return [Row("the inbox", "not measured", notes=[HOW])]
    fill(shop, *size)
    names = await _staff(shop)
    async with _served(shop) as address, async_playwright() as playwright, _busy(shop):
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        context = await _signed_in(browser, address, names[0])
        for name in names[1:]:
            others = await _signed_in(browser, address, name)
            await _inbox(others, address)
        paints = [await _paint(context, address) for _ in range(_LOADS)]
        page = await _inbox(context, address)
        opened = [await page.evaluate(_OPENING, [key]) for key in await _keys(page)]
        news = await _news(shop, page)
        await browser.close()
    return _rows(size, paints, opened, news)


def _rows(
    size: tuple[int, int], paints: Sequence[float], opened: Sequence[float], news: Sequence[float]
) -> list[Row]:
    what = f"inbox, {size[0]:,} open, {size[1]:,} past, {_AGENTS} agents"
    late = _p95(opened)
    return [
        Row(
            f"{what}: rows on screen",
            f"p50 {median(paints):.0f} ms, slowest {max(paints):.0f} ms (n={len(paints)})",
            f"<= {PAINT_MS:.0f} ms",
            max(paints) <= PAINT_MS,
            ["from asking for the page to its rows, the bot answering beside"],
        ),
        Row(
            "  a conversation opened",
            f"p50 {median(opened):.0f} ms, p95 {late:.0f} ms (n={len(opened)})",
            f"p95 <= {OPEN_MS:.0f} ms",
            late <= OPEN_MS,
        ),
        Row(
            "  a customer's words on screen after they are stored",
            f"p50 {median(news):.0f} ms, slowest {max(news):.0f} ms (n={len(news)})",
            f"<= {NEWS_MS:.0f} ms",
            max(news) <= NEWS_MS,
        ),
    ]


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[max(0, round(0.95 * len(values)) - 1)]


def fill(shop: Path, still_open: int, past: int) -> None:
    """Put so many conversations into the shop's file."""
    with sqlite3.connect(shop) as file:
        (first,) = file.execute("SELECT coalesce(max(id), 0) + 1 FROM conversation").fetchone()
        (account,) = file.execute("SELECT coalesce(max(id), 0) + 1 FROM channel_account").fetchone()
        known = {"now": utcnow().isoformat(sep=" "), "first": first, "account": account}
        known |= {"open": still_open, "old": first + still_open}
        for count, statement in _statements(still_open, past):
            file.execute(f"{_NUMBERS} {statement}", known | {"count": count})


#: `n(i)`: 0, 1, 2, … below :count.
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :count)"
_MESSAGE = (
    "INSERT INTO message (created_at, conversation_id, author, channel, kind, text, data,"
    " handled_at, fallback)"
)
_CONVERSATION = (
    "INSERT INTO conversation (created_at, account_id, state, language, last_message_at,"
    " closed_at, context)"
)


def _statements(still_open: int, past: int) -> list[tuple[int, str]]:
    """How many rows, and what puts them in."""
    said = "'我的包裹什么时候到 ' || i, '{}', :now, 0 FROM n"
    return [
        (
            still_open,
            "INSERT INTO channel_account (id, created_at, channel, external_id, display_name,"
            " language) SELECT :account + i, :now, 'web', 'bench-' || i, '客户 ' || i, 'zh' FROM n",
        ),
        (
            still_open,
            f"{_CONVERSATION} SELECT :now, :account + i, 'with_staff', 'zh', :now, NULL, '{{}}'"
            " FROM n",
        ),
        (
            still_open,
            "INSERT INTO handover (created_at, conversation_id, reason, summary, tried,"
            " suggested_reply, waits_since) SELECT :now, :first + i, 'asked', '', '', '',"
            " datetime(:now, '-' || (i % 600) || ' minutes') FROM n",
        ),
        (
            still_open * 8,
            f"{_MESSAGE} SELECT :now, :first + i / 8, CASE i % 2 WHEN 0 THEN 'customer'"
            f" ELSE 'bot' END, 'web', 'text', {said}",
        ),
        (
            past,
            f"{_CONVERSATION} SELECT :now, :account + i % :open, 'with_bot', 'zh', :now, :now,"
            " '{}' FROM n",
        ),
        (
            past // 4,
            "INSERT INTO handover (created_at, conversation_id, reason, summary, tried,"
            " suggested_reply, first_answer_at, resolved_at)"
            " SELECT :now, :old + 4 * i, 'asked', '', '', '', :now, :now FROM n",
        ),
        (past, f"{_MESSAGE} SELECT :now, :old + i, 'customer', 'web', 'text', {said}"),
    ]


async def _staff(shop: Path) -> list[str]:
    names = [f"agent{number}" for number in range(_AGENTS)]
    store = Store(url(shop))
    try:
        for name in names:
            await add_staff(store, name, name, Role.AGENT, _PASSWORD)
    finally:
        await store.close()
    return names


@asynccontextmanager
async def _served(shop: Path) -> AsyncIterator[str]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = str(taken.getsockname()[1])
    log = shop.with_suffix(".log")
    process = await start_bot(shop, "run", log=log, PORT=port, SECRET_KEY="b" * 64)
    try:
        await _told(log, process)
        yield f"http://127.0.0.1:{port}/console"
    finally:
        process.terminate()
        await process.wait()


async def _told(log: Path, process: Process) -> None:
    async with asyncio.timeout(_PATIENCE_S):
        while "is open at" not in log.read_text(encoding="utf-8"):
            if process.returncode is not None:
                raise RuntimeError(f"the server ended:\n{log.read_text(encoding='utf-8')}")
            await asyncio.sleep(0.1)


@asynccontextmanager
async def _busy(shop: Path) -> AsyncIterator[None]:
    """A customer who asks something each second, in a process beside."""
    log = shop.with_name("beside.log")
    process = await start_bot(shop, "chat", "--customer", "C0001", log=log)
    asking = asyncio.create_task(_ask(process))
    try:
        yield
    finally:
        asking.cancel()
        process.kill()
        await process.wait()


async def _ask(process: Process) -> None:
    assert process.stdin is not None and process.stdout is not None
    reading = asyncio.create_task(process.stdout.read())
    try:
        while process.returncode is None:
            for words in MESSAGES[Language.ZH]:
                process.stdin.write(words.format(order="XE2611230042").encode() + b"\n")
                await asyncio.sleep(1)
    finally:
        reading.cancel()


async def _signed_in(browser: Browser, address: str, name: str) -> BrowserContext:
    context = await browser.new_context(viewport={"width": 1400, "height": 860}, locale="en-US")
    page = await context.new_page()
    await page.goto(f"{address}/login")
    await page.get_by_label("Username").fill(name)
    await page.get_by_label("Password").fill(_PASSWORD)
    await page.locator("form[action$='/login'] button").click()
    await page.locator(".row").first.wait_for()
    await page.close()
    return context


async def _inbox(context: BrowserContext, address: str) -> Page:
    page = await context.new_page()
    await page.goto(f"{address}/")
    await page.locator(".row").first.wait_for()
    return page


async def _paint(context: BrowserContext, address: str) -> float:
    page = await context.new_page()
    began = time.perf_counter()
    await page.goto(f"{address}/", wait_until="commit")
    await page.locator(".row").first.wait_for()
    passed = time.perf_counter() - began
    await page.close()
    return passed * 1000


async def _keys(page: Page) -> list[str]:
    rows = await page.locator(".row").all()
    return [str(await row.get_attribute("data-id")) for row in rows[:_OPENED]]


async def _news(shop: Path, page: Page) -> list[float]:
    """Store a customer's words and see when they are on the page."""
    shown = await page.locator("[data-talk]").get_attribute("data-talk")
    assert shown is not None and re.fullmatch(r"\d+", shown)
    store = Store(url(shop))
    found = []
    try:
        for number in range(_TOLD):
            words = f"还在吗 {number}"
            seen = asyncio.create_task(page.evaluate(_SEEN, [words]))
            await asyncio.sleep(0.2)
            async with store.writing() as unit:
                unit.add(
                    Message(
                        conversation_id=int(shown),
                        author=Author.CUSTOMER,
                        channel=Channel.WEB,
                        text=words,
                        handled_at=utcnow(),
                    )
                )
            stored = time.time() * 1000
            found.append(max(0.0, await seen - stored))
    finally:
        await store.close()
    return found
