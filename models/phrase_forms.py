"""Dates, quantities and amounts in the forms that everyone writes, read by rules.

`明天`, `两件`, `by friday`, `$20` come in so few shapes that rules read them better than a
model which has seen a hundred of each. Where the model sees a longer span around one
(the `10号` of a street address) the model's stays: see `entity_spans.merged`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.script import plain_script
from models.values import Entity, EntityKind

_ZH_NUMBER = r"(?:\d+|[一二两三四五六七八九十百千万]+)"
_ZH_UNIT = "[件个双只台条套盒箱包瓶袋张把支对份桶床副顶部组单罐斤样提颗本枚卷根盆]"
_ZH_NOT_GOODS = (
    "(?!月|小时|钟|星期|礼拜|工作日|人工|客服|事|问题|疑问|意思|说法|解释|回复|电话|号|机会|建议)"
)
_ZH_PART = "(?:早上|上午|中午|下午|傍晚|晚上|夜里|凌晨|早|晚)"
_ZH_DAY = (
    "(?:大前天|前天|前日|昨天|昨日|昨晚|今天|今日|今晚|今早|明天|明日|明早|明晚|后天|大后天"
    "|[昨今明后前]儿个?|听日)"
)
_ZH_WEEK = "(?:(?:上上|下下|上|下|这|本)个?(?:周|星期|礼拜)|周|星期|礼拜)"
_EN_NUMBER = (
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
    r"|thirty|forty|fifty|a dozen|half a dozen|a couple(?: of)?|a)"
)
_EN_UNIT = (
    r"(?:pieces?|pcs?|pairs?|packs?|packets?|boxes|box|bottles?|jars?|units?|sets?|bags?"
    r"|kg|tins?|rolls?)"
)
_EN_WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday|s)?|thu(?:rs(?:day)?|r)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)s?"
)
_EN_MONTH = (
    r"(?:january|february|march|april|june|july|august|september|october|november|december"
    r"|(?:jan|feb|apr|aug|sept?|oct|nov|dec)\b)"
)
_EN_NTH = r"\d{1,2}(?:st|nd|rd|th)"
_EN_LEAD = r"(?:(?:on|by|before|since|until|till|for|from|in|after)\s+)"
_EN_TIME = r"(?:\s+(?:morning|afternoon|evening|night))?"

_DATES = (
    rf"{_ZH_DAY}{_ZH_PART}?(?:之?前)?",
    rf"{_ZH_WEEK}[一二三四五六日天末1-6]{_ZH_PART}?(?:之?前)?|(?:上上|下下|上|下|这|本)个?(?:周|星期|礼拜)",
    r"(?:\d{4}年)?(?:\d{1,2}|[一二三四五六七八九十]+)月(?:份|初|底|(?:\d{1,2}|[一二三四五六七八九十]+)[号日])(?:之?前)?",
    r"(?:上|下|这|本)个?月(?:初|底|\d{1,2}[号日])?|月[初底](?:之?前)?|[去今明]年|年[前底]",
    r"(?<![\d路街道弄巷区栋楼村镇码a-zA-Z])\d{1,2}[号日](?![楼线店柜门院室仓])(?:之?前)?",
    rf"\b(?:the\s+)?(?:{_EN_LEAD})?(?:today|tomorrow|yesterday|tonight)\b{_EN_TIME}",
    rf"\b{_EN_LEAD}?(?:(?:this|next|last|a)\s+)?{_EN_WEEKDAY}\b{_EN_TIME}",
    r"\b(?:this|next|last)\s+(?:week(?:end)?|month|year|morning|night|summer|christmas)\b",
    rf"\b{_EN_LEAD}?(?:(?:the\s+)?{_EN_NTH}\s+(?:of\s+)?{_EN_MONTH}|\d{{1,2}}\s+{_EN_MONTH}"
    rf"|{_EN_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?|the\s+{_EN_NTH})\b",
    rf"\b(?:in|since|by|before)\s+{_EN_MONTH}",
    rf"\b{_EN_NUMBER}\s+(?:days?|weeks?|months?|years?)\s+(?:ago|back)\b",
)
_AMOUNTS = (
    r"(?:(?<![a-z])(?:[a-z]{2}(?=\$))?[¥￥$£€]|\b(?:rmb|usd|hk\$|nt\$|rs)\s?)\s?\d+(?:,\d{3})*(?:\.\d{1,2})?",
    r"\d+(?:,\d{3})*(?:\.\d{1,2})?(?:多|来)?(?:元|块钱?|蚊|快钱|刀|美元|港币|人民币|rmb\b)",
    r"(?!一块(?!钱))[一二两三四五六七八九十百千万]+多?(?:元|块钱?|百多|百|千多)(?!布|地|钱|个|件|字)[一二三四五六七八九]?",
    r"\b\d+(?:,\d{3})*(?:\.\d{1,2})?\s?(?:dollars?|bucks|pounds?|quid|euros?|yuan|rupees|usd|rmb)\b",
)
_QUANTITIES = (
    rf"(?<!第)(?<!\d)(?!一个|一样|一条龙|[四五]颗星){_ZH_NUMBER}多?{_ZH_UNIT}{_ZH_NOT_GOODS}",
    rf"\b{_EN_NUMBER}\s+(?:more\s+)?{_EN_UNIT}\b",
)
_FORMS = (
    *((EntityKind.DATE, re.compile(pattern, re.IGNORECASE)) for pattern in _DATES),
    *((EntityKind.AMOUNT, re.compile(pattern, re.IGNORECASE)) for pattern in _AMOUNTS),
    *((EntityKind.QUANTITY, re.compile(pattern, re.IGNORECASE)) for pattern in _QUANTITIES),
)


def read_phrase_forms(text: str) -> list[Entity]:
    """Every date, quantity and amount of a usual form in `text`; they may overlap."""
    return list(_found(text, plain_script(text)))


def _found(text: str, plain: str) -> Iterator[Entity]:
    for kind, pattern in _FORMS:
        for match in pattern.finditer(plain):
            start, end = match.span()
            yield Entity(kind, text[start:end], start, end)
