"""Words that ask how things stand with what was begun before, and name little or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.rules.cantonese import plain_words
from knowledge.records import CaseKind

#: A follow-up that says more than this, characters, says what it is about.
_LONGEST = 60
#: Of one that names the case; more may be a story that leads to a wish.
_LONGEST_NAMED = 90
_NEWS = re.compile(
    r"(?:怎么?样|咋样|如何)[了啦咯喽嘞呐]|^(?:那个|这个|那|后来|现在)?(?:怎么?样|咋样|如何)\W*$|啥情况|什么情况"
    r"|有(?:什么|啥|新|个)*(?:消息|进展|结果|结论|回复|答复|下文|回音|动静|后续|进度|眉目|着落|说法|变化"
    r"|信儿?(?=了|吗|没|不|呢|么|嘛|\W|$))"
    r"|(?:处理|解决|办|弄|搞|审核|核实|跟进)(?:得|的)?(?:好|完|怎么?样|如何)?(?:了|啦)?(?:吗|没|么|不)"
    r"|进度|进展|状态|到(?:哪|什么|啥)(?:一|个)*(?:步|程度|地步|阶段|环节)|(?:还|都)没(?:有)?个?(?:消息|信儿?(?=\W|$|[呢啊呀吗])|处理|结果|回复|弄好|办好|好)"
    r"|没(?:有)?(?:什么|啥|个)*(?:消息|动静|进展|结果|下文|后续)|好了(?:吗|没)|(?:弄|办|处理|修|审|搞)好(?:吗|没)"
    r"|\b(?:any|some)(?: \w+)? (?:word|luck|response|answer|movement|joy)\b"
    r"|\bany (?:movement|joy|change)\b|^(?:so+|well|hi+|hello|hey)?\W*anything\W*$"
    r"|\b(?:any|some)thing new\b"
    r"|\b(?:news|updates?|progress|status|developments?)\b"
    r"|\b(?:did|has) (?:anything|something|much) (?:been|be|come|done|happen\w*|chang\w*|mov\w*)\b"
    r"|\bhow'?(?:s| is| are| did)(?: \w+){0,4} (?:going|coming|along|go|doing|look(?:ing)?)\b"
    r"|\bhow'?(?:s| is) (?:it|that|this|my case)\b"
    r"|\bwhat(?:'?s| is)? (?:happen\w*|the (?:state|latest|situation))"
    r"|\bwhere (?:are we|do(?:es)? \w+ stand)\b"
    r"|\bstill (?:waiting|nothing)\b|\bheard (?:anything|something|owt|back)\b"
    r"|\bwhat about (?:it|that|my (?:case|issue|request|thing))\b"
    r"|\b(?:is|has) (?:it|that|this|everything|my (?:thing|case|request))(?: been)? "
    r"(?:done|sorted|settled|handled|dealt with|fixed|resolved|finished|through)\b"
    r"|\bhow far\b|\banything (?:new|come|yet|to report|happen\w*|chang\w*|mov\w*)\b"
    r"|\bcome of (?:it|that|this)\b",
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
    CaseKind.RETURN: _names(
        "退货|退换|退的(?:货|那)|退(?:回|过|还|掉)?(?:去|来|给你们?)?的(?!钱|款)",
        "returns?|returned",
    ),
    CaseKind.WARRANTY: _names("保修|维修|修(?:理|好)", "repairs?|warranty"),
    CaseKind.LOST: _names("理赔|丢件|丢的", "claims?|lost"),
    CaseKind.DAMAGED: _names("破损|坏(?:的|了)", "damaged?|broken"),
    CaseKind.WRONG: _names("发错|错发", "wrong (?:item|one|thing)"),
    CaseKind.MISSING: _names("少(?:发|件|了)|漏发|补发", "missing|replacement"),
}
#: What was sent back is the case's, whatever is done about it.
_SENT_BACK = re.compile(
    r"(?:寄|发|送|退|快递)(?:回|还)(?:去|来|给你们?)?(?:了)?的"
    r"|\b(?:i|i've|i have|we|that was) (?:sent|mailed|posted|shipped) back\b"
    r"|\b(?:sent|mailed|posted) (?:it |them |that |this )?back\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"钱|款|\b(?:refund\w*|money|paid)\b", re.IGNORECASE)
_WITH_GOODS = frozenset(
    {CaseKind.RETURN, CaseKind.EXCHANGE, CaseKind.WARRANTY, CaseKind.DAMAGED, CaseKind.WRONG}
)
_ARRIVED = re.compile(
    r"到(?:了|货|没|吗|哪)|收到|签收|\b(?:arrive\w*|get|got|receive\w*|reach\w*|there|where)\b",
    re.IGNORECASE,
)
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
#: Who wants to know does not want more.
_TO_KNOW = re.compile(
    r"\b(?:want|like|need|can i|could i|may i)(?: to)? (?:know|hear|ask|check|learn"
    r"|find out|get an? update|have an? update)\b"
    # How long one has waited says nothing of a rule.
    r"|\b(?:since|for|after) (?:\w+ )?days\b|\bdays ago\b",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    rf"(?:要|想|能|可以|申请|麻烦|帮){_LOOKS}[^，。,.]{{0,4}}(?:退|换|修)"
    r"|怎么(?:退|换|申请|办理)|流程|规则|政策|取消|撤|不(?:退|换|要|想)|退(?:了)?吧"
    r"|\b(?:start|open|begin|make|do|want|like|need|cancel|withdraw|undo|stop"
    r"|can i|could i|may i|how (?:do|can|long|to)|policy|rules?|window|period|days|fee|cost"
    r"|postage|label|address)\b",
    re.IGNORECASE,
)


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
    if len(words) > _LONGEST_NAMED or _BEGINS.search(_TO_KNOW.sub(" ", words)):
        return frozenset()
    if _SENT_BACK.search(words) and _ARRIVED.search(words) and not _MONEY.search(words):
        return _WITH_GOODS
    if not (_ITSELF.search(words) or _NEWS.search(words)):
        return frozenset()
    if _ANY_KIND.search(words):
        return frozenset(CaseKind)
    return frozenset(kind for kind, named in _KINDS.items() if named.search(words))


def _plain(text: str) -> str:
    return plain_words(text[:400]).replace("’", "'").strip()
