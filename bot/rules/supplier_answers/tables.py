"""Rows of a table in a text: pipes, tabs, wide spaces or commas, with an item in each row.

The head of a column says what its numbers are; a table without heads is read as prose, line by
line, where every number has to explain itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.values import Span

_HEADS: tuple[tuple[str, str], ...] = (
    ("total", r"total|amount|subtotal|sum|金额|小计|合计|总价|总额"),
    ("minimum", r"moq|min|起订|起批|最小"),
    ("old", r"old|your (?:price|target|offer)|target|原价|目标价|贵方|你方|你们"),
    ("asked", r"ordered|order qty|your qty|requested|po qty|asked|订单数量|需求|采购数量|订购"),
    ("pack", r"packing|per c|/c(?:tn|arton)|装箱|箱规|包装|每箱"),
    ("price", r"price|unit|单价|价格|报价|价|quote|rate|cost|fob|exw|usd|rmb"),
    ("date", r"date|deliver|ship|ready|etd|eta|lead|交期|发货|到货|交货|日期|时间"),
    (
        "quantity",
        r"qty|quantity|stock|available|avail|pcs|数量|库存|现货|可发|可供|箱数|件数|ctns?|cartons?",
    ),
    ("remark", r"remark|note|comment|status|备注|说明|状态"),
    (
        "item",
        r"item|code|sku|model|product|description|名称|品名|型号|货号|编号|产品|款|"
        r"name|品|article|ref|颜色|colou?r",
    ),
    ("number", r"no\.?|#|序号?|s/n|line"),
)
_RULE_LINE = worded(r"^[\s|+:=_-]*$")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the kind of its column, the column's head, and where its words stand."""

    kind: str
    head: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with an item each; `span` is the head and all rows; `total` a last row's number."""

    rows: tuple[tuple[Cell, ...], ...]
    span: Span
    total: Decimal | None = None


_Row = list[tuple[str, Span]]


def find_table(text: str, has_item: Callable[[str], bool]) -> Table | None:
    """The first table with a head in a folded text, None where there is none."""
    rows = [(span, _cells(text, span)) for span in _lines(text)]
    for place, (span, head) in enumerate(rows):
        kinds = [_kind(cell) for cell, _ in head]
        if len(head) < 2 or sum(kind != "" for kind in kinds) < 2 or _numbers(head):
            continue
        below = _below(text, rows[place + 1 :], len(head), has_item)
        if below:
            made = tuple(_row(head, kinds, cells) for _, cells in below)
            last = _total_row(rows[place + 1 :], below[-1][0])
            end, total = last or (below[-1][0][1], None)
            return Table(made, (span[0], end), total)
    return None


def _below(
    text: str, rows: list[tuple[Span, _Row]], width: int, has_item: Callable[[str], bool]
) -> list[tuple[Span, _Row]]:
    kept = []
    for span, cells in rows:
        line = text[span[0] : span[1]]
        if _RULE_LINE.match(line):
            continue
        if len(cells) != width and line.count(",") == width - 1:
            cells = _split(line, ",", span[0])
        if len(cells) < 2 or len(cells) > width or not has_item(line):
            break
        kept.append((span, cells))
    return kept


def _total_row(rows: list[tuple[Span, _Row]], after: Span) -> tuple[int, Decimal | None] | None:
    """Where the row of the whole sum ends, and its number, if it follows the items."""
    following = next((row for row in rows if row[0][0] > after[1] - 1), None)
    if not following or not re.match("total|合计|总计|grand|sum", following[1][0][0]):
        return None
    number = re.sub(r"[^\d.]", "", following[1][-1][0])
    return following[0][1], Decimal(number) if re.fullmatch(r"\d+(\.\d+)?", number) else None


def _row(head: _Row, kinds: list[str], cells: _Row) -> tuple[Cell, ...]:
    """Cells under their heads; a row of another width is not understood and has no kinds."""
    same = len(cells) == len(head)
    return tuple(
        Cell(kinds[place] if same else "", head[place][0] if same else "", words, span)
        for place, (words, span) in enumerate(cells)
    )


def _kind(head: str) -> str:
    if len(head) > 40:
        return ""
    return next((kind for kind, words in _HEADS if re.search(words, head)), "")


def _numbers(row: _Row) -> bool:
    return any(re.fullmatch(r"[¥$]?[\d.,]+\D{0,4}", cell) for cell, _ in row)


def _lines(text: str) -> list[Span]:
    return [match.span() for match in re.finditer(r"[^\n]+", text)]


def _cells(text: str, span: Span) -> _Row:
    """A line's cells by its strongest divider."""
    line = text[span[0] : span[1]]
    if line.count("|") >= 2 or re.search(r"\S\s*\|\s*\S", line):
        cells = _split(line, r"\|", span[0], edges=True)
    elif "\t" in line:
        cells = _split(line, r"\t+", span[0])
    elif re.search(r"\S\s{2,}\S", line):
        cells = _split(line, r"\s{2,}", span[0])
    else:
        cells = _split(line, r"[,，、](?!\d{3}(?!\d))|;", span[0])
    return cells


def _split(line: str, divider: str, offset: int, edges: bool = False) -> _Row:
    cells: _Row = []
    at = 0
    for match in [*re.finditer(divider, line), None]:
        end = match.start() if match else len(line)
        words = line[at:end].strip()
        start = offset + at + (len(line[at:end]) - len(line[at:end].lstrip()))
        cells.append((words, (start, start + len(words))))
        at = match.end() if match else end
    if edges and not line.lstrip().startswith("|") and not line.rstrip().endswith("|"):
        return cells
    if edges:
        cells = cells[1:] if not cells[0][0] else cells
        cells = cells[:-1] if cells and not cells[-1][0] else cells
    return [cell for cell in cells if cell[0]] if not edges else cells
