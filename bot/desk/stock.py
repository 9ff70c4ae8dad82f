"""Whether a product is there."""

from __future__ import annotations

from bot.desk import facts
from bot.desk.context import Asked
from bot.desk.inbound import Button
from bot.desk.turn import Outcome, Reply, Turn
from knowledge.queries import catalogue
from knowledge.records import Product
from knowledge.terms import search_terms
from models.values import EntityKind, Intent

#: A product is meant when this share of its name's terms was said, or of the words that name it.
_SAID_ENOUGH = 0.5
_CHOICES = 4


async def stock(turn: Turn) -> Outcome:
    """Tell how many of the product meant are left, or ask which product."""
    named = turn.understanding.first(EntityKind.PRODUCT)
    words = named.text if named is not None else turn.message.text
    found = await catalogue.products_named(turn.unit, words)
    meant = [product for product in found if _is_meant(product, words, exact=named is not None)]
    if not meant:
        reply = Reply("ask_product")
        return Outcome((reply,), turn.context.asking(Asked.WHICH_PRODUCT, Intent.STOCK))
    best = _clearly_best(meant, words)
    return await stock_of(turn, best) if best else _ask_which(turn, meant[:_CHOICES])


async def stock_of(turn: Turn, product: Product) -> Outcome:
    """Tell how many of a product are left."""
    left = await catalogue.availability(turn.unit, product.key, turn.now)
    shown = {"product": product.name(turn.language)}
    if left.available > turn.policy.stock.low:
        act = "stock_plenty"
    elif left.available > 0:
        act, shown["stock_count"] = "stock_low", str(left.available)
    elif left.restock_at is not None:
        act = "stock_out_back_on"
        shown["restock_date"] = facts.day(left.restock_at, turn.now, turn.language)
    else:
        act = "stock_out"
    return Outcome((Reply(act, shown),), turn.context.settled())


def _overlap(product: Product, words: str) -> float:
    """The larger share of shared terms: of the product's name, or of the words said."""
    said = set(search_terms(words))
    best = 0.0
    for name in (product.name_zh, product.name_en):
        terms = set(search_terms(name))
        if terms and said:
            best = max(best, len(terms & said) / len(terms))
    return best


def _is_meant(product: Product, words: str, *, exact: bool) -> bool:
    if _overlap(product, words) >= _SAID_ENOUGH:
        return True
    said = set(search_terms(words))
    names = set(search_terms(f"{product.name_zh} {product.name_en}"))
    return exact and len(said & names) / max(len(said), 1) >= _SAID_ENOUGH


def _clearly_best(meant: list[Product], words: str) -> Product | None:
    """The one product said more fully than any other."""
    ranked = sorted(meant, key=lambda product: -_overlap(product, words))
    if len(ranked) == 1 or _overlap(ranked[0], words) > _overlap(ranked[1], words):
        return ranked[0]
    return None


def _ask_which(turn: Turn, meant: list[Product]) -> Outcome:
    buttons = tuple(
        Button(product.name(turn.language)[:60], f"stock:{product.code}") for product in meant
    )
    return Outcome(
        (Reply("choose_product", buttons=buttons),),
        turn.context.asking(Asked.WHICH_PRODUCT, Intent.STOCK),
    )
