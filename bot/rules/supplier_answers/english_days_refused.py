"""English days that are turned down before another is named: `the 3rd is too soon, the 9th`.

A day that does not suit goes, so that the one that is offered stands alone. Only the rules read
so, after days are written plainly.
"""

from __future__ import annotations

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.rewriting import Rule

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
_DAY = (
    rf"{_WEEKDAY}(?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)(?: (?:of )?{_MONTH})?|"
    rf"\d{{1,2}} (?:of )?{_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?)"
)
_ANOTHER = rf"(?=[^.\n\d]{{0,40}}{_DAY})"
REFUSED_DAYS: tuple[Rule, ...] = (
    (
        worded(
            rf"\b(?:your |the |our )?(?:ship(?:ping)? |delivery |wanted |asked )?(?:date |day )?"
            rf"(?:of |on )?{_DAY} (?:is|was|it's|would be|will be) (?:much |far |a bit |really |"
            rf"a little )?too (?:fast|soon|early|tight|quick|near|close|short)(?: for (?:us|me))?"
            rf"\b[,.;]?(?: so| but)?{_ANOTHER}"
        ),
        " ",
    ),
    (
        worded(
            rf"(?:\bon +)?(?:the +)?(?:{_DAY}[.,;!]? )?(?:(?:no|wait|oh|sorry)[,.]? )*(?:that's|"
            rf"that is|it's|this is|{_DAY} is) (?:a |an |our |the |on )?(?:satur|sun|holi|"
            rf"rest|free)\s?days?\b[^.\n\d]*[.,;-] ?(?:so )?(?:please )?(?:make it|better|then|say|"
            rf"we say|let's say|i mean|must be|it will be|it'll be) (?:on )?(?={_DAY})"
        ),
        "on ",
    ),
    (worded(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? of (?={_MONTH}\b)"), r"\1 "),
)
