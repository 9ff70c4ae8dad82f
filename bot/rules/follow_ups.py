"""Words that ask how things stand with what was begun before, and name little or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping

from knowledge.records import CaseKind
from models.script import plain_script

#: A follow-up that says more than this, characters, says what it is about.
_LONGEST = 60
_NEWS = re.compile(
    r"(?:怎么?样|咋样|如何)(?:了|啦)|^(?:那个|这个|那|后来|现在)?(?:怎么?样|咋样|如何)\W*$|啥情况|什么情况"
    r"|有(?:什么|啥|新)*(?:消息|进展|结果|回复|下文|回音|动静|后续|进度|眉目)"
    r"|(?:处理|解决|办|弄|搞|审核|核实|跟进)(?:得|的)?(?:好|完|怎么?样|如何)?(?:了|啦)?(?:吗|没|么|不)"
    r"|进度|进展|到哪(?:一)?步|(?:还|都)没(?:有)?(?:消息|处理|结果|回复|弄好|办好|好)"
    r"|没消息|好了(?:吗|没)|(?:弄|办|处理|修|审|搞)好(?:吗|没)"
    r"|\b(?:any|some)(?: \w+)? (?:word|luck|response|answer)\b"
    r"|\b(?:news|updates?|progress|status)\b"
    r"|\bhow(?:'s| is| are| did)(?: \w+){0,4} (?:going|coming|along|go|doing|look(?:ing)?)\b"
    r"|\bhow(?:'s| is) (?:it|that|this|my case)\b"
    r"|\bwhat(?:'?s| is)? (?:happen\w*|the (?:state|latest))"
    r"|\bwhere (?:are we|do we stand|does that stand)\b"
    r"|\bstill (?:waiting|nothing)\b|\bheard (?:anything|back)\b"
    r"|\bwhat about (?:it|that|my (?:case|issue|request|thing))\b"
    r"|\b(?:is|has) (?:it|that|this|everything)(?: been)? "
    r"(?:done|sorted|settled|handled|dealt with|fixed|resolved|finished|through)\b"
    r"|\bhow far\b|\banything (?:new|come|yet|to report)\b|\bcome of (?:it|that|this)\b",
    re.IGNORECASE,
)
#: What has its own answer: where a parcel is, when it comes, what is in stock.
_NAMES_ELSE = re.compile(
    r"快递|包裹|物流|发货|送到|到货|订单|单号|派送|配送|退款|到账|发票|有货|价|优惠|地址|天气|身体|质量|\d{6,}"
    r"|\bhow(?:'s| is| are) (?:you|things|business)\b"
    r"|\b(?:parcel|package|deliver\w*|shipp\w+|orders?|track\w*|refunds?|money|invoices?|stock"
    r"|price|sale|discount|address|weather|newsletter|store|shop|product|items?)\b",
    re.IGNORECASE,
)


def _names(zh: str, en: str) -> re.Pattern[str]:
    return re.compile(rf"{zh}|\b(?:{en})\b", re.IGNORECASE)


_KINDS: Mapping[CaseKind, re.Pattern[str]] = {
    CaseKind.EXCHANGE: _names("换货|换的(?:货|那)", "exchanges?|swap"),
    CaseKind.RETURN: _names("退货|退换|退的(?:货|那)", "returns?"),
    CaseKind.WARRANTY: _names("保修|维修|修(?:理|好)", "repairs?|warranty"),
    CaseKind.LOST: _names("理赔|丢件|丢的", "claims?|lost"),
    CaseKind.DAMAGED: _names("破损|坏(?:的|了)", "damaged?|broken"),
    CaseKind.WRONG: _names("发错|错发", "wrong (?:item|one|thing)"),
    CaseKind.MISSING: _names("少(?:发|件|了)|漏发|补发", "missing|replacement"),
}
_ANY_KIND = _names("售后|工单|案子", "case|complaint|request|ticket")
#: The case itself, and not the wish to begin one: my return, 我的退货, 退货呢.
_ITSELF = re.compile(
    r"(?:呢|呐|啦)\W*$"
    r"|(?:我|俺|上次|之前|那个|那单|那件|前几天|申请)[^，。,.]{0,6}(?:的|那)?(?:退|换|售后|维修|保修|补发|理赔)"
    r"|\b(?:my|the|that|our)\s(?:\w+\s)?"
    r"(?:return|exchange|swap|repair|warranty|claim|case|replacement)s?\b",
    re.IGNORECASE,
)
_LOOKS = r"(?!我?一?下?(?:问|知道|看|了解|查))"
_BEGINS = re.compile(
    rf"(?:要|想|能|可以|申请|麻烦|帮){_LOOKS}[^，。,.]{{0,4}}(?:退|换|修)"
    r"|怎么(?:退|换|申请|办理)|流程|规则|政策|取消|撤|不(?:退|换|要|想)|退(?:了)?吧"
    r"|\b(?:start|open|begin|make|do|want|like(?! to know)|need|cancel|withdraw|undo|stop"
    r"|can i|could i|may i|how (?:do|can|long|to)|policy|rules?|window|period|days|fee|cost"
    r"|postage|label|address)\b",
    re.IGNORECASE,
)
#: What may stand around words that point, and changes nothing.
_LEAD = r"(?:(?:那|那么|还有|然后|嗯|哦|再|and|so|ok|okay|well|now|then|hm+|yes|but)\W*)*?"
_TAIL = r"(?:\W*(?:呢|吧|啊|呀|谢谢|then|please|pls|too|now|again|as well|thanks))*"
_POINTS = re.compile(
    _LEAD + r"(?:"
    r"(?:那|这|另|另外|其他|剩下|第[一二两三])(?:外)?(?:那)?(?:一)?(?:个|单|件|笔)(?:订单)?"
    r"(?:怎么?样(?:了)?|如何|到哪(?:儿|里)?了?)?|还?有一?(?:个|单)"
    r"|(?:(?:what|how)(?:'s)?(?: about| of| with)? |where(?:'s| is) )?(?:that|this|the|my)? ?"
    r"(?:other|second|first|last)(?: one| order)?"
    r"|(?:what|how) about (?:that|this|it)(?: one| order)?|(?:that|this) one"
    r")" + _TAIL,
    re.IGNORECASE,
)
_SIGNS = re.compile(r"^\W+|\W+$")


def asks_for_news(text: str) -> bool:
    """Whether someone asks how things stand and says not of what: 有消息了吗 / any news?"""
    words = _plain(text)
    if len(words) > _LONGEST or _NAMES_ELSE.search(words):
        return False
    return _NEWS.search(words) is not None


def asks_for_case(text: str) -> frozenset[CaseKind]:
    """The kinds of case that someone asks after: 我的退货怎么样了 / what about my return.

    Empty where the words name none, or ask for one to be begun or taken back.
    """
    words = _plain(text)
    if len(words) > _LONGEST or _BEGINS.search(words):
        return frozenset()
    if not (_ITSELF.search(words) or _NEWS.search(words)):
        return frozenset()
    if _ANY_KIND.search(words):
        return frozenset(CaseKind)
    return frozenset(kind for kind, named in _KINDS.items() if named.search(words))


def only_points(text: str) -> bool:
    """Whether a text points at something and says nothing else: 那个呢 / the other one."""
    return _POINTS.fullmatch(_SIGNS.sub("", _plain(text))) is not None


def _plain(text: str) -> str:
    return plain_script(text[:400]).replace("’", "'").strip()
