"""Taking back what was just done, and holding on to an order after all, in other than set words.

These are surer than a guess and less than a command: they count only where something was done a
short while ago, or where a cancelling waits for its yes.
"""

from __future__ import annotations

import re

from bot.rules.cantonese import plain_words

#: Who takes something back says no more than this, characters.
_LONGEST = 80
#: What takes back whatever it stands with.
_BACK = re.compile(
    r"撤回|撤销|恢复[到成]?(?:原样|回来|过来|原来的?(?:样子?|状态)?)?|还原|复原|[改变弄搞放加倒](?:回来|回去|回原样)|退回(?:上一步|原样)"
    r"|取消(?=刚|上一步|那一?步|这一?步)"
    r"|(?:undo|reverse|revert|restore|reinstate|un-?cancel|roll back|undone)\b"
    r"|(?:take|change|bring|put|switch|turn|roll|get) (?:it|that|this|everything|(?:my|the) order)"
    r" back\b(?! to)",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"(?<!别)别(?:再|给我|帮我)*(?:撤|恢复|还原|改|取消)|(?<!不)不(?:要|用|想|必|需要)?再?(?:撤|恢复|还原|改回)"
)
#: What points at the step just taken, and the words that take it back only beside such.
_STEP = re.compile(
    r"刚刚|刚才|刚|上一?步|[那这]一?步|操作|[按点弄搞整]错了?|手滑了?|头先|先(?=那)"
    r"|(?:my mistake|by mistake|(?:pressed )?(?:the )?wrong (?:button|thing|one)"
    r"|(?:didn'?t|did not) mean (?:to(?: do)?|that|it)(?: that| this| it)?)\b",
    re.IGNORECASE,
)
_OFF = re.compile(r"不算(?:数)?|不作数|撤(?:了|掉|吧)|取消(?=掉|了|吧|\W|$)|作废")
_SMALL = re.compile(
    r"喂|您?你好|救命|拜托|遭了|糟了|完了|完蛋|唔该|番|等一?等|等一?下|别+|不+|哎呀?|唉|不好意思|对不起|抱歉|后悔|麻烦|可不可以|能不能|可以|可能|还是|帮我|帮忙"
    r"|给我|替我|一下|订单|单子|原来|取消|改动|修改|[我你您请把能要想将让那这个的了吧吗么啊呀呗啦嘛咯哈哦噢给也就都再]"
    r"|(?:oh|no+|dear|god|oops|sorry|wait|hang on|hold on|actually|please|pls|plz|thanks?|thank you"
    r"|you|u|can|could|would|will|i|i'd like|i want|i need|like|want|need|to|for me|me|now|just"
    r"|quick(?:ly)?|kindly|it|that|this|them|my|the|your|last|order|change|changes|cancellation|request|step"
    r"|(?:as|how|like) it was|as before|action|operation|thing|one|again"
    r"|and|so|have|get|be|right)\b",
    re.IGNORECASE,
)
_SIGN = re.compile(r"[^\w']+|_+")
_KEEPS = re.compile(
    r"(?:还是|照常|照样|继续|正常|按原来的?)(?:给我|帮我)?(?:照常|继续|正常)?(?:发货|发吧|发过来|寄过来|送过来|寄吧)"
    r"|(?<![要么咋还都何])不(?:想|要|用|打算)?(?:再)?取消(?:它|这单|订单)?[了咯啦吧呢]?(?=$|[，,。.!！~～\s]|不)"
    r"|\b(?:send|ship|deliver) (?:it|them) (?:anyway|after all|as planned)\b"
    r"|\bi(?:'ll| will| do)? (?:still )?(?:want|take) it after all\b|\blet it come\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"[?？]|吗|不行|怎么|为什么|\b(?:why|if|or)\b", re.IGNORECASE)

#: In the order in which they are tried.
_WORDS = (_BACK, _STEP, _OFF, _SMALL, _SIGN)


def takes_back_the_last(text: str) -> bool:
    """Whether what was just done is to be undone: 刚刚那步不算，撤了吧 / could you reverse that?

    Nothing else may be said: "take it back to the shop" is a return.
    """
    said = _plain(text)
    if len(said) > _LONGEST or _DENIES.search(said):
        return False
    at, back, step, off = 0, False, False, False
    while at < len(said):
        found = next(
            (one for words in _WORDS if (one := words.match(said, at))),
            None,
        )
        if found is None:
            return False
        back, step = back or found.re is _BACK, step or found.re is _STEP
        off, at = off or found.re is _OFF, found.end()
    return back or (step and off)


def keeps_order(text: str) -> bool:
    """Whether an order that was to be cancelled is to come after all: 还是发货吧，不取消."""
    said = _plain(text)
    return _KEEPS.search(said) is not None and _ASKS.search(said) is None


def _plain(text: str) -> str:
    return plain_words(text[:400]).replace("’", "'").strip()
