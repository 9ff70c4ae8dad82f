"""What the desks of accounts refuse, in words for a page."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager

from bot.console.accounts import AccountRefused
from bot.console.room.page import Reader, Unusable
from bot.console.tokens import TokenRefused


@contextmanager
def told(reader: Reader) -> Iterator[None]:
    """Let what is refused be read on the page. Raises Unusable."""
    try:
        yield
    except AccountRefused as refused:
        words = reader.words[f"problem_{refused.reason}"]
        raise Unusable(words.format(minutes=math.ceil(refused.wait_s / 60))) from refused
    except TokenRefused as refused:
        raise Unusable(f"problem_{refused.reason}") from refused
