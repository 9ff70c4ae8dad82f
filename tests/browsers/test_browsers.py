"""What keeps pages safe and readable, without a web framework."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.browsers.bodies import LARGEST, BodyLimit
from bot.browsers.headers import Event, Receive, Scope, Send
from bot.browsers.limits import SlidingWindow
from bot.browsers.origin import same_origin
from bot.browsers.seal import Seal
from bot.browsers.words import Words, preferred_language

PACKAGES = (Path("bot/channels/web"), Path("bot/console"))


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "zh"),
        ("en-GB,en;q=0.9", "en"),
        ("fr, en;q=0.8, zh;q=0.3", "en"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh"),
        ("en,zh", "en"),
        ("fr;q=x, de", "zh"),
        ("en;q=0, zh", "zh"),
    ],
)
def test_the_browsers_first_language_of_ours_is_shown(accepted: str, language: str) -> None:
    assert preferred_language(accepted) == language


def test_a_chosen_language_wins_and_nonsense_does_not() -> None:
    assert preferred_language("zh", "en") == "en"
    assert preferred_language("zh", "xx") == "zh"


@pytest.mark.parametrize("package", PACKAGES)
def test_every_word_is_there_in_both_languages(package: Path) -> None:
    words = Words(package / "words.toml")
    assert words.of("zh").keys() == words.of("en").keys()
    assert all(words.of("zh").values()) and all(words.of("en").values())


@pytest.mark.parametrize("package", PACKAGES)
def test_no_page_has_inline_script_style_or_a_foreign_address(package: Path) -> None:
    kept = [file for file in package.glob("static/**/*") if file.is_file()]
    for page in (*package.glob("templates/*.html"), *kept, *package.glob("room/*.js")):
        text = page.read_text()
        assert "style=" not in text, page
        assert "onclick=" not in text and "javascript:" not in text, page
        assert "<script>" not in text and "<style" not in text, page
        assert "//cdn" not in text and 'src="http' not in text and "@import" not in text, page


def test_the_host_and_port_of_the_sending_page_must_be_ours() -> None:
    ours = {"host": "shop.example:8000"}
    assert same_origin({**ours, "origin": "http://shop.example:8000"})
    assert not same_origin({**ours, "origin": "http://shop.example"})
    assert not same_origin({**ours, "origin": "http://evil.example"})
    assert not same_origin({**ours, "origin": "null"})
    assert not same_origin(ours)
    assert not same_origin({"origin": "http://"})


def test_a_seal_opens_only_what_it_closed_itself() -> None:
    seal = Seal("k" * 32, "one")
    assert seal.open(seal.close("abc")) == "abc"
    assert Seal("k" * 32, "two").open(seal.close("abc")) is None
    assert Seal("", "one").open(seal.close("abc")) is None
    assert seal.open(None) is None
    assert seal.open(seal.close("abc") + "x") is None
    assert seal.open(seal.close("abc"), max_age=-1) is None


def test_a_window_fills_and_empties_with_time() -> None:
    now = [0.0]
    window = SlidingWindow(2, 60, clock=lambda: now[0])
    window.add("a")
    assert not window.is_full("a")
    now[0] = 30
    window.add("a")
    assert window.is_full("a") and not window.is_full("b")
    now[0] = 60
    assert not window.is_full("a")
    window.add("a")
    window.take_back("a")
    assert not window.is_full("a")


def test_quiet_keys_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.browsers.limits._MANY_KEYS", 3)
    now = [0.0]
    window = SlidingWindow(1, 60, clock=lambda: now[0])
    for key in "abcd":
        window.add(key)
    now[0] = 61
    window.add("e")
    assert set(window._events) == {"e"}


async def _read_all(scope: Scope, receive: Receive, send: Send) -> None:
    while (event := await receive()).get("more_body"):
        pass
    await send(
        {
            "type": "http.response.start",
            "status": 200 if event["type"] != "http.disconnect" else 400,
        }
    )


async def _status(headers: list[tuple[bytes, bytes]], chunks: list[bytes], path: str = "/") -> int:
    sent: list[Event] = []
    waiting = [
        {"type": "http.request", "body": chunk, "more_body": left > 0}
        for left, chunk in zip(range(len(chunks) - 1, -1, -1), chunks, strict=True)
    ]

    async def receive() -> Event:
        return dict(waiting.pop(0))

    async def send(event: Event) -> None:
        sent.append(event)

    limit = BodyLimit(_read_all, larger={re.compile("/picture/[0-9]+"): 2 * LARGEST})
    await limit({"type": "http", "path": path, "headers": headers}, receive, send)
    return int(sent[0]["status"])


async def test_a_body_that_is_too_large_is_refused_or_cut_off() -> None:
    assert await _status([(b"content-length", b"5")], [b"hello"]) == 200
    assert await _status([(b"content-length", str(LARGEST + 1).encode())], [b"x"]) == 413
    assert await _status([(b"content-length", b"many")], [b"x"]) == 413
    assert await _status([], [b"x" * 600_000, b"x" * 600_000]) == 400


async def test_an_address_may_take_more() -> None:
    more, too_much = (str(LARGEST * size + 1).encode() for size in (1, 2))
    assert await _status([(b"content-length", more)], [b"x"], "/picture/1") == 200
    assert await _status([(b"content-length", too_much)], [b"x"], "/picture/1") == 413
    assert await _status([(b"content-length", more)], [b"x"], "/picture/1/2") == 413
    assert await _status([], [b"x" * 900_000] * 2, "/picture/1") == 200
    assert await _status([], [b"x" * 900_000] * 3, "/picture/1") == 400
