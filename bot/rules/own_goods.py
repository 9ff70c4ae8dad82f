"""Whether someone asks if their own goods can go back, and not how returns go in general."""

from __future__ import annotations

import re

from bot.rules.cantonese import plain_words

#: Who asks for their own goods says no more than this, characters.
_LONGEST = 60
_MAY_ZH = (
    r"(?:还|现在|我|请问|请|想问一?下?|问一?下|这样|那|都|这|个|件|单|些|款|东西|衣服|鞋子?|商品|订单|货|的|是"
    r"|我?(?:刚|昨天|前天|上周|上个?月|之前|前几天)?(?:刚)?(?:买|收到|到手|拍|下单)(?:了|的|回来)*)*"
)
_GO_BACK_ZH = r"[退换](?:货|掉|款|钱|回去|换|一?个|一?件|一?下)*"
_ENDS_ZH = r"(?:了|的)?(?:吗|么|嘛|不|否|没|呀|啊|呢|咯|吧|哈|喔|哦|[?？!！。，,~～\s])*"
_CAN_ZH = (
    rf"(?:(?:能|可以|能够|可不可以|能不能|可否|能否|得不得|给|给不给|让)(?:再|给)?{_GO_BACK_ZH}"
    rf"|{_GO_BACK_ZH}(?:得了|得到|得成|得|行|可以|来得及|还来得及)(?:吗|么|不|嘛))"
)
_BARE_ZH = re.compile(rf"\W*{_MAY_ZH}[，,\s]*(?:还)?{_CAN_ZH}{_ENDS_ZH}")
#: The last clause asks; an earlier one says what is the matter with goods that one has.
_TAIL_ZH = re.compile(rf"(?:还)?{_CAN_ZH}{_ENDS_ZH}$")
_HAS_ZH = re.compile(
    r"偏[大小]|太[大小紧松长短]|[大小]了|不合(?:适|身|脚)|不喜欢|不好看|买错|拍错|选错|不想要|不适合|(?:我|刚|昨天|前天|上周)"
    r"[^，。,.]{0,4}(?:买|收到|拍)"
)
_MINE_EN = (
    r"(?:it|this|these|them|those|(?:my|the|these|this|those) "
    r"(?:order|stuff|things?|purchases?|items?|goods|parcel|one)"
    r"(?: (?:that |which )?(?:i|we)(?:'ve)? (?:bought|ordered|got|received|purchased))?"
    r"|what (?:i|we)(?:'ve)? (?:just )?(?:bought|ordered|got|received|purchased)|something i"
    r"(?:'ve)? (?:bought|ordered|got))"
)
_BACK_EN = rf"(?:return|exchange|swap|(?:send|give|bring|take) (?:back )?)\s*{_MINE_EN}(?: back)?"
_BARE_EN = re.compile(
    r"\W*(?:(?:hi|hello|hey|so|and|but|please|um+|just|sorry|i (?:wanted|want|would like) to ask"
    r"|i was wondering|wondering|quick question|do you know|if)\b[\s,.:]*)*"
    r"(?:(?:can|could|may) (?:i|we)|(?:am|are) (?:i|we)(?: still)? (?:able|allowed) to"
    r"|(?:i|we) (?:can|could|may)|is it (?:still )?(?:possible|ok|okay|too late) (?:for me )?to)"
    rf"(?: (?:still|even|just|please|maybe))* {_BACK_EN}"
    r"(?: (?:please|pls|still|now|then|or not|or is it too late|at all|if possible|to you|thanks?"
    r"|thank you)|[\W_])*",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"一般|通常|如果|要是|万一|规则|政策|条件|流程|怎么|多久|几天|多少|运费|邮费|哪些|什么|特价|清仓|定制|内衣|赠品|预售|拆"
    r"|\b(?:usually|normally|generally|if it|if they|policy|how|what are|which|postage|sale)\b",
    re.IGNORECASE,
)


def asks_if_mine_goes_back(text: str) -> bool:
    """Whether someone asks if what they bought can go back: 能退货不呀 / can I still return it?

    特价的能退吗 and "can I return sale items" ask about the rules.
    """
    said = plain_words(text[:400]).replace("’", "'").strip()
    if len(said) > _LONGEST or _GENERAL.search(said):
        return False
    if _BARE_ZH.fullmatch(said) or _BARE_EN.fullmatch(said):
        return True
    return _HAS_ZH.search(said) is not None and _TAIL_ZH.search(said) is not None
