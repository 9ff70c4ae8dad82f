"""What an amount or a number of goods is there for, by the words around it in its clause."""

from __future__ import annotations

import re
from enum import StrEnum

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.refusing import CANNOT, turned_down
from bot.rules.supplier_answers.values import Span

_FLOOR = worded(
    r"(?:below|under|less than|lower than|cheaper than|低于|少于|低过|小于|"
    r"不到|不足|不满|不够|没到|未到|未达|未满|达不到|凑不到|less "
    r"then)\s*(?:¥|\$)?\s*$"
)
_OLD = worded(
    r"(?:\bwas|previous\w*|original\w*|list price|market(?: price)?|\bcost\w*|retail|"
    r"\bold\b|before|last (?:time|order|year)|instead of|rather than|not|your "
    r"(?:target|offer|price|bid)(?: of| is| was)?|"
    r"(?:卖|给)(?:给)?(?:别人|人家|别家|他们)|市面上?|别人家?(?:都)?(?:卖|出|给)?|(?:你|"
    r"您)(?:们)?(?:开|喊|叫|压到|砍到)|"
    r"you (?:said|say|asked|wrote|paid|want|offered)|"
    r"原价|之前|上次|以前|原来|原先|市场价?|成本|别家|零售|旧价|去年|不是|而不是|"
    r"你(?:们)?(?:的|给的|报的|出的)?(?:价|目标价?)|目标价)\s*(?:is|was|of|at|are|"
    r"price|价格?|的?价?|是|都?要|卖|(?:说|报|给|谈|讲|开|做)过?的?(?:是|价)?|:|,)?\s*$"
)
_FROM = worded(r"(?:\bfrom|从|由)\s*$")
_TO = worded(r"^\s*(?:to\b|->|=>|→|(?:提|涨|降|调|改|升|加|让|减)?[到至成为]|改(?=\s?[¥$]?\d))")
_TOTAL = worded(
    r"total|amount|\bsum\b|合计(?![了着])|总价|总共|一共|共计|总额|货款|总计|小计|共\s*$|grand|"
    r"=\s*$"
)
_COST_PRICE = worded(
    r"成本|\b(?:my|our|the|factory|yarn|production) costs?\b|\bcost (?:price|is|of|alone)\b|"
    r"\bat cost\b"
)
_BECAUSE = worded(r"涨|上升|增加|高|由于|因|调|increas|up\b|due|owing|higher|rise|rose")
_ORDER_FLOOR = worded(
    r"min\w*(?: order)?(?: value| amount)?|order value|mov\b|起订|起送|起发|满|"
    r"orders? (?:(?:start|begin)s? (?:at|from)|from|under|below|over|above)|(?:must|has to|"
    r"have to|needs? to|should) (?:reach|come to|be|"
    r"hit|total)|(?:whole thing|order|it|this|that) up to|nothing [^.\d]{0,24}(?:under|below|"
    r"less than)|"
    r"\bfloor\b|per (?:drop|shipment|delivery|order|invoice)|least (?:for|per|on) |not below|"
    r"smallest order|in value|order (?:size|total|of at least)|金额[^，。\d]{0,4}(?:不得?低于|"
    r"不得?少于|须|要|达)|每单|每笔|"
    r"订单金额|最低|最少|不足|不到|不够|没到|未到|达不到|凑够|凑到|加到|低于|少于|货值|货款|总额|"
    r"整单|"
    r"起[批做发送接单染产]|够|起$|至少|起码|at least"
)
_DELTA_BEFORE = worded(
    r"(?:(?<![最再更])[高低](?:了|出)?|便宜|降(?:价|低)?|减|(?<![最至])少|让(?:利)?|加(?:价)?|"
    r"涨(?:价)?|"
    r"贵|上调|下调|优惠|"
    r"再?降|up by|down by|increase (?:of|by)|reduc\w+ (?:of|by)|\boff|\badd|lower by|"
    r"raise by|discount of|drop|by|extra|plus|\+)(?:了|个|你|您|"
    r"your?)?\s*(?:每?(?:个|件|箱))?\s*$"
)
_DELTA_AFTER = worded(
    r"^\s*(?:more\b(?! than)|less\b|cheaper|higher|lower|off\b|extra|discount|up\b(?! to)|"
    r"down\b|的?优惠|折扣)"
)
_COST = worded(
    r"freight|shipping|postage|courier|tooling|mou?ld|sample|deposit|handling|"
    r"surcharge|运费|邮费|快递|物流|模具|样品|打样|定金|税|包装费|手续费|补"
)


class PriceRole(StrEnum):
    """What an amount of money is."""

    OFFER = "offer"
    REJECTED = "rejected"
    OLD = "old"
    TOTAL = "total"
    ORDER_FLOOR = "order_floor"
    DELTA = "delta"
    COST = "cost"


def price_role(text: str, span: Span) -> PriceRole:
    """What the amount at `span` of a clause is: in `11.8做不了` it is rejected."""
    before, after = text[: span[0]], text[span[1] :]
    if _COST.search(before[-14:]):
        return PriceRole.COST
    if _COST_PRICE.search(before[-10:]) and not _BECAUSE.search(before):
        return PriceRole.OLD
    if not _ORDER_FLOOR.search(before) and (
        _TOTAL.search(before[-14:])
        or re.match(r"\s*(?:in total|total|altogether|合计|总共)", after)
    ):
        return PriceRole.TOTAL
    if _DELTA_BEFORE.search(before) or _DELTA_AFTER.match(after):
        return PriceRole.DELTA
    if _OLD.search(before) or (_FROM.search(before) and re.search(r"to\b|到|至|成|为", after)):
        return PriceRole.OLD
    if _TO.match(after) and re.search(r"\d|[一-九十]", after[:14]):
        return PriceRole.OLD
    if _FLOOR.search(before) or re.match(r"\s*(?:一[个件条只箱盒])?\s*以下", after):
        return PriceRole.OFFER
    return PriceRole.REJECTED if turned_down(text) else PriceRole.OFFER


def names_order_floor(text: str) -> bool:
    """Whether an amount far above a price is the least order value: 满5000元起, `MOV 5000 RMB`."""
    return bool(_ORDER_FLOOR.search(text))


class CountRole(StrEnum):
    """What a number of goods is."""

    QUANTITY = "quantity"
    MINIMUM = "minimum"
    PACK = "pack"
    SHORT = "short"
    BESIDE = "beside"
    REJECTED = "rejected"
    OLD = "old"


_INSTEAD_OF = worded(r"(?:instead of|rather than|\bnot|而不是|不是)\s*(?:the )?$")
_BECOMES = worded(r"^\s*(?:->|=>|→|[改变减降]?[成为到至])\s*\d")
_MINIMUM_BEFORE = worded(
    r"(?:\b(?:moq|minimum)\b[^\d,，.]{0,24}|\b(?:moq|minimum)\b[^\d,，.]{0,60}\b(?:to|at|now)|"
    r"\bleast (?:we|i) (?:ship|do|make|sell|run|supply|send|start|can)\w*[^\d,.]{0,14}|"
    r"\bfloor (?:is|of|at)[^\d,.]{0,10}|\bnothing (?:under|below|less than)|\bstart(?:s|"
    r"ing)? (?:at|from|quantity)|"
    r"\bbatch(?: size)? (?:is|of)|\b(?:smallest|shortest) (?:run|lot|batch|order|"
    r"quantity)[^\d,.]{0,16}|"
    r"\b(?:must|has to|have to|needs? to|only) (?:start|begin)s? (?:from|at|with)|"
    r"minimum(?: order)?(?: quantity| qty)?|"
    r"\bmin\b\.?(?: order)?(?: qty)?|at least|no less than|not less than|起订量?|"
    r"起[批做染印产订送烧发织][量数]?|最少|最低|至少|起码|最低起订量?|最小起订量?|满|"
    r"\b(?:if|when|once|provided|as long as)\b(?: you(?:'d| would| can| could)?| "
    r"we)?[^,，;。]{0,22}|for (?:orders?|quantit\w+)(?: of| over| above)?|order(?:s|"
    r"ing)? (?:of|up to)|订够|拿够?|要是|如果[^，。]*|只要[^，。]*|超过|达到|过|多于|"
    r"\bover|more than|above|from|increase(?:d)? (?:it )?to|raise (?:it )?to|up "
    r"(?:the )?(?:qty|quantity|order) to|加到|凑够|凑到|增加到|增到|提到|做到|做够|"
    r"订到|下到|一次[订下拿要]|"
    r"(?:need|require)s? (?:you )?(?:to (?:take|order|buy) )?(?:at least )?|不低于|"
    r"不少于|(?:you|must|to|should) (?:take|order|buy))"
    r"\s*(?:is|are|of|:|=|为|是|要?得?(?:下|订|拿|买|做)?|量|数量|个|quantity|qty|the|a|an|"
    r"an order of|to|at)?\s*$"
)
_MINIMUM_AFTER = worded(
    r"^\s*(?:(?:is|are) (?:the|our) (?:\w+ )?(?:least|min|smallest|lowest|shortest)|"
    r"or nothing|upward\b|is (?:the|our) floor|as (?:an?|our|the) (?:absolute )?min|at the least|"
    r"is (?:a|one|our) (?:batch|run|lot)\b|"
    r"\u25a1+ ?(?:is )?(?:the )?(?:min\b(?! \d)|minimum\b(?! \d))|(?:per|an?|each|"
    r"every) \w+ (?:min\b|minimum|at least|is the min)|(?:and|or) upwards?|upwards|"
    r"from that quantity|"
    r"起(?!来)|以上|或以上|及以上|or more|or above|and above|and up|or over|"
    r"minimum|min\b|moq|\+|the minimum|as minimum|at least|才(?:能|可以|行|做|接|有|够|开|印|染|发|"
    r"给|划算|排|出|上|肯)|"
    r"的话|一起订|我们?才)"
)
_PACK = worded(
    r"^\s*(?:/|per|each|in (?:an?|each|one|the|every)|an?|every|装|一)\s*(?:cartons?|ctns?|cases?|"
    r"箱|packs?|box\b|master)|^\s*装|^\s*in (?:it|them)\b|^\s*in each\b(?! (?:colou?r|item|of))|"
    r"^\s*[x*]\s*\d+\s*(?:ctns?|cartons?|"
    r"cases?|箱)"
)
_PACK_BEFORE = worded(
    r"(?:(?:cartons?|ctns?|cases?|packs?|box(?:es)?|\u25a1) of|(?:cartons?|ctns?|箱)\s?[x*@]\s?|"
    r"每箱|一箱|"
    r"每件|per carton|each carton|"
    r"/ctn|(?<![个只条张盒支件把片])装|pack(?:ed|ing)(?: is| of| by|"
    r":)?|箱规)\s*(?:is|of|:|装|有|是|contains|holds)?\s*$"
)
_RATE = worded(
    r"^\s*(?:/|per|a|each|every|每)\s*(?:day|week|month|shift|night|season|天|日|周|月|hour)|^\s*daily|"
    r"^\s*an? (?:day|week|month|shift|night|hour|season)"
)
_RATE_BEFORE = worded(
    r"(?:每天|一天|日产|月产|每日|每周|每月|产能|capacity|daily|output)[^，。,]{0,6}$"
)
_SHORT = worded(
    r"(?:差|缺|(?<![最至不])少|欠|短(?!期)|各?减|short(?: of| by)?|missing|less|"
    r"lack(?:ing)?)\s*(?:了|by|of)?\s*$"
)
_SHORT_AFTER = worded(r"^\s*(?:short|missing|less|fewer)")
_EXTRA = worded(r"(?:送|额外|赠|多给|free|extra|plus|备品|spare|另送|搭|\badd)\s*(?:你|您|的)?\s*$")
_EXTRA_AFTER = worded(r"^\s*(?:free|extra|spare|for free|赠|备品|样品|samples?|more\b(?! than))")


_AT_MOST = worded(
    r"(?:(?:no|not) (?:more|over) than|up to|\bmax(?:imum)?(?: of)?|at most|最多|顶多|不超过|"
    r"不能超过)"
    r"\s*(?:is|of|:|给|发|做|能|只)*\s*$"
)
_MORE_THAN = worded(r"(?:more than|over|above|beyond|超过|多于)\s*$")


def count_role(text: str, span: Span) -> CountRole:
    """What the number at `span` of a clause is: in `起订量500个` a minimum."""
    before, after = text[: span[0]], text[span[1] :]
    if _PACK.match(after) or _PACK_BEFORE.search(before):
        return CountRole.PACK
    if _INSTEAD_OF.search(before) or _BECOMES.match(after):
        return CountRole.OLD
    if _RATE.match(after) or _RATE_BEFORE.search(before) or _EXTRA.search(before):
        return CountRole.BESIDE
    if _EXTRA_AFTER.match(after):
        return CountRole.BESIDE
    if _AT_MOST.search(before) or (_MORE_THAN.search(before) and turned_down(text)):
        return CountRole.QUANTITY
    if _MINIMUM_BEFORE.search(before) or _MINIMUM_AFTER.match(after):
        return CountRole.MINIMUM
    if _SHORT.search(before) or _SHORT_AFTER.match(after):
        return CountRole.SHORT
    if _FLOOR.search(before) and (turned_down(text) or re.search(r"^[^,，。]{0,6}不", after)):
        return CountRole.MINIMUM
    if CANNOT.search(text) and not re.search(r"more than|over|only|超过|只|最多", text):
        return CountRole.REJECTED
    return CountRole.QUANTITY
