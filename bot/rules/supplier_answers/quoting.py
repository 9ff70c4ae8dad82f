"""The words that the supplier wrote now, without what mail programs put around them.

Everything else is replaced by blanks, so that places stay places in the text as it came.
Mail has no standard for quoting (RFC 3676 describes `>`); these are the forms in use by Outlook,
Gmail, Foxmail, QQ and NetEase mail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.rules.supplier_answers.values import Span

BETWEEN_LINES = "it answers between our lines"
_REST_IS_QUOTED = re.compile(
    r"^[ \t]*(?:-{2,}[ \t]*(?:original message|original|forwarded message|原始邮件|"
    r"转发邮件|回复的原邮件|"
    r"reply above)[^\n]*"
    r"|_{10,}"
    r"|(?:发件人|寄件者)[ \t]*[:：][^\n]*"
    r"|from:[^\n]*\n[ \t]*(?:sent|date|to|cc|subject):[^\n]*"
    r"|在[^\n]{4,60}(?:写道|wrote)[ \t]*[:：]?"
    r"|\d{4}[-年/][^\n]{4,80}(?:写道|wrote)[ \t]*[:：]?"
    r"|on\b[^\n]{4,120}(?:\n[^\n]{0,80})?wrote:"
    r"|le\b[^\n]{4,120}a écrit\s*:)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTE_LINE = re.compile(r"^[ \t]*[>》|｜][ \t]?(?![^\n]*[|｜])[^\n]*$", re.MULTILINE)
_HEADER = re.compile(
    r"^[ \t]*(?:from|to|cc|bcc|sent|date|subject|reply-to|re|发件人|收件人|抄送|"
    r"发送时间|日期|时间|主题)"
    r"[ \t]*[:：][^\n]*$",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"^[ \t]*(?:-{2,4}|—{2,4}|(?:(?:with |many |our )?(?:best|kind|warm|kindest|"
    r"warmest)? ?(?:regards|wishes)|"
    r"thanks (?:and|&) (?:best )?regards|best|b\.?r\.?|rgds|cheers|sincerely|yours(?: \w+)?|"
    r"thanking you[^\n]*|thanks|many thanks|thank you|thx|sent from my [^\n]*|祝好|顺祝商祺|此致|"
    r"敬礼|"
    r"谢谢|顺颂商祺|商祺|祝商祺|"
    r"祝[^\n，。]{1,8}))[ \t]*[,，.!！。]*[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_INLINE_SIGN_OFF = re.compile(
    r"(?:(?:best|kind|warm) regards|regards|\bbrgds|\bbr)[,，.]?[ "
    r"\t]+(?:[A-Z][\w.]*[ \t]*){1,4}\s*$"
)
_CONTENT = re.compile(
    r"^[ \t]*(?:p\.?\s?s\b|ps[:：]|btw|另外|补充|备注|note|还有|对了|update|correction|更正)"
    r"|[¥￥$%％]\s*\d|\d\s*(?:元|块|折|%|％|rmb|usd|pcs)|\d+\s*(?:号|天内|日前)\s*(?:发|到|交)"
    r"|(?:改为|改成|不行|只能|取消|cancel|instead|actually|unless|however|but\b|"
    r"except|price|单价|涨)"
    r"|发货|到货|交期|交货|起订|moq|\beta\b|\betd\b|\bship(?:s|ped|ping|ment)? ?(?:on|by|date|:)|"
    r"deliver(?:y|ed)? ?(?:date|on|by|to|:)|dispatch(?:ed)? ?(?:date|on|by|:)|arriv\w+|"
    r"\d{4}[-/]\d\d[-/]\d\d",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"^[ \t]*(?:发自我的|来自我的|sent from my|get outlook for)[^\n]*$", re.I | re.M
)


_DISCLAIMER = re.compile(
    r"^(?![^\n]*(?:[¥￥$€]\s?\d|\d\s*(?:元|块|pcs|usd|rmb)))[^\n]*"
    r"(?:confidential|privileged|intended (?:recipient|solely|only)|disclaimer|"
    r"(?:e-?mail|attachment|scan)[^\n]*virus|environment before|printing this|"
    r"邮件[^\n]*(?:误发|删除|保密|机密|误收|免责)|(?:保密|免责)(?:声明|条款)|打印[^\n]*环保|"
    r"环保[^\n]*打印|"
    r"请勿(?:回复|打印)|do not reply)[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Body:
    """The supplier's own words.

    Args:
        text: as long as the text that came, blanks where something was taken out.
        between_quotes: the words stand between quoted lines, whose meaning they borrow.
    """

    text: str
    between_quotes: bool = False


def own_words(text: str, items: Callable[[str], Sequence[Span]] | None = None) -> Body:
    """`OK, 8 Dec.\\n\\nOn Friday Li wrote:\\n> 240 at 11.80` -> `OK, 8 Dec.` and blanks.

    Where answers stand between quoted lines, each quoted line leaves the item it names: `items`
    says where a line names one.
    """
    quoted = _QUOTE_LINE.findall(text)
    headers = [match.span() for match in _ANY_HEADER.finditer(text)]
    between = answered = len(quoted) > 1 and _answers_between(text)
    if between and items:
        text, between = _items_left(text, items)
    found = _REST_IS_QUOTED.search(text)
    if found:
        end = found.end() if answered else _end_of_quote(text, found.end())
        text = _blank(text, found.start(), end)
    for line in list(_QUOTE_LINE.finditer(text)):
        text = _blank(text, *line.span())
    for header in headers:
        text = _blank(text, *header)
    for line in list(_AROUND.finditer(text)):
        text = _blank(text, *line.span())
    for part in list(_DISCLAIMER.finditer(text)):
        text = _blank(text, *part.span())
    return Body(_without_signature(_without_headers(text)), between)


#: An answer that needs no item, or a further quoted line.
_ANSWERS_ALONE = re.compile(
    r"^[>》]|\d|\b(?:ok|fine|yes|sure|agreed|noted|understood|thank\w*)\b|可以|好|行|没问题",
    re.IGNORECASE,
)
#: A quoted line that opens or closes our mail.
_POLITE_LINE = re.compile(
    r"^[ \t>》|｜]*(?:dear|hi|hello|(?:kind |best |warm )*regards|thank|thanks|best|yours|"
    r"您好|你好|谢谢|此致|敬礼|祝|尊敬)",
    re.IGNORECASE,
)


def _items_left(text: str, items: Callable[[str], Sequence[Span]]) -> tuple[str, bool]:
    """The text with quoted lines cut to their items, and whether an answer follows one without."""
    lost = False
    for line in list(_QUOTE_LINE.finditer(text)):
        spans = [(line.start() + start, line.start() + end) for start, end in items(line[0])]
        answer = text[line.end() :].lstrip("\n").split("\n")[0].strip()
        alone = _ANSWERS_ALONE.search(answer) or _POLITE_LINE.match(line[0])
        lost |= not spans and bool(answer) and not alone
        first = spans[0] if spans and answer else (line.end(), line.end())
        text = _blank(_blank(text, line.start(), first[0]), first[1], line.end())
    return text, lost


#: A line with a date or a time that ends with a colon above quoted lines, in any language.
_ANY_HEADER = re.compile(r"^[^\n>]*\d[^\n>]*[:：][ \t]*\n+(?=[ \t]*>)", re.MULTILINE)


def _end_of_quote(text: str, start: int) -> int:
    """A quote with `>` ends with its last such line; any other runs to the end."""
    rest = text[start:]
    lines = list(_QUOTE_LINE.finditer(text, start))
    first = rest.lstrip("\n \t")
    if lines and first[:1] in ">》":
        return start
    return len(text)


def _answers_between(text: str) -> bool:
    kinds = ["q" if _QUOTE_LINE.match(line) else "w" for line in text.split("\n") if line.strip()]
    return "qwq" in re.sub(r"(.)\1+", r"\1", "".join(kinds))


def _without_headers(text: str) -> str:
    at = 0
    for line in text.split("\n"):
        if line.strip() and not _HEADER.match(line):
            break
        if line.strip():
            text = _blank(text, at, at + len(line))
        at += len(line) + 1
    return text


def _without_signature(text: str) -> str:
    for found in _SIGN_OFF.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        lines = [line for line in after.split("\n") if line.strip()]
        if before.strip() and len(lines) <= 12 and not any(map(_CONTENT.search, lines)):
            return _blank(text, found.start(), len(text))
    found_inline = _INLINE_SIGN_OFF.search(text)
    if found_inline and text[: found_inline.start()].strip():
        return _blank(text, *found_inline.span())
    return text


def _blank(text: str, start: int, end: int) -> str:
    """The span as blanks; its line ends stay."""
    gone = re.sub(r"[^\n]", " ", text[start:end])
    return text[:start] + gone + text[end:]
