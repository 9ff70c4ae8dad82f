"""Numbers and fillers as dictation writes them: `eleven eighty`, 十二点五, um, 呃, `the ninth`.

Two English numbers side by side are a price ("twelve ten" is 12.10), unless only the number that
they make when joined is near a price of the order ("two sixty" for tea at 260).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.numbers import CHINESE, value
from bot.rules.supplier_answers.rewriting import Plain, Rule
from bot.rules.supplier_answers.values import AskedLine

_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_UNDER_20 = f"(?:{_TEENS}|{_ONES})"
_UNDER_100 = rf"(?:(?:{_TENS})(?:[ -](?:{_ONES}))?|{_UNDER_20})"
_TWO_DIGITS = rf"(?:(?:{_TENS})(?:[ -](?:{_ONES}))?|{_TEENS}|o[h']? (?:{_ONES}))"
_PAIR = worded(
    rf"(?<![a-z-])((?:{_TENS})[ -](?:{_ONES})|{_UNDER_20}|(?:{_TENS})(?= (?:{_TENS}|{_TEENS})))"
    rf"( dollars?| bucks?| yuan| rmb| kuai)?(?: and)? ({_TWO_DIGITS})(?: cents?)?"
    rf"(?![a-z-]| (?:hundred|thousand|pieces?|pcs|cartons?|boxes|days?|weeks?|percent))"
)
_POINT = worded(
    rf"(?<![a-z-])({_UNDER_100}|\d+) point ((?:{_UNDER_100}|zero|oh|\d+)(?: (?:{_ONES}|zero|oh))*)"
    r"(?![a-z-])"
)
_ORDINALS = dict(
    zip(
        "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
        "fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        range(3, 21),
        strict=True,
    )
) | {"first": 1, "second": 2, "thirtieth": 30}
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_ORDINAL = worded(
    rf"\b(?:(twenty|thirty)[ -])?({'|'.join(_ORDINALS)})\b"
    rf"(?=(?P<month> (?:of )?(?:{_MONTHS})\b)?)"
)
_POINT_ZH = worded(
    rf"(?<![上下晚中早][午上])({CHINESE})点([零一二三四五六七八九]{{1,2}})"
    r"(?=块|元|美|一|每|[,，。\s]|$|可|做|给|行|不|吧)"
)
_HUNDREDS: tuple[Rule, ...] = (
    (
        worded(r"\bper (\d{2,4}) (?=[a-z]{4,})(?!pieces|cartons|cases|units|boxes|grams|dozen)"),
        r"per \1 pcs ",
    ),
    (worded(r"(?<=/)(?:hundred\b|100(?!\d|\s?[a-z]))"), "100 pcs"),
    (worded(r"\b(?:per|each) (?:a )?(?:hundred|100)(?![\da-z])(?: pieces?| pcs)?"), "per 100 pcs"),
    (worded(r"\b(?:per|each) thousand(?: pieces?)?"), "per 1000 pcs"),
    (worded(r"(?<=每)百(?=[条个只件张支盒根])"), "100"),
    (worded(r"(?<=每)千(?=[条个只件张支盒根])"), "1000"),
)


def _and_a_half(match: re.Match[str]) -> str:
    return f"{_digits(match[1])}.5"


_HALF_KILO: tuple[Rule, ...] = (
    (
        worded(
            rf"(?<![a-z-])({_UNDER_100}|\d+) and a half(?= (?:per ?cent|percent|%|dollars?|yuan|"
            rf"rmb))"
        ),
        _and_a_half,
    ),
    (worded(r"\bhalf[ -](?:a )?(?:kilo(?:gram)?|kg)\b"), "500 g"),
    (worded(r"半公斤|半千克"), "500克"),
)
#: A number of hundreds in words; "per hundred" and "a hundred per cent" stay.
_LARGE = worded(
    rf"(?<![a-z-])(?<!per )(?<!each )(?<!/)"
    rf"((?:(?:a|{_UNDER_100}) thousand(?:,? (?:and )?(?:a|{_UNDER_100}) hundred)?|"
    rf"(?:a|{_UNDER_100}) hundred)(?:(?: and)? {_UNDER_100})?)"
    rf"(?![a-z-])(?! (?:per ?cent|percent|years?|thousand|hundred|%))"
)
_EVEN = worded(rf"(?<![a-z-])({_UNDER_100}) (?=even\b|flat\b)")
_SAID = worded(
    rf"\b(is|are|at|do|say|to|need|cartons? of|cases? of|only|have|"
    rf"got) ({_UNDER_100})(?=\s*(?:[,.;\n]|$|each\b|and\b|but\b|left\b))"
)
_MOVED: tuple[Rule, ...] = (
    (
        worded(
            r"\b(moved?|changed?|postponed?|shift(?:ed)?|pushed|delayed|put back|rescheduled)"
            r"( back)? from [^.,;\n]{3,22}? to (?=the |\d|[a-z]{3,9} \d)"
        ),
        r"\1 to ",
    ),
    (
        worded(
            r"(?:从|由|"
            r"原定?)?(?:\d{1,2}月)?\d{1,2}[号日](?:[改推延挪移顺][迟后]?)(?=[到至为成]\s?\d)"
        ),
        " ",
    ),
)
_FILLERS: tuple[Rule, ...] = (
    (worded(r"(?:喂|哎)?(?:听得到|听见|在|忙|有空|收到)吗(?=[\s,，。]|$)"), " "),
    # Dictation marks a pause by a blank: it ends a clause.
    (worded(r"(?<=[\u4e00-\u9fff]{4})[^\S\n]+(?=[\u4e00-\u9fff]{4})"), "，"),
    (worded(r"(?<!不)([行成好])不\1"), r"\1吗"),
    (worded(r"可不可以(?=[,，。?？!\s]|$)"), "可以吗"),
    (worded(r"\b(?:um+|uh+|er+m?|hmm+|ah+|basically|kinda|gonna)\b[,.]?"), " "),
    (
        worded(
            r"[呃嗯诶欸][,，]?|(?:^|(?<=[,，。\s]))[额唔][,，]?(?=[^度外定头])|那个(?=那个|"
            r"[,，]|呢)|就是说"
        ),
        " ",
    ),
    (worded(r"礼拜(?=[一二三四五六日天])"), "星期"),
    (worded(r"(?<=块|毛)钱(?=[一二两三四五六七八九])"), ""),
)


def _dollars_cents(match: re.Match[str]) -> str:
    """九美金五十美分 -> 9.50美金."""
    whole, cents = value(match[1]), value(match[2])
    return match[0] if whole is None or cents is None else f"{whole + cents / 100:.2f}美金"


_DOLLARS: tuple[Rule, ...] = (
    (worded(rf"({CHINESE})美[元金]({CHINESE})美?分"), _dollars_cents),
    (worded(r"(?<=块)([一二两三四五六七八九\d]毛?[一二三四五六七八九\d]?)美[金元]"), r"\1"),
    (worded(r"块(?!钱?人民币)钱?"), "美元"),
)


def spoken(text: Plain, lines: Sequence[AskedLine]) -> Plain:
    """`um twelve ten` -> `  12.10`."""
    known = [line.unit_price_minor for line in lines if line.unit_price_minor]

    def pair(match: re.Match[str]) -> str:
        return _pair(match, known)

    dollars = _DOLLARS if re.search("美[金元]", text.text) and "人民币" not in text.text else ()
    rules: list[Rule] = [
        *_HALF_KILO,
        (_POINT, _point),
        (_LARGE, _even),
        (_PAIR, pair),
        (_ORDINAL, _ordinal),
        (_EVEN, _even),
        (_SAID, _said),
    ]
    return text.put([*dollars, *_MOVED, *_HUNDREDS, *_FILLERS, *rules, (_POINT_ZH, _point_zh)])


def _pair(match: re.Match[str], known: Sequence[int]) -> str:
    first, second = value(match[1]), _small(match[3])
    if first is None:
        return match[0]
    price = first + second / 100
    joined = first * 100 + second
    currency = match[2] or ""
    if not currency and not _near(price, known) and not _near(joined, known):
        return match[0]
    if not currency and _near(joined, known) and not _near(price, known):
        return f"{joined:f}"
    return f"{price:.2f}{currency}"


def _even(match: re.Match[str]) -> str:
    return _digits(match[1]) + (" " if match.re is _EVEN else "")


def _said(match: re.Match[str]) -> str:
    return f"{match[1]} {_digits(match[2])}"


def _small(words: str) -> Decimal:
    """`oh five` -> 5, `thirty five` -> 35."""
    return value(re.sub(r"^o[h']? ", "", words)) or Decimal(0)


def _near(price: Decimal, known: Sequence[int]) -> bool:
    return any(Decimal(one) / 2 <= price * 100 <= one * 2 for one in known)


def _point(match: re.Match[str]) -> str:
    words = re.split("[ -]", match[2])
    if len(words) == 1 or any(word in _TENS.split("|") for word in words):
        tail = _digits(match[2].replace("oh", "zero"))
    else:
        tail = "".join(_digits(word.replace("oh", "zero")) for word in words)
    return f"{_digits(match[1])}.{tail}"


def _digits(words: str) -> str:
    number = value(words)
    return f"{number:f}" if number is not None else words


def _point_zh(match: re.Match[str]) -> str:
    whole = value(match[1])
    tail = "".join(str("零一二三四五六七八九".index(mark)) for mark in match[2])
    return match[0] if whole is None else f"{whole:f}.{tail}"


def _ordinal(match: re.Match[str]) -> str:
    """`the ninth` -> `the 9th`; a first or second item stays."""
    day = _ORDINALS[match[2]] + {"twenty": 20, "thirty": 30}.get(match[1] or "", 0)
    if day <= 4 and not match["month"]:
        return match[0]
    return f"{day}th"
