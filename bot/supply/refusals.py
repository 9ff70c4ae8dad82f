"""Why something is not done with a purchase order."""

from __future__ import annotations

from bot.errors import XiaoerError

REFUSALS = {
    "decided": "Somebody has decided it already.",
    "changed": "Somebody is changing it; nothing was sent. Please look once more.",
    "unchanged": "Nothing of it was changed.",
    "no_address": "The supplier has neither e-mail nor Telegram.",
    "unknown_item": "{sku} is not in this order.",
    "packs": "{sku}: {quantity} are not whole packs of {pack}; {would} would be.",
    "minimum": "{sku}: the supplier sells {minimum} or more; {quantity} are fewer.",
    "twice": "{sku} is named twice.",
    "nothing": "{sku}: no pieces are named, and more may still come.",
    "negative": "{sku}: there are no pieces below zero.",
    "no_lines": "No item is named.",
    "reference": "The delivery note {reference} was taken already, with other pieces.",
    "no_reference": "A delivery note has a number of 1 to {longest} characters.",
    "not_sent": "The order was not sent to the supplier yet.",
    "cancelled": "The order was cancelled; count what came as stock instead.",
    "closed": "Nothing more is expected of this order.",
    "past_day": "{day} is over; no goods come on it.",
    "far_day": "{day} is more than two years away.",
    "no_words": "There are no words to be sent.",
    "tells": "These words would tell the supplier our limit; they were not sent.",
    "time_over": "The time of this course is over; it cannot go on by itself.",
    "said": "These words were sent already.",
}


class OrderRefused(XiaoerError):
    """It cannot be done so: nothing was written, and nobody was told anything.

    Args:
        reason: a key of `REFUSALS`, as the console words it.
        facts: what stands in its sentence.
    """

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(REFUSALS[reason].format(**facts))
        self.reason, self.facts = reason, facts
