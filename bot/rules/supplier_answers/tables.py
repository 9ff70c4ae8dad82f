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
    ("unit", r"^(?:unit|units?|uom|u/m|单位)$"),
    (
        "old",
        r"old|your (?:price|target|offer)|target|原价|目标价|贵方|你方|你们|last price|上次",
    ),
    (
        "total",
        r"total|amount|subtotal|\bvalue\b|\bsum\b|\bext\b|extended|line value|金额|小计|合计|总价|"
        r"总额|货款",
    ),
    ("minimum", r"moq|min|起订|起批|最小"),
    (
        "price",
        r"(?:price|cny|usd|rmb|rate|cost|[¥$])\s*(?:/|per)\s*\w+|每?[箱打盒件条个只](?:单)?价|"
        r"\w+ price\b",
    ),
    (
        "pack",
        r"packing|per (?:c|outer|case|box|pack)|(?:pcs|pieces|units?|ea|qty|kgs?|boxes)\s*/\s*\w+|"
        r"/c(?:tn|arton)|装箱|箱规|包装|每箱|装量|pack ?size",
    ),
    (
        "asked",
        r"ordered|order qty|your qty|requested|po qty|asked|^ord\b|^req\b|订单数量|需求|采购数量|"
        r"订购",
    ),
    ("price", r"price|unit|单价|价格|报价|价|quote|rate|cost|fob|exw|usd|rmb|cny|[¥$]|each\b"),
    ("date", r"date|deliv|ship|ready|etd|eta|lead|go out|leave|交期|发货|到货|交货|日期|时间|出货"),
    (
        "quantity",
        r"qty|quantity|stock|avail|pcs|pieces|conf|alloc|can (?:do|send|supply)|supply|数量|库存|"
        r"现货|"
        r"可发|可供|箱数|件数|总数|ctns?|cartons?|cases|outers?|^kgs?$|^boxes$|^dozens?$|"
        r"^[箱件盒打]$",
    ),
    ("remark", r"remark|note|comment|status|备注|说明|状态"),
    (
        "item",
        r"item|code|sku|model|product|description|name|\bpart\b|style|article|\bart\b|ref|"
        r"名称|品名|型号|货号|编号|品号|产品|款|规格|spec|品|颜色|colou?r|size|尺寸",
    ),
    ("number", r"^po\b|order no|pos\b|no\.?|#|序号?|s/n|line"),
)
_MONEY = worded(r"[¥$]?\s?\d[\d,]*\.\d\d")
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
        figures = re.search(r"\d{2,}|\d\.\d", text[span[0] : span[1]])
        if len(head) < 2 or sum(kind != "" for kind in kinds) < 2 or figures:
            continue
        below = _below(text, rows[place + 1 :], len(head), has_item)
        if below and "item" not in kinds and all(len(row) == len(head) + 1 for _, row in below):
            head, kinds = [("", (span[0], span[0])), *head], ["item", *kinds]
        if below:
            kinds = _with_items(kinds, [cells for _, cells in below], has_item)
            made = tuple(_row(head, kinds, cells) for _, cells in below)
            last = _total_row(rows[place + 1 :], below[-1][0])
            end, total = last or (below[-1][0][1], None)
            return Table(made, (span[0], end), total)
    return None


def _with_items(kinds: list[str], rows: list[_Row], has_item: Callable[[str], bool]) -> list[str]:
    """A column under a head that is not known, with an item in every row, names the items."""
    found = list(kinds)
    for place, kind in enumerate(kinds):
        cells = [row[place][0] if place < len(row) else "" for row in rows]
        if not kind and all(has_item(cell) for cell in cells):
            found[place] = "item"
    return found


def _below(
    text: str, rows: list[tuple[Span, _Row]], width: int, has_item: Callable[[str], bool]
) -> list[tuple[Span, _Row]]:
    kept = []
    tabbed = bool(rows) and "\t" in text[rows[0][0][0] : rows[0][0][1]]
    for span, cells in rows:
        line = text[span[0] : span[1]]
        if _RULE_LINE.match(line):
            continue
        if len(cells) != width and line.count(",") == width - 1:
            cells = _split(line, ",", span[0])
        if tabbed != ("\t" in line):
            break
        if len(cells) < 2 or len(cells) > width + 1 or not has_item(line):
            break
        kept.append((span, cells))
    return kept


def _total_row(rows: list[tuple[Span, _Row]], after: Span) -> tuple[int, Decimal | None] | None:
    """Where the row of the whole sum ends, and its number, if it follows the items."""
    behind = [row for row in rows if row[0][0] > after[1] - 1]
    ruled = [row for row in behind if any(re.search(r"[^\W_]", cell) for cell, _ in row[1])]
    following = next(iter(ruled), None)
    cells = [cell for cell, _ in following[1] if cell] if following else []
    if not following or not cells:
        return None
    named = (
        re.match(r"(?:net |grand |sub-?)?total|合计|总计|grand|sum", cells[0]) and len(cells) < 5
    )
    if not named and not (len(cells) == 1 and _MONEY.fullmatch(cells[0])):
        return None
    # What stands behind the sum in its line is read as prose: `合计:7060.00   发货日:12-12`.
    last = next((one for one in following[1] if re.search(r"\d", one[0])), following[1][-1])
    number = re.sub(r"[^\d.]", "", last[0])
    return last[1][1], Decimal(number) if re.fullmatch(r"\d+(\.\d+)?", number) else None


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


def _lines(text: str) -> list[Span]:
    return [match.span() for match in re.finditer(r"[^\n]+", text)]


def _cells(text: str, span: Span) -> _Row:
    """A line's cells by its strongest divider."""
    line = text[span[0] : span[1]]
    if re.search(r"\S\s-{2,}\s.*\S\s-{2,}\s", line):
        return _split(line, r"\s-{2,}\s", span[0], keep=True)
    if len(re.findall(r"\S\s/\s\S", line)) >= 2:
        return _split(line, r"\s/\s", span[0], keep=True)
    if line.count("|") >= 2 or re.search(r"\S\s*\|\s*\S", line):
        cells = _split(line, r"\|", span[0], edges=True)
    elif "\t" in line:
        return _split(line.rstrip(), r"\t", span[0], keep=True)
    elif re.search(r"\S\s{2,}\S", line):
        cells = _split(line, r"\s{2,}", span[0])
    else:
        cells = _split(line, r"[,，、](?!\d{3}(?!\d))|;", span[0])
    return cells


def _split(line: str, divider: str, offset: int, edges: bool = False, keep: bool = False) -> _Row:
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
    return [cell for cell in cells if cell[0]] if not edges and not keep else cells
