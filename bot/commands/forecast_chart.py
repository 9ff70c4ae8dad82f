"""A forecast as a drawing: the last half-year of sales, the days ahead and their interval."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from xml.sax.saxutils import escape

from knowledge.queries.forecasts import Named

_WIDTH, _HEIGHT = 900, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 12, 44, 30


def draw(named: Named, sold: Sequence[int]) -> str:
    """The SVG: grey what was sold on each day, blue what is expected, light blue nine days of
    ten."""
    forecast = named.forecast
    most = max([*sold, *forecast.high, 1.0])
    count = len(sold) + len(forecast.mean)

    def x(place: float) -> float:
        return _LEFT + place * (_WIDTH - _LEFT - _RIGHT) / max(count - 1, 1)

    def y(pieces: float) -> float:
        return _TOP + (1 - pieces / most) * (_HEIGHT - _TOP - _BOTTOM)

    def line(values: Sequence[float], start: int) -> str:
        return " ".join(f"{x(start + at):.1f},{y(value):.1f}" for at, value in enumerate(values))

    ahead = len(sold)
    back = " ".join(
        f"{x(ahead + at):.1f},{y(forecast.low[at]):.1f}"
        for at in reversed(range(len(forecast.low)))
    )
    title = escape(f"{named.sku.code} {named.product.name_zh} / {named.product.name_en}")
    marks = [
        f'<text x="{x(at):.1f}" y="{_HEIGHT - 10}" text-anchor="middle">{day:%d.%m.%y}</text>'
        for at in range(0, count, max(count // 8, 1))
        for day in [forecast.first_day + timedelta(days=at - ahead)]
    ]
    levels = [
        f'<text x="{_LEFT - 6}" y="{y(level) + 4:.1f}" text-anchor="end">{level:.3g}</text>'
        f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y(level):.1f}" y2="{y(level):.1f}" '
        'stroke="#ddd"/>'
        for level in (0, most / 2, most)
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
            'font-family="sans-serif" font-size="11" fill="#444">',
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
            f'<text x="{_LEFT}" y="18" font-size="14">{title}</text>',
            f'<text x="{_LEFT}" y="34">{escape(forecast.model)}, error {forecast.error:.2f}</text>',
            *levels,
            *marks,
            f'<polygon points="{line(forecast.high, ahead)} {back}" fill="#cfe0f7"/>',
            f'<polyline points="{line(sold, 0)}" fill="none" stroke="#888"/>',
            f'<polyline points="{line(forecast.mean, ahead)}" fill="none" stroke="#1f5fbf" '
            'stroke-width="2"/>',
            "</svg>",
            "",
        ]
    )
