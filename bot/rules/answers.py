"""What short answers mean, in Chinese and English: yes, no, which one, how many, never mind.

Only what is said plainly counts; anything else is read by the model. Each function takes a
text as the customer wrote it.
"""

from __future__ import annotations

import re

from models.script import plain_script

_YES = re.compile(
    r"(?:是(?:的|啊|呀|滴)?|对(?:的|啊|呀|滴)?|嗯+|好(?:的|啊|呀|吧|嘞|滴)?|可以(?:的)?|行(?:的|吧)?|没错|没问题"
    r"|确认|确定|同意|要(?:的)?|就这(?:样|个)(?:吧|办)?|办吧|提交|ok(?:ay)?|okey|yes|yep|yeah|yup|ya|sure"
    r"|correct|right|confirm(?:ed)?|go ahead|do it|please do|that(?:'s| is) (?:right"
    r"|correct|fine)|agreed?"
    r"|sounds good|looks good|fine|perfect|proceed|absolutely|definitely|of course|y)"
)
_NO = re.compile(
    r"(?:不(?:是|对|要|行|用|可以|同意|确认|办|需要)?(?:了|的|啊)?|否|没有|取消|别(?:了|弄|办)?|错(?:了)?"
    r"|no+|nope|nah|not? (?:thanks?|thank you|correct|right)|don'?t|do not|wrong"
    r"|cancel (?:that|this)|n)"
)
_POLITE = re.compile(
    r"(?:请|麻烦|帮我|谢谢(?:你|您)?|多谢|亲|哈|吧|了|哦|噢|please|pls|thank you|thanks?|kindly|it)"
)
_LEAVES = re.compile(
    r"算了|不(?:退|换|改|取消|开|报|弄|办|用)了|先(?:这样|不)|别(?:弄|办|退|换|改|取消)了|当我没说|不需要了"
    r"|我再想想|下次再说|never ?mind|forget (?:it|about it|that)|leave it|changed? my mind"
    r"|stop (?:it|that|this)"
    r"|(?:i )?(?:don'?t|do not) want (?:it|to|that) any ?more|not any ?more|let'?s not"
    r"|no longer (?:want|need)",
    re.IGNORECASE,
)
#: What drops an action, and may as well be why goods are sent back.
_LEAVES_OR_WHY = re.compile(
    r"不需要了|changed? my mind|(?:i )?(?:don'?t|do not) want (?:it|that) any ?more"
    r"|no longer (?:want|need)",
    re.IGNORECASE,
)
_UNDO = re.compile(
    r"^\W*(?:(?:帮我|请|麻烦)?(?:撤回|撤销|恢复(?:原样)?|改回(?:来|去)|还原)(?:一下|吧|操作)?"
    r"|undo(?: it| that| this)?|revert(?: it| that)?|take (?:it|that) back|change it back)\W*$",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[^\w?？]+|_+")
#: A plain yes or no is no longer than this.
_LONGEST = 40
_ORDINALS_ZH = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8}
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
    r"第\s*([一二两三四五六七八]|\d)\s*(?:个|件|单|条|项|款|样|笔)?"
    r"|\b(?:the )?(first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th)(?: one| order| item)?\b"
    r"|\b(?:number|no\.?|option|#)\s*([1-8])\b",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"最后(?:那|一)?(?:个|件|单)|最下面(?:那个)?|\bthe last(?: one)?\b|\bbottom one\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"(?:另|其他|别的|另外)(?:外)?(?:一|那)?(?:个|件|单|笔)|(?:不是|换)(?:这|那)个.*(?:另|那)|\bthe other(?: one"
    r"| order| item)?\b",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"全部|全都|所有|都(?:要|退|换|坏|是|有)|整(?:单|个订单)|一起|两(?:个|件)都|\b(?:all|everything|both"
    r"|whole (?:order|thing)|entire order|each)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"(?<![\dA-Za-z])(\d{1,3})\s*(?:个|件|双|条|只|套|台|本|瓶|包|盒|支|把|张|pcs?|pieces?"
    r"|of them)?(?![\dA-Za-z])"
    r"|([一两二三四五六七八九十])\s*(?:个|件|双|条|只|套|台|本|瓶|包|盒|支|把|张)"
)
_COUNT_WORD = re.compile(
    r"\b(one|two|three|four|five|six|seven|eight|nine|ten|a couple of)\b", re.IGNORECASE
)


def means_yes(text: str) -> bool:
    """Whether a text is a plain yes and nothing else: 好的，确认 / yes please."""
    return _is_only(text, _YES)


def means_no(text: str) -> bool:
    """Whether a text is a plain no and nothing else: 不用了 / no thanks."""
    return _is_only(text, _NO)


def leaves_it(text: str, *, why_asked: bool = False) -> bool:
    """Whether the customer drops what was begun: 算了不退了 / never mind.

    With `why_asked` "changed my mind" is the reason that was asked for.
    """
    said = plain_script(text)
    return _LEAVES.search(_LEAVES_OR_WHY.sub("", said) if why_asked else said) is not None


def takes_back(text: str) -> bool:
    """Whether the customer wants to have undone what was just done: 撤回 / undo that."""
    return _UNDO.search(plain_script(text)) is not None


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
    return _ALL.search(plain_script(text)) is not None


def count(text: str) -> int | None:
    """How many pieces are named, 1 to 999: 两件 -> 2; three -> 3; none or several -> None."""
    said = plain_script(text)
    found = {
        int(match[1]) if match[1] else _chinese(match[2]) for match in _COUNT.finditer(said)
    } | {_NUMBERS_EN[match[1].lower()] for match in _COUNT_WORD.finditer(said)}
    return next(iter(found)) if len(found) == 1 and 0 not in found else None


def _chinese(sign: str) -> int:
    return 10 if sign == "十" else _ORDINALS_ZH.get(sign, 9 if sign == "九" else 0)


def _is_only(text: str, wanted: re.Pattern[str]) -> bool:
    """Whether a text is made of the wanted words, polite ones and signs, and of nothing else."""
    said = plain_script(text).casefold().replace("’", "'")
    if len(said) > _LONGEST:
        return False
    at, found = 0, False
    while at < len(said):
        step = _SIGNS.match(said, at) or _whole(wanted, said, at)
        found = found or (step is not None and step.re is wanted)
        step = step or _whole(_POLITE, said, at)
        if step is None:
            return False
        at = step.end()
    return found


def _whole(words: re.Pattern[str], said: str, at: int) -> re.Match[str] | None:
    """The words at a place, unless they are only the beginning of a Latin word: no in not."""
    found = words.match(said, at)
    if found is None or not found[0]:
        return None
    cut = found[0][-1].isascii() and found.end() < len(said) and said[found.end()].isascii()
    return None if cut and said[found.end()].isalpha() else found
