"""Reading labels off photos, in the real process."""

from __future__ import annotations

import asyncio
import importlib.util
import logging
import struct
import sys
import zlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psutil
import pytest
import pytest_asyncio
from PIL import Image

from models import label_photo
from models.errors import PhotoUnread
from models.label_reader import LabelReader
from tests.drawn_labels import Label, photo_of, saved, scenery

NUMBER = "SF4820175539127"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reader() -> AsyncIterator[LabelReader]:
    """One process for all that a healthy one can read."""
    made = LabelReader()
    yield made
    await made.close()


def _reader(script: str, **known: float) -> LabelReader:
    """A reader whose process is a few lines of Python."""
    return LabelReader(command=(sys.executable, "-c", script), **known)


def _png_header(width: int, height: int) -> bytes:
    """A PNG that claims to be so large, and is a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


def _children() -> list[psutil.Process]:
    found = psutil.Process().children()
    return [one for one in found if "models.label_photo" in " ".join(one.cmdline())]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("tilt", [0.0, 7.0, -18.0, 90.0, 180.0])
async def test_a_barcode_is_read_however_the_label_lies(reader: LabelReader, tilt: float) -> None:
    assert await reader.codes(photo_of(Label(NUMBER), tilt=tilt)) == [NUMBER]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("kind", ["Code39", "QRCode", "DataMatrix", "PDF417"])
async def test_the_kinds_that_couriers_print_are_read(reader: LabelReader, kind: str) -> None:
    assert await reader.codes(photo_of(Label(NUMBER, kind=kind), tilt=3)) == [NUMBER]


@pytest.mark.asyncio(loop_scope="module")
async def test_the_barcode_of_goods_is_no_label(reader: LabelReader) -> None:
    assert await reader.codes(photo_of(Label("6901234567892", kind="EAN13"), tilt=0)) == []


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("tilt", [0.0, 7.0, -12.0, 180.0])
async def test_a_printed_number_is_read_among_other_print(reader: LabelReader, tilt: float) -> None:
    lines = await reader.text(photo_of(Label(printed=[f"No. {NUMBER}"]), tilt=tilt))
    assert any(NUMBER in line.replace(" ", "") for line in lines)
    assert any("WANG" in line for line in lines)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_photo_without_a_label_says_nothing(reader: LabelReader) -> None:
    assert await reader.codes(scenery()) == []
    assert await reader.text(scenery()) == []


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("made", "why"),
    [
        (bytes, "UnidentifiedImageError"),
        (lambda: b"\xff\xd8\xff\xe0 a photo \x00\xff", "OSError"),
        (lambda: b"<svg/>" * 1000, "UnidentifiedImageError"),
        (lambda: photo_of(Label(NUMBER))[:20_000], "OSError"),
        (lambda: saved(Image.new("RGB", (9, 9)), "GIF"), "UnidentifiedImageError"),
        (lambda: _png_header(10_000, 10_000), "TooManyPixels"),
        (lambda: _png_header(60_000, 60_000), "DecompressionBombError"),
        (lambda: saved(Image.new("1", (10_100, 10_100)), "PNG"), "TooManyPixels"),
    ],
    ids=["empty", "broken", "no picture", "cut off", "GIF", "header", "bomb", "100 megapixels"],
)
async def test_what_cannot_be_read_is_told_by_kind_and_the_next_photo_is_read(
    reader: LabelReader, made: Callable[[], bytes], why: str
) -> None:
    for ask in (reader.codes, reader.text):
        with pytest.raises(PhotoUnread, match=f"^{why}$"):
            await ask(made())
    assert await reader.codes(photo_of(Label(NUMBER))) == [NUMBER]


def test_nothing_is_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    for name in ("socket.socket.connect", "socket.getaddrinfo", "urllib.request.urlopen"):
        monkeypatch.setattr(name, refuse)
    monkeypatch.setattr("requests.Session.request", refuse)
    photo = photo_of(Label(printed=[NUMBER]))
    assert any(NUMBER in line.replace(" ", "") for line in label_photo.TextReader().read(photo))


async def test_the_process_is_there_only_while_photos_come() -> None:
    before = len(_children())
    reader = LabelReader(idle_s=1.0)
    assert len(_children()) == before
    assert await reader.codes(photo_of(Label(NUMBER))) == [NUMBER]
    assert len(_children()) == before + 1
    async with asyncio.timeout(10):
        while len(_children()) > before:
            await asyncio.sleep(0.05)
    assert await reader.codes(photo_of(Label(NUMBER))) == [NUMBER]
    await reader.close()
    assert len(_children()) == before


async def test_the_process_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOER_TELEGRAM_TOKEN", "4242:secret")
    reader = LabelReader()
    await reader.codes(scenery())
    known = [one.environ() for one in _children()]
    await reader.close()
    assert {name for one in known for name in one} == {"PYTHONPATH", "OMP_NUM_THREADS"}


async def test_a_process_that_dies_is_nothing_read_and_the_next_photo_starts_another() -> None:
    reader = LabelReader()
    await reader.codes(scenery())
    before = {one.pid for one in _children()}
    asked = asyncio.create_task(reader.text(photo_of(Label(NUMBER))))
    await asyncio.sleep(0.05)
    for one in _children():
        one.kill()
    with pytest.raises(PhotoUnread, match="the reading process ended"):
        await asked
    assert await reader.codes(photo_of(Label(NUMBER))) == [NUMBER]
    assert before.isdisjoint(one.pid for one in _children())
    await reader.close()


@pytest.mark.parametrize(
    "script",
    [
        "raise SystemExit(1)",
        "import os; os.abort()",
        "import sys; sys.stdin.buffer.read(1); print('not what was asked', flush=True)",
        "import sys; sys.stdout.buffer.write(b'\\x00\\x00\\x00\\x02{]'); sys.stdout.flush()",
        "import sys; sys.stdout.buffer.write(b'\\xff' * 99); sys.stdout.flush()",
    ],
    ids=["ends", "aborts", "prints", "no JSON", "endless answer"],
)
async def test_a_process_that_talks_nonsense_is_nothing_read(script: str) -> None:
    reader = _reader(script)
    with pytest.raises(PhotoUnread, match="the reading process ended"):
        await reader.codes(scenery())
    assert not reader.is_running
    await reader.close()


async def test_a_python_that_cannot_be_started_is_nothing_read() -> None:
    reader = LabelReader(command=("/nowhere/python",))
    with pytest.raises(PhotoUnread, match="FileNotFoundError"):
        await reader.codes(b"")
    await reader.close()


async def test_a_process_that_hangs_is_ended_when_nobody_waits_any_more() -> None:
    reader = _reader("import time; time.sleep(600)")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await reader.codes(bytes(5_000_000))
    assert not reader.is_running
    await reader.close()


async def test_a_broken_package_is_nothing_read(tmp_path: Path) -> None:
    (tmp_path / "zxingcpp.py").write_text("raise ImportError('no library')")
    first = f"import sys; sys.path.insert(0, {str(tmp_path)!r})"
    script = f"{first}; from models.label_photo import main; main()"
    reader = _reader(script)
    with pytest.raises(PhotoUnread, match="ImportError"):
        await reader.codes(scenery())
    await reader.close()


def test_missing_packages_are_told_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "models.label_reader.find_spec",
        lambda name: None if name in {"zxingcpp", "rapidocr"} else find(name),
    )
    reader = LabelReader()
    with caplog.at_level(logging.WARNING):
        assert [reader.is_there, reader.is_there] == [False, False]
    (told,) = caplog.messages
    assert "`photos` is not installed (zxingcpp, rapidocr missing)" in told
