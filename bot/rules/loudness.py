"""Words that are loud and nothing worse, and words that only call for someone."""

from __future__ import annotations

import re

from models.script import plain_script

#: A wish says no more than this, characters.
_LONGEST = 40
_MARKS = re.compile("[!！]")
_CAPITALS = re.compile(r"[A-Z]{2,}(?:[\W\d]+[A-Z']+)+")
#: What nobody says who is only loud.
_ANGRY = re.compile(
    r"烦|气死|生气|火大|垃圾|骗|坑|过分|差劲|无语|什么破|破店|[他妈][妈的]|滚|投诉|举报|曝光|受够|离谱|搞什么|搞毛|怎么回事|还不"
    r"|还没|怎么还|到底|差评|啰嗦|废话|耍我|恶心|态度|忍|说法|消协|12315|黑店|死|鬼|屁|傻|靠"
    r"|\b(?:ridiculous|disgust\w*|angry|furious|fuming|mad|unacceptable|scam\w*|joke|terrible|awful"
    r"|worst|useless|fed up|sick|damn\w*|hell|wtf|f\w*ck\w*|sh[i*]t\w*|crap\w*|bloody|rubbish"
    r"|garbage|trash|pathetic|never again|stupid|idiots?|rip.?off|complain\w*|thie\w+|stole\w*|lost"
    r"|steal\w*|liars?|lie|lies|lying|appalling|outrag\w*|enough|still|hate|shame\w*|disgrace\w*"
    r"|sue|lawyers?|why|how (?:many|long|dare))\b",
    re.IGNORECASE,
)
_CALLS = re.compile(
    r"\W*(?:(?:喂+|哈+喽|哈罗|嗨+|嘿+|在吗|在不在|在么|在不|有人(?:吗|在吗|在不|么|没)|亲|你好|您好|哎|诶)[啊呀哈呢]?\W*)+"
    r"|\W*(?:(?:hello+|hi+|hey+|hiya|yo|helo|hullo|anyone|anybody|there|you|home|around|is|are"
    r"|good (?:day|morning|afternoon|evening)(?: to (?:you(?: all)?|all))?)\b\W*)+",
    re.IGNORECASE,
)


def only_loud(text: str) -> bool:
    """Whether a text is made angry by its signs alone: 取消订单！！ / CANCEL MY ORDER NOW."""
    said = plain_script(text).replace("’", "'").strip()
    loud = _MARKS.search(said) is not None or _CAPITALS.search(said) is not None
    return loud and len(said) <= _LONGEST and _ANGRY.search(said) is None


def only_calls(text: str) -> bool:
    """Whether a text says nothing but hello: 喂喂 / hello? anyone there?"""
    said = plain_script(text).strip()
    return _CALLS.fullmatch(said) is not None
