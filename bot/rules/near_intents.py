"""Two intents that the model hesitates between, settled by plain words where these are plain."""

from __future__ import annotations

import re

from models.script import plain_script
from models.values import Intent

_TALK = frozenset(
    {
        Intent.GREETING,
        Intent.GOODBYE,
        Intent.THANKS,
        Intent.ACKNOWLEDGE,
        Intent.AFFIRM,
        Intent.DENY,
    }
)
_QUESTION = re.compile(
    r"[?？]|吗|呢|么|怎么|什么|哪些|多久|几天|规则|政策|流程|\b(?:how|what|which|policy|can i"
    r"|do you|is it)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"多久|几天|什么时候|到账|到哪|进度|还没|查|\b(?:when|how (?:long|soon)|where|status)\b",
    re.IGNORECASE,
)
_PRICE = re.compile(r"保价|价保|差价|降价|price|difference", re.IGNORECASE)
#: Either may be meant: the order tells which of the two is possible.
_BY_ORDER = (
    frozenset({Intent.MODIFY_ORDER, Intent.RETURN_REQUEST}),
    frozenset({Intent.CANCEL_ORDER, Intent.RETURN_REQUEST}),
    frozenset({Intent.DAMAGED_OR_WRONG_ITEM, Intent.RETURN_REQUEST}),
)


def nearer(options: tuple[Intent, ...], text: str) -> Intent | None:
    """Which of two intents a text means; None where its words do not tell.

    A thank-you beside a wish is the wish: 麻烦改一下地址 谢谢 -> change_address.
    """
    if len(options) != 2:
        return None
    matters = [intent for intent in options if intent not in _TALK]
    if len(matters) == 1:
        return matters[0]
    pair, words = frozenset(options), plain_script(text)
    if pair == {Intent.RETURN_REQUEST, Intent.RETURN_POLICY}:
        return Intent.RETURN_POLICY if _QUESTION.search(words) else Intent.RETURN_REQUEST
    if pair == {Intent.RETURN_REQUEST, Intent.REFUND_STATUS}:
        return Intent.REFUND_STATUS if _WHEN.search(words) else Intent.RETURN_REQUEST
    if pair == {Intent.TRACK_ORDER, Intent.DELIVERY_TIME}:
        return Intent.TRACK_ORDER  # where it is tells when it comes
    if pair in _BY_ORDER:
        return options[0]
    if Intent.PROMOTION in pair and _PRICE.search(words):
        return Intent.PROMOTION
    return None


def with_beside(intents: tuple[Intent, ...], text: str) -> tuple[Intent, ...]:
    """The intents with where the parcel is, where the words ask for it beside an action.

    我的快递到哪了，还能改地址吗 -> track_order as well; where only that is heard, the action too.
    """
    words = plain_script(text)
    if not _ACTIONS.isdisjoint(intents):
        beside = _WHERE.search(words) is not None and Intent.TRACK_ORDER not in intents
        rest = tuple(intent for intent in intents if intent not in _UNDERWAY)
        return (Intent.TRACK_ORDER, *rest) if beside else intents
    possible = next((intent for intent, asks in _POSSIBLE.items() if asks.search(words)), None)
    if possible is None or not intents or not _UNDERWAY.issuperset(intents):
        return intents
    return (intents[0], possible)


#: Where a parcel is and when it comes: one answer tells both.
_UNDERWAY = frozenset({Intent.TRACK_ORDER, Intent.DELIVERY_TIME})
#: Whether something can still be done to an order, asked beside where it is.
_POSSIBLE = {
    Intent.CHANGE_ADDRESS: re.compile(
        r"地址[^，。,.]{0,8}[改换]|[改换](?:一?下|个|得?了?)?(?:收货|送货)?地址"
        r"|\b(?:change|update|edit|alter|correct|switch)\b[^.?]{0,16}\baddress\b"
        r"|\baddress\b[^.?]{0,16}\b(?:changed|updated|altered|corrected)\b",
        re.IGNORECASE,
    ),
    Intent.CANCEL_ORDER: re.compile(
        r"(?:能|可以|可不可以|来得及)[^，。,.]{0,3}(?:取消|退单)|取消(?:得了|还来得及|得到)"
        r"|\b(?:can|could|may) i (?:still |even )?cancel\b|\btoo late to cancel\b",
        re.IGNORECASE,
    ),
}


_WHERE = re.compile(
    r"^\W*(?:到哪|在哪)(?:儿|里)?了?\W|(?:快递|包裹|订单|东西|货)[^，。,.]{0,6}(?:到哪|在哪|哪儿|哪里|走到|到啥|在啥)"
    r"|物流[^，。,.]{0,4}(?:怎么样|更新)"
    r"|\bwhere(?:'s| is| are)? (?:my|the) (?:order|parcel|package|stuff)|\bhas (?:my"
    r"|the) (?:order|parcel|package) (?:moved|left|shipped)",
    re.IGNORECASE,
)
_ACTIONS = frozenset({Intent.CHANGE_ADDRESS, Intent.MODIFY_ORDER, Intent.CANCEL_ORDER})
