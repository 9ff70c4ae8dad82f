"""One spelling for what reads alike: full-width forms and traditional characters.

Both changes put one character in the place of one, so a span found in the changed text is
the same span in the customer's own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from models.fixed_forms import half_width

_TABLE = Path(__file__).with_name("traditional.txt")


def plain_script(text: str) -> str:
    """`text` in half-width and simplified characters: `訂單Ａ１` -> `订单A1`; as long as before."""
    return half_width(text).translate(_simplified())


@cache
def _simplified() -> dict[int, str]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    pairs = " ".join(line for line in lines if not line.startswith("#")).split()
    return {ord(pair[0]): pair[1] for pair in pairs}
