"""A day's routes drawn as SVG 1.1 (https://www.w3.org/TR/SVG11): no map behind, north is up.

A degree east is drawn shorter than one north by the cosine of the latitude (the equirectangular
projection), so that a shop's town keeps its shape. Lines are straight; the roads are not known.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from xml.sax.saxutils import escape

from bot.rules.travel import Place
from bot.supply.route_sheet import Sheet, Tour

#: Told apart by people who see few colours too: M. Okabe and K. Ito, "Color universal design"
#: (2008), without yellow, which white does not carry.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#444444")
#: Of the paper, in pixels: the drawing's longer side, its margin, a line of the legend.
_SIDE, _MARGIN, _LINE = 640.0, 40.0, 22.0
_LEGEND = 330.0


@dataclass(frozen=True, slots=True)
class _Paper:
    """Where a place is drawn: the places' middle in the paper's, all of them within it."""

    west: float
    north: float
    shrink: float
    scale: float

    def at(self, place: Place) -> tuple[float, float]:
        x = _MARGIN + (place.longitude - self.west) * self.shrink * self.scale
        return round(x, 1), round(_MARGIN + (self.north - place.latitude) * self.scale, 1)


def drawn(sheet: Sheet, zone: tzinfo) -> str:
    """The depot, each vehicle's way and numbered stops in its colour, what is left in grey."""
    legend = list(_legend(sheet, zone))
    width = _SIDE + 2 * _MARGIN + _LEGEND
    height = max(_SIDE + 2 * _MARGIN, 2 * _MARGIN + _LINE * (len(sheet.tours) + 3))
    title = f"Routes of {sheet.day}"
    paper = _paper(sheet)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
            f'viewBox="0 0 {width:g} {height:g}" font-family="sans-serif" font-size="13">',
            f"<title>{title}</title>",
            '<rect width="100%" height="100%" fill="white"/>',
            *_ways(sheet, paper),
            *_stops(sheet, paper, zone),
            *_depot(*paper.at(sheet.depot)),
            *legend,
            "</svg>\n",
        ]
    )


def _paper(sheet: Sheet) -> _Paper:
    places = [sheet.depot, *(_places(sheet))]
    north, south = _span([place.latitude for place in places])
    east, west = _span([place.longitude for place in places])
    shrink = max(0.01, math.cos(math.radians((north + south) / 2)))
    # A depot alone, or everything at one place, has no extent to scale to.
    extent = max(north - south, (east - west) * shrink, 1e-6)
    return _Paper(west, north, shrink, _SIDE / extent)


def _span(degrees: Sequence[float]) -> tuple[float, float]:
    return max(degrees), min(degrees)


def _places(sheet: Sheet) -> Iterator[Place]:
    for tour in sheet.tours:
        yield from _way(tour)
    for one in sheet.left:
        yield Place(one.stop.latitude, one.stop.longitude)


def _way(tour: Tour) -> list[Place]:
    return [Place(one.stop.latitude, one.stop.longitude) for one in tour.stops]


def _ways(sheet: Sheet, paper: _Paper) -> Iterator[str]:
    for number, tour in enumerate(sheet.tours):
        way = [sheet.depot, *_way(tour), sheet.depot]
        points = " ".join(f"{x:g},{y:g}" for x, y in map(paper.at, way))
        yield (
            f'<polyline points="{points}" fill="none" stroke="{_colour(number)}" '
            'stroke-width="2" stroke-opacity="0.7"/>'
        )


def _stops(sheet: Sheet, paper: _Paper, zone: tzinfo) -> Iterator[str]:
    for one in sheet.left:
        at = paper.at(Place(one.stop.latitude, one.stop.longitude))
        yield _dot(*at, "#999999", "-", f"{one.order.number}: {one.stop.reason}")
    for number, tour in enumerate(sheet.tours):
        for one, place in zip(tour.stops, _way(tour), strict=True):
            when = "" if one.stop.expected_at is None else one.stop.expected_at.astimezone(zone)
            told = f"{one.order.number} {when:%H:%M}" if when else one.order.number
            yield _dot(*paper.at(place), _colour(number), str(one.stop.position), told)


def _dot(x: float, y: float, colour: str, said: str, told: str) -> str:
    """A numbered circle; what it stands for is read on pointing at it."""
    return (
        f'<g><title>{escape(told)}</title><circle cx="{x:g}" cy="{y:g}" r="10" fill="{colour}" '
        f'stroke="white"/><text x="{x:g}" y="{y + 4:g}" text-anchor="middle" fill="white" '
        f'font-size="11">{said}</text></g>'
    )


def _depot(x: float, y: float) -> Iterator[str]:
    yield (
        f'<g><title>Depot</title><rect x="{x - 9:g}" y="{y - 9:g}" width="18" height="18" '
        'fill="black" stroke="white"/>'
        f'<text x="{x:g}" y="{y + 4:g}" text-anchor="middle" fill="white" font-size="11">D</text>'
        "</g>"
    )


def _legend(sheet: Sheet, zone: tzinfo) -> Iterator[str]:
    x, y = _SIDE + 2 * _MARGIN, _MARGIN
    yield f'<text x="{x:g}" y="{y:g}" font-weight="bold">Routes of {sheet.day}</text>'
    for number, tour in enumerate(sheet.tours):
        y += _LINE
        hours = [
            f"{at.astimezone(zone):%H:%M}" for at in (tour.route.leaves_at, tour.route.returns_at)
        ]
        said = (
            f"{tour.route.vehicle}: {'-'.join(hours)}, {len(tour.stops)} stops, {tour.pieces} pcs"
        )
        yield f'<circle cx="{x + 6:g}" cy="{y - 4:g}" r="6" fill="{_colour(number)}"/>'
        yield f'<text x="{x + 20:g}" y="{y:g}">{escape(said)}</text>'
    yield f'<text x="{x:g}" y="{y + _LINE:g}">D: depot. North is up, lines are not roads.</text>'
    if sheet.left:
        yield f'<text x="{x:g}" y="{y + 2 * _LINE:g}">Grey: not served ({len(sheet.left)})</text>'


def _colour(number: int) -> str:
    return _COLOURS[number % len(_COLOURS)]
