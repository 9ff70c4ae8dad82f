"""The day that a form of words means; the forms are in `date_patterns.py`.

Each maker takes the match of a form and the day on which it was written.
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
from bot.rules.supplier_answers.numbers import value
from bot.rules.supplier_answers.values import Span

_RANGE = "several days are named for one"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAYS = "mon tue wed thu fri sat sun".split()
_WEEK_ZH = "一二三四五六日"
_ANCHOR = worded(
    r"\s*(?:after|from|upon|once|since|of) (?:the )?(?:receip|receiv|deposit|payment|"
    r"order|confirm|po\b|approv|your|you|sample|artwork)"
    r"|\s*(?:after|once) "
)
_ANCHOR_ZH = worded(
    r"(?:收到|下单|确认|付款|到账|打款|签|订单)[^，。\n\d]{0,8}(?:后|起|之后)[^，。\n\d]{0,3}$"
)

_LATER = worded(
    r"\s*(?:later|delay|longer|more|extra|late|earlier|before|behind|ahead|over|past|beyond|ago|"
    r"off|too)\b"
)
_LATER_ZH = worded(r"(?:晚|推迟|延(?:期|后|迟)?|多|提前|早|加|拖|再要|迟)(?:个|了)?$")

Maker = Callable[[re.Match[str], date], Day]


def iso(match: re.Match[str], today: date) -> Day:
    day = days.of_year(today, int(match[2]), int(match[3]), int(match[1]))
    return _sane(day, match.span(), today)


def month_day_zh(match: re.Match[str], today: date) -> Day:
    year = today.year + (match[1] == "明年") if match[1] else None
    month, day = value(match[2]), value(match[3])
    return _sane(days.of_year(today, _int(month), _int(day), year), match.span(), today)


def month_word_day_zh(match: re.Match[str], today: date) -> Day:
    month = days.in_months(today.replace(day=1), 1 if "下" in match[1] else 0)
    day = days.of_year(today, month.month, _int(value(match[2])), month.year)
    return _sane(day, match.span(), today)


def day_month_en(match: re.Match[str], today: date) -> Day:
    year = match[3] or (f"20{match[4]}" if match[4] else None)
    return _english_date(match, today, match[2], match[1], year)


def month_day_en(match: re.Match[str], today: date) -> Day:
    return _english_date(match, today, match[1], match[2], match[3])


def _english_date(match: re.Match[str], today: date, month: str, day: str, year: str | None) -> Day:
    number = _MONTHS.index(month[:3]) + 1
    found = days.of_year(today, number, int(day), int(year) if year else None)
    return _sane(found, match.span(), today)


def slashed(match: re.Match[str], today: date) -> Day:
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


def dotted_zh(match: re.Match[str], today: date) -> Day:
    day = days.of_year(today, int(match[1]), int(match[2]))
    doubt = "" if match[0].endswith(("号", "日")) else "a number may be a day or a price"
    return replace(_sane(day, match.span(), today), doubt=doubt)


def dotted_after_cue(match: re.Match[str], today: date) -> Day:
    return _sane(days.of_year(today, int(match[1]), int(match[2])), match.span(), today)


def day_zh(match: re.Match[str], today: date) -> Day:
    return _sane(days.coming_day(today, _int(value(match[1]))), match.span(), today)


def day_en(match: re.Match[str], today: date) -> Day:
    """`the 9th`, which is the next one to come, or that of the month which is named."""
    if match["month"]:
        month = days.in_months(today.replace(day=1), match["month"] == "next")
        found = days.of_year(today, month.month, int(match[1]), month.year)
        return _sane(found, match.span(), today)
    return _sane(days.coming_day(today, int(match[1])), match.span(), today)


def no_day(match: re.Match[str], today: date) -> Day:
    """ "On a Friday": any of them, and so none that is named."""
    return Day(None, match.span(), said_of_now=True)


def week_later_en(match: re.Match[str], today: date) -> Day:
    """ "Tuesday week" is a week after the coming Tuesday."""
    weekday = _WEEKDAYS.index(next(group for group in match.groups() if group))
    return Day(days.in_days(days.coming(today, weekday), 7), match.span(), weekday=True)


def week_next_en(match: re.Match[str], today: date) -> Day:
    weekday = _WEEKDAYS.index(next(group for group in match.groups() if group))
    return Day(days.of_week(today, weekday, 1), match.span(), weekday=True)


def week_day_zh(match: re.Match[str], today: date) -> Day:
    weekday = _WEEK_ZH.index(match[2].replace("天", "日"))
    weeks = {"下": 1, "下个": 1, "下下": 2, "下下个": 2}.get(match[1] or "")
    if weeks is None and not match[1]:
        return Day(days.coming(today, weekday), match.span(), weekday=True)
    day = days.of_week(today, weekday, weeks or 0)
    return replace(_sane(day, match.span(), today), weekday=True)


def week_day_en(match: re.Match[str], today: date) -> Day:
    weekday = _WEEKDAYS.index(match[2])
    coming = days.coming(today, weekday)
    if (match[1] or "").strip() == "next":
        next_week = days.of_week(today, weekday, 1)
        doubt = "" if next_week == coming else "next week's day or the coming one"
        return Day(next_week, match.span(), doubt, weekday=True)
    return Day(coming, match.span(), weekday=True)


def near(match: re.Match[str], today: date) -> Day:
    word = match[0]
    count = 0
    if word in ("tomorrow", "明天", "明日", "明早", "明儿", "tmr", "tmrw"):
        count = 1
    elif word in ("后天", "the day after tomorrow", "day after tomorrow"):
        count = 2
    elif word == "大后天":
        count = 3
    return Day(days.in_days(today, count), match.span(), said_of_now=not count)


def span_of_days(match: re.Match[str], today: date) -> Day:
    made = _counted(value(match[1]), match[2], match[3], match, today)
    if match[0].endswith(("from today", "from now")):
        return made
    after = _ANCHOR.match(match.string, match.end())
    before = _ANCHOR_ZH.search(match.string[max(0, match.start() - 16) : match.start()])
    other = _LATER.match(match.string, match.end())
    other = other or _LATER_ZH.search(match.string[max(0, match.start() - 6) : match.start()])
    if after or before or other:
        return replace(made, doubt=LATER)
    return made


def two_thirds(match: re.Match[str], today: date) -> Day:
    """两三天: two or three days."""
    return Day(None, match.span(), _RANGE)


def half_month(match: re.Match[str], today: date) -> Day:
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


def vague(match: re.Match[str], today: date) -> Day:
    """A time that is no day; a month that is over is none of an answer's."""
    named = re.search("|".join(_MONTHS), match[0])
    behind = (today.month - _MONTHS.index(named[0]) - 1) % 12 if named else 0
    before = match.string[max(0, match.start() - 24) : match.start()]
    begins = re.match("份?(?:起|开始)", match.string[match.end() :]) or re.search(
        r"(?:\bfrom|since|自|从)\s*$", before
    )
    ends = begins or (
        re.match("until|till", match[0]) and not re.search(r"\bnot\b|n't|only", before)
    )
    year = re.fullmatch(r"(?:this|next|following|coming) year|明年|来年|年底", match[0])
    no_day_of_ours = 1 <= behind <= 8 or bool(ends) or bool(year)
    return Day(None, match.span(), VAGUE, said_of_now=no_day_of_ours)


def several(match: re.Match[str], today: date) -> Day:
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


def several_days(match: re.Match[str], today: date) -> Day:
    groups = [group for group in match.groups() if group is not None]
    numbers = [n for n in (value(group) for group in groups[:2]) if n is not None]
    unit = next(group for group in reversed(match.groups()) if group)
    made = _counted(max(numbers, default=None), None, unit, match, today)
    return replace(made, doubt=_RANGE)


def one_span(match: re.Match[str], today: date) -> Day:
    if _LATER.match(match.string, match.end()):
        return Day(None, match.span(), LATER)
    if match[1] == "month":
        return Day(days.in_months(today, 1), match.span())
    count = 14 if match[1] == "fortnight" else 7
    return Day(days.in_days(today, count), match.span(), count=count)
