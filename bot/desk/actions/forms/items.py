"""Another size, colour or number in an order that has not left."""

from __future__ import annotations

from bot.desk import heard
from bot.desk.actions import fields, goods_said
from bot.desk.actions.details import Details, Goods
from bot.desk.actions.forms import goods
from bot.desk.actions.forms.form import Ask, PlainButtons, Ready
from bot.desk.actions.seen import Seen
from bot.desk.context import Draft
from bot.desk.turn import Turn
from bot.rules.actions.facts import Line
from bot.rules.picks import (
    count,
    only_count,
)
from knowledge.records import ActionKind
from models.values import EntityKind, Understanding

LINE, NEW, NUMBER = "goods", "new", "number"


class ItemsForm(PlainButtons):
    """Which line, and what is to become of it: another SKU, or another number of pieces."""

    def prefill(self, turn: Turn, said: str, seen: Seen) -> dict[str, str]:
        lines = goods_said.goods_named(heard.of(turn, said), said, seen.lines)
        if len(lines) != 1:
            return {}
        line = lines[0]
        return {LINE: str(line.sku_id), **_change(heard.of(turn, said), said, line, seen)}

    def read(self, turn: Turn, draft: Draft, seen: Seen) -> dict[str, str]:
        text = turn.message.text
        if draft.field == LINE:
            return self.prefill(turn, text, seen)
        line = _line(draft, seen)
        return {} if line is None else _change(turn.understanding, text, line, seen, asked=True)

    def next(self, turn: Turn, draft: Draft, seen: Seen) -> Ask | Ready:
        line = _line(draft, seen)
        if line is None:
            return goods.which_line(turn, seen.lines)
        new, number = draft.given.get(NEW, ""), draft.given.get(NUMBER, "")
        if not new and not number:
            siblings = seen.siblings(line)
            return goods.which_variant(turn, line, seen) if siblings else _how_many(turn, line)
        change = Goods(
            sku_id=line.sku_id,
            quantity=int(number) if number else line.quantity,
            new_sku_id=int(new) if new else None,
        )
        return Ready(ActionKind.CHANGE_ITEMS, Details(goods=(change,)))


def _line(draft: Draft, seen: Seen) -> Line | None:
    kept = draft.given.get(LINE, "")
    return seen.facts.line_of(int(kept)) if kept.isdigit() else None


def _change(
    hears: Understanding, said: str, line: Line, seen: Seen, *, asked: bool = False
) -> dict[str, str]:
    """The variant or the number that the words ask for."""
    siblings = seen.siblings(line)
    if asked and goods_said.names_own(said, line, siblings):
        return {NEW: str(line.sku_id)}
    offer = goods_said.variant_named(said, siblings, line)
    if offer is not None:
        return {NEW: str(offer.sku.key)}
    number = only_count(said) if asked else None
    if number is None and fields.speaks_of_number(said):
        number = count(said)
    # "2 mugs are enough" of three: the model reads the number, the order tells that it is another.
    quantity = hears.first(EntityKind.QUANTITY)
    if number is None and quantity is not None:
        other = count(quantity.text)
        number = other if other != line.quantity else None
    return {NUMBER: str(number)} if number else {}


def _how_many(turn: Turn, line: Line) -> Ask:
    return Ask(NUMBER, "ask_quantity", {"product": line.called(turn.language)})
