"""What simulated suppliers write, in Chinese and English.

Each act has several wordings. The unclear ones are what a reader must not take for a yes, or for
anything else: they promise nothing, name half, or ask.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from bot.rules.negotiation.terms import Terms
from bot.rules.negotiation.wording import day as spelled_day


class Act(StrEnum):
    """What a letter does."""

    YES = "yes"
    QUOTE = "quote"
    TURN_DOWN = "turn_down"
    NONE_LEFT = "none_left"
    AWAY = "away"
    UNCLEAR = "unclear"


_WORDS: Mapping[Act, Mapping[str, Sequence[str]]] = {
    Act.YES: {
        "zh": ("好的，确认，{day}到货。", "同意。", "可以，确认接单。", "没问题，确认。"),
        "en": (
            "Confirmed, delivery on {day}.",
            "Agreed.",
            "Yes, we accept your order.",
            "OK, confirmed.",
        ),
    },
    Act.QUOTE: {
        "zh": ("{lines}\n{day}到货。", "您好，报价如下：\n{lines}\n{day}到货。"),
        "en": ("{lines}\nDelivery {day}.", "Hello,\n{lines}\nDelivery on {day}.\nBest regards"),
    },
    Act.TURN_DOWN: {
        "zh": ("这个价格做不了。", "太低了，做不了。"),
        "en": ("Sorry, we cannot do it at this price.", "We cannot accept this price."),
    },
    Act.NONE_LEFT: {
        "zh": ("不好意思，没货了，这单做不了。", "抱歉，缺货，这单接不了。"),
        "en": (
            "Sorry, we are out of stock and cannot deliver this order.",
            "We are sold out and have to decline this order.",
        ),
    },
    Act.AWAY: {
        "zh": ("我在外出差，{day}回来。", "自动回复：我在休假，{day}回来上班。"),
        "en": (
            "Automatic reply: I am out of the office and will be back on {day}.",
            "I am on holiday and back on {day}.",
        ),
    },
    Act.UNCLEAR: {
        "zh": (
            "我先问问工厂再回复您。",
            "差不多吧，看情况。",
            "量大可以再谈",
            "您哪天要货？",
            "最近原材料涨得厉害。",
            "应该可以吧，晚点说。",
        ),
        "en": (
            "Let me check with the factory and come back to you.",
            "Maybe, hard to say right now.",
            "We can do a bit better if you order more.",
            "Which delivery day do you need?",
            "Raw materials have become expensive lately.",
            "Should be possible I think, will tell you later.",
        ),
    },
}
_LINE = {"zh": "{item}：{pieces}件，单价{price}元", "en": "{item}: {pieces} pcs at ¥{price} each"}


def letter(act: Act, language: str, pick: float, terms: Terms | None, day: date) -> str:
    """A letter.

    Args:
        language: `zh` or `en`. pick: 0 to 1, which wording.
        terms: of a quote. day: of the delivery, or of somebody's return.
    """
    wordings = _WORDS[act][language]
    chosen = wordings[min(int(pick * len(wordings)), len(wordings) - 1)]
    return chosen.format(day=spelled_day(day, language), lines=_lines(terms, language))


def _lines(terms: Terms | None, language: str) -> str:
    """`SIM-003: 240 pcs at ¥12.40 each`, a line an item."""
    return "\n".join(
        _LINE[language].format(
            item=line.item, pieces=line.quantity, price=f"{line.unit_price_minor / 100:.2f}"
        )
        for line in (terms.lines if terms is not None else ())
    )
