"""Reading what a form asked for out of the customer's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.desk.actions.details import Goods
from bot.desk.actions.seen import Seen
from bot.rules.actions.addresses import is_whole
from bot.rules.actions.facts import Line
from bot.rules.actions.invoices import is_tax_number
from bot.rules.answers import count, means_all, ordinal
from bot.rules.sizes import next_size
from knowledge.queries.actions import Offered
from knowledge.terms import search_terms
from models.fixed_forms import normalised
from models.script import plain_script
from models.values import EntityKind, Understanding

_EXCHANGE = re.compile(
    r"换(?!货?运费|货?规则|货?政策)|调换|\b(?:exchange|swap|replace|change (?:it|them"
    r"|this) (?:for|to))\b"
    r"|\b(?:bigger|smaller|larger|another|different) (?:size|colou?r|one)\b",
    re.IGNORECASE,
)
_REFUND = re.compile(
    r"退(?:货|款|钱|掉|了|一|两|这|那|回|换|全部|$)|还钱|\b(?:refund|money back|return"
    r"|send (?:it|them"
    r"|this) back)\b",
    re.IGNORECASE,
)
_RESEND = re.compile(
    r"补(?:发|寄|一)|重(?:新)?(?:发|寄)|再(?:发|寄)|换一|换个新|\b(?:re-?send|replace(?:ment)?"
    r"|send (?:me )?(?:a|another|it|them|one|the (?:missing|rest))|new one|another one)\b",
    re.IGNORECASE,
)
_PROBLEMS = {
    "missing": re.compile(
        r"少(?:了|发|件|一|两)|漏(?:发|了|寄)|缺(?:了|件|少)|没有?(?:收到|放|装|发)|只(?:有"
        r"|收到|发)"
        r"|\b(?:missing|not in the (?:box|parcel|package)|left out|only (?:got|received"
        r"|one)|incomplete)\b",
        re.IGNORECASE,
    ),
    "wrong": re.compile(
        r"发错|寄错|错(?:了|的|货|发)|不是我(?:买|要|订|拍)|货不对|颜色不对|尺码不对|型号不对"
        r"|不一样"
        r"|\b(?:wrong|not what i ordered|different (?:item|thing|product|colou?r"
        r"|size) than|mixed up|someone else)",
        re.IGNORECASE,
    ),
    "damaged": re.compile(
        r"坏|破|碎|裂|漏(?!发|寄)|变形|划痕|断|瘪|开不了|不能用|没反应|瑕疵|质量问题|脱线|掉漆"
        r"|发霉|过期|污"
        r"|\b(?:damaged?|broken?|crack(?:ed)?|shattered|smashed|dent(?:ed)?|torn|leak(?:s"
        r"|ing|ed)?|faulty|defect(?:ive)?|scratch(?:ed|es)?|doesn'?t work|not working"
        r"|won'?t (?:turn|start)|stain(?:ed)?|mould(?:y)?|expired|ripped)\b",
        re.IGNORECASE,
    ),
}
_COMPANY = re.compile(r"企业|公司|单位|对公|专票|\b(?:company|business|corporate|firm)\b", re.I)
_PERSON = re.compile(r"个人|自己|私人|\b(?:personal|private|person|individual|myself)\b", re.I)
#: Chinese words stand right beside an address: 邮箱ann@example.com谢谢.
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_TAX = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{15,20}(?![0-9A-Za-z])")
_PHONE = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)|(?<![\dA-Za-z])\+?\d[\d ()-]{7,15}\d(?!\d)"
)
_RECIPIENT_ZH = re.compile(
    r"(?:收件人|收货人|姓名|联系人|收(?![件货到]))\s*(?:改成|换成|改为|写"
    r"|[:：是为])?\s*([\u4e00-\u9fff·]{2,5}"
    r"|[A-Za-z][A-Za-z .'-]{1,40})"
)
_RECIPIENT_EN = re.compile(
    r"(?:recipient|name|attn|for|c/o)\s*(?:is|:)\s*([A-Za-z][A-Za-z .'-]{1,40})", re.IGNORECASE
)
#: What stands where a title could, and only says what kind of invoice it is.
_KIND_ONLY = frozenset({"个人", "企业", "公司", "单位", "自己", "我自己", "me", "a company"})
_SPEAKS_OF_PHONE = re.compile(r"电话|手机|号码|联系|phone|mobile|tel\b|number", re.I)
_NUMBER = re.compile(
    r"(?:改成|改为|换成|只要|要|减(?:少)?(?:到|为)?|加(?:到|为)?"
    r"|变成)\s*[\d一两二三四五六七八九十]+\s*(?:个|件|双|条|只|套|台"
    r"|本|瓶|包|盒|支|把|张)"
    r"|数量|\b(?:quantity|only (?:want|need)|make (?:it|that)|instead of)\b",
    re.IGNORECASE,
)
_PHONE_HEAD = re.compile(r"(?:电话|手机号?|联系方式|tel|phone|mobile)\s*(?:是|is|:|：)?\s*$", re.I)
_ADDRESS_HEAD = re.compile(
    r"^.*?(?:改(?:成|到|为|送到|寄到)|换(?:成|到)|寄(?:到|去|往)|送(?:到|去)|发(?:到|往)"
    r"|(?:新)?(?:收货)?地址(?:换成"
    r"|换到|改成|改到|改为|改|换|是|为|写)?[:：]?"
    r"|\b(?:change (?:it|the address|my address|the delivery address) to|send it to"
    r"|ship (?:it )?to|deliver (?:it )?to|address (?:is|to|should be)"
    r"|to this address)[:,]?)\s*",
    re.IGNORECASE | re.DOTALL,
)
#: A house's number and what follows it, with a flat before it.
_HOUSE_EN = re.compile(
    r"(?:\b(?:flat|apt\.?|apartment|unit|suite|room|floor)\s+\w+,?\s*)?(?<![\w#])\d{1,6}[A-Za-z]?"
    r"[\s,]+[A-Za-z][\w .,'#/-]*",
    re.IGNORECASE,
)
#: Words that no address goes on with.
_TAIL_EN = re.compile(
    r"[\s,.]*\b(?:please|pls|instead|thanks?|thank you|i've|i have|i am|i'm|i|we|not|because"
    r"|as|rather|ok"
    r"|cheers|and|the old|my old|if|so|that|it)\b",
    re.IGNORECASE,
)
#: What stands before a Chinese address, up to the last word that leads to it.
_HEAD_ZH = re.compile(
    r"^.*(?:[改换送寄发挪搬](?:送到|寄到|到|成|为|去|往)|地址\s*(?:是|为|写|填|改"
    r"|换)?\s*[:：]?|[:：])\s*"
    r"|^(?:嗯+|哦|噢|呃|好的?|那个|那|就|行|亲|你好|您好|是|应该是|不对|错了)[\s，,]*(?:是|就是)?"
)
_TAIL_ZH = re.compile(
    r"[\s，,]*(?:行吗|可以吗|好吗|行不行|能改吗|谢谢.*|麻烦.*|吧|哈|呗|啦|哦|噢|就行|即可|这里"
    r"|这个地址|去)\s*$"
)
_TAKES_BACK = re.compile(
    r"^(?:不对|不是|错了|写错了|no|sorry|wait|actually)[\s,，.。!！]*(?:应该)?(?:是|it'?s"
    r"|it is)?\s*",
    re.IGNORECASE,
)
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
    address = next((one for one in addresses_in(said) if is_whole(one)), "")
    if not address:
        return None
    return Place(
        address,
        recipient[1].strip() if recipient else "",
        re.sub(r"[ ()-]", "", phone[0]) if phone else "",
    )


def addresses_in(said: str) -> Iterator[str]:
    """What may be the address in a text, the likeliest first: without the words around it."""
    house = _HOUSE_EN.search(said)
    if house is not None:
        yield _tidy(_TAIL_EN.split(house[0])[0])
    for part in re.split(r"[，。；;！!\n]|,(?=\s*[\u4e00-\u9fff])", said):
        yield _tidy(_TAIL_ZH.sub("", _HEAD_ZH.sub("", part)))
    yield _tidy(_TAIL_ZH.sub("", _HEAD_ZH.sub("", said)))
    yield _tidy(_ADDRESS_HEAD.sub("", said))


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


def goods_named(
    said: Understanding, text: str, lines: Sequence[Line], *, alone: bool = True
) -> list[Line]:
    """The lines of an order that a message names: by product, by place in the list, or all.

    "the second one" -> the second line; "the umbrella" -> every line that is one. An order's
    only line is meant whatever is said, unless `alone` is False.
    """
    if len(lines) == 1 and alone:
        return list(lines)
    named = _by_name(said, text, lines)
    # "The backpack" of two in the order may be either: which one is to be asked.
    if len({line.product_id for line in named}) < len(named) and not means_all(text):
        return []
    # "Everything came except the umbrella" is about the umbrella.
    if named or (means_all(text) and alone):
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


def variant_named(
    text: str, offers: Sequence[Offered], line: Line | None = None, *, listed: bool = True
) -> Offered | None:
    """The one variant that a text names in either language, or by its place in the list.

    Everything that the words say of any variant has to be true of it. What they leave open
    stays as it is in `line`: of an L in red, "blue, please" names the blue L, where there is a
    blue M as well. None where no one is named, or where `line` itself is. Places in the list count
    where it was `listed`.
    """
    # "The blue one in L" names an L in Chinese, and the blue L in English: who hears more is right.
    read = [_named(text, offers, line, language) for language in ("zh", "en")]
    most = max(told for told, _ in read)
    found = next((one for told, one in read if told == most and one is not None), None)
    if found is not None:
        return found
    at = ordinal(text, len(offers)) if listed else None
    if at is None and line is not None:
        names = [one.sku.variant_en for one in offers]
        at = next_size(text, line.variant_en, names, asked=listed)
    return None if at is None else offers[at]


def names_own(text: str, line: Line, offers: Sequence[Offered]) -> bool:
    """Whether a text names the very variant that is to be changed, and no other."""
    said = plain_script(text).casefold()
    for language in ("zh", "en"):
        mine = _parts(line.variant_zh if language == "zh" else line.variant_en)
        parts = {part for one in offers for part in _parts(one.sku.variant(language))}
        told = {part for part in (*parts, *mine) if _says(said, part)}
        if mine and told == set(mine):
            return True
    return False


def _named(
    text: str, offers: Sequence[Offered], line: Line | None, language: str
) -> tuple[int, Offered | None]:
    """How many parts of variants' names a text says in a language, and the one it names by them."""
    said = plain_script(text).casefold()
    mine = _parts("" if line is None else line.variant_zh if language == "zh" else line.variant_en)
    parts = [_parts(one.sku.variant(language)) for one in offers]
    told = {part for known in (*parts, mine) for part in known if _says(said, part)}
    if not told or told <= set(mine):
        return len(told), None
    scored = sorted(
        (sum(part in mine for part in known), -at)
        for at, known in enumerate(parts)
        if told <= set(known)
    )
    if not scored or (len(scored) > 1 and scored[-1][0] == scored[-2][0]):
        return len(told), None
    return len(told), offers[-scored[-1][1]]


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
        return [line for line in lines if _same_thing(line, said)]
    named = [(score, line) for score, line in scores if score >= max(_ENOUGH, 0.6 * best)]
    # Of two kinds of one product, the one that is told more of is meant.
    most = {
        line.product_id: max(found for found, one in named if one.product_id == line.product_id)
        for _, line in named
    }
    return [line for score, line in named if score == most[line.product_id]]


#: This share of a name's terms has to be said, at least.
_ENOUGH = 0.3


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


def _same_thing(line: Line, said: Understanding) -> bool:
    """Whether a Chinese word for a product ends as the line's name does: 那把伞, 折叠雨伞."""
    ends = {one.text[-1:] for one in said.entities if one.kind is EntityKind.PRODUCT}
    return bool(line.name_zh) and line.name_zh[-1] in ends


def _says_head(name: str, terms: set[str]) -> bool:
    """Whether the last two signs of a Chinese name are said, which tell what it is: 雨伞."""
    return len(name) > 2 and name[-2:] in terms and not name.isascii()


def _parts(variant: str) -> list[str]:
    """The parts of a variant's name: `resolution: 4K, colour: red` -> its two; `White XL` too."""
    name = plain_script(variant).casefold()
    signs = "[,，、;；]" if ":" in name else "[,，、/;；]"
    separator = signs if re.search(signs, name) else r"\s+"
    return [part.strip() for part in re.split(separator, name) if part.strip()]


def _says(said: str, part: str) -> bool:
    """Whether a text says a part: its value, and its name too where the value alone says little
    (`yes`, `8`)."""
    head, colon, value = part.partition(":")
    words = value.strip() if colon else part
    if not colon or not (words in _BARE or words.replace(".", "").isdigit()):
        return _has(said, words)
    return (
        re.search(rf"{re.escape(head.strip())}\W{{0,3}}{re.escape(words)}(?!\w)", said) is not None
    )


#: Values that say nothing without their name.
_BARE = {"yes", "no", "none"}


def _has(said: str, words: str) -> bool:
    """Whether words are said, Latin letters whole; of Chinese words all but the last sign will do.

    红 says 红色 and L says L码, but the L of XL码 does not.
    """
    shorter = words[:-1] if len(words) > 1 and not words.isascii() else words
    return any(
        re.search(rf"(?<![a-z0-9]){re.escape(one)}(?![a-z0-9])", said) is not None
        if one[0].isascii()
        else one in said
        for one in (words, shorter)
    )


def _tidy(address: str) -> str:
    said = re.sub(r"\s+", " ", address).strip(" ,，。.;；、:：")
    said = re.sub(r"^(?:to|at)\s+", "", _TAKES_BACK.sub("", said), flags=re.IGNORECASE)
    return re.sub(
        r"(?:谢谢|麻烦了|吧|哈|呢|please|thanks?)[!！。. ]*$", "", said, flags=re.I
    ).strip(" ,，。.;；、")[:400]
