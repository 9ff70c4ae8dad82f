"""Reading what a form asked for out of the customer's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk.actions.details import Goods
from bot.desk.actions.seen import Seen
from bot.rules.actions.addresses import is_whole
from bot.rules.actions.facts import Line
from bot.rules.actions.invoices import is_tax_number
from bot.rules.answers import count, means_all, ordinal
from knowledge.queries.actions import Offered
from knowledge.terms import search_terms
from models.fixed_forms import normalised
from models.script import plain_script
from models.values import EntityKind, Understanding

_EXCHANGE = re.compile(
    r"换(?!货?运费|货?规则|货?政策)|调换|\b(?:exchange|swap|replace|change (?:it|them|this) (?:for|to))\b"
    r"|\b(?:bigger|smaller|larger|another|different) (?:size|colou?r|one)\b",
    re.IGNORECASE,
)
_REFUND = re.compile(
    r"退(?:货|款|钱|掉|了|一|两|这|那|回|换|全部|$)|还钱|\b(?:refund|money back|return|send (?:it|them"
    r"|this) back)\b",
    re.IGNORECASE,
)
_RESEND = re.compile(
    r"补(?:发|寄|一)|重(?:新)?(?:发|寄)|再(?:发|寄)|换一|换个新|\b(?:re-?send|replace(?:ment)?"
    r"|send (?:me )?(?:a|another|it again|the missing)|send (?:it|one|them)(?! back)"
    r"|new one|another one)\b",
    re.IGNORECASE,
)
_PROBLEMS = {
    "missing": re.compile(
        r"少(?:了|发|件|一|两)|漏(?:发|了|寄)|缺(?:了|件|少)|没有?(?:收到|放|装|发)|只(?:有|收到|发)"
        r"|\b(?:missing|not in the (?:box|parcel|package)|left out|only (?:got|received"
        r"|one)|incomplete)\b",
        re.IGNORECASE,
    ),
    "wrong": re.compile(
        r"发错|寄错|错(?:了|的|货|发)|不是我(?:买|要|订|拍)|货不对|颜色不对|尺码不对|型号不对|不一样"
        r"|\b(?:wrong|not what i ordered|different (?:item|thing|product|colou?r"
        r"|size) than|mixed up|someone else)",
        re.IGNORECASE,
    ),
    "damaged": re.compile(
        r"坏|破|碎|裂|漏(?!发|寄)|变形|划痕|断|瘪|开不了|不能用|没反应|瑕疵|质量问题|脱线|掉漆|发霉|过期|污"
        r"|\b(?:damaged?|broken?|crack(?:ed)?|shattered|smashed|dent(?:ed)?|torn|leak(?:s"
        r"|ing|ed)?|faulty|defect(?:ive)?|scratch(?:ed|es)?|doesn'?t work|not working"
        r"|won'?t (?:turn|start)|stain(?:ed)?|mould(?:y)?|expired|ripped)\b",
        re.IGNORECASE,
    ),
}
_COMPANY = re.compile(r"企业|公司|单位|对公|专票|\b(?:company|business|corporate|firm)\b", re.I)
_PERSON = re.compile(r"个人|自己|私人|\b(?:personal|private|person|individual|myself)\b", re.I)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+", re.ASCII)
#: What stands where a title could, and only says what kind of invoice it is.
_KIND_ONLY = frozenset(
    {"个人", "企业", "公司", "单位", "自己", "我自己", "me", "company", "a company"}
)
_TAX = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{15,20}(?![0-9A-Za-z])")
_PHONE = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)|(?<![\dA-Za-z])\+?\d[\d ()-]{7,15}\d(?!\d)"
)
_RECIPIENT_ZH = re.compile(
    r"(?:收件人|收货人|姓名|联系人)\s*(?:改成|换成|改为|写|[:：是为])?\s*([\u4e00-\u9fff·]{2,5}"
    r"|[A-Za-z][A-Za-z .'-]{1,40})"
)
_RECIPIENT_EN = re.compile(
    r"(?:recipient|name|attn|for|c/o)\s*(?:is|:)\s*([A-Za-z][A-Za-z .'-]{1,40})", re.IGNORECASE
)
_SPEAKS_OF_PHONE = re.compile(r"电话|手机|号码|联系|phone|mobile|tel\b|number", re.I)
_NUMBER = re.compile(
    r"(?:改成|改为|换成|只要|要|减(?:少)?(?:到|为)?|加(?:到|为)?|变成)\s*[\d一两二三四五六七八九十]+\s*(?:个|件|双|条|只|套|台"
    r"|本|瓶|包|盒|支|把|张)"
    r"|数量|\b(?:quantity|only (?:want|need)|make (?:it|that)|instead of)\b",
    re.IGNORECASE,
)
_PHONE_HEAD = re.compile(r"(?:电话|手机号?|联系方式|tel|phone|mobile)\s*(?:是|is|:|：)?\s*$", re.I)
#: What stands before an address, the last of them nearest to it.
_ADDRESS_HEAD = re.compile(
    r"(?:改|换)(?:成|到|为|送到|寄到|寄)|(?:寄|送)(?:到|去|往|给)?|发(?:到|去|往|给)|(?:收货)?地址(?:换成|换到|改成|改到|改为|改"
    r"|换|是|为|写)?[:：]?|住(?:在)?|[:：]"
    r"|\b(?:change (?:it|the address|my address|the (?:delivery|shipping) address) to"
    r"|(?:send|sent|ship|shipped|deliver|delivered)(?: it| this| my order)? to"
    r"|address (?:is|to|should be)"
    r"|to this address|should be|it is|it'?s)[:,]?\s",
    re.IGNORECASE,
)
#: Words before an address that belong to no address.
_ADDRESS_FIRST = re.compile(
    r"^(?:(?:嗯+|哦+|好的?|不(?:对|是)|错了|写错了|应该|是|我|现在|就|请|在|到|新(?:的|地址)|地址|收货"
    r"|\b(?:hi|hello|ok|okay|sure|yes|no|oh|sorry|wait|actually|oops|it|it'?s|is|to|at|the|new|my|address|please"
    r"|now|should|be)\b)[\s,，:：.。!！]*)+",
    re.IGNORECASE,
)
#: Words behind an address that belong to no address.
_ADDRESS_LAST = re.compile(
    r"[\s,;.]+(?:please|pls|thanks?|thank you|thx|instead|rather|now|i'?ve|i have|i'?m"
    r"|we'?ve|we have|because|since|not (?:the|my))\b.*$"
    r"|(?:谢谢|麻烦了?|吧|哈|呢|就行|行吗|可以吗|行不)+[!！。. ]*$",
    re.IGNORECASE | re.DOTALL,
)
_CLAUSE = re.compile(r"[，。；;!！?？\n]")
_TITLE_HEAD = re.compile(
    r"^.*?(?:抬头(?:是|写|为|开)?|开(?:给|成)|名(?:称|字)(?:是|为)?|in the name of|made out to"
    r"|title(?: is)?|name(?: is)?)\s*[:：]?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """An address with the recipient and phone that came with it, each empty where not given."""

    address: str
    recipient: str
    phone: str


def wants_exchange(text: str) -> bool | None:
    """Another size or colour (True), the money (False), or neither said plainly (None)."""
    said = plain_script(text)
    exchange, refund = _EXCHANGE.search(said) is not None, _REFUND.search(said) is not None
    return exchange if exchange != refund else None


def cure(text: str) -> str:
    """`refund` or `resend`; empty where neither or both are said."""
    said = plain_script(text)
    refund, resend = _REFUND.search(said) is not None, _RESEND.search(said) is not None
    return "" if refund == resend else ("refund" if refund else "resend")


def problem(text: str) -> str:
    """`missing`, `wrong` or `damaged`, the first that the words tell; empty where none."""
    said = plain_script(text)
    return next((name for name, words in _PROBLEMS.items() if words.search(said)), "")


def is_company(text: str) -> bool | None:
    """Whether an invoice is for a company; None where it is not said."""
    company, person = _COMPANY.search(text) is not None, _PERSON.search(text) is not None
    return company if company != person else None


def email(text: str) -> str:
    """The first e-mail address in a text, or nothing."""
    found = _EMAIL.search(text)
    return found[0] if found else ""


def tax_number(text: str) -> tuple[str, bool]:
    """What looks like a tax number, and whether it can be one; ("", False) without any."""
    found = [match[0].upper() for match in _TAX.finditer(text)]
    right = next((one for one in found if is_tax_number(one)), "")
    return (right, True) if right else (found[0] if found else "", False)


def title(text: str) -> str:
    """Whose name an invoice is in: `抬头写杭州山屿有限公司` -> 杭州山屿有限公司."""
    said = _TAX.sub("", _EMAIL.sub("", text))
    said = re.sub(r"(?:税号|tax (?:number|id|no\.?))\s*(?:是|is|:|：)?", "", said, flags=re.I)
    said = re.split(r"[\n,，;；。]", _TITLE_HEAD.sub("", said.strip()))[0]
    return said.strip(" :：")[:100]


def place(text: str) -> Place | None:
    """The address in a text, with recipient and phone if they are there; None without a whole one.

    `改到杭州市西湖区文三路398号，收件人李雷 13800001111` -> the three parts.
    """
    said = text.strip()
    phone = _PHONE.search(said)
    recipient = _RECIPIENT_ZH.search(said) or _RECIPIENT_EN.search(said)
    cut = sorted([found.span() for found in (phone, recipient) if found is not None], reverse=True)
    for start, end in cut:
        said = _PHONE_HEAD.sub("", said[:start]) + " " + said[end:]
    found = _address(said)
    if not found:
        return None
    return Place(
        found,
        recipient[1].strip() if recipient else "",
        re.sub(r"[ ()-]", "", phone[0]) if phone else "",
    )


def contact(text: str) -> tuple[str, str]:
    """A new recipient and a new phone, where the words speak of them: each empty where not."""
    recipient = _RECIPIENT_ZH.search(text) or _RECIPIENT_EN.search(text)
    phone = _PHONE.search(text) if _SPEAKS_OF_PHONE.search(text) else None
    return (
        recipient[1].strip() if recipient else "",
        re.sub(r"[ ()-]", "", phone[0]) if phone else "",
    )


def names_title(text: str) -> bool:
    """Whether a text says in whose name an invoice is: 抬头…, made out to …"""
    named = title(text)
    return _TITLE_HEAD.search(text) is not None and named.casefold() not in {"", *_KIND_ONLY}


def speaks_of_number(text: str) -> bool:
    """Whether a text asks for another number of pieces: 改成3个 / make it two."""
    return _NUMBER.search(plain_script(text)) is not None


def goods_named(said: Understanding, text: str, lines: Sequence[Line]) -> list[Line]:
    """The lines of an order that a message names: by product, by place in the list, or all.

    "the second one" -> the second line; "the umbrella" -> every line that is one.
    """
    if len(lines) == 1:
        return list(lines)
    # "Everything came except the umbrella" is about the umbrella.
    named = _by_name(said, text, lines)
    if named or means_all(text):
        return named or list(lines)
    at = ordinal(text, len(lines))
    return [] if at is None else [lines[at]]


def pieces(said: Understanding, text: str, line: Line) -> int | None:
    """How many pieces of a line are meant; None where it is not said. One piece needs no word."""
    if line.quantity == 1:
        return 1
    if means_all(text):
        return line.quantity
    entity = said.first(EntityKind.QUANTITY)
    found = count(entity.text) if entity is not None else None
    return found if found is not None else count(text)


def variant_named(text: str, offers: Sequence[Offered], *, over: float = 0) -> Offered | None:
    """The one variant that a text names in either language, or by its place in the list.

    More than the share `over` of its name must be said. L and 红色 in "换成红色L码" name a variant that has both before one that has only L.
    """
    scored = sorted(((_share(one, text), -at) for at, one in enumerate(offers)), reverse=True)
    if scored and scored[0][0] > over and (len(scored) == 1 or scored[0][0] > scored[1][0]):
        return offers[-scored[0][1]]
    at = None if over else ordinal(text, len(offers))
    return None if at is None else offers[at]


def encoded(goods: Sequence[Goods]) -> str:
    """Goods as a form keeps them: `12:2:15,13:1:`."""
    return ",".join(f"{one.sku_id}:{one.quantity}:{one.new_sku_id or ''}" for one in goods)


def decoded(text: str, seen: Seen) -> tuple[Goods, ...]:
    """The goods that a form keeps; those the order no longer has are left out."""
    found = []
    for part in filter(None, text.split(",")):
        sku_id, quantity, new = part.split(":")
        if seen.facts.line_of(int(sku_id)) is not None:
            found.append(
                Goods(
                    sku_id=int(sku_id),
                    quantity=int(quantity),
                    new_sku_id=int(new) if new else None,
                )
            )
    return tuple(found)


def order_number_said(said: Understanding) -> str:
    """The order number in a message, in its normal form, or nothing."""
    entity = said.first(EntityKind.ORDER_NUMBER)
    return normalised(entity) if entity is not None else ""


def _by_name(said: Understanding, text: str, lines: Sequence[Line]) -> list[Line]:
    words = [one.text for one in said.entities if one.kind is EntityKind.PRODUCT]
    terms = set(search_terms(plain_script(" ".join([*words, text]))))
    scores = [(_overlap(line, terms), line) for line in lines]
    best = max((score for score, _ in scores), default=0.0)
    if best == 0:
        return []
    return [line for score, line in scores if score >= max(_ENOUGH, 0.6 * best)]


#: This share of a name's terms has to be said, at least.
_ENOUGH = 0.34


def _overlap(line: Line, terms: set[str]) -> float:
    best = 0.0
    for name, variant in ((line.name_zh, line.variant_zh), (line.name_en, line.variant_en)):
        own = set(search_terms(name))
        if not own:
            continue
        more = set(search_terms(variant)) if variant else set()
        share = max(len(own & terms) / len(own), _ENOUGH if _says_head(name, terms) else 0)
        # Two lines of one product differ by their variant alone.
        best = max(best, share + (0.5 * len(more & terms) / len(more) if more and share else 0))
    return best


def _says_head(name: str, terms: set[str]) -> bool:
    """Whether the last two signs of a Chinese name are said, which tell what it is: 雨伞."""
    return len(name) > 2 and name[-2:] in terms and not name.isascii()


def _share(one: Offered, text: str) -> float:
    """How much of a variant's name a text says, 0 to 1, in whichever language says more."""
    said = plain_script(text).casefold()
    words = set(re.findall(r"[a-z0-9]+(?:\.[0-9]+)?", said))
    best = 0.0
    for name in (one.sku.variant_zh, one.sku.variant_en):
        parts = re.findall(
            r"[a-z0-9]+(?:\.[0-9]+)?|[\u4e00-\u9fff]+", plain_script(name).casefold()
        )
        if not parts:
            continue
        hits = sum((part in words) if part[0].isascii() else _has(said, part) for part in parts)
        best = max(best, hits / len(parts))
    return best


def _has(said: str, part: str) -> bool:
    """Whether a Chinese word is said, or all of it but its last sign: 红 for 红色."""
    return part in said or (len(part) > 1 and part[:-1] in said)


def _address(said: str) -> str:
    """The whole address in a text, behind the last head that one follows; empty without one.

    `原地址没人收，改送到上海市徐汇区漕溪北路88号吧` -> 上海市徐汇区漕溪北路88号.
    """
    heads = [head.end() for head in _ADDRESS_HEAD.finditer(said)]
    for at in [*reversed(heads), 0]:
        clauses = _CLAUSE.split(said[at:])
        for end in range(1, len(clauses) + 1):
            found = _tidy("，".join(clauses[:end]))
            if is_whole(found):
                return found
    return ""


def _tidy(address: str) -> str:
    said = re.sub(r"\s+", " ", address).strip(_SIGNS)
    said = _ADDRESS_LAST.sub("", _ADDRESS_FIRST.sub("", said))
    return said.strip(_SIGNS)[:400]


_SIGNS = " ,，。.;；、:：!！?？"
