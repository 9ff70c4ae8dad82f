"""Phrases that say nothing about the terms of an order: a closed list.

Greetings, thanks and wishes; why a price is what it is; that an offer is the best; what the
writer feels. A phrase belongs here only if no buyer would act on it.
"""

from __future__ import annotations

from bot.rules.supplier_answers.chinese_harmless import without_chinese_harmless
from bot.rules.supplier_answers.folding import TAKEN, worded

_CLOSING = worded(
    r"look(?:ing)? forward|trust (?:this|that|you|the above)|(?:please )?(?:do not|don't|"
    r"feel free)[^.]{0,12}(?:hesitate|contact)|any (?:questions?|quer(?:y|ies)|doubts?)|"
    r"for urgent|valued|appreciat\w+|(?:thank|thanks|sorry|apolog\w+|greetings|regards|wish\w*|"
    r"hope (?:you|this|to|all)|good to hear|nice to|pleasure|love to|how are)|"
    r"with reference to|further to|in reply to|referring to|"
    r"祝|感谢|谢|期待|希望合作|合作愉快|多多关照|望(?:理解|谅解|知悉|见谅)|见谅|谅解|来信|收悉|"
    r"承蒙|惠顾|问(?:您|你)好|辛苦|关照"
)
_COSTS = (
    r"(?:raw )?(?:steel|cotton|copper|plastic|paper|yarn|materials?|labou?r|wages|energy|freight|"
    r"costs?|rates?)"
)
_COSTS_ZH = (
    r"(?:原?材料费?|原料|棉纱|棉花|棉|钢材|不锈钢|铜|塑料|纸箱?|纱|人工|工资|电费|成本|汇率)"
)
_HARMLESS = worded(
    rf"(?:{_COSTS}|\bic)\b[^.,;\d]*\b(?:up|risen|rising|rise[sn]?|increas\w+|higher|expensive|"
    rf"crazy|涨价?)[^.,;\d]*|"
    rf"(?:{_COSTS_ZH}|铁皮?|芯片|晶片|steel|cotton|copper)价?\s?(?:都|也|又|在|还在|一直|最近|"
    rf"天天)*(?:涨|升|贵|长)[^,，。.\d]*|"
    rf"(?:the )?(?:prices? of |our |all )?{_COSTS}(?: prices?| costs?)? (?:(?:is|are|has|have|"
    r"went|goes|go|keeps?|really|just)(?: been| all)? ?)*(?:up|risen|rising|increas\w+|higher|"
    r"expensive|crazy|gone up|go up|going up)(?: (?:a lot|again|this (?:year|month)|recently|"
    r"too))?|"
    rf"{_COSTS_ZH}(?:都|又|也|最近|今年|一直|在|价格|成本)*(?:涨价?|上涨|贵|高)(?:了|得|很|太|厉害|"
    rf"多|不少|"
    r"好多|凶|狠|价)*|"
    r"(?:this is |that is |that's |it's )?(?:our |my |the )?(?:very |absolute )?(?:best|lowest|"
    r"final|bottom|firm)(?: and final)?(?: price| offer| level)?(?: below| already| now)?|"
    r"(?:already |really )?(?:our |the )?(?:lowest|bottom)(?: price)?|"
    r"(?:已经?是?|这是|就是|算是)*(?:给你的?)?(?:最低价?|底价|实价|最优惠的?|最低的?)(?:价格?)?了?|"
    r"(?:we (?:are pleased to|would like to) )?(?:offer|quote)(?: you)?(?: as follows| below)|"
    r"报价(?:单|如下)|(?:以上|价格|单价)?(?:均|都|已)?含税|"
    r"不好意思|对不起|实在抱歉|不用(?:客气|谢)|not at all|no worries|never mind|"
    r"same quantity|quantity (?:is )?(?:the )?same|(?:数量|其他|其余)(?:都)?(?:不变|一样|照旧)|"
    r"(?:good|great) news|come on|you(?:'re| are) killing me(?: here)?|(?:and )?that(?:'s| is) it|"
    r"take it or leave it|交个朋友|量大从优|价格?好商量|多多益善|老客户|老主顾|(?:老板)?(?:你|"
    r"您)?这?价?(?:砍|杀|压)(?:得|的)太狠了?|"
    r"(?:^|(?<=[\s,，。]))(?:颜色|制单|联系人|型号|货号|品名|名称|开单|经办|客户|业务员?|"
    r"制表)[:][^,，。\n]*|"
    r"(?:刚|已|才)?(?:看到|看了|收到|收|看)(?:你的?|您的?|贵司)?(?:的)?(?:单子?|订单|来单|邮件|"
    r"消息)(?:了|啦)?|"
    r"(?:这张|你的?|您的?)?(?:单子?|订单|来单)(?:已|都)?(?:看|收|收到|收悉|看到|核对?|审)(?:了|过|"
    r"完|啦|悉|到)*|"
    r"不(?:能|可以|好|可)?再?(?:少|低|降|让|减|便宜)(?:了|啦)?|一(?:分|毛|块)(?:钱)?都?(?:不|"
    r"没)(?:能|会)?(?:少|多|让|赚)(?:了)?|"
    r"(?:给|为)?(?:您|你|贵司|贵方)?(?:造成|带来)(?:的)?不便|深表歉意|(?:请|敬请|望|还请|"
    r"多)(?:多)?(?:包涵|海涵|体谅|谅解)|"
    r"(?:我)?(?:没|不会|从来不)(?:有)?(?:赚|坑|骗|亏待|蒙|宰)(?:你|您|人)?(?:的)?(?:黑心)?钱?|"
    rf"(?:valid|holds?|good|stands?)?(?: only)? ?(?:for|until|till|to) (?:the )?{TAKEN}+|"
    r"only (?:the )?(?:customer|one|person|because|just|myself|me)\b|by separate \w+|"
    r"(?:sorry |apologi\w+ )(?:for|about) (?:the |my |our |any )?(?:late|slow|delay\w*|wait|"
    r"inconvenience|confusion|trouble)"
    r"(?: (?:reply|answer|response|caused))?|(?:thanks?|thank you) for (?:your )?(?:order|patience|"
    r"waiting|the (?:order|offer))|"
    r"any (?:other )?questions?|(?:please )?(?:do not|don't) hesitate|do let (?:me|us) know|"
    r"(?:(?:i|we|he|she) )?(?:already )?(?:ask(?:ed)?|check(?:ed)?|spoke|talk(?:ed)?)(?: with|"
    r" to)? (?:my |our |the |your )?(?:boss|manager|mum|dad|father|mother|wife|husband|factory|"
    r"workshop|him|her|them|you to understand|for your)|"
    r"(?:we |please )?ask (?:for )?you(?:r)? (?:to understand|understanding|patience|"
    r"generous patience)|(?:a?waiting|wait) (?:for )?(?:your|you)\b[^.,;]*|"
    r"(?:kindly |please )?(?:do the needful|revert with your confirmation)(?: at the earliest)?|"
    r"no (?:later|sooner|earlier)|"
    r"等(?:您|你)(?:的)?(?:好)?(?:消息|回复|确认|回话)?|(?:敬)?请(?:增补|知悉|查照|惠允)|先(?:讲|"
    r"说)一声|"
    r"再(?:打折|降|低|便宜|砍|少|谈)[^,，。\d]*(?:不动|不了|不起|亏|不行|没有|关门|做不)[^,，。]*|"
    r"一口价|实在价|良心价|跳楼价|"
    r"(?:你|您)?(?:这)?(?:砍价|杀价|压价|还价)[^,，。\d]*(?:狠|厉害|凶|猛|过分)[^,，。]*|报价(?:表|"
    r"回执|确认)|(?:现)?就?标的物?条款(?:回复|答复)如下|"
    r"(?:(?:this|the|our) )?(?:price|offer|quote|quotation)s? (?:is|are) (?:valid|good|"
    r"firm)(?: for| until| till)?|"
    r"(?<!not )(?:all|everything|both|these|they|it|goods)? ?(?:(?:are|"
    r"is) )?(?:all )?in stock(?: now)?|(?:都|全部?|均)?(?:有货|有现货|是现货|备着货)|"
    r"^\s*(?:at )?your (?:prices?|numbers?|terms|quantit\w+)[\s.!]*$|"
    r"no hard feelings|good (?:day|morning|afternoon|evening)|g'day|no wait|only because it's you|"
    r"(?:once|when|as soon as) (?:i|we) hear(?: back)?(?: from you)?|"
    r"let me know(?: how you'd like to proceed| if (?:that|this) works)?|"
    r"(?:just )?(?:a )?few (?:items|things|questions)|all right then|go on then|"
    r"(?:hi|hello|hey|dear)(?: all| both| team| there| again)?|"
    r"(?:we |it )?(?:have |has )?(?:compel|forc|caus|oblig)\w+ us to \w+ (?:our )?(?:price\w*|"
    r"pricing)(?: architecture| list)?|"
    r"(?:over|from|on|to|of|at|off|than) (?:the |your )?(?:po |order )?prices (?:you (?:show|wrote|"
    r"have|put|gave|sent)|on your (?:po|order|list))|"
    r"(?:calculated|computed|based|taken) (?:on|off|from) (?:the |your )?(?:po |order )?prices?|"
    r"(?:经)?(?:我司|公司|厂里)?[^,，。]{0,8}(?:审议|研究|讨论|商议|核算)(?:通过|决定)?|趁我没后悔|"
    r"所剩(?:不多|无几)|各退一步|成交不成交(?:一句话)?|承蒙[^,，。]*|"
    r"小店感激不尽|从不偷工减料|再低(?:我)?真?要喝西北风了?|(?:您|你)?(?:问问|看看)别家(?:吧)?"
)


_DELAYED = worded(
    r"(?:货期|交期|工期|时间|发货|出货|整单|货)[^,，。\d]*(?:拉长|推迟|推后|往后推|延|晚|慢|"
    r"紧)[^,，。\d]*|"
    r"(?:delivery|lead ?time|shipment|shipping|dispatch|goods)[^.,;\d]*(?:longer|delay\w*|late|"
    r"later|slow\w*|slip\w*)"
    r"[^.,;\d]*|\b(?:delay\w*|late)\b"
)
#: Words by which a clause may change a term, though nothing was read in it.
_TOUCHES = worded(
    r"\d|\b(?:if|unless|provided|subject to|condition\w*|assuming|permitting|depend\w*|otherwise|"
    r"as long as|so long as|except|without|instead|apart from|other than|extra|plus|on top|"
    r"charge[sd]?|charging|fees?|billed|cost(?:s|ed)?|surcharge|freight|postage|carriage|duty|vat|"
    r"tax|customs|payment\w*|deposit|account|bank|transfer\w*|replac\w*|substitut\w*|swap\w*|"
    r"switch\w*|change[sd]?|cancel\w*|reduc\w*|increas\w*|raise[sd]?|discount\w*|cheaper|"
    r"colou?rs?|sizes?|quality|version|label\w*|logo|thinner|thicker|heavier|lighter|smaller|"
    r"bigger|"
    r"larger|different|deliver\w*|ship\w*|dispatch\w*|arriv\w*|collect\w*|delay\w*|quantit\w*|qty|"
    r"short(?:age)?|rest|remaining|remainder|half (?:the|of|your|my) (?:order|quantity|goods|lot)|"
    r"part of (?:it|the|your)|partial\w*|some of|few of|minimum|moq|at least|prices?|pricing|"
    r"rates?|"
    r"(?:we|i|can|could|will|shall) offer|must|requir\w*|need\w*|stock(?!-| ?take)|available|"
    r"mistake|"
    r"wrong|figure)\b|"
    r"\b(?:not|n't|no|none|cannot|never)(?:\W+\w+){0,2}\W+(?:ok\w*|fine|good|right|enough|"
    r"includ\w+|"
    r"sure|able|possible|all|available|accept\w*|agree\w*|same|sell|send|make|come|coming)\b|"
    r"价|数量|(?<![拿进理])货(?!车|物流|站|运|代)|交期|(?<!交)付|"
    r"(?<![条那这两三此该一哪几新各每老本])款(?!待)|费(?!心)|颜色|"
    r"质量|材质|包装|换|改(?!天)|"
    r"取消|涨|降|减|"
    r"必须|税|折|如果|要是|(?<!删)除|若|的话|确认|送货|送到|不(?=够|行|含|包|能|是|可|做|接|卖|供|"
    r"给|发)|"
    r"没有|"
    r"没(?=货|盒|箱|带|盖)|无法|未"
)


def touches(text: str) -> bool:
    """Whether a clause speaks of a price, a quantity, the goods, a delivery or a condition."""
    return bool(_TOUCHES.search(text))


def without_delay(text: str) -> str:
    """The text without "delivery takes longer", which a day that is named says better."""
    return _DELAYED.sub(" ", text)


def closes(text: str) -> bool:
    """Whether a clause only opens or closes a letter: it has no figure and touches no term."""
    return bool(_CLOSING.search(text)) and not touches(without_harmless(_CLOSING.sub(" ", text)))


def without_harmless(text: str) -> str:
    """The text without harmless phrases: `cotton has gone up` -> blanks."""
    return without_chinese_harmless(_HARMLESS.sub(" ", text))
