"""A tiding: news about someone's order or wish, with the facts that tell it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.rules.news import News
from knowledge.queries.news import Ask
from knowledge.store import Unit
from models.values import Language

Facts = dict[Language, dict[str, str]]


@dataclass(frozen=True, slots=True)
class OfOrder:
    """Told to whoever may see the order."""

    order_id: int
    customer_id: int


@dataclass(frozen=True, slots=True)
class OfWatch:
    """Told to the account that asked for it."""

    account_id: int
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Tiding:
    """Something to tell.

    Args:
        subject: the id of the record it is read from.
        facts: for the slots of the act, in each language.
        order_number, product: what the conversation is about once it was told.
    """

    subject: int
    news: News
    whose: OfOrder | OfWatch
    facts: Facts
    about_parcel: bool = False
    order_number: str = ""
    product: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of tidings, and the last id that was looked at (0: none are left)."""

    tidings: tuple[Tiding, ...]
    last: int


class Source(Protocol):
    """Where news comes from."""

    async def find(self, unit: Unit, now: datetime, ask: Ask) -> Page:
        """A page of what is news at `now` (in the shop's zone)."""

    async def told(self, unit: Unit, tiding: Tiding, now: datetime) -> None:
        """Keep that it was told, where the outbox's key alone does not say so."""


def in_both(made: Callable[[Language], dict[str, str]]) -> Facts:
    """Facts made in each language."""
    return {language: made(language) for language in Language}


def page(tidings: list[Tiding | None], last: int, ask: Ask) -> Page:
    """The page of what is news among `tidings`, read from as many rows; `last`: the last's id."""
    found = tuple(tiding for tiding in tidings if tiding is not None)
    return Page(found, last if len(tidings) == ask.limit else 0)
