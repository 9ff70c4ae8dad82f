"""Whether words ask for a company's invoice or a person's, and whether they say nothing else."""

from __future__ import annotations

import re
from difflib import get_close_matches

from models.script import plain_script

_COMPANY = re.compile(r"企业|公司|单位|对公|专票|\b(?:company|business|corporate|firm)\b", re.I)
_PERSON = re.compile(
    r"个人|自己|私人|本人|\b(?:personal(?:ly)?|private(?:ly)?|person|individual|myself"
    r"|(?:just|only|but) me|(?:my|own) name)\b",
    re.I,
)
#: What is named only to say that it is not meant: 不是企业，个人 / not a company, just me.
_DENIED = re.compile(
    r"(?:不是|不要|不用|不开|别开|并非)[^，,。；;\s]{0,8}"
    r"|\b(?:not|no|don'?t (?:need|want))\b(?: (?:for|as|on|in))?(?: (?:a|an|the|my|our))? ?\w+",
    re.I,
)
#: One kind named right behind a no: the other is meant.
_NOT_THIS = re.compile(
    r"(?:不是|并非|不要|不用|不开|别开|没有?)(?:开|什么|个)?(?:企业|公司|单位|对公|专票|个人|私人)"
    r"|\b(?:not|no|isn't|aren't|without)(?: (?:for|as|on))?(?: (?:a|an|the|my|our|any))?"
    r" (?:company|business|corporate|firm|person|individual|personal|private)\b",
    re.I,
)
_KIND_ZH = (
    "企业|公司|单位|对公|专票|普票|个人|私人|自己|本人|抬头|名字|名义|名称|名头|户名|发票|类型|种类"
)
_SMALL_ZH = (
    "我们|咱们|你们|麻烦|谢谢|唔该|可以|需要|打算|即可|一下|一张|这张|不是|就行|就好|[我咱你您给帮要用以按开成写填选"
    "是的得就行好了吧哈啊呀呗啦哦噢嘛亲请都那这想只为做办嗯呢也]"
)
_ZH_ONLY = re.compile(f"(?:{_KIND_ZH}|{_SMALL_ZH})+")
_HAS_KIND_ZH = re.compile(_KIND_ZH)
_COMPANY_EN = ("company", "business", "corporate", "corporation", "firm")
_PERSON_EN = ("personal", "private", "person", "individual", "privately", "myself")
#: Cut short, they are words of their own.
_SHORT_EN = {"comp": True, "corp": True, "biz": True, "pers": False, "priv": False}
_KIND_EN = frozenset(
    (*_COMPANY_EN, *_PERSON_EN, *_SHORT_EN, "invoice", "name", "names", "title", "kind", "type")
)
_SMALL_EN = frozenset(
    """a an and as be but can dear do for get go have hello hi i id im in is it its itd just like
    made make me mine my need no nobody not of ok on one only option our own out please plz
    pls put should so thank thanks that thats the this to under use want we
    will with would yes you your""".split()
)
#: How much of a mistyped word has to be right, and how many words an answer to the question has.
_ALIKE, _LONGEST = 0.8, 6


def is_company(text: str) -> bool | None:
    """Whether an invoice is for a company; None where it is not said."""
    said = plain_script(text).replace("’", "'")
    told = _either(_NOT_THIS.sub(" ", said))
    if told is not None:
        return told
    denied = _either(" ".join(_NOT_THIS.findall(said)))
    return not denied if denied is not None else _either(_DENIED.sub(" ", said))


def nearly_company(text: str) -> bool | None:
    """The same of a short answer with a kind mistyped or cut short: compnay / priv pls."""
    words = re.findall("[a-z]+", text.casefold())
    if len(words) > _LONGEST:
        return None
    told = {kind for word in words if (kind := _nearly(word)) is not None}
    return told.pop() if len(told) == 1 else None


def says_kind_only(text: str) -> bool:
    """Whether a text has words for the kind of invoice in it and small words, and no name.

    要企业抬头 and "on my name, private" have; 福州山屿贸易有限公司 and "Private Eye Ltd" have not.
    """
    said = plain_script(text).replace("’", "'").casefold()
    han, latin = re.findall("[\u4e00-\u9fff]+", said), re.findall("[a-z]+", said.replace("'", ""))
    if any(_ZH_ONLY.fullmatch(run) is None for run in han) or re.search(r"\d", said):
        return False
    if any(not _is_plain(word) for word in latin):
        return False
    kind = any(_HAS_KIND_ZH.search(run) for run in han)
    return kind or any(word not in _SMALL_EN for word in latin) or "me" in latin


def _either(said: str) -> bool | None:
    company, person = _COMPANY.search(said) is not None, _PERSON.search(said) is not None
    return company if company != person else None


def _is_plain(word: str) -> bool:
    return word in _SMALL_EN or word in _KIND_EN or _nearly(word) is not None


def _nearly(word: str) -> bool | None:
    """Whether one word means a company (True) or a person (False), mistyped or not."""
    if word in _SHORT_EN:
        return _SHORT_EN[word]
    alike = get_close_matches(word, (*_COMPANY_EN, *_PERSON_EN), n=1, cutoff=_ALIKE)
    return alike[0] in _COMPANY_EN if alike and len(word) > len("firm") else None
