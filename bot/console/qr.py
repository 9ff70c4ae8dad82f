"""A QR code (ISO/IEC 18004) as the outline of one SVG path, which needs no style and no script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import segno

#: Modules of light around a code, without which readers do not find it (ISO/IEC 18004, 6.3.8).
_QUIET = 4


@dataclass(frozen=True, slots=True)
class QrCode:
    """A square of so many modules a side, with the light around it; `path` has the dark ones."""

    side: int
    path: str


def qr_code(text: str) -> QrCode:
    """The code of a text: a level that stands a finger on the screen (M, 15 %)."""
    rows = list(segno.make_qr(text, error="m").matrix_iter(border=_QUIET))
    return QrCode(len(rows), "".join(_dark(rows)))


def _dark(rows: Iterable[Iterable[int]]) -> Iterator[str]:
    """Each run of dark modules as a rectangle: `M4 4h7v1h-7z`."""
    for y, row in enumerate(rows):
        x = 0
        for is_dark, run in groupby(row, key=bool):
            length = len(list(run))
            if is_dark:
                yield f"M{x} {y}h{length}v1h-{length}z"
            x += length
