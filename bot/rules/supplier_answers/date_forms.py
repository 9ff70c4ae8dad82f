"""The forms in which days are written, and the day that each one means.

A form comes before those whose words it contains; what an earlier one has taken is gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.rules.supplier_answers import calendar_days as days
from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.named_days import AMBIGUOUS, LATER, VAGUE, Day
from bot.rules.supplier_answers.numbers import NUMBER, value
from bot.rules.supplier_answers.values import Span

_RANGE = "several days are named for one"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAYS = "mon tue wed thu fri sat sun".split()
_WEEKDAY = r"(mon|tue|wed|thu|fri|sat|sun)(?:s|sday|nesday|rsday|urs|ur|urday|day|r)?\b\.?"
_WEEK_ZH = "一二三四五六日"
_NUM = f"({NUMBER})"
_TO = r"\s?(?:-|~|to|or|到|至|、)\s?"
_UNIT_EN = r"\s?-?(working |business |work |calendar )?(days?|weeks?|wks?|months?)\b"
_UNIT_ZH = (
    r"\s?个?(工作)?(天|日(?!常)|周(?![一二三四五六日末])|星期(?![一二三四五六日天])|礼拜|"
    r"(?<=个)月(?!底|初|中|份|结))"
)
_ANCHOR = worded(
    r"\s*(?:after|from|upon|once|since|of) (?:the )?(?:receip|receiv|deposit|payment|"
    r"order|confirm|po\b|approv|your|you|sample|artwork)"
    r"|\s*(?:after|once) "
)
_ANCHOR_ZH = worded(
    r"(?:收到|下单|确认|付款|到账|打款|签|订单)[^，。\n\d]{0,8}(?:后|起|之后)[^，。\n\d]{0,3}$"
)

_LATER = worded(r"\s*(?:later|delay|longer|more|extra|late|earlier|before|behind|ahead)\b")
_LATER_ZH = worded(r"(?:晚|推迟|延(?:期|后|迟)?|多|提前|早|加|拖|再要|迟)(?:个|了)?$")

Maker = Callable[[re.Match[str], date], Day]


def _iso(match: re.Match[str], today: date) -> Day:
    day = days.of_year(today, int(match[2]), int(match[3]), int(match[1]))
    return _sane(day, match.span(), today)


def _month_day_zh(match: re.Match[str], today: date) -> Day:
    year = today.year + (match[1] == "明年") if match[1] else None
    month, day = value(match[2]), value(match[3])
    return _sane(days.of_year(today, _int(month), _int(day), year), match.span(), today)


def _month_word_day_zh(match: re.Match[str], today: date) -> Day:
    month = days.in_months(today.replace(day=1), 1 if "下" in match[1] else 0)
    day = days.of_year(today, month.month, _int(value(match[2])), month.year)
    return _sane(day, match.span(), today)


def _day_month_en(match: re.Match[str], today: date) -> Day:
    year = match[3] or (f"20{match[4]}" if match[4] else None)
    return _english_date(match, today, match[2], match[1], year)


def _month_day_en(match: re.Match[str], today: date) -> Day:
    return _english_date(match, today, match[1], match[2], match[3])


def _english_date(match: re.Match[str], today: date, month: str, day: str, year: str | None) -> Day:
    number = _MONTHS.index(month[:3]) + 1
    found = days.of_year(today, number, int(day), int(year) if year else None)
    return _sane(found, match.span(), today)


def _slashed(match: re.Match[str], today: date) -> Day:
    first, second = int(match[1]), int(match[2])
    year = int(match[3]) if match[3] else None
    if year and year < 100:
        year += 2000
    month_first = days.of_year(today, first, second, year)
    day_first = days.of_year(today, second, first, year)
    both = [day for day in (month_first, day_first) if day]
    if len(both) == 2 and first != second:
        near = min(both, key=lambda day: (day < today, day))
        other = next((day for day in both if day != near), None)
        return Day(near, match.span(), AMBIGUOUS, other=other)
    return _sane(both[0] if both else None, match.span(), today)


def _dotted_zh(match: re.Match[str], today: date) -> Day:
    day = days.of_year(today, int(match[1]), int(match[2]))
    doubt = "" if match[0].endswith(("号", "日")) else "a number may be a day or a price"
    return replace(_sane(day, match.span(), today), doubt=doubt)


def _dotted_after_cue(match: re.Match[str], today: date) -> Day:
    return _sane(days.of_year(today, int(match[1]), int(match[2])), match.span(), today)


def _day_zh(match: re.Match[str], today: date) -> Day:
    return _sane(days.coming_day(today, _int(value(match[1]))), match.span(), today)


def _day_en(match: re.Match[str], today: date) -> Day:
    return _sane(days.coming_day(today, int(match[1])), match.span(), today)


def _week_day_zh(match: re.Match[str], today: date) -> Day:
    weekday = _WEEK_ZH.index(match[2].replace("天", "日"))
    weeks = {"下": 1, "下个": 1, "下下": 2, "下下个": 2}.get(match[1] or "")
    if weeks is None and not match[1]:
        return Day(days.coming(today, weekday), match.span(), weekday=True)
    day = days.of_week(today, weekday, weeks or 0)
    return replace(_sane(day, match.span(), today), weekday=True)


def _week_day_en(match: re.Match[str], today: date) -> Day:
    weekday = _WEEKDAYS.index(match[2])
    coming = days.coming(today, weekday)
    if (match[1] or "").strip() == "next":
        next_week = days.of_week(today, weekday, 1)
        doubt = "" if next_week == coming else "next week's day or the coming one"
        return Day(next_week, match.span(), doubt, weekday=True)
    return Day(coming, match.span(), weekday=True)


def _near(match: re.Match[str], today: date) -> Day:
    word = match[0]
    count = 0
    if word in ("tomorrow", "明天", "明日", "明早", "明儿", "tmr", "tmrw"):
        count = 1
    elif word in ("后天", "the day after tomorrow", "day after tomorrow"):
        count = 2
    elif word == "大后天":
        count = 3
    return Day(days.in_days(today, count), match.span(), said_of_now=not count)


def _span_of_days(match: re.Match[str], today: date) -> Day:
    made = _counted(value(match[1]), match[2], match[3], match, today)
    after = _ANCHOR.match(match.string, match.end())
    before = _ANCHOR_ZH.search(match.string[max(0, match.start() - 16) : match.start()])
    other = _LATER.match(match.string, match.end())
    other = other or _LATER_ZH.search(match.string[max(0, match.start() - 6) : match.start()])
    if after or before or other:
        return replace(made, doubt=LATER)
    return made


def _two_thirds(match: re.Match[str], today: date) -> Day:
    """两三天: two or three days."""
    return Day(None, match.span(), _RANGE)


def _half_month(match: re.Match[str], today: date) -> Day:
    return Day(days.in_days(today, 15), match.span(), count=15)


def _counted(
    number: Decimal | None, working: str | None, unit: str, match: re.Match[str], today: date
) -> Day:
    count = _int(number)
    if count > 400 or number is None or number != count:
        return Day(None, match.span(), "a span of time that cannot be placed")
    if unit in ("月", "month", "months"):
        return Day(days.in_months(today, count), match.span())
    if unit.startswith(("w", "周", "星", "礼")):
        return Day(days.in_days(today, 7 * count), match.span(), count=7 * count)
    if working and "calendar" not in working:
        return Day(days.in_working_days(today, count), match.span())
    return Day(days.in_days(today, count), match.span(), count=count)


def _vague(match: re.Match[str], today: date) -> Day:
    return Day(None, match.span(), VAGUE)


def _several(match: re.Match[str], today: date) -> Day:
    return Day(None, match.span(), _RANGE)


def _sane(day: date | None, span: Span, today: date) -> Day:
    if day is None:
        return Day(None, span, "there is no such day")
    if day < today:
        return Day(day, span, "the day has passed")
    if (day - today).days > 180:
        return Day(day, span, "the day is far away")
    return Day(day, span)


def _int(number: Decimal | None) -> int:
    return int(number) if number is not None else 0


def _several_days(match: re.Match[str], today: date) -> Day:
    groups = [group for group in match.groups() if group is not None]
    numbers = [n for n in (value(group) for group in groups[:2]) if n is not None]
    unit = next(group for group in reversed(match.groups()) if group)
    made = _counted(max(numbers, default=None), None, unit, match, today)
    return replace(made, doubt=_RANGE)


def _one_span(match: re.Match[str], today: date) -> Day:
    if _LATER.match(match.string, match.end()):
        return Day(None, match.span(), LATER)
    if match[1] == "month":
        return Day(days.in_months(today, 1), match.span())
    count = 14 if match[1] == "fortnight" else 7
    return Day(days.in_days(today, count), match.span(), count=count)


def _rule(pattern: str, make: Maker) -> tuple[re.Pattern[str], Maker]:
    return worded(pattern), make


_HOLIDAY = (
    r"(?:cny|chinese new year|lunar new year|new year'?s?(?: day| eve)?|spring festival|"
    r"christmas|xmas|(?:the )?holidays?|golden week)"
)
RULES: tuple[tuple[re.Pattern[str], Maker], ...] = (
    _rule(r"(?<!\d)(20\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)[日号]?", _iso),
    _rule(
        rf"(?<![\d.])\d{{1,2}}(?:st|nd|rd|th)?\s?(?:-|~|to|or|and|"
        rf"/)\s?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}"
        rf"|{_MONTH} ?\d{{1,2}}(?:st|nd|rd|th)?\s?(?:-|~|to|or|and|/)\s?(?:{_MONTH} "
        rf"?)?\d{{1,2}}(?:st|nd|rd|th)?(?![\d/])",
        _several,
    ),
    _rule(
        r"(?:\d{1,2}月)?\d{1,2}[号日]?\s?(?:-|~|到|至|或者?)\s?(?:\d{1,2}月)?\d{1,2}[号日](?!内)",
        _several,
    ),
    _rule(
        rf"(?:early|mid|late|middle of|beginning of|end of|start of)[ -](?:of )?{_MONTH}(?! \d)",
        _vague,
    ),
    _rule(
        rf"(今年|明年)?(?<![\d.])(\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月{_NUM}[日号]?",
        _month_day_zh,
    ),
    _rule(rf"(下个?月|本月|这个?月|当月){_NUM}[日号]", _month_word_day_zh),
    _rule(
        rf"(?<![\d.])(\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]?{_MONTH}(?:,?[ "
        rf"-]{{1,2}}(20\d\d)|-(\d\d)(?!\d))?",
        _day_month_en,
    ),
    _rule(
        rf"\b{_MONTH}[ -]{{0,2}}(\d{{1,2}})(?:st|nd|rd|th)?(?![\d%])(?:,? (20\d\d))?", _month_day_en
    ),
    _rule(r"(?<![\d/.])(\d{1,2})/(\d{1,2})(?:/(20\d\d|\d\d))?(?![\d/])", _slashed),
    _rule(r"(?<![\d/.])(\d{1,2})[.-](\d{1,2})[.-](20\d\d|\d\d)(?!\d)", _slashed),
    _rule(
        r"(?<![\d.])(\d{1,2})\.(\d{1,2})(?:[号日]|(?=\s?(?:发货|出货|到货|交货|前|"
        r"之前|发出|可发|能发|发走|能到|到)))",
        _dotted_zh,
    ),
    _rule(
        r"(?<=交期|货期|发货|到货|交货|出货)[:是为]?\s?(\d{1,2})\.(\d{1,2})(?![\d.元块])号?",
        _dotted_after_cue,
    ),
    _rule(rf"{_NUM}\s?号(?![线楼色柜仓码车店机])", _day_zh),
    _rule(r"(?<![\d.])(\d{1,2})(?<!\d月)日(?!内|左右|产)", _day_zh),
    _rule(
        r"(?<![\d.])(\d{1,2})(?:st|nd|rd|th)\b(?! (?:floor|order|time|item|generation|year|anniversary))",
        _day_en,
    ),
    _rule(
        r"(?:下下?个?|这个?|本)?(?:周|星期|礼拜)(?:末|底)|"
        r"周[一二三四五六日][到至或-]周?[一二三四五六日]",
        _vague,
    ),
    _rule(r"(下下?个?|这个?|本|上)?(?:周|星期|礼拜)([一二三四五六日天])", _week_day_zh),
    _rule(rf"(?:{_WEEKDAY}\s?(?:-|to|or|and)\s?{_WEEKDAY})", _vague),
    _rule(
        r"(?:end of|end|early|late|mid|beginning of|sometime|later|within|by the end "
        r"of|middle of)[ -](?:the )?(?:next|this) (?:week|month|year)",
        _vague,
    ),
    _rule(
        r"(?:by |at |before )?(?:the )?(?:end of (?:the )?(?:week|month|year|day)|"
        r"month end|month-end|year end|eom|weekend|next weekend)\b",
        _vague,
    ),
    _rule(rf"\b(next |this |coming |on )?\b{_WEEKDAY}(?! (?:to|-))", _week_day_en),
    _rule(
        r"\b(?:the )?day after tomorrow\b|\btomorrow\b|\btmrw?\b|\btoday\b|"
        r"\btonight\b|大后天|后天|明天|明日|明早|明儿|今天|今日|今晚|当天",
        _near,
    ),
    _rule(rf"{_NUM}{_TO}{_NUM}{_UNIT_EN}|{_NUM}{_TO}{_NUM}{_UNIT_ZH}", _several_days),
    _rule(
        r"[一两二三四五六七八九]{2}\s?个?(?:工作)?(?:天|日|周(?![一二三四五六日])|星期|礼拜|月)",
        _two_thirds,
    ),
    _rule(rf"{_NUM}{_UNIT_EN}", _span_of_days),
    _rule(rf"{_NUM}{_UNIT_ZH}(?:之内|以内|内|后|之后)?", _span_of_days),
    _rule(r"(?<!\d)\d{1,2}月份?", _vague),
    _rule(
        rf"\b(?:in|until|till|by|before|after|from|during|end|mid|early|late) {_MONTH}(?! ?\d)",
        _vague,
    ),
    _rule(r"半个?月(?:内|后)?", _half_month),
    _rule(r"\b(?:a|one) (week|month|fortnight)\b", _one_span),
    _rule(
        rf"(?:before|after|until|around|by|over) {_HOLIDAY}|(?!cny){_HOLIDAY}|\bcny "
        rf"(?:holiday|break)",
        _vague,
    ),
    _rule(
        r"\b(?:next|this|coming|following) (?:week|month|year)\b|\bsoon\b|a few days|"
        r"couple of (?:days|weeks)|several (?:days|weeks)|few (?:days|weeks)|some "
        r"days",
        _vague,
    ),
    _rule(
        r"(?:春节|过年|年|节|元旦|国庆|圣诞|五一|端午|中秋|假期?|节假日|元宵|除夕|"
        r"放假)(?:之前|之后|前|后|以前|以后|期间|回来)|月底|月初|月中|年底|年初|年前|"
        r"年后|[上中下]旬|下个?月|这个?月|本月|下下?个?周|这个?周|本周|下个?星期|"
        r"下个?礼拜|近期|过几天|过两天|这两天|这几天|随时|不久|改天|到时候?",
        _vague,
    ),
)
