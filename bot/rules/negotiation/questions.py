"""What a supplier asks us: a closed list of questions, recognised as a whole or not at all.

A clause is one of them when nothing is in it but words of that question, a key word among them. So
`where shall we deliver?` is, and `where shall we deliver, and for how much?` is not, as nobody can
say what else it wants. What is not recognised is never answered by the desk.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Inquiry(StrEnum):
    """What may be asked, and told if staff have set it or the order has it."""

    ADDRESS = "address"
    PAYMENT = "payment"
    PACKING = "packing"
    ORDER = "order"
    QUANTITY = "quantity"
    LATEST = "latest"
    """The latest day that is of use."""
    NEEDED = "needed"
    """The day that we ask for."""


@dataclass(frozen=True, slots=True)
class Inquiries:
    """What a text asks, in its order.

    Args:
        whole: whether it says nothing else.
    """

    asked: tuple[Inquiry, ...]
    whole: bool


#: Characters of a clause that is looked at; a question is shorter.
_LONGEST = 120
_CLAUSE = re.compile(r"[?？!！。;；,，、\n]+|\.(?!\d)|\band\b|以及|还有|另外|(?<!么)和")
_MANNERS_ZH = "您好|你好|请问一下|请问|麻烦|请|谢谢|感谢|多谢|辛苦|老板|呢|啊|呀|吗|一下|哈"
_MANNERS_EN = (
    "hello|hi|hey|good (?:morning|afternoon|day)|dear (?:sir|madam|all|team|customer)s?|please|"
    "thanks|thank you|many thanks|also|so|by the way|one question|quick question|may (?:i|we) ask|"
    "(?:could|can|would) you (?:please )?(?:tell|let) (?:us|me)(?: know)?|"
    "(?:please )?(?:tell|let) (?:us|me)(?: know)?|(?:could|can) you (?:please )?confirm"
)
_MANNERS = re.compile(rf"(?:{_MANNERS_ZH}|\b(?:{_MANNERS_EN})\b|[\s:：~～'\"“”-])+")

_US_ZH = "你们|您|你|贵司|贵公司|我们|我|咱们"
_GIVE_ZH = "提供|告诉|告知|发|给|说明|确认|过来"
_DAY_ZH = "什么时候|什么时间|什么日期|何时|哪天|哪一天|几号"
_WE_EN = "do|does|should|shall|would|will|can|could|must|have|need|want|like|to|we|you|i|us|me"
_THE_EN = "the|this|these|your|our|it|them|they|that|is|are|be|of|for|on|in|goods|order|products?"

#: By inquiry: key words in Chinese, all its words; key words in English, all its words.
_WORDS: dict[Inquiry, tuple[str, str, str, str]] = {
    Inquiry.ADDRESS: (
        r"地址|(?:送|寄|发|运|交)(?:货|到|去|往|给)*(?:哪里|哪儿|哪)",
        rf"{_US_ZH}|{_GIVE_ZH}|的|收货|送货|交货|到货|货物|货|地址|是|在|哪里|哪儿|哪|什么|地方|"
        "送|寄|运|交|到|去|往|要|应该|需要|把|具体|详细",
        r"address|where\b.*\b(?:deliver|delivered|ship|shipped|send|sent)",
        rf"{_WE_EN}|{_THE_EN}|where|what|which|deliver|delivered|delivery|ship|shipped|shipping|"
        "send|sent|address|give|provide|receiving|place|exact|full",
    ),
    Inquiry.PAYMENT: (
        "付款|支付|结算|账期|付钱",
        rf"{_US_ZH}|{_GIVE_ZH}|{_DAY_ZH}|怎么|怎样|如何|哪种|什么|是|的|要|用|付款|支付|结算|账期|付钱|"
        "方式|条件|条款|多久|多长|多少天|货款",
        r"payment|(?:how|when)\b.*\bpay",
        rf"{_WE_EN}|{_THE_EN}|what|which|how|when|by|pay|payment|terms?|method|conditions?",
    ),
    Inquiry.PACKING: (
        "包装|装箱|打包",
        rf"{_US_ZH}|{_GIVE_ZH}|怎么|怎样|如何|哪种|什么|是|有|的|要|需要|用|对|货物|货|方面|包装|装箱|"
        "打包|方式|要求",
        r"pack(?:ed|ing|aging)?",
        rf"{_WE_EN}|{_THE_EN}|what|which|how|kind|sort|any|there|pack|packed|packing|packaging|"
        "requirements?|instructions",
    ),
    Inquiry.ORDER: (
        "(?:哪|什么).{0,4}(?:订单|单子?)|(?:订单|采购单|单)号",
        rf"{_US_ZH}|{_GIVE_ZH}|这|是|哪|一|张|个|份|采购|订单|单子?|号码?|的|什么|多少|关于|说|指",
        r"which (?:purchase )?order|(?:order|po) (?:number|no)",
        rf"{_WE_EN}|{_THE_EN}|which|what|purchase|po|number|no|about|mean|meant|refer|referring|"
        "talking",
    ),
    Inquiry.QUANTITY: (
        "多少|数量|几(?:件|个|只|台|套)",
        rf"{_US_ZH}|{_GIVE_ZH}|这次|一共|总共|要|需要|订购?|定|多少|几|件|个|只|台|套|数量|是|的|货",
        r"how many|quantity|quantities",
        rf"{_WE_EN}|{_THE_EN}|how many|pieces|pcs|units|items|what|which|quantity|quantities|"
        "total|require|supply|deliver|exact",
    ),
    Inquiry.LATEST: (
        "最晚|最迟",
        rf"{_US_ZH}|{_DAY_ZH}|最晚|最迟|可以|能|接受|等到|要|需要|货物|货|到货|交货|收货|送到|到|的|日期|"
        "交期|是|这批|必须",
        r"latest",
        rf"{_WE_EN}|{_THE_EN}|what|when|which|by|at|latest|possible|accept|acceptable|date|day|"
        "delivery|deliver|delivered|needed|arrive|receive",
    ),
    Inquiry.NEEDED: (
        rf"{_DAY_ZH}|交期|(?:到货|交货)(?:日期|时间)",
        rf"{_US_ZH}|{_DAY_ZH}|希望|想要?|要|需要|货物|货|到货|交货|收货|到|的|日期|时间|交期|是|什么|这批|"
        "必须|要求",
        r"when\b(?!.*\b(?:to|you) order\b).*\b(?:need|want|needed|required|deliver|delivered|"
        r"delivery|arrive|receive)|(?:what|which|delivery) (?:day|date)",
        rf"{_WE_EN}|{_THE_EN}|when|what|which|by|day|date|delivery|deliver|delivered|needed|"
        "required|arrive|receive",
    ),
}


def inquiries(text: str) -> Inquiries:
    """What a text asks of the list.

    `您好，货送到哪里？怎么付款？` → address and payment, whole; `Is 12.50 the best you can do, and
    where shall we deliver?` → address, not whole.
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    found: dict[Inquiry, None] = {}
    whole = True
    for clause in _CLAUSE.split(folded):
        said = _MANNERS.sub(" ", clause).strip()
        if not said:
            continue
        one = _inquiry(said)
        if one is None:
            whole = False
        else:
            found[one] = None
    return Inquiries(tuple(found), whole)


def _inquiry(clause: str) -> Inquiry | None:
    return next((one for one, words in _WORDS.items() if _is_made_of(clause, words)), None)


def _is_made_of(clause: str, words: tuple[str, str, str, str]) -> bool:
    """Whether a clause has a key word, and none but the inquiry's words."""
    zh_key, zh_words, en_key, en_words = words
    if len(clause) > _LONGEST:
        return False
    if re.search(zh_key, clause):
        return _only(zh_words, "", clause)
    return bool(re.search(rf"\b(?:{en_key})\b", clause)) and _only(en_words, r"\b", clause)


def _only(words: str, edge: str, clause: str) -> bool:
    """Whether nothing but these words stands there.

    The longest is taken first and never given back, as a supplier's text must not be able to keep
    the search busy: a word that can be cut in several ways would double its work each time.
    """
    longest = "|".join(sorted(words.split("|"), key=len, reverse=True))
    return re.fullmatch(rf"(?:{edge}(?:{longest}){edge}|\s)++", clause) is not None
