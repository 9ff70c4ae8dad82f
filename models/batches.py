"""Cutting a sequence into batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def in_batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """`items` in order, at most `size` at a time: 5 items by 2 -> 2, 2, 1."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
