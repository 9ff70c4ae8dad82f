"""Every page of the staff's room has its four pictures, and docs/screenshots shows them."""

from __future__ import annotations

import re

from bot.console.room.admin import _TABS
from bot.console.room.teach import TABS
from tests.docs.pages import ROOT, Page
from tests.screenshots.pictures import HOME, LANGUAGES, LARGEST, PAGES, SIZES, picture_of

_WANTED = {
    picture_of(language, size, page.name)
    for page in PAGES
    for language in LANGUAGES
    for size in SIZES
}
_PAGE = re.compile(r'ui\.page\("([^"]+)"\)')
_ALL_TOGETHER = 6_000_000


def test_there_are_these_pictures_and_no_others() -> None:
    assert set(HOME.glob("*/*/*.jpg")) == _WANTED


def test_none_is_large() -> None:
    sizes = [path.stat().st_size for path in _WANTED]
    assert max(sizes) <= LARGEST and sum(sizes) <= _ALL_TOGETHER


def test_all_are_shown() -> None:
    links = Page(HOME / "README.md").links()
    assert {HOME / link for link in links if link.endswith(".jpg")} == _WANTED


def test_no_page_and_no_tab_is_without_a_picture() -> None:
    rooms = (ROOT / "bot" / "console" / "room").glob("*.py")
    served = {place for room in rooms for place in _PAGE.findall(room.read_text(encoding="utf-8"))}
    assert served and served <= {page.place.partition("?")[0] for page in PAGES}
    tabs = {f"/teach?tab={name}" for name in TABS} | {f"/admin?tab={tab.name}" for tab in _TABS}
    assert tabs <= {page.place for page in PAGES}
