"""English forms of days put in those that are read: `december the 10th` -> `december 10`.

`a fortnight today`, `a week tomorrow` and `two weeks on Friday` are counted from the day of
writing. Days of what is no delivery of ours go: plural weekdays ("he goes Mondays"), harvests,
counted mails. Only the rules read so.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.rules.supplier_answers import calendar_days
from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.numbers import value
from bot.rules.supplier_answers.rewriting import Plain, Rule

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAYS = "mon tue wed thu fri sat sun".split()
_WEEKDAY = r"(mon|tue|wed|thu|fri|sat|sun)(?:s|sday|nesday|rsday|urs|ur|urday|day|r)?\b"
_COUNT = r"(a|one|two|three|four|five|six|eight|\d{1,2})"
_WEEKS = rf"\b(?:in )?(?:{_COUNT} weeks?|(a fortnight|fortnight))(?:'s time)?"
_FROM_TODAY = worded(rf"{_WEEKS} (?:from )?(today|tomorrow)(?! only)\b")
_FROM_WEEKDAY = worded(rf"{_WEEKS} (?:on|from|this|after) {_WEEKDAY}")
_DOTTED = worded(
    r"(?<=\b)((?:arriv\w+|deliver\w*|eta|etd|ship\w*|leav\w+|dispatch\w*|ready|reach\w*|lands?|"
    r"with you|at yours|collect\w*|send\w*|goes out|go out)(?: date)?[: ]{1,2}"
    r"(?:it |them |all |everything )?(?:is |on |by |the |before )*)"
    r"(\d{1,2})\.(\d{1,2})\.?(?!\d)(?=\s|[,;!)]|$)(?!\s?(?:per|/|each|an? |usd|rmb|yuan|¥|\$))"
)
#: "27.11." elsewhere in a text says that its "03.12." is 3 December.
_DAY_FIRST = worded(r"(?<![\d.])(?:1[3-9]|2\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?!\d)")
_SINCE = worded(r"(\b(?:from|until|till|since|to) )(1[3-9]|2\d|3[01])\.(0[1-9]|1[0-2])\.(?!\d)")
_MONTHS = "january february march april may june july august september october november december"
_RULES: tuple[Rule, ...] = (
    (worded(rf"\b({_MONTH}),? the (\d{{1,2}})(?:st|nd|rd|th)?\b"), r"\1 \2"),
    (worded(rf"(?<=\bthe )(\d{{1,2}})(?:st|nd|rd|th)? day of (?={_MONTH}\b)"), r"\1 "),
    # "In November 23" is a price of that month, "on November 23" is a day.
    (
        worded(rf"(\bin {_MONTH}) (?=\d{{1,2}}(?:[,.;]|\s|$)(?!\d))(?!\d{{1,2}} (?:we|it|you|th))"),
        r"\1, ",
    ),
    (
        worded(
            r"(?:\b(?:on|every|each|only|goes|go|comes|runs) )*\b(?:mon|tues|wednes|thurs|fri|"
            r"satur|sun)days\b"
        ),
        "weekly",
    ),
    (
        worded(
            r"\b(?:next|new) (?:picking|harvest|crop|season|batch|production|run|vintage)\b"
            rf"[^,.;\n\d]{{0,16}}(?:in|before|around|after|from) (?:{_MONTH}\b|spring|summer|"
            rf"autumn|"
            r"winter|the new year|next year)"
        ),
        " ",
    ),
    (
        worded(
            r"(\b(?:no|none|gone|finished|out of|sold out|without|only|"
            r"stopped)\b[^,.;\n\d]{0,24}) (?:for "
            r"|until )?this (?:month|week|year|season)\b"
        ),
        r"\1 this time",
    ),
    (
        worded(
            r"\b(?:my |our |your |the |this is my |it's my )*\d{1,3}(?:st|nd|rd|th) (?:week|month|"
            r"mail|e-?mail|message|reminder|anniversary|birthday|call|child|attempt|generation|"
            r"cup|coffee|shift|day (?:here|without|of (?:rain|snow|strike|illness)))\b(?! of)"
        ),
        "one ",
    ),
    (worded(r",? (?:and |but )?not (?:before|earlier|sooner)(?=[\s]*(?:[.,;!\n]|$))"), " "),
    (
        worded(
            r"\b(?:acknowledg\w+|confirmation|reply|answer|response)\b[^.\n\d]{0,40}\b(?:within|"
            r"in) \d{1,2} ?(?:hours?|hrs?|h|days?|minutes?)\b"
        ),
        " ",
    ),
    (worded(r"(?<=\bwithin )24 ?(?:hours|hrs|h)\b"), "1 day"),
    (worded(r"(?<=\bwithin )48 ?(?:hours|hrs|h)\b"), "2 days"),
    (worded(r"(?<=\bwithin )72 ?(?:hours|hrs|h)\b"), "3 days"),
    (
        worded(
            r"\bon the (?:van|lorry|truck|boat|ship|plane|road)(?= on| by| the| from| \d| mon|"
            r" tue| wed| thu| fri)|\bout (?:of )?the (?:gate|door)\b"
        ),
        "shipped",
    ),
    (
        worded(
            r"\b(?:you(?:'ll| will) see (?:the |our )(?:truck|van|lorry|driver)|(?:the |"
            r"our )?(?:lorry|truck|van) (?:comes|is with you|pulls up|gets there)|"
            r"coming (?:your|ur) way|it lands(?: at yours)?)\b"
        ),
        "arrives",
    ),
    (worded(r"\b(?:get it to you|have (?:it|them|the lot|all|everything) to you)\b"), "deliver it"),
)


def plain_days(text: Plain, today: date) -> Plain:
    """`with you a fortnight today` on 27 November -> `with you 11 december`."""

    day_first = bool(_DAY_FIRST.search(text.text))

    def from_today(match: re.Match[str]) -> str:
        return _written(today + timedelta(days=_days(match) + (match[3] == "tomorrow")))

    def from_weekday(match: re.Match[str]) -> str:
        first = calendar_days.coming(today, _WEEKDAYS.index(match[3]))
        return _written(first + timedelta(days=_days(match)))

    def dotted(match: re.Match[str]) -> str:
        day = _dotted(int(match[2]), int(match[3]), today, day_first)
        return match[1] + _written(day) if day else match[0]

    return text.put(
        [
            (_FROM_TODAY, from_today),
            (_FROM_WEEKDAY, from_weekday),
            (_DOTTED, dotted),
            (_SINCE, dotted),
            *_RULES,
        ]
    )


def _days(match: re.Match[str]) -> int:
    if match[2]:
        return 14
    return 7 * int(value(match[1]) or 1 if match[1] != "a" else 1)


def _written(day: date) -> str:
    return f"{day.day} {_MONTHS.split()[day.month - 1]}"


def _dotted(first: int, second: int, today: date, day_first: bool) -> date | None:
    """`arrive 17.12` is 17 December; none where both ways to read it are near."""
    found = calendar_days.of_year(today, second, first)
    other = None if day_first else calendar_days.of_year(today, first, second)
    if found is None or (found - today).days > 100:
        return None
    return None if other and other != found and (other - today).days < 150 else found
