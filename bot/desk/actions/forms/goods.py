"""The part of a form that finds out which goods, how many, and what comes instead."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk import facts, heard
from bot.desk.actions import goods_said
from bot.desk.actions.details import Goods
from bot.desk.actions.forms.form import Ask
from bot.desk.actions.seen import Seen
from bot.desk.context import Draft
from bot.desk.inbound import Button
from bot.desk.turn import Turn
from bot.rules.actions.facts import Line

GOODS, QUANTITY, NEW = "goods", "quantity", "new"
ALL = "all"
_CHOICES = 6
#: A quantity that is not known yet.
_OPEN = 0


def chosen(draft: Draft, seen: Seen) -> tuple[Goods, ...]:
    """The goods chosen so far; a quantity of 0 and a new SKU of None are still open."""
    return goods_said.decoded(draft.given.get(GOODS, ""), seen)


def prefill(
    turn: Turn, said: str, seen: Seen, lines: Sequence[Line], *, new: bool = False
) -> dict[str, str]:
    """The goods that the first words name, with their number where that is clear.

    With `new` they may also name what comes instead: 衬衫换L码.
    """
    found = goods_said.goods_named(heard.of(turn, said), said, lines)
    goods = [_begun(turn, said, line, alone=len(found) == 1) for line in found]
    if new and len(found) == 1:
        line = found[0]
        offer = goods_said.variant_named(said, seen.siblings(line), line, listed=False)
        goods = [
            one.model_copy(update={"new_sku_id": offer.sku.key}) for one in goods if offer
        ] or goods
    return _kept(goods)


def read(turn: Turn, draft: Draft, seen: Seen, lines: Sequence[Line]) -> dict[str, str]:
    """What the message tells about the goods, by the field that is open."""
    text, goods = turn.message.text, chosen(draft, seen)
    if draft.field == GOODS:
        return prefill(turn, text, seen, lines)
    first = next((at for at, one in enumerate(goods) if _is_open(one, draft.field)), None)
    if first is None:
        return {}
    one = goods[first]
    line = seen.facts.line_of(one.sku_id)
    assert line is not None  # decoded left the others out
    changed = _answered(turn, draft.field, one, line, seen)
    if changed is None:
        return {}
    return _kept([*goods[:first], changed, *goods[first + 1 :]])


def pressed(draft: Draft, seen: Seen, value: str) -> dict[str, str]:
    """What a button of the open field tells."""
    goods = chosen(draft, seen)
    if draft.field == GOODS:
        lines = (
            seen.lines if value == ALL else [one for one in seen.lines if str(one.sku_id) == value]
        )
        whole = value == ALL
        return _kept([_begin(line, line.quantity if whole else _OPEN) for line in lines])
    first = next((at for at, one in enumerate(goods) if _is_open(one, draft.field)), None)
    if first is None or not value.isdigit():
        return {}
    change = {"quantity": int(value)} if draft.field == QUANTITY else {"new_sku_id": int(value)}
    return _kept([*goods[:first], goods[first].model_copy(update=change), *goods[first + 1 :]])


def ask(turn: Turn, draft: Draft, seen: Seen, lines: Sequence[Line], *, new: bool) -> Ask | None:
    """The next question about the goods; None when everything is known."""
    goods = chosen(draft, seen)
    if not goods:
        return which_line(turn, lines, several=True)
    for one in goods:
        line = seen.facts.line_of(one.sku_id)
        if line is None:
            continue
        if one.quantity == _OPEN:
            return _how_many(turn, line)
        # Where nothing else is in stock the rule says so.
        if new and one.new_sku_id is None and seen.siblings(line):
            return which_variant(turn, line, seen)
    return None


def which_variant(turn: Turn, line: Line, seen: Seen) -> Ask:
    """Which other size or colour of a line's product."""
    offers = seen.siblings(line)[:_CHOICES]
    named = [one.sku.variant(turn.language) or one.sku.code for one in offers]
    prices = [facts.money(one.sku.price_minor, one.sku.currency) for one in offers]
    lines = [
        f"{at}. {name} {price}"
        for at, (name, price) in enumerate(zip(named, prices, strict=True), 1)
    ]
    buttons = tuple(
        Button(name[:60], f"fill:{NEW}:{one.sku.key}")
        for name, one in zip(named, offers, strict=True)
    )
    head = f"{line.called(turn.language)}{'：' if turn.language == 'zh' else ':'}"
    shown = {"variants": "\n".join([head, *lines]), "product": line.called(turn.language)}
    return Ask(NEW, "ask_new_variant", shown, buttons)


def which_line(turn: Turn, lines: Sequence[Line], *, several: bool = False) -> Ask:
    """Which of the goods; with `several`, all of them may be meant."""
    language = turn.language
    names = [f"{line.called(language)} ×{line.quantity}" for line in lines]
    buttons = [
        Button(name[:60], f"fill:{GOODS}:{line.sku_id}")
        for name, line in zip(names, lines, strict=True)
    ][:_CHOICES]
    everything = Button("全部" if language == "zh" else "All of them", f"fill:{GOODS}:{ALL}")
    shown = {"items": ("、" if language == "zh" else ", ").join(names)}
    return Ask(GOODS, "ask_which_items", shown, (*buttons, *([everything] if several else [])))


def _how_many(turn: Turn, line: Line) -> Ask:
    most = min(line.quantity, _CHOICES)
    buttons = tuple(Button(str(n), f"fill:{QUANTITY}:{n}") for n in range(1, most + 1))
    return Ask(QUANTITY, "ask_quantity", {"product": line.called(turn.language)}, buttons)


def _begun(turn: Turn, said: str, line: Line, *, alone: bool) -> Goods:
    if not alone:
        return _begin(line, line.quantity if line.quantity == 1 else _OPEN)
    known = goods_said.pieces(heard.of(turn, said), said, line)
    return _begin(line, known if known and known <= line.quantity else _OPEN)


def _begin(line: Line, quantity: int) -> Goods:
    return Goods(sku_id=line.sku_id, quantity=1 if line.quantity == 1 else quantity)


def _is_open(one: Goods, field: str) -> bool:
    return one.quantity == _OPEN if field == QUANTITY else one.new_sku_id is None


def _answered(turn: Turn, field: str, one: Goods, line: Line, seen: Seen) -> Goods | None:
    if field == QUANTITY:
        known = goods_said.pieces(turn.understanding, turn.message.text, line)
        return None if not known else one.model_copy(update={"quantity": known})
    text, siblings = turn.message.text, seen.siblings(line)
    if goods_said.names_own(text, line, siblings):
        return one.model_copy(update={"new_sku_id": line.sku_id})
    offer = goods_said.variant_named(text, siblings, line)
    return None if offer is None else one.model_copy(update={"new_sku_id": offer.sku.key})


def _kept(goods: Sequence[Goods]) -> dict[str, str]:
    return {GOODS: goods_said.encoded(goods)} if goods else {}
