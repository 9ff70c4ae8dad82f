"""Work beside something else ends with it."""

from __future__ import annotations

import asyncio

import pytest

from bot.jobs.side_by_side import side_by_side


async def test_it_goes_on_until_the_end_and_has_then_finished() -> None:
    said: list[str] = []

    async def work(name: str) -> None:
        try:
            said.append(f"{name} began")
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)
            said.append(f"{name} finished")

    async with side_by_side(work("one"), work("other")):
        await asyncio.sleep(0)
        assert said == ["one began", "other began"]
    assert said[2:] == ["one finished", "other finished"]


async def test_it_ends_too_where_what_it_goes_beside_fails() -> None:
    ended = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    with pytest.raises(ValueError, match="broken"):
        async with side_by_side(work()):
            await asyncio.sleep(0)
            raise ValueError("broken")
    assert ended.is_set()
