"""Answers that look like terms and are none."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from bot.rules.negotiation.terms import NamedLine, SupplierKind, SupplierMove, Terms


def hostile_answer(offer: Terms, offers: int, on: date, rng: Random) -> SupplierMove:
    """One of the tricks; none may become a deal."""
    return rng.choice(hostile_answers(offer, offers, on))


def hostile_answers(offer: Terms, offers: int, on: date) -> list[SupplierMove]:
    """Every trick against an offer, the last of so many."""
    first = offer.lines[0]
    fair, price, quantity = _lines(offer), first.unit_price_minor, first.quantity

    def with_first(item: str, price: int | None, quantity: int | None) -> tuple[NamedLine, ...]:
        return (NamedLine(item, price, quantity), *fair[1:])

    def counter(lines: tuple[NamedLine, ...], **other: object) -> SupplierMove:
        values = {"delivery": offer.delivery, "currency": offer.currency} | other
        return SupplierMove(SupplierKind.COUNTER, on, lines, **values)  # type: ignore[arg-type]

    def yes(lines: tuple[NamedLine, ...] = (), **other: object) -> SupplierMove:
        return SupplierMove(SupplierKind.ACCEPT, on, lines, **other)  # type: ignore[arg-type]

    return [
        counter(fair, currency="JPY"),
        counter(with_first(first.item, -price, quantity)),
        counter(with_first(first.item, 0, quantity)),
        counter(with_first(first.item, max(1, price // 100), quantity)),
        counter(with_first(first.item, price * 100, quantity)),
        counter(with_first("not-asked-for", price, quantity)),
        counter((*fair, fair[0])),
        counter(with_first(first.item, price, quantity * 50)),
        counter(with_first(first.item, price, -quantity)),
        counter(with_first(first.item, price, 0)),
        counter(fair, delivery=on - timedelta(days=3)),
        counter(()),
        yes(currency="USD"),
        yes((NamedLine(first.item, price + 1),)),
        yes((NamedLine(first.item, quantity=quantity + 1),)),
        yes((NamedLine("not-asked-for", price),)),
        yes(to_offer=offers + 1),
        yes(to_offer=0),
        yes(delivery=on - timedelta(days=1)),
        SupplierMove(SupplierKind.UNSURE, on, fair, offer.delivery, offer.currency),
        SupplierMove(SupplierKind.REFUSE, on),
        SupplierMove(SupplierKind.QUESTION, on),
    ]


def _lines(offer: Terms) -> tuple[NamedLine, ...]:
    return tuple(NamedLine(line.item, line.unit_price_minor, line.quantity) for line in offer.lines)
