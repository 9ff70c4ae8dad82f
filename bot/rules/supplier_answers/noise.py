"""What stands in a text beside the terms: order numbers, telephones, times, list numbers."""

from __future__ import annotations

import re

from bot.rules.supplier_answers.folding import take_out, worded
from bot.rules.supplier_answers.values import Span

_NOISE = worded(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|"
    r"(?:tel|phone|mobile|mob|cell|fax|whatsapp|wechat|电话|手机|微信|传真|"
    r"热线)\s*(?:no\.?)?\s*[:.]?\s*[+\d][\d\s()-]{6,}\d|"
    r"(?<!\d)1[3-9]\d{9}(?!\d)|\+\d{1,3}[\d\s()-]{7,}\d|(?<!\d)0\d{2,3}-\d{7,8}|"
    r"(?:call|ring|phone|tel|ext\.?|extension|room|unit|booth|hall|floor|building|no\.|分机|qq|"
    r"拨打?|致电|来电)[^\d\n,.，。]{0,14}[:#]?\s?\d[\d-]{2,}(?![\d.]|\s?(?:pcs|pieces|cartons?|"
    r"usd|rmb))|"
    r"(?:since|founded(?: in)?|established(?: in)?|est\.?|back in|in) (?:19\d\d|20[01]\d)\b|"
    r"(?<!\d)(?:19\d\d|20[01]\d)年?(?:起|开始|创立|成立|创办)|"
    r"[一二两三四五六七八九十百\d]{1,3}\s?(?:代人?|辈子?|多?年(?!\d|后|前|底|初|内))|"
    r"\b(?:\d{1,3}|ten|twenty|thirty|"
    r"forty(?:[- ]one)?|fifty|\w+ty[- ]\w+) years?\b|24/7|100\s?%(?! (?:more|higher))|百分之百|"
    r"(?:联系人|收货人|地址|address|addr)\s?[:][^\n]*|"
    r"(?:^|(?<=[.!。]\s))[^\n.!。\d]*(?:\bco\.?,? ?ltd|有限公司|industrial (?:zone|park)|"
    r"工业[区园])[^\n]*|"
    r"\b(?:sf|yt|zto|jd|dhl|ups|ems)\s?[\d ]{8,}|一分(?:钱)?(?=[不也都])|iso\s?\d{4,5}|"
    r"\b(?:one|two|three|four|five|a few|\d) (?:more )?(?:things?|times|minutes?|hours?|questions?|"
    r"points|ways|of us|people|lads|guys|men|"
    r"kids|sons|daughters|drivers|vans|trucks|queries|reasons)\b|\d{1,3} years?\b|(?:merry|"
    r"happy) (?:christmas|xmas|new year|holidays)|"
    r"\b(?:cbm|gsm|g\.?w|n\.?w)\.?(?: is| of)?:? ?[\d.]+(?: (?:plus|minus|\+/-| )+ ?\d+)?|"
    r"[(（]大写[^)）\n]*[)）]|含\s?\d{1,2}\s?%(?:的)?(?:增值)?税|"
    r"\bcw ?\d{1,2}\b|\bpoints? \d\b|\bitems \d to \d\b|\bpos\.? \d{2,3}\b|[(（][a-e][)）]|"
    r"\d{1,3} ?(?:degrees|°c?|celsius)|\b(?:press|machine|loom|kiln|oven|furnace|clerk|gate|"
    r"dock)s?:? (?:no\.? ?)?\d+\b|"
    r"(?<=[.!;]\s)[1-9][.)](?=\s)|"
    r"双(?:十一|十二|11|12)|一[两斤个条只]都(?=[没不])|[一二两三几]个多?(?:月|星期|礼拜)(?=了|，|"
    r",)|"
    r"(?:ref\.?|so|oa|ack|quotation|quote|sales order|order confirmation)\s?(?:no\.?|#|"
    r"number)?\s?[:#]?\s?(?:[a-z]{1,3}[- ]?)?\d{4,}|"
    r"\b(?:row|page|line|item no\.?) \d+\b(?! (?:pcs|pieces))|\bq[1-4]\b|\bx\d{3,4}(?=\s*$)|"
    r"\d{2,4}\s?ml\b|"
    r"\d{1,4}号(?:楼|院|厂房|馆|门|库)|\d{1,4} [a-z]+ (?:street|st|road|rd|avenue|ave|lane)\b|"
    r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?|"
    r"(?<!\d)\d{1,2}\s?[ap]\.?m\b\.?|(?:上午|下午|早上|晚上|"
    r"中午)[一二三四五六七八九十\d]{1,3}点半?|"
    r"^[^\S\n]*[(（]?(?:[1-9]|[一二三四五六七])[.)、）](?=\s|[^\d\s])|1688|ex-?works|"
    r"增值税|\d{1,2}%?\s?(?:个?点)?的?(?:增值税)?(?:专票|普票)",
    re.MULTILINE,
)
_SAME_PRICE = worded(
    r"same (?:unit )?price as (?:last (?:time|order|po|month)|before|the last "
    r"(?:time|order)|previous(?:ly)?|(?:the|our) previous order)|what (?:you|we) (?:paid|agreed|"
    r"had|charged)(?: you)? (?:on|for|in) (?:the |your )?(?:last|previous) (?:order|time|po|one)|"
    r"what you paid last time|last (?:order|time)'?s? (?:money|rate|figure)s?|(?:price|单价|"
    r"价格?)[^\n,，。.\d]{0,10}(?:same as|like|equal to) (?:the )?(?:last (?:time|"
    r"order|po)|before|previous)|"
    r"(?:last (?:time|order)'?s price|(?:the )?previous price|price (?:of|from) "
    r"(?:the )?last (?:time|order))|"
    r"(?:按|跟|和|同|照|还是|就|依)?上(?:次|一次|回|批)的?(?:那个)?(?:价格|单价|价钱|"
    r"价)(?:一样|走|算|来|给你|做|不变|执行)*|(?:价格|单价|价钱|价)(?:还是|就|都|"
    r"也)?(?:跟|和|同|按|照|与)?上(?:次|一次|回|批)的?(?:一样|相同|走|算|来|不变|"
    r"执行)*|老价[格钱]?"
)
_CODE = worded(
    r"\b(?=[a-z]*-?\d)(?=[\d-]*[a-z])[a-z0-9]{2,}(?:-[a-z0-9]+)*\b|\b[a-z]{2,}-\d+\b|"
    r"\b(?:item|model|type|version|option) [b-hj-z]\b|\bitem a\b"
)
_PLAIN_CODE = worded(
    r"\d+(?:k|w|pcs?|ctns?|kgs?|g|cm|mm|ml|l|m|usd|rmb|cny|days?|d|th|st|nd|rd|h|"
    r"hrs?|am|pm|ea|doz|sets?|boxes|cartons?|pieces|units?)|usb|2nd|1st"
)
_COLOUR = worded(
    r"\b(?:red|green|blue|black|white|pink|yellow|purple|orange|brown|beige|gr[ae]y|"
    r"silver|gold|navy)\b|"
    r"[红绿蓝黑白粉黄紫橙棕灰金银米]色|[红绿蓝黑粉黄紫橙棕灰](?:的|款|(?=\u25a1))"
)


def find_noise(text: str, number: str) -> list[Span]:
    """Where a folded text has what is no term, our order's number among it."""
    ours = r"[\s-]?".join(re.escape(part) for part in number.lower().split("-"))
    order = worded(rf"(?:\bpo\s*(?:no\.?)?\s*[:#]?\s*|订单号?\s*[:]?\s*)?{ours}")
    tail = worded(r"(?:\bpo\s*(?:no\.?|#)\s*)" + re.escape(number.lower().removeprefix("po-")))
    found = [*order.finditer(text), *tail.finditer(text), *_NOISE.finditer(text)]
    return [match.span() for match in found]


def same_price(text: str) -> tuple[str, list[Span]]:
    """The text without "same price as last time", and where that stood."""
    spans = [match.span() for match in _SAME_PRICE.finditer(text)]
    return take_out(text, spans), spans


def strange_codes(text: str, number: str) -> bool:
    """Whether a code is left that is neither an item's nor the order's."""
    return any(not _PLAIN_CODE.fullmatch(match[0]) for match in _CODE.finditer(text))


def strange_colours(text: str) -> bool:
    """Whether a colour is left that is no item's."""
    return bool(_COLOUR.search(text))
