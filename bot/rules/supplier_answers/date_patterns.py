"""The forms in which days are written, and the maker that reads each.

A form comes before those whose words it contains; what an earlier one has taken is gone.
"""

from __future__ import annotations

import re

from bot.rules.supplier_answers.date_forms import (
    Maker,
    day_en,
    day_month_en,
    day_zh,
    dotted_after_cue,
    dotted_zh,
    half_month,
    iso,
    month_day_en,
    month_day_zh,
    month_word_day_zh,
    near,
    no_day,
    one_span,
    several,
    several_days,
    slashed,
    span_of_days,
    two_thirds,
    vague,
    week_day_en,
    week_day_zh,
    week_later_en,
    week_next_en,
)
from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.numbers import NUMBER

_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b(?:\.(?=\s?\d))?"
)
_WEEKDAY = (
    r"(?<![\w'])(mon|tue|wed|thu|fri|sat|sun)(?:s|sday|nesday|rsday|urs|ur|urday|day|"
    r"r)?\b(?:\.(?=[\s,]*(?:the )?\d))?"
)
_NUM = f"({NUMBER})"
_TO = r"\s?(?:-|~|to|or|到|至|、)\s?"
_UNIT_EN = r"\s?-?(working |business |work |calendar )?(days?|weeks?|wks?|months?)\b"
_UNIT_ZH = (
    r"\s?个?(工作)?(天|日(?!常)|周(?![一二三四五六日末年])|星期(?![一二三四五六日天])|礼拜|"
    r"(?<=个)月(?!底|初|中|份|结))"
)


def _rule(pattern: str, make: Maker) -> tuple[re.Pattern[str], Maker]:
    return worded(pattern), make


_HOLIDAY = (
    r"(?:cny|chinese new year|lunar new year|new year'?s?(?: day| eve)?|spring festival|"
    r"christmas|xmas|(?:the )?holidays?|golden week)"
)
RULES: tuple[tuple[re.Pattern[str], Maker], ...] = (
    _rule(r"(?<!\d)(20\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)[日号]?", iso),
    _rule(
        rf"(?<![\d.])\d{{1,2}}(?:st|nd|rd|th)?\s?(?:-|~|to|or|and|&|"
        rf"/)\s?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}"
        rf"|{_MONTH} ?\d{{1,2}}(?:st|nd|rd|th)?\s?(?:-|~|to|or|and|&|/)\s?(?:{_MONTH} "
        rf"?)?\d{{1,2}}(?:st|nd|rd|th)?(?![\d/])",
        several,
    ),
    _rule(
        r"(?:\d{1,2}月)?\d{1,2}[号日]?\s?(?:-|~|到|至|或者?)\s?(?:\d{1,2}月)?\d{1,2}[号日](?!内)",
        several,
    ),
    _rule(
        rf"(?:early|mid|late|middle of|beginning of|end of|start of)[ -](?:of )?{_MONTH}(?! \d)",
        vague,
    ),
    _rule(
        rf"(今年|明年)?(?<![\d.])(\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月{_NUM}[日号]?",
        month_day_zh,
    ),
    _rule(rf"(下个?月|本月|这个?月|当月){_NUM}[日号]", month_word_day_zh),
    _rule(
        rf"(?<![\d.])(\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]?{_MONTH}(?:,?[ "
        rf"-]{{1,2}}(20\d\d)|-(\d\d)(?!\d))?",
        day_month_en,
    ),
    _rule(
        rf"\b{_MONTH}[ -]{{0,2}}(\d{{1,2}})(?:st|nd|rd|th)?(?![\d%])(?:,? (20\d\d))?", month_day_en
    ),
    _rule(r"(?<![\d/.])(\d{1,2})/(\d{1,2})(?:/(20\d\d|\d\d))?(?![\d/])", slashed),
    _rule(r"(?<![\d/.])(\d{1,2})[.-](\d{1,2})[.-](20\d\d|\d\d)(?!\d)", slashed),
    _rule(
        r"(?<![\d.])(\d{1,2})\.(\d{1,2})(?:[号日]|(?=\s?(?:发货|出货|到货|交货|前|"
        r"之前|发出|可发|能发|发走|能到|到)))",
        dotted_zh,
    ),
    _rule(
        r"(?<=交期|货期|发货|到货|交货|出货)(?:时间|日期|"
        r"日)?[:是为在]?\s?(\d{1,2})\.(\d{1,2})(?![\d.元块])号?",
        dotted_after_cue,
    ),
    _rule(rf"{_NUM}\s?号(?![线楼色柜仓码车店机])", day_zh),
    _rule(r"(?<![\d.])(\d{1,2})(?<!\d月)日(?!内|左右|产)", day_zh),
    _rule(
        r"(?<![\d.])(?:(?:on |by )?the |on |by )?(\d{1,2})(?:st|nd|rd|th)(?: of (?P<month>this|"
        r"next) month)?\b"
        r"(?! (?:floor|order|time|item|generation|year|anniversary|carton|box|piece|choice|one|"
        r"gen|birthday|century|century|batch|of (?!the month)))",
        day_en,
    ),
    _rule(
        r"(?:下下?个?|这个?|本)?(?:周|星期|礼拜)(?:末|底)|"
        r"周[一二三四五六日][到至或-]周?[一二三四五六日]",
        vague,
    ),
    _rule(r"(下下?个?|这个?|本|上)?(?:周|星期|礼拜)([一二三四五六日天])", week_day_zh),
    _rule(rf"(?:{_WEEKDAY}\s?(?:-|to|or|and)\s?{_WEEKDAY})", vague),
    _rule(
        r"(?:end of|end|early|late|mid|beginning of|sometime|later|within|by the end "
        r"of|middle of)[ -](?:the )?(?:next|this) (?:week|month|year)",
        vague,
    ),
    _rule(
        r"(?:by |at |before )?(?:the )?(?:end of (?:the )?(?:week|month|year|day)|"
        r"month end|month-end|year end|eom|weekend|next weekend)\b",
        vague,
    ),
    _rule(
        rf"\b(?:a week on {_WEEKDAY}|{_WEEKDAY} week\b(?! of)|week on {_WEEKDAY})", week_later_en
    ),
    _rule(rf"\b(?:{_WEEKDAY} next week|next week(?: on)? {_WEEKDAY})", week_next_en),
    _rule(rf"\b(?:an?|every|each|most|any) {_WEEKDAY}s?\b", no_day),
    _rule(rf"\b(next |this |coming |on )?\b{_WEEKDAY}(?! (?:to|-))", week_day_en),
    _rule(rf"{_NUM}{_UNIT_EN} from (?:today|now)\b", span_of_days),
    _rule(
        rf"(?:从|自)?(?:今天|今日|现在|即日)(?:开始|算起|起|算)+[,，]?\s?{_NUM}{_UNIT_ZH}(?:之内|"
        rf"以内|内|后|之后)?",
        span_of_days,
    ),
    _rule(
        r"\b(?:the )?day after tomorrow\b|\btomorrow\b|\btmrw?\b|\btoday\b|"
        r"\btonight\b|大后天|后天|明天|明日|明早|明儿|今天|今日|今晚|当天",
        near,
    ),
    _rule(rf"{_NUM}{_TO}{_NUM}{_UNIT_EN}|{_NUM}{_TO}{_NUM}{_UNIT_ZH}", several_days),
    _rule(
        r"[一两二三四五六七八九]{2}\s?个?(?:工作)?(?:天|日|周(?![一二三四五六日年])|星期|礼拜|月)",
        two_thirds,
    ),
    _rule(rf"{_NUM}{_UNIT_EN}", span_of_days),
    _rule(rf"{_NUM}{_UNIT_ZH}(?:之内|以内|内|后|之后)?", span_of_days),
    _rule(r"(?<!\d)\d{1,2}月份?", vague),
    _rule(
        rf"\b(?:in|until|till|by|before|after|from|during|end|mid|early|late) {_MONTH}(?! ?\d)",
        vague,
    ),
    _rule(r"半个?月(?:内|后)?", half_month),
    _rule(r"\b(?:a|one) (week|month|fortnight)\b", one_span),
    _rule(
        rf"(?:before|after|until|around|by|over) {_HOLIDAY}|(?!cny){_HOLIDAY}(?! (?:card|party|"
        rf"promo|rush|wishes|sale|tree|dinner|do\b))|\bcny "
        rf"(?:holiday|break)",
        vague,
    ),
    _rule(
        r"\b(?:next|this|coming|following) (?:week|month|year)\b|\bsoon\b|a few days|"
        r"couple of (?:days|weeks)|several (?:days|weeks)|few (?:days|weeks)|some "
        r"days",
        vague,
    ),
    _rule(
        r"(?:春节|过年|年|节|元旦|国庆|圣诞|五一|端午|中秋|假期?|节假日|元宵|除夕|"
        r"放假)(?:之前|之后|前|后|以前|以后|期间|回来)|月底|月初|月中|年底|年初|年前|"
        r"年后|明年|来年|开春|[上中下]旬|下个?月|这个?月|本月|下下?个?周|这个?周|本周|下个?星期|"
        r"下个?礼拜|近期|过几天|过两天|这两天|这几天|随时|不久|改天|到时候?",
        vague,
    ),
)
