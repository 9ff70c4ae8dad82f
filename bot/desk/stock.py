"""Whether a product is there, and who wants to be told when it is."""

from __future__ import annotations

from bot.desk import facts, heard
from bot.desk.context import Asked
from bot.desk.inbound import Button
from bot.desk.turn import Outcome, Reply, Turn
from bot.rules.own_order import speaks_of_own_order
from knowledge.queries import catalogue
from knowledge.queries.news import CAN_PUSH
from knowledge.records import Product
from knowledge.terms import search_terms
from models.values import EntityKind, Intent, Language

#: A product is meant when this share of its name's terms was said, or of the words that name it.
_SAID_ENOUGH = 0.5
_CHOICES = 4


async def stock(turn: Turn) -> Outcome:
    """Tell how many of the product meant are left, or ask which product."""
    meant, best = await _meant(turn)
    if best is not None:
        return await stock_of(turn, best)
    if meant:
        return _ask_which(turn, meant[:_CHOICES])
    return Outcome((Reply("ask_product"),), turn.context.asking(Asked.WHICH_PRODUCT, Intent.STOCK))


async def stock_of(turn: Turn, product: Product) -> Outcome:
    """Tell how many of a product are left; who waits for it may be told when it is back."""
    left = await catalogue.availability(turn.unit, product.key, turn.now)
    shown = {"product": product.name(turn.language)}
    settled = turn.context.settled(product=product.code)
    if left.available > turn.policy.stock.low:
        return Outcome((Reply("stock_plenty", shown),), settled)
    if left.available > 0:
        shown["stock_count"] = str(left.available)
        return Outcome((Reply("stock_low", shown),), settled)
    if _may_watch(turn) and heard.wants_news(turn.understanding, turn.message.text):
        return _watched(turn, product)
    act = "stock_out"
    if left.restock_at is not None:
        act = "stock_out_back_on"
        shown["restock_date"] = facts.day(left.restock_at, turn.now, turn.language)
    return Outcome((Reply(act, shown, _watch_button(turn, product)),), settled)


async def watch(turn: Turn, product: Product) -> Outcome:
    """Promise to tell when a product is back, or tell that it is there."""
    left = await catalogue.availability(turn.unit, product.key, turn.now)
    if left.available > 0 or not _may_watch(turn):
        return await stock_of(turn, product)
    return _watched(turn, product)


async def tell_when_back(turn: Turn) -> Outcome | None:
    """The outcome if the message wants to be told when a product is back.

    It is the product that the message names, or else the one last talked about.
    """
    text = turn.message.text
    if not heard.wants_news(turn.understanding, text) or speaks_of_own_order(text):
        return None
    meant, best = await _meant(turn)
    if best is None and meant:
        return _ask_which(turn, meant[:_CHOICES])
    if best is None and turn.context.product:
        best = await catalogue.product_with_code(turn.unit, turn.context.product)
    return None if best is None else await watch(turn, best)


def _may_watch(turn: Turn) -> bool:
    """Whether the promise to tell can be kept: the shop tells it, and the channel allows it."""
    told = "back_in_stock" in turn.policy.notices.told
    return told and turn.account.channel in CAN_PUSH


def _watched(turn: Turn, product: Product) -> Outcome:
    reply = Reply("watch_set", {"product": product.name(turn.language)})
    settled = turn.context.settled(product=product.code)
    return Outcome((reply,), settled, watch=product.key)


def _watch_button(turn: Turn, product: Product) -> tuple[Button, ...]:
    label = "到货告诉我" if turn.language is Language.ZH else "Tell me when it is back"
    return (Button(label, f"watch:{product.code}"),) if _may_watch(turn) else ()


async def _meant(turn: Turn) -> tuple[list[Product], Product | None]:
    """The products that may be meant, and the one that clearly is."""
    named = turn.understanding.first(EntityKind.PRODUCT)
    words = named.text if named is not None else turn.message.text
    found = await catalogue.products_named(turn.unit, words)
    meant = [product for product in found if _is_meant(product, words, exact=named is not None)]
    return meant, _clearly_best(meant, words) if meant else None


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
