"""The words by which a supplier agrees, refuses, asks, is away, or says nothing."""

from __future__ import annotations

import re

from bot.rules.supplier_answers.as_ordered import as_ordered
from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.no_stock import NO_STOCK
from bot.rules.supplier_answers.refusing import CANNOT, refused_plainly, turned_down

_NO_PROBLEM = worded(
    r"no (?:problem|issue|worries|objection|bother|dramas?|trouble|sweat)s?|no wuckas|"
    r"not (?:a|any) (?:problem|issue)|"
    r"without (?:any )?(?:problem|issue)|没(?:有)?(?:问题|毛病|意见)|问题不大|"
    r"不成问题|没(?:有)?事(?!情)|没(?:有)?关系|没(?:有)?毛病|无(?:任何)?异议|没异议"
)
_UNTIL_TOLD = worded(
    r"\b(?:can\s?not|can't|cannot)\b.*\b(?:if (?:we |i )?(?:do )?(?:not|don't)|until you|"
    r"unless you|before you|without your) *(?:know|tell|say|answer|confirm|reply)?"
)
_UNCHANGED = worded(
    r"(?:不|没有?|未)(?:会|用|再)?(?:变|涨价?|动|改|调整?|加价?)|(?:价格?|数量|地址)不变|"
    r"\b(?:no|not|without(?: any)?) (?:chang\w+|increas\w+|extra cost)|不得?(?:少于|低于|多于|"
    r"超过)|"
    r"\b(?:no|not) (?:later|less|more|fewer|lower|earlier|sooner) than|一分不少|不二价|"
    r"or (?:it's )?nothing(?: doing)?|or no deal|\bnot (?:at |for )?(?=[\d¥$\u25a1])|"
    r"\bnot\b(?=[^.,;\n]{0,16}\bbut\b)|不是(?=[^，。\n]{0,8}[，,]?(?:而)?是)"
)
_ACCEPT = worded(
    r"\b(?:of course we|you win|aye|grand|consider it done|count us in|all (?:of (?:that|it|this)|"
    r"that) works|"
    r"happy (?:enough )?with|good to go|booked in|entered|processed|you'?(?:ll| will) (?:have|get)|"
    r"you can have|"
    r"(?:is|are|it's|they're) yours|we can (?:let you have|give you)|"
    r"will fill|fill (?:the|your) order|ok(?:ay|ey)?|accept(?:ed|"
    r"able|s)?|"
    r"agree[ds]?|confirm(?:ed|s|ing)?|deal|"
    r"fine|sounds? good|works|approved|go ahead|yes|yep|yeah|sure|"
    r"can (?:ship|send|deliver|dispatch)|(?:we|i) can do(?: it| that| this|\s*$)|can do(?: it|"
    r" that)?\s*[.!]?\s*$|all "
    r"good|perfect|great|will do|"
    r"will (?:receive|arrive|reach|ship|send|deliver|dispatch|prepare|arrange|supply|"
    r"proceed|process|be (?:shipped|sent|delivered|dispatched|ready))|(?:we|i)'ll "
    r"(?:ship|send|deliver|dispatch|prepare|arrange|supply|proceed|process)|"
    r"(?:we|i) (?:ship|deliver|send|can (?:ship|deliver|send|supply|meet|make|offer|"
    r"dispatch|fulfil\w*))|(?:good|happy|fine|ok(?:ay)?|live|comfortable|no (?:issue|"
    r"problem)s?) with|pleased to (?:confirm|accept)|happy to|glad to|order "
    r"(?:is )?(?:accepted|confirmed)|(?<!fully )booked(?! (?:up|out|solid|full|until|till))|"
    r"scheduled|as (?:per )?(?:your )?(?:order|"
    r"ordered|requested)|full quantity|done)\b"
    r"|帮[你您]们?(?:做|赶|出|安排)|[出做卖]给[你您]|下不为例|给[你您]们?(?:发|送|做|备|安排|留|装|"
    r"赶)|依[你您]|听[你您]的|可以|好的|好嘞|好滴|好哒|行(?![业情程李])|同意|接受|确认|成交|"
    r"就这么定|就这样|"
    r"按(?:(?:你|您)(?!们?(?:这|那)个?价)|这个(?!价)|订单|单|要求)|照(?:单|办)|安排|能做|可做|"
    r"没意见|妥|"
    r"中(?![国午旬间等文])|"
    r"能发|可发|发货|发出|出货|交货|到货|^好$|^好[ ,，。!]|^\s*好\s*$|答应|接单|接了|定了|"
    r"可供|均可|听[你您]们?的|做了|齐货|备货|备好|准时|按时|按期|如期|货齐|\u25a1\s?(?:就|可|能|"
    r"可以|准时)?(?:发|"
    r"到|交|出)|不变|不涨|no change|unchanged|得嘞|收到.{0,6}没问题|都有货?|现货|有货"
)
_STRONG = worded(
    r"\b(?:ok(?:ay|ey)?|accept(?:ed|s)?|agree[ds]?|confirm(?:ed|s|ing)?|deal|fine|"
    r"sounds? good|works|approved|go ahead|yes|yep|yeah|sure|can do|all good|perfect|"
    r"great|will do|happy|glad|pleased|good with|no problem|done)\b|"
    r"可以|好的|好嘞|好滴|行|同意|接受|确认|成交|定了|就这样|没问题|照办|照单|没意见|"
    r"能做|妥|答应|接单|按(?:(?:你|您)(?!们?(?:这|那)个?价)|这个(?!价)|订单|要求)|好"
)
_THANKS = worded(
    r"thank|thx|received|noted|well received|got it|收到|谢谢|感谢|知道了|了解|明白|辛苦"
)
_AWAY = worded(
    r"\b(?:absent|travell?ing|abroad)\b(?=[^.\n]*\b(?:back|return\w*|again|until|till|"
    r"week|month|today|tomorrow)\b)|\b(?:on|in) (?:a )?(?:business|work|sales|long) (?:travel|"
    r"trip)|\b(?:is|am|'m|are) (?:on |in )?(?:sick leave|hospital|ill|at home sick)|"
    r"(?:i am|i'm|we are|we're|he is|she is|is|are) (?:in|at|on) (?:the |a )?(?:\w+ )?(?:fair|"
    r"exhibition|trade show|expo|fiera|messe)\b|(?:notice of |for )(?:our |the )?(?:\w+ )?"
    r"(?:clos(?:e|ing|ure)|holidays?|shut-?down)\b(?! (?:the|this|your) order)|"
    r"not (?:at work|in|in the office|in today) ?(?:before|until|till|today|this week)|"
    r"no ?one in the office|"
    r"automat(?:ic|ed) (?:message|mail|answer|e-?mail)|^\s*auto(?:-?reply)?\s*:|gone fishing|"
    r"no signal|"
    r"(?:office|shop|works|factory|workshop) (?:is |will be )?(?:closed|shut)\b|"
    r"(?:not|unable to|can't|cannot) (?:be )?(?:read|check|answer|reply|"
    r"reach|access)\w* (?:to )?(?:my |"
    r"any )?(?:mails?|e-?mails?|"
    r"messages)|"
    r"out of (?:the )?office|(?<!right )(?<!give )(?<!straight )\b(?:away|off) (?:until|till|"
    r"til)\b|\bon (?:annual |sick |maternity |parental |my )?(?:leave|"
    r"vacation|holiday)|auto(?:matic)?[- ]?(?:reply|response|responder)|away from "
    r"(?:my |the )?(?:desk|office|email|mail)|"
    r"(?:am|will be|'m) (?:currently )?(?:away|travel\w*|out of (?:the )?(?:country|town|station)|"
    r"out (?:until|till|this|all|for))|limited access|no "
    r"access to (?:e-?mail|my)|office (?:is|will be) closed|(?:we|factory|company) "
    r"(?:is|are|will be) (?:closed|on holiday)|ooo\b|"
    r"自动回[复覆]|住院|疗养|在(?:老家|外地|国外|展会|展馆|路上)|(?:展会|展馆|老家)上?[,，]|陪产|"
    r"坐月子|奔丧|度假|旅游|"
    r"不在办公室|休假|请假|年假|外出|出差|放假|休息(?!一下)|停工|不在公司|(?:这几|这两|"
    r"今明两)天(?:都|人)?不(?:在|看单)|人(?:在|不在)(?!民)|"
    r"无法及时回复|不能及时回复|产假|病假"
)
_BACK = worded(
    r"\b(?:come|comes|coming|came) back(?! to (?:you|us|this))|restart|start(?:s|ing)? again|"
    r"(?:read|reads|check|checks|see|sees|answer|answers|reply|replies)(?: to)?(?: (?:my|the|our|"
    r"your))? (?:e-?)?mails? again|(?:in|at) the (?:office|shop|factory) again|"
    r"(?<!get )(?<!come )(?<!comes )(?<!getting )(?<!call )(?<!text )\bback\b(?! to you)|return|"
    r"resum|(?:open|opens|available|working|reachable) again|repl(?:y|ies) (?:again )?from|"
    r"normal service|"
    r"\btry me|speak then|not (?:at work|in(?: the office)?) before|in the office before|"
    r"at (?:my|the) desk|reopen|re-open|回来|返回|上班|恢复|复工|返工|开工|回公司|"
    r"回到|回(?![复覆答信话头单传执款邮报电签馈升暖扣本函给应你您调])|开门|到岗|到家|出院|收假|"
    r"开张|复市|销假|返岗|营业"
)
_THROUGH = worded(r"(?:until|through|till|thru|to|-|~|至|到|直到)\s*(?:and including\s*)?$")


_PROPOSES_A_DAY = worded(
    r"(?:\bok(?:ay)?|alright|all right|fine|行吗?|可以吗?|好吗|好吧|行不行?|可以不)\s*[?？]+\s*$"
)


def proposes_a_day(text: str) -> bool:
    """Whether a question only asks whether a day suits: `Dec 14 ok?`."""
    return bool(_PROPOSES_A_DAY.search(text))


def accepts(text: str) -> bool:
    """Whether a clause agrees, once its refusals are taken out."""
    if _NO_PROBLEM.search(text):
        return True
    plain = _without_refusal(text)
    return bool(_ACCEPT.search(plain)) or as_ordered(plain)


def accepts_plainly(text: str) -> bool:
    """Whether a clause has a word of agreement, and not only a plan to deliver."""
    plain = _without_refusal(text)
    return bool(_NO_PROBLEM.search(text) or _STRONG.search(plain)) or as_ordered(plain)


def agrees_at_once(text: str) -> bool:
    """Whether a text begins with agreement: then it is no note of absence."""
    return bool(re.match(r"\s*(?:ok|deal|yes|agreed|sure|好的|可以|行|没问题)", text))


def refuses(text: str) -> bool:
    """Whether a clause says that something cannot be done."""
    text = _NO_PROBLEM.sub(" ", text)
    if _UNTIL_TOLD.search(text):
        return False
    return turned_down(text) or bool(NO_STOCK.search(text))


def refuses_plainly(text: str) -> bool:
    """Whether a clause refuses, and does not only say why it might."""
    text = _NO_PROBLEM.sub(" ", text)
    return refused_plainly(text) or bool(NO_STOCK.search(text))


def without_agreement(text: str) -> str:
    """The text without "no problem" and the like, and without goods that are not to be had."""
    return NO_STOCK.sub(" ", _UNCHANGED.sub(" ", _NO_PROBLEM.sub(" ", text)))


def lacks_stock(text: str) -> bool:
    """Whether a clause says that an item is not to be had."""
    return bool(NO_STOCK.search(text))


def is_away(text: str) -> bool:
    """Whether a text is a note of absence."""
    return bool(_AWAY.search(text))


def says_back(before: str, after: str) -> bool:
    """Whether a day in a note of absence is the day of the return."""
    return bool(_BACK.search(before[-24:]) or _BACK.search(after[:12]))


def says_until(before: str) -> bool:
    """Whether a day in a note of absence is its last day, or nearly."""
    return bool(_THROUGH.search(before))


def only_thanks(text: str) -> bool:
    return bool(_THANKS.search(text))


def _without_refusal(text: str) -> str:
    text = re.sub(
        r"待[^,，。\n]{0,4}确认后?|确认后(?=[^,，。\n]{0,6}[方才再])|(?:为便于|为了|以便|"
        r"便于)[^,，。\n]*|(?:before|so|so that|once|then|and) (?:i|we|he|"
        r"she)(?:'ll| can| will) (?:get|have|put|enter|process|arrange|ship|"
        r"sort)\w*[^,.;\n]*\b(?:going|then|it|paperwork)\b|"
        r"after (?:your|the) (?:answer|reply|confirmation)[^.;\n]*|[^,，。\n]*才(?:好|能)(?:算|核|"
        r"报|做|排|下)[^,，。\n]*|"
        r"(?:refrain|abstain|far) from \w+|with (?:great(?:est)?|much) \w+|"
        r"[另进执现同流可]行|随行就市|确认(?:已经?)?收到|已?收到确认|"
        r"confirm(?:ing)? (?:the )?receipt|"
        r"acknowledg\w*|\b(?:not|n't|cannot|can't|unable to|never|no longer|"
        r"hardly)\b[^,;.，。]{0,30}|"
        r"(?:无法|没法|不能|不再|暂不|不)再?(?:接|供|做|卖|发|提供|安排|生产)[单货]?|"
        r"不(?:能|可以|行|好|接受|同意|确认|安排|中|妥|准时|按时)|没(?:法|有?货|确认|"
        r"安排|同意)|无法|[做发出供赶接]不[了到]|行情|断货|缺货|未确认",
        " ",
        text,
    )
    return CANNOT.sub(" ", text)
