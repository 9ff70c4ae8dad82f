"""Every page of the room under axe's rules: names, contrast, landmarks, headings; in both
languages, at both sizes, in light and dark."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from bot.console.accounts import add_staff
from bot.desk.staff import StaffDesk
from bot.desk.words import Wording
from knowledge.records import Role
from knowledge.store import Store
from tests.console.conftest import ONE_TIME, PASSWORD, MakeRoom, Room
from tests.console.room.conftest import DESKTOP, PHONE, Served
from tests.console.room.filled import JOBS, fill
from tests.fakes import FakeMind

pytestmark = pytest.mark.slow

#: The success criteria of WCAG up to AA, and what axe calls good practice.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RECORDS = ("customers", "orders", "goods", "suppliers", "articles")
TEACH = ("gaps", "candidates", "wrong")
SUPPLY = ("morning", "stock")
ADMIN = ("staff", "tokens", "policy", "audit", "letters", "jobs")


@pytest_asyncio.fixture
async def live(make_room: MakeRoom, store: Store) -> Room:
    """A console whose set-up link is still open, with an admin and jobs that ran."""
    await add_staff(store, "boss", "陈经理", Role.ADMIN, PASSWORD)
    await add_staff(store, "agent", "Li Wei", Role.AGENT, PASSWORD)
    desk = StaffDesk(store, Wording(FakeMind()))
    return make_room(desk=desk, jobs=lambda: JOBS, one_time_token=ONE_TIME)


async def violations(page: Page) -> list[str]:
    """What breaks a rule on the page as it is now: the rule, where, and why."""
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = await page.evaluate(f"axe.run({json.dumps(options)})")
    return [
        f"{one['id']}: {node['target']} {node.get('failureSummary', '')}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


async def entrances(served: Served, page: Page) -> AsyncIterator[str]:
    """The pages before one is signed in, the last of them signing in."""
    console = f"{served.address}/console"
    for place in (f"/enter?token={ONE_TIME}", "/login"):
        await page.goto(console + place)
        yield place
    await page.locator("input[name=username]").fill("boss")
    await page.locator("input[name=password]").fill(PASSWORD)
    await page.locator("form[action$='/login'] button").click()
    await page.locator(".list .row").first.wait_for()
    yield "/"


async def rooms(served: Served, page: Page, held: int) -> AsyncIterator[str]:
    """The pages behind the door, each when it shows what it is for."""
    console = f"{served.address}/console"
    places = {
        f"/?open={held}": ".side dl",
        "/approvals": ".approval",
        "/overview": ".charts svg",
        "/account": "form.fields",
    }
    for place, seen in places.items():
        await page.goto(console + place)
        await page.locator(seen).first.wait_for(state="attached")
        yield place
    for name, tabs, seen in (
        ("records", RECORDS, "tbody tr"),
        ("teach", TEACH, ".lesson"),
        ("supply", SUPPLY, "#tab > :not(.soft)"),
        ("admin", ADMIN, "#tab > :not(.soft)"),
    ):
        for tab in tabs:
            await _tab(page, f"{console}/{name}", tab)
            await page.locator(seen).first.wait_for()
            yield f"/{name}?tab={tab}"
    await page.goto(f"{console}/supply?tab=stock")
    await page.locator("tbody .link").first.click()
    await page.locator("canvas").first.wait_for()
    yield "/supply?tab=stock, one of them open"
    await page.goto(f"{console}/records?tab=orders")
    await page.locator("tbody .link").first.click()
    await page.locator(".record dl").first.wait_for()
    yield "/records?tab=orders, one of them open"


async def _tab(page: Page, place: str, tab: str) -> None:
    """Go to a tab: by its button where the page is open already."""
    if not page.url.startswith(place):
        await page.goto(f"{place}?tab={tab}")
    else:
        await page.locator(f"#tab-{tab}").click()
    await expect(page.locator(f"#tab-{tab}")).to_have_attribute("aria-selected", "true")


async def walked(
    served: Served, held: int, language: str, size: tuple[int, int], scheme: str
) -> dict[str, list[str]]:
    """What breaks a rule on which page, in a browser that looks at all of them."""
    context = await served.context(size=size, language=language)
    await context.add_init_script(Axe().axe_script)
    page = await context.new_page()
    await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    walks = (entrances(served, page), rooms(served, page, held))
    return {
        f"{language} {size[0]} {scheme} {place}": wrong
        for walk in walks
        async for place in walk
        if (wrong := await violations(page))
    }


async def test_no_page_breaks_a_rule(served: Served) -> None:
    held = await fill(served.room.store)
    looks = (
        ("en-US", DESKTOP, "light"),
        ("zh-CN", DESKTOP, "dark"),
        ("zh-CN", PHONE, "light"),
    )
    found: dict[str, list[str]] = {}
    for one in await asyncio.gather(*(walked(served, held, *look) for look in looks)):
        found |= one
    # What the browser itself complains of here is axe's: it sets styles on elements.
    assert found == {}, json.dumps(found, indent=1, ensure_ascii=False)
