"""The facts in a table's rows: what the column heads say the cells' numbers are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.rules.supplier_answers.clauses import Clause
from bot.rules.supplier_answers.counts import Count, find_counts
from bot.rules.supplier_answers.cues import lacks_stock
from bot.rules.supplier_answers.dates import find_days
from bot.rules.supplier_answers.facts import read_clause
from bot.rules.supplier_answers.findings import FAR, UNPLACED, Fact, Findings, Kind, is_near
from bot.rules.supplier_answers.folding import take_out, worded
from bot.rules.supplier_answers.money import find_prices
from bot.rules.supplier_answers.named_days import Day, Role
from bot.rules.supplier_answers.numbers import value
from bot.rules.supplier_answers.tables import Cell
from bot.rules.supplier_answers.units import UNIT, Measure, factor, measure
from bot.rules.supplier_answers.values import Asked, AskedLine

_HEAD_UNIT = worded(rf"(?:/|per|每|\(|（|in )\s*({UNIT})|^({UNIT})$|({UNIT})数")
_FOREIGN = {"USD": r"\$|usd|美元|美金", "CNY": r"¥|rmb|cny|元|yuan"}
_ARRIVES = worded(r"\beta\b|arriv|deliv|reach|到货|送达|到仓")
_NONE = worded(r"^(?:none|nil|无|没有|缺货?|断货)(?=$|[\s,，.。])")
_NOTHING = worded(r"^[\s\-/.x—]*$|^n/?a$")


def read_row(
    row: tuple[Cell, ...], line: int, asked: Asked, found: Findings, sentence: int
) -> tuple[list[Day], bool]:
    """Adds a row's facts for its item; returns its days and whether the item is refused."""
    days: list[Day] = []
    refused = any(lacks_stock(cell.text) for cell in row)
    counted = next(
        (cell.text for cell in row if cell.kind == "unit" and not re.search(r"\d", cell.text)), ""
    )
    for cell in row:
        if cell.kind == "price" or (cell.kind == "unit" and re.search(r"\d", cell.text)):
            _price(cell, line, asked, found, sentence, counted)
        elif cell.kind in ("quantity", "minimum") or _counts_goods(cell):
            refused |= _goods(cell, line, asked, found, sentence, counted)
        elif cell.kind == "pack":
            _pack(cell, asked.lines[line], found)
        elif cell.kind == "date" and not _NOTHING.match(cell.text):
            days += _days(cell, asked.today, found)
        elif cell.kind in ("remark", ""):
            days += _remark(cell, line, asked, found, sentence)
    _check_total(row, line, asked, found)
    return days, refused


def _counts_goods(cell: Cell) -> bool:
    """An "amount" may be one of goods: `60 kg`."""
    return cell.kind == "total" and bool(find_counts(cell.text)) and not find_prices(cell.text)


def _remark(cell: Cell, line: int, asked: Asked, found: Findings, sentence: int) -> list[Day]:
    """A remark is read as prose about the row's item."""
    days = find_days(cell.text, asked.today)
    words = take_out(cell.text, [day.span for day in days])
    asks = "?" in cell.text
    read_clause(Clause(words, cell.span[0], (), frozenset({line}), asks, sentence), asked, found)
    return _moved_days(days, cell.span[0])


def _pack(cell: Cell, line: AskedLine, found: Findings) -> None:
    """What a carton holds must be what we know."""
    numbers = re.findall(r"\d+", cell.text)
    if len(numbers) == 1 and int(numbers[0]) != line.pack_size:
        found.doubts.append("their packs are not those we know")


def _price(
    cell: Cell, line: int, asked: Asked, found: Findings, sentence: int, counted: str = ""
) -> None:
    """A price cell: its own currency and unit, or those of the head or of the unit's column."""
    if _NOTHING.match(cell.text) or lacks_stock(cell.text):
        return
    prices = find_prices(cell.text)
    amount = prices[0].amount if len(prices) == 1 else value(cell.text)
    currency = prices[0].currency if prices else ""
    if amount is None or (currency or asked.currency) != asked.currency or _other(cell, asked):
        found.doubts.append(UNPLACED)
        return
    per = prices[0].per if prices and prices[0].per else _unit(cell.head)
    units = factor(per, asked.lines[line]) if per else Decimal(1)
    exact = amount * 100 / units if units else None
    if counted and not per and exact is not None and not is_near(exact, asked.lines[line]):
        units = factor(measure(counted), asked.lines[line])
        exact = amount * 100 / units if units else None
    if exact is None or not is_near(exact, asked.lines[line]):
        found.doubts.append(FAR)
        return
    doubt = "" if exact == int(exact) else "it does not come out even for one unit"
    found.facts.append(
        Fact(Kind.PRICE, line, int(exact + Decimal("0.5")), cell.span, sentence, doubt)
    )


def _other(cell: Cell, asked: Asked) -> bool:
    """Whether the head names another currency than the order's."""
    others = [words for code, words in _FOREIGN.items() if code != asked.currency]
    ours = _FOREIGN.get(asked.currency, "$^")
    return any(re.search(o, cell.head) for o in others) and not re.search(ours, cell.head)


def _goods(
    cell: Cell, line: int, asked: Asked, found: Findings, sentence: int, counted: str = ""
) -> bool:
    """A quantity or minimum cell; True when it says that there is none."""
    if _NONE.match(cell.text):
        return cell.kind == "quantity"
    if _NOTHING.match(cell.text):
        return False
    counts = find_counts(cell.text)
    number = counts[0].number if counts and _agree(counts, asked.lines[line]) else value(cell.text)
    of = counts[0].of if counts else _unit(cell.head) or (measure(counted) if counted else None)
    units = factor(of, asked.lines[line]) if of else Decimal(1)
    if number is None or units is None or number * units != int(number * units):
        if not lacks_stock(cell.text):
            found.doubts.append(UNPLACED)
        return False
    goods = int(number * units)
    if goods == 0:
        return cell.kind == "quantity"
    kind = Kind.MINIMUM if cell.kind == "minimum" else Kind.QUANTITY
    doubt = "more than was ordered" if goods > asked.lines[line].quantity else ""
    if kind is Kind.MINIMUM:
        doubt = ""
    found.facts.append(Fact(kind, line, goods, cell.span, sentence, doubt))
    return False


def _agree(counts: Sequence[Count], line: AskedLine) -> bool:
    """Whether all say the same: `216 pcs (9 ctn)`."""
    return len({one.number * (factor(one.of, line) or 0) for one in counts if one.of}) == 1


def _unit(head: str) -> Measure | None:
    found = (
        None
        if re.search(r" or |或|/\s?units?\b|per unit|unit price", head)
        else _HEAD_UNIT.search(head)
    )
    return measure(next(group for group in found.groups() if group)) if found else None


def _days(cell: Cell, today: date, found: Findings) -> list[Day]:
    days = find_days(cell.text, today)
    if not days:
        number = value(re.sub(r"\s*(?:days?|天)$", "", cell.text))
        found.doubts.append("a day that cannot be read" if number is None else UNPLACED)
    role = Role.ARRIVES if _ARRIVES.search(cell.head) else Role.LEAVES
    return [replace(day, role=role) for day in _moved_days(days, cell.span[0])]


def _moved_days(days: list[Day], by: int) -> list[Day]:
    return [replace(day, span=(day.span[0] + by, day.span[1] + by)) for day in days]


def _check_total(row: tuple[Cell, ...], line: int, asked: Asked, found: Findings) -> None:
    """A row's total must be its price times its quantity."""
    total = next((cell for cell in row if cell.kind == "total"), None)
    if total is None or _NOTHING.match(total.text) or _counts_goods(total):
        return
    prices = find_prices(total.text)
    amount = prices[0].amount if prices else value(total.text)
    mine = {f.kind: f.value for f in found.facts if f.line == line}
    price = mine.get(Kind.PRICE, asked.lines[line].unit_price_minor or 0)
    quantity = mine.get(Kind.QUANTITY, asked.lines[line].quantity)
    if amount is None or amount * 100 != price * quantity:
        found.doubts.append("a row's total is not its price times its quantity")
