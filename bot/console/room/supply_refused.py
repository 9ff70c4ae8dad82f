"""What the buyer's desks refuse, in words for a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.console.room.page import Reader, Unusable
from bot.supply.guardrails import GuardrailRefused
from bot.supply.refusals import OrderRefused


@contextmanager
def told(reader: Reader) -> Iterator[None]:
    """Let what is refused be read on the page. Raises Unusable."""
    words = reader.words
    try:
        yield
    except OrderRefused as refused:
        known = words.get(f"order_refused_{refused.reason}")
        raise Unusable(known.format(**refused.facts) if known else str(refused)) from refused
    except GuardrailRefused as refused:
        bounds = refused.bounds
        least, most = (f"{one / _parts(refused.field):,g}" for one in (bounds.least, bounds.most))
        said = words["guardrails_whole" if bounds.whole else "guardrails_bounds"]
        if refused.field == "accept_up_to_minor":
            said = words["guardrails_sum"]
        name = words[f"guardrails_{refused.field}"]
        raise Unusable(said.format(name=name, least=least, most=most)) from refused


def _parts(field: str) -> int:
    return 100 if field.endswith("_minor") else 1
