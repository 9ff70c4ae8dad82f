"""Words that only point at one of the things just talked of: 那个呢 / and my other parcel?"""

from __future__ import annotations

import re

from bot.rules.cantonese import plain_words

#: Who points says no more than this, characters.
_LONGEST = 80
_ONE_ZH = r"(?:一)?(?:个|单|件|笔|份|只)(?:订单|包裹|快递)?"
_ONE_EN = r"(?:one|1|order|parcel|package|delivery|shipment)"
#: What is pointed at. The first alternative says that it is another than the one before.
_FURTHER = (
    rf"(?:还|另|仲)(?:有|剩)(?:下)?(?:的)?[那内]?{_ONE_ZH}|另一?(?:订单|包裹|快递)|(?:另|另外|其他|别的|剩下|剩)(?:外)?(?:的)?(?:那)?{_ONE_ZH}"
    rf"|(?:那|这)?{_ONE_ZH}(?:也|都)"
    rf"|(?:the |my |that |this |your )?(?:other|remaining)(?: {_ONE_EN})?\b"
    rf"|(?:have|had|got|was|is) another {_ONE_EN}\b"
)
_POINT = re.compile(
    rf"{_FURTHER}|(?:那|这|第[一二两三]){_ONE_ZH}"
    rf"|(?:the |my |that |this )?(?:second|first|last)(?: {_ONE_EN})?\b"
    r"|(?:what|how) about (?:that|this|it)(?: one| order)?\b|(?:that|this) one\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(_FURTHER, re.IGNORECASE)
#: What may stand around words that point, and changes nothing.
_SMALL = re.compile(
    r"(?:怎么?样|咋样|如何|到哪(?:儿|里)?|在哪(?:儿|里)?|走到哪(?:儿|里)?|(?:什么|啥)?情况|看看|看一?下|看一看"
    r"|查查|查一?下|查一查|看|查|说|帮(?:我|忙)?|给我|替我|麻烦(?:你|您)?|请(?:问)?|亲|谢谢(?:你|您)?|多谢|唔该"
    r"|好(?:的|嘞|滴)?|知道|明白|收到|行|可以|能|那么|那|还有|然后|现在|我(?:的)?|不是(?=还|有)|是|嗯+|哦|噢|再|也|都|了|呢|吧|啊|呀|吗|嘛|么|啦|哈|的|[咧喃捏呐嘞勒咯哩噻哇])"
    r"|(?:thank you|thanks|thx|ty|cheers|cool|great|good|nice|perfect|fine|ok(?:ay)?|got it"
    r"|alright|right|lovely|and|n|so|well|now|then|hm+|yes|yeah|but|(?:what|how|where)'?s?|up"
    r"|a?bout|as (?:to|for)|regarding|concerning|sir|madam|bro|mate|i'?ve"
    r"|(?:two|2|both) coming|of|with|for|on|is|are|it|at|has|the status|'?s|can|could|would|will"
    r"|you|u|i|me|also"
    r"|too|as well|again|please|pls|plz|check|show|see|tell|look (?:up|at)|look|know"
    r"|any (?:news|update|word)|same(?: (?:question|thing|here|again|goes))?"
    r"|ask(?:ing)?|the|still|ordered|bought|have)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"取消|退|换|改|修|赔|补|发票|开票|不要|\b(?:cancel|return|send|exchange|swap|change|replace|refund|repair"
    r"|invoice|receipt|keep|buy|order (?:another|more))\b",
    re.IGNORECASE,
)
_SIGN = re.compile(r"[^\w']+|'(?!s\b)|_+")


def only_points(text: str) -> bool:
    """Whether a text points at something and says nothing else: 那个呢 / thanks, and the other?"""
    words, at, found = _plain(text), 0, False
    if len(words) > _LONGEST:
        return False
    while at < len(words):
        points = _whole(_POINT, words, at)
        step = points or _SIGN.match(words, at) or _whole(_SMALL, words, at)
        if step is None:
            return False
        found = found or points is not None
        at = step.end()
    return found


def wants_done(text: str) -> bool:
    """Whether a text asks for something to be done, and not only after it: 取消另一个."""
    return _DONE.search(_plain(text)) is not None


def points_further(text: str) -> bool:
    """Whether what is pointed at is another than the one before: 还有一单 / 那个也… / the other."""
    return _ANOTHER.search(_plain(text)) is not None


def _plain(text: str) -> str:
    return plain_words(text[:400]).replace("’", "'").strip()


def _whole(words: re.Pattern[str], text: str, at: int) -> re.Match[str] | None:
    """The words at a place, if any; none of them is nothing."""
    found = words.match(text, at)
    return found if found is not None and found[0] else None
