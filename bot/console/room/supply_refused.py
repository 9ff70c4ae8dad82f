"""What the buyer's desks refuse, in words for a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.console.room.page import Reader, Unusable
from bot.console.room.supply_words import refused
from bot.supply.guardrails import GuardrailRefused
from bot.supply.refusals import OrderRefused


@contextmanager
def told(reader: Reader) -> Iterator[None]:
    """Let what is refused be read on the page. Raises Unusable."""
    words = reader.words
    try:
        yield
    except OrderRefused as error:
        raise Unusable(refused(error, reader)) from error
    except GuardrailRefused as error:
        bounds = error.bounds
        least, most = (f"{one / _parts(error.field):,g}" for one in (bounds.least, bounds.most))
        said = words["guardrails_whole" if bounds.whole else "guardrails_bounds"]
        if error.field == "accept_up_to_minor":
            said = words["guardrails_sum"]
        if error.reason == "long":
            said = words["guardrails_long"]
        name = words[f"guardrails_{error.field}"]
        raise Unusable(said.format(name=name, least=least, most=most)) from error


def _parts(field: str) -> int:
    return 100 if field.endswith("_minor") else 1
