"""Which goods of an order the customer's words name, how many, and which variant instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.desk import heard
from bot.desk.actions.details import Goods
from bot.desk.actions.seen import Seen
from bot.rules.actions.facts import Line
from bot.rules.denied import without_denied
from bot.rules.picks import (
    count,
    ordinal,
)
from bot.rules.sizes import next_size
from knowledge.queries.actions import Offered
from knowledge.terms import search_terms
from models.script import plain_script
from models.values import Entity, EntityKind, Understanding


def goods_named(
    said: Understanding, text: str, lines: Sequence[Line], *, alone: bool = True
) -> list[Line]:
    """The lines of an order that a message names: by product, by place in the list, or all.

    "the second one" -> the second line; "the umbrella" -> every line that is one. An order's
    only line is meant whatever is said, unless `alone` is False.
    """
    if len(lines) == 1 and alone:
        return list(lines)
    named = _by_name(said, text, lines)
    # "The backpack" of two in the order may be either: which one is to be asked.
    alike = len({line.product_id for line in named}) < len(named)
    if alike and not heard.means_everything(said, text):
        return []
    # "Everything came except the umbrella" is about the umbrella.
    if named or (heard.means_everything(said, text) and alone):
        return named or list(lines)
    at = heard.place(said, text, len(lines))
    return [] if at is None else [lines[at]]


def pieces(said: Understanding, text: str, line: Line) -> int | None:
    """How many pieces of a line are meant; None where it is not said. One piece needs no word."""
    if line.quantity == 1:
        return 1
    if heard.means_everything(said, text):
        return line.quantity
    entity = said.first(EntityKind.QUANTITY)
    found = count(entity.text) if entity is not None else None
    return found if found is not None else count(text)


def variant_named(
    text: str, offers: Sequence[Offered], line: Line | None = None, *, listed: bool = True
) -> Offered | None:
    """The one variant that a text names in either language, or by its place in the list.

    Everything that the words say of any variant has to be true of it. What they leave open
    stays as it is in `line`: of an L in red, "blue, please" names the blue L, where there is a
    blue M as well. None where no one is named, or where `line` itself is. Places in the list count
    where it was `listed`.
    """
    # "The blue one in L" names an L in Chinese, and the blue L in English: who hears more is right.
    read = [_named(text, offers, line, language) for language in ("zh", "en")]
    most = max(told for told, _ in read)
    found = next((one for told, one in read if told == most and one is not None), None)
    if found is not None:
        return found
    at = ordinal(text, len(offers)) if listed else None
    if at is None and line is not None:
        names = [one.sku.variant_en for one in offers]
        at = next_size(text, line.variant_en, names, asked=listed)
    return None if at is None else offers[at]


def names_own(text: str, line: Line, offers: Sequence[Offered]) -> bool:
    """Whether a text names the very variant that is to be changed, and no other."""
    said = plain_script(text).casefold()
    for language in ("zh", "en"):
        mine = _parts(line.variant_zh if language == "zh" else line.variant_en)
        parts = {part for one in offers for part in _parts(one.sku.variant(language))}
        told = {part for part in (*parts, *mine) if _says(said, part)}
        if mine and told == set(mine):
            return True
    return False


def _named(
    text: str, offers: Sequence[Offered], line: Line | None, language: str
) -> tuple[int, Offered | None]:
    """How many parts of variants' names a text says in a language, and the one it names by them."""
    said = plain_script(text).casefold()
    mine = _parts("" if line is None else line.variant_zh if language == "zh" else line.variant_en)
    parts = [_parts(one.sku.variant(language)) for one in offers]
    told = {part for known in (*parts, mine) for part in known if _says(said, part)}
    if not told or told <= set(mine):
        return len(told), None
    scored = sorted(
        (sum(part in mine for part in known), -at)
        for at, known in enumerate(parts)
        if told <= set(known)
    )
    if not scored or (len(scored) > 1 and scored[-1][0] == scored[-2][0]):
        return len(told), None
    return len(told), offers[-scored[-1][1]]


def encoded(goods: Sequence[Goods]) -> str:
    """Goods as a form keeps them: `12:2:15,13:1:`."""
    return ",".join(f"{one.sku_id}:{one.quantity}:{one.new_sku_id or ''}" for one in goods)


def decoded(text: str, seen: Seen) -> tuple[Goods, ...]:
    """The goods that a form keeps; those the order no longer has are left out."""
    found = []
    for part in filter(None, text.split(",")):
        sku_id, quantity, new = part.split(":")
        if seen.facts.line_of(int(sku_id)) is not None:
            found.append(
                Goods(
                    sku_id=int(sku_id),
                    quantity=int(quantity),
                    new_sku_id=int(new) if new else None,
                )
            )
    return tuple(found)


def _by_name(said: Understanding, text: str, lines: Sequence[Line]) -> list[Line]:
    products = [one for one in said.entities if one.kind is EntityKind.PRODUCT]
    text, meant = without_denied(text, products)
    terms = set(search_terms(plain_script(" ".join([*(one.text for one in meant), text]))))
    scores = [(_overlap(line, terms), line) for line in lines]
    best = max((score for score, _ in scores), default=0.0)
    if best == 0:
        return [line for line in lines if _same_thing(line, meant)]
    named = [(score, line) for score, line in scores if score >= max(_ENOUGH, 0.6 * best)]
    # Of two kinds of one product, the one that is told more of is meant.
    most = {
        line.product_id: max(found for found, one in named if one.product_id == line.product_id)
        for _, line in named
    }
    return [line for score, line in named if score == most[line.product_id]]


#: This share of a name's terms has to be said, at least.
_ENOUGH = 0.3


def _overlap(line: Line, terms: set[str]) -> float:
    best = 0.0
    for name, variant in ((line.name_zh, line.variant_zh), (line.name_en, line.variant_en)):
        own = set(search_terms(name))
        if not own:
            continue
        more = set(search_terms(variant)) if variant else set()
        share = max(len(own & terms) / len(own), _ENOUGH if _says_head(name, terms) else 0)
        # Two lines of one product differ by their variant alone.
        best = max(best, share + (0.5 * len(more & terms) / len(more) if more and share else 0))
    return best


def _same_thing(line: Line, products: Sequence[Entity]) -> bool:
    """Whether a Chinese word for a product ends as the line's name does: 那把伞, 折叠雨伞."""
    ends = {one.text[-1:] for one in products}
    return bool(line.name_zh) and line.name_zh[-1] in ends


def _says_head(name: str, terms: set[str]) -> bool:
    """Whether the last two signs of a Chinese name are said, which tell what it is: 雨伞."""
    return len(name) > 2 and name[-2:] in terms and not name.isascii()


def _parts(variant: str) -> list[str]:
    """The parts of a variant's name: `resolution: 4K, colour: red` -> its two; `White XL` too."""
    name = plain_script(variant).casefold()
    signs = "[,，、;；]" if ":" in name else "[,，、/;；]"
    separator = signs if re.search(signs, name) else r"\s+"
    return [part.strip() for part in re.split(separator, name) if part.strip()]


def _says(said: str, part: str) -> bool:
    """Whether a text says a part: its value, and its name too where the value alone says little
    (`yes`, `8`)."""
    head, colon, value = part.partition(":")
    words = value.strip() if colon else part
    if not colon or not (words in _BARE or words.replace(".", "").isdigit()):
        return _has(said, words)
    return (
        re.search(rf"{re.escape(head.strip())}\W{{0,3}}{re.escape(words)}(?!\w)", said) is not None
    )


#: Values that say nothing without their name.
_BARE = {"yes", "no", "none"}


def _has(said: str, words: str) -> bool:
    """Whether words are said, Latin letters whole; of Chinese words all but the last sign will do.

    红 says 红色 and L says L码, but the L of XL码 does not.
    """
    shorter = words[:-1] if len(words) > 1 and not words.isascii() else words
    return any(
        re.search(rf"(?<![a-z0-9]){re.escape(one)}(?![a-z0-9])", said) is not None
        if one[0].isascii()
        else one in said
        for one in (words, shorter)
    )
