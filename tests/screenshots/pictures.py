"""The pages of the room, and their pictures."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page

from tests.screenshots.staff import sign_in

HOME = Path(__file__).parents[2] / "docs" / "screenshots"
LANGUAGES: Mapping[str, str] = {"zh": "zh-CN", "en": "en-US"}
SIZES: Mapping[str, tuple[int, int]] = {"desktop": (1400, 860), "phone": (390, 800)}
LARGEST = 150_000
#: Quality of the pictures; what is too large is taken again with less.
_QUALITY = (70, 60, 50, 40)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page to be taken.

    Args:
        name: of the file.
        place: below `/console`; `{open}` becomes a conversation's id.
        seen: what has to be on the page first.
        press: what is pressed then, and what has to be seen after.
        to: what is scrolled to.
    """

    name: str
    place: str
    seen: str
    press: tuple[str, str] | None = None
    to: str = ""


OUTSIDE = (
    Shown("set-up", "/enter?token={token}", "input[name=password]"),
    Shown("login", "/login", "input[name=password]"),
)
INSIDE = (
    Shown("inbox", "/", ".list .row", (".queues button:last-child", ".rows li:nth-child(3)")),
    Shown("conversation", "/?open={open}", ".talk .thread li"),
    Shown("approvals", "/approvals", ".approval"),
    Shown("records", "/records?tab=orders", "tbody tr"),
    Shown("record", "/records?tab=orders", "tbody tr", ("tbody .link", ".record dl")),
    Shown("supply-morning", "/supply?tab=morning", "#tab .card"),
    Shown("supply-stock", "/supply?tab=stock", "tbody tr", ("tbody .link", "canvas")),
    Shown("supply-orders", "/supply?tab=orders", "tbody tr"),
    Shown("supply-order", "/supply?tab=orders", "tbody tr", ("tbody .link", "#tab h2")),
    Shown("supply-talks", "/supply?tab=talks", "tbody tr"),
    Shown("supply-talk", "/supply?tab=talks", "tbody tr", ("tbody .link", ".steps")),
    Shown("supply-suppliers", "/supply?tab=suppliers", "tbody tr"),
    Shown("teach", "/teach?tab=gaps", ".lesson"),
    Shown("teach-candidates", "/teach?tab=candidates", ".lesson"),
    Shown("teach-wrong", "/teach?tab=wrong", ".lesson"),
    Shown("overview", "/overview", ".charts svg"),
    Shown(
        "overview-charts",
        "/overview",
        ".charts svg",
        ("role=button[name=/^90/]", ".charts"),
        ".charts",
    ),
    Shown("admin-staff", "/admin?tab=staff", "tbody tr"),
    Shown("admin-tokens", "/admin?tab=tokens", "tbody tr"),
    Shown("admin-policy", "/admin?tab=policy", ".columns .card"),
    Shown("admin-audit", "/admin?tab=audit", "tbody tr"),
    Shown("admin-letters", "/admin?tab=letters", ".letter"),
    Shown("admin-jobs", "/admin?tab=jobs", "tbody tr"),
    Shown("account", "/account", "form.fields"),
)
PAGES = (*OUTSIDE, *INSIDE)


def picture_of(language: str, size: str, page: str) -> Path:
    """Where a picture lies."""
    return HOME / language / size / f"{page}.jpg"


async def take_outside(browser: Browser, console: str, token: str) -> None:
    """The pages before one is signed in, as long as the one-time link opens."""
    async for language, size, page in _looks(browser):
        for shown in OUTSIDE:
            await _take(page, console, shown, language, size, {"token": token})


async def take_inside(browser: Browser, console: str, held: int) -> None:
    """All other pages, with a conversation that is open on its page."""
    async for language, size, page in _looks(browser):
        await sign_in(page, console)
        for shown in INSIDE:
            await _take(page, console, shown, language, size, {"open": str(held)})


async def _looks(browser: Browser) -> AsyncIterator[tuple[str, str, Page]]:
    for language, locale in LANGUAGES.items():
        for size, (width, height) in SIZES.items():
            view = {"width": width, "height": height}
            context = await browser.new_context(viewport=view, locale=locale)  # type: ignore[arg-type]
            yield language, size, await context.new_page()
            await context.close()


async def _take(
    page: Page, console: str, shown: Shown, language: str, size: str, filled: Mapping[str, str]
) -> None:
    await page.goto(console + shown.place.format(**filled))
    await page.locator(shown.seen).first.wait_for(state="attached")
    if shown.press is not None:
        pressed, seen = shown.press
        await page.locator(pressed).first.click()
        await page.locator(seen).first.wait_for()
    if shown.to:
        await page.locator(shown.to).first.evaluate("one => one.scrollIntoView()")
    await page.wait_for_timeout(600)  # charts draw themselves, fonts come
    path = picture_of(language, size, shown.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    for quality in _QUALITY:
        taken = await page.screenshot(
            path=path, type="jpeg", quality=quality, animations="disabled"
        )
        if len(taken) <= LARGEST:
            return
    raise RuntimeError(f"{path} stays above {LARGEST} bytes.")
