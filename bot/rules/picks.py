"""Which of the things shown is meant, and how many: the second one, the other, all, 两件.

Only what is said plainly counts; each function takes a text as the customer wrote it.
"""

from __future__ import annotations

import re

from models.script import plain_script

_ORDINALS_ZH = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8}
_DIGITS_ZH = {**_ORDINALS_ZH, "九": 9}
_NUMBERS_EN = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "a couple of": 2,
    "both": 2,
}
_ORDINALS_EN = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "fifth": 5,
    "5th": 5,
}
_ORDINAL = re.compile(
    r"第\s*([一二两三四五六七八](?![一二三四五六七八九十百])|\d(?!\d))\s*(?:个|件|单|条|项|款"
    r"|样|笔)?"
    r"|\b(?:the )?(first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th)(?: one| order| item)?\b"
    r"|(?:\b(?:number|no\.?|option)|#)\s*([1-8])\b",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"最后(?:那|一)?(?:个|件|单)|最下面(?:那个)?|\bthe last(?: one)?\b|\bbottom one\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"(?:另|其他|别的|另外)(?:外)?(?:一|那)?(?:个|件|单|笔)|(?:不是|换)(?:这|那)个.*(?:另|那)"
    r"|不是(?:这|它)(?:个|单|件|笔|一单|一个)?(?=$|[，,。 ])"
    r"|\bthe other(?: one| order| item)?\b"
    r"|\b(?<!an)(?<!any )(?<!each )other (?:one|order|item|parcel|package|delivery|shipment)\b",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"全部|全都|全(?:退|换|要|坏|取消)|所有|都(?:要|退|换|坏|是|有)|整(?:单|个订单)|一起|两(?:个|件)都|\b(?:all"
    r"|every?thing|everthing|evrything|both"
    r"|whole (?:order|thing)|entire order|each)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"(?<![\dA-Za-z])(?:[x×*]\s?)?(\d{1,3})\s*(?:个|件|双|条|只|套|台|本|瓶|包|盒|支|把|张|pcs?|pieces?"
    r"|of them|[x×])?(?![\dA-Za-z])"
    r"|([一两二三四五六七八九十]+)\s*(?:个|件|双|条|只|套|台|本|瓶|包|盒|支|把|张)"
)
#: "The blue one", 第二件 and 换一个颜色 say which, not how many.
_NOT_COUNTED = re.compile(
    r"\b(?:the|this|that|which|an?|another|other|each|every)(?:\s+\w+){0,2}?\s+one\b"
    r"|\b\w+er one\b|第[一两二三四五六七八九十\d]+|[另哪这那每]一(?=个|件|双|条|只|套|台|款)"
    r"|换一(?=(?:个|件|双|条|只|套|台|款)(?:颜色|尺码|大|小|别|其))",
    re.IGNORECASE,
)
_NOT_ALL = re.compile(
    r"\b(?:(?:at|after|first of) all|that(?:'s| is) all|all (?:right|good|day|the time))\b",
    re.IGNORECASE,
)
_ONLY_COUNT = re.compile(
    r"(?:要|就|只要|改成|just|only|make it)?\s*(?:\d{1,3}|[一两二三四五六七八九十]"
    r"|[a-z]+(?: [a-z]+)?)"
    r"\s*(?:个|件|双|条|只|套|台|本|瓶|包|盒|支|把|张|pcs?|pieces?|of them)?\s*(?:吧|就行"
    r"|please)?[。.!！]*"
)
_COUNT_WORD = re.compile(
    r"\b(one|two|three|four|five|six|seven|eight|nine|ten|a couple of)\b", re.IGNORECASE
)


def ordinal(text: str, of: int) -> int | None:
    """Which of `of` things shown is meant, from 0: 第二个 -> 1; the last one of 3 -> 2.

    "The other one" of two is left to the caller, who knows the one before.
    """
    said = plain_script(text)
    if _LAST.search(said):
        return of - 1 if of else None
    found = _ORDINAL.search(said)
    if found is None:
        return None
    sign = found[1] or found[3]
    if sign is not None:
        number = _ORDINALS_ZH.get(sign) or (int(sign) if sign.isdigit() else 0)
    else:
        number = _ORDINALS_EN[found[2].lower()]
    return number - 1 if 1 <= number <= of else None


def means_other(text: str) -> bool:
    """Whether another than the one just talked of is meant: 另一个 / the other one."""
    return _OTHER.search(plain_script(text)) is not None


def means_all(text: str) -> bool:
    """Whether everything is meant: 全部 / all of it."""
    return _ALL.search(_NOT_ALL.sub(" ", plain_script(text).replace("’", "'"))) is not None


def count(text: str) -> int | None:
    """How many pieces are named, 1 to 999: 两件 -> 2; three -> 3; none or several -> None."""
    said = _NOT_COUNTED.sub(" ", plain_script(text))
    found = {
        int(match[1]) if match[1] else _chinese(match[2]) for match in _COUNT.finditer(said)
    } | {_NUMBERS_EN[match[1].lower()] for match in _COUNT_WORD.finditer(said)}
    return next(iter(found)) if len(found) == 1 and 0 not in found else None


def only_count(text: str) -> int | None:
    """How many pieces are named by a text that says nothing else: 3个 -> 3; "2 liters" -> None."""
    said = plain_script(text).strip().casefold()
    if _ONLY_COUNT.fullmatch(said) is None:
        return None
    return int(said) if said.isdecimal() else count(text)


def _chinese(number: str) -> int:
    """A number below a hundred: 十二 -> 12, 二十 -> 20; 0 for what is none."""
    tens, ten, ones = number.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (_DIGITS_ZH.get(tens, 1) * 10 if ten else 0) + _DIGITS_ZH.get(ones, 0)
