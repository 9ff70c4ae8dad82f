"""The words that say that a bare number is a price."""

from __future__ import annotations

from bot.rules.supplier_answers.folding import worded

_PRICE_CUE = worded(
    r"price|pricing|give|pay|单价|价|@|\bat\b|quot|\bfor\b|给你?|做|算|报|最低|底线|"
    r"lowest|best|卖|offer|rate|要|\bdo\b|accept|去|收|bottom|final|改|涨到|降到|"
    r"只能|the least|go\b|come down|down to|up to|"
    r"make it|call it|\beven\b|\bflat\b|meet|halfway|"
    r"counter|each|行|可以|ok|按|走"
)


def has_price_cue(text: str) -> bool:
    """Whether a clause with a bare number speaks of a price."""
    return bool(_PRICE_CUE.search(text))
