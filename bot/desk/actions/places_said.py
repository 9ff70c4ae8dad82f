"""Addresses in the customer's words, with the recipient and phone that come with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.desk.actions.recipients_said import PHONE_GAP, person_beside, recipient_in
from bot.rules.actions.addresses import is_whole, where_it_begins

_PHONE = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)|(?<![\dA-Za-z])\+?\d[\d ()-]{7,15}\d(?!\d)"
)

_SPEAKS_OF_PHONE = re.compile(r"电话|手机|号码|联系|phone|mobile|tel\b|number", re.I)

_PHONE_HEAD = re.compile(r"(?:电话|手机号?|联系方式|tel|phone|mobile)\s*(?:是|is|:|：)?\s*$", re.I)

_ADDRESS_HEAD = re.compile(
    r"^.*?(?:改(?:成|到|为|送到|寄到)|换(?:成|到)|寄(?:到|去|往)|送(?:到|去)|发(?:到|往)"
    r"|(?:新)?(?:收货)?地址(?:换成"
    r"|换到|改成|改到|改为|改|换|是|为|写)?[:：]?"
    r"|\b(?:change (?:it|the address|my address|the delivery address) to|send it to"
    r"|ship (?:it )?to|deliver (?:it )?to|address (?:is|to|should be)"
    r"|to this address)[:,]?)\s*",
    re.IGNORECASE | re.DOTALL,
)

#: A house's number and what follows it, with a flat before it.
_HOUSE_EN = re.compile(
    r"(?:\b(?:flat|apt\.?|apartment|unit|suite|room|floor)\s+\w+,?\s*)?(?<![\w#])\d{1,6}[A-Za-z]?"
    r"[\s,]+[A-Za-z][\w .,'#/-]*",
    re.IGNORECASE,
)

#: An English address ends with its postcode, if it has one, and the country behind it.
_POSTCODE_EN = re.compile(
    r"(?:\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b|\b[A-Z]{2},?\s+\d{5}(?:-\d{4})?\b)"
    r"(?:,?\s*(?:U\.?S\.?A?\b\.?|United States(?: of America)?|U\.?K\b\.?|United Kingdom"
    r"|Great Britain|England|Scotland|Wales|Northern Ireland|Ireland|Canada))?",
    re.IGNORECASE,
)

#: Words that no address goes on with.
_TAIL_EN = re.compile(
    r"[\s,.]*\b(?:please|pls|plz|instead|thanks?|thx|ty|thank you|i've|i have|i am|i'm|i|we|not"
    r"|because|as|rather|ok|cheers|and|the old|my old|if|so|that|it|is|will|would|should"
    r"|works?)\b",
    re.IGNORECASE,
)

#: What stands before a Chinese address, up to the last word that leads to it.
_HEAD_ZH = re.compile(
    r"^.*(?:[改换送寄发挪搬](?:送到|寄到|到|成|为|去|往)|地址\s*(?:是|为|写|填|改"
    r"|换)?\s*[:：]?|[:：])\s*"
    r"|^(?:嗯+|哦|噢|呃|好的?|那个|那|就|行|亲|你好|您好|是|应该是|不对|错了)[\s，,]*(?:是|就是)?"
)

_TAIL_ZH = re.compile(
    r"[\s，,]*(?:行吗|可以吗|好吗|行不行|能改吗|谢谢.*|麻烦.*|吧|哈|呗|啦|哦|噢|就行|即可|这里"
    r"|这个地址|去)\s*$"
)

#: The last thing that a Chinese address says: a number with what it counts, or a building.
_LAST_ZH = re.compile(
    r"(?:[\dA-Za-z]+|[一二三四五六七八九十]+)\s*-?\s*(?:号楼|號樓|号院|号|號|室|楼|樓|层|層|栋|棟|幢|座|单元|弄"
    r"|户|房|铺"
    r"|门|组|队|村)?(?=[^\dA-Za-z]|$)"
    r"|(?:小区|花园|家园|公寓|大厦|大楼|广场|中心|学校|大学|学院|中学|小学|医院|公司|驿站|门卫"
    r"|传达室|前台"
    r"|超市|商场|工业园|科技园|产业园|仓库|宿舍|酒店|胡同|快递柜|丰巢)"
)

_STREET_ZH = re.compile("[路街道巷弄栋棟幢座楼樓室园園苑村镇鎮乡鄉段]|小区|大厦|广场|胡同")
#: No address is found beyond this many characters.
_LONGEST = 1000
_TAKES_BACK = re.compile(
    r"^(?:不对|不是|错了|写错了|no|sorry|wait|actually)[\s,，.。!！]*(?:应该)?(?:是|it'?s"
    r"|it is)?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """An address with the recipient and phone that came with it, each empty where not given."""

    address: str
    recipient: str
    phone: str


def place(text: str) -> Place | None:
    """The address in a text, with recipient and phone if they are there; None without a whole one.

    `改到杭州市西湖区文三路398号，收件人李雷 13800001111` -> the three parts.
    """
    said = text.strip()[:_LONGEST]
    phone = _PHONE.search(said)
    recipient = recipient_in(said)
    spans = [] if phone is None else [phone.span()]
    spans += [] if recipient is None else [(recipient.start, recipient.end)]
    for start, end in sorted(spans, reverse=True):
        said = _PHONE_HEAD.sub("", said[:start]) + " " + said[end:]
    address = next((one for one in addresses_in(said) if is_whole(one)), "")
    if not address:
        return None
    named = recipient.name if recipient else person_beside(_PHONE.sub(PHONE_GAP, text), address)
    return Place(
        address,
        named,
        re.sub(r"[ ()-]", "", phone[0]) if phone else "",
    )


def addresses_in(said: str) -> Iterator[str]:
    """What may be the address in a text, the likeliest first: without the words around it."""
    house = _HOUSE_EN.search(said)
    if house is not None:
        code = _POSTCODE_EN.search(house[0])
        yield _tidy(house[0][: code.end()] if code else _TAIL_EN.split(house[0])[0])
    yield _tidy(_chinese(said))
    for part in re.split(r"[，。；;！!\n]|,(?=\s*[\u4e00-\u9fff])", said):
        yield _tidy(_TAIL_ZH.sub("", _HEAD_ZH.sub("", part)))
    yield _tidy(_TAIL_ZH.sub("", _HEAD_ZH.sub("", said)))
    yield _tidy(_ADDRESS_HEAD.sub("", said))


def _chinese(said: str) -> str:
    """From the province or city on to the last number or building; empty where none is named."""
    start = where_it_begins(said)
    if start is None:
        return ""
    rest = re.split(
        r"[，,。；;！!？?\n](?![^，,。]*(?:路|街|道|巷|弄|号|栋|室|楼|区|镇))", said[start:]
    )[0]
    if not _STREET_ZH.search(rest):
        return ""  # 广州出差到25号
    last = [found.end() for found in _LAST_ZH.finditer(rest)]
    return rest[: last[-1]] if last else ""


def contact(text: str) -> tuple[str, str]:
    """A new recipient and a new phone, where the words speak of them: each empty where not."""
    recipient = recipient_in(text)
    phone = _PHONE.search(text) if _SPEAKS_OF_PHONE.search(text) else None
    return (
        recipient.name if recipient else "",
        re.sub(r"[ ()-]", "", phone[0]) if phone else "",
    )


def _tidy(address: str) -> str:
    said = re.sub(r"\s+", " ", address).strip(" ,，。.;；、:：")
    said = re.sub(r"^(?:to|at)\s+", "", _TAKES_BACK.sub("", said), flags=re.IGNORECASE)
    return re.sub(
        r"(?:谢谢|麻烦了|吧|哈|呢|please|thanks?)[!！。. ]*$", "", said, flags=re.I
    ).strip(" ,，。.;；、")[:400]
