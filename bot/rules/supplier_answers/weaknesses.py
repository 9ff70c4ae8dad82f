"""The ways in which an answer is less than a promise, and what each is called."""

from __future__ import annotations

import re

from bot.rules.supplier_answers.folding import TAKEN, worded

UNCERTAIN = "they are not certain of it"
PAYMENT = "they name terms of payment, which staff decide"
COSTS = "they name costs beside the price, or a price without tax"
ANOTHER_THING = "they offer something else in its place"
OTHER_GOODS = "they speak of other goods than those ordered"
TONE = "the tone is not that of an offer"
CANCELS = "they speak of cancelling"
UNDECIDED = "they have not decided yet"

_HARMLESS = worded(
    r"(?:之前|原来|前面|上一?次|旧)?的?(?:报价|价格|价)[^，。\d]{0,2}(?:作废|取消)|"
    r"(?:价格?上|基础上|统一|整单|全单|单价)再?加\d+个?点|"
    r"(?:how|what) about|改[成为到](?=\s?[\d一二两三四五六七八九十\u25a1])|"
    r"(?:(?<=\u25a1)|(?<=价格)|(?<=单价)|(?<=其他)|(?<=其余)|(?<=数量)|(?<=[\d条个盒斤]))(?:都|也|"
    r"还是)?(?:照旧|老样子)|"
    r"(?:想|麻烦|请|先)问(?:一?下|个事|[您你])?(?!老板|厂|师傅|仓库|领导|经理|货源)|问[您你]个事|"
    r"(?:别|不|不用|谁也别)再说|"
    rf"报价{TAKEN}+[^,，。\n]{{0,2}}有效|(?:刚才|上一?条|前面)?的?语音(?:没|里没|说错|打错|"
    rf"不清)[^,，。]{{0,3}}|"
    r""
    r"\babout (?=the|your|this|that|our|price|delivery|my|it)|"
    r"(?:预计|预估|预期|预定|expect\w*|estimat\w*)(?=[^.,，。\n\d]{0,40}\u25a1)|"
    r"instead of(?= (?:the )?[\u25a1\d])|(?:问问|问一?下)(?=别|其他)|(?:别家|人家|隔壁|自己|他们?|"
    r"去)问[问下]?吧?|问[问了]?(?:下|过)?(?:老板|师傅|仓库|厂里)(?:了|过)|"
    r"(?:what|as|how|before) (?:you|we) (?:paid|pay)|(?:boss|manager|老板|"
    r"经理)[^,，.。]{0,6}(?:批了|同意了|approved|agreed|said (?:yes|ok))|"
    r"等(?:他|你来|她)就好|经[^，。]{0,12}(?:研究|审议|讨论|商议|核算|核实|核对|沟通|协商)|(?:提供|"
    r"发|给)[^，。]{0,4}(?:开票|发票)(?:信息|资料|抬头)|研究(?:决定|通过)|"
    r"[评审]审?结果(?:如下|是)|(?:a?waiting|wait) for your|"
    r"\b(?:have|need|going|had) to ask (?:for|you (?:for|to))|\bminimum invoice\b|"
    r"\b(?:i|we|he|she) (?:already |just )?paid (?:more|less|extra|that much)\b|"
    r"\b(?:the )?boss says?(?= (?:\w+ )?(?:[\d¥$\u25a1]|ok|yes|fine|no\b))|"
    r"\b(?:same as |what )?you (?:still |only |always |once )?paid\b|\bpays? me (?:more|better)|"
    r"\bon (?:an|one|the|each) invoice\b|\b(?:our )?invoice (?:follows|will follow|to follow)|"
    r"\b(?:we )?invoice with\b|"
    r"慢慢[^，。]{0,2}等"
)

#: (pattern, the doubt it raises), in a folded text.
_LESS_THAN_A_PROMISE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (worded(pattern), doubt)
    for pattern, doubt in (
        (
            r"\b(?:maybe|perhaps|probabl\w+|(?<!not )(?<!as )possibl[ey]|might|"
            r"approx\w*|(?:about|around|roundabout)(?= (?:\d|[\u25a1¥$]|a (?:week|month|fortnight)|"
            r"one|two|three|"
            r"four|five|six|seven|eight|nine|ten|twelve|mid|half|the (?:\d|\w+ mark)))|"
            r"roughly|more or less|or so|circa|"
            r"hopefully|hope to|we hope|try to|trying|try (?:our|my) best|do (?:our|"
            r"my) best|do what we can|"
            r"estimated?|tentativ\w*|likely|i think|i guess|i believe|not (?:sure|certain)|"
            r"normally|usually|typically|generally|unsure|should be (?:ok|fine|ready|able|around|"
            r"possible)|should "
            r"(?:arrive|ship|leave|go)|expect(?:ed)?|aim(?:ing)?|"
            r"if (?:all goes|everything|nothing|possible|we are lucky|lucky)|in "
            r"principle|in theory|plus or minus|\+/-|ish)\b"
            r"|一般(?:都|要|是)|通常|平时|大概|大约|左右|差不多|可能|也许|估计|应该|预计|预估|尽量|"
            r"争取|努力|"
            r"试试|看看|看情况|不一定|不确定|不敢保证|"
            r"不保证|说不准|说不好|不好说|原则上|理论上|基本上|暂定|顺利的话|"
            r"(?<=[\d个条只斤盒块元毛])上下|[块元]多(?!少)|多一[点些](?![都也])|"
            r"好像|貌似|[块元]\d{0,2}之间|十[一二三四五六七八][二三四五六七八九](?=[块元个条只])|"
            r"[一二三四五六七][二三四五六七八](?=[百千][块元个条只盒])|"
            r"^\s*(?:都行|随[你您]|都可以|你定|你看着办)[吧啦了的]*[。!]?\s*$|"
            r"来[个箱件]|多[个箱件]|几[百十天个箱件](?!事|问题|月)|十几|百来|不出意外",
            UNCERTAIN,
        ),
        (
            r"\b(?:an answer|let'?s see|(?:we|i)(?:'ll| will) see|wait and see|(?:boss|"
            r"manager) says|to be (?:agreed|discussed|decided|advised|fixed|negotiated)|"
            r"let me (?:check|ask|see|confirm|look|talk)|(?:will|'ll|"
            r"need to|have to|going to|gotta|must|should|want to|first) (?:first )?"
            r"(?:check|ask|discuss|think|consider|confirm with|see|review|look into|"
            r"talk|speak|consult|verify|get back|"
            r"revert|reply|answer|come back|update you|let you know|confirm later|"
            r"confirm tomorrow|confirm soon)|"
            r"get back to you|revert (?:soon|later|to you|tomorrow|asap)|under "
            r"review|pending|subject to|to be confirmed|tbc|"
            r"tbd|later today|checking|waiting for|wait for|one moment|hold on|"
            r"please wait|be patient|"
            r"depend(?:s|ing)?|not (?:yet )?(?:decided|confirmed)|on hold|let's talk|call me|"
            r"can't (?:talk |speak |reply |answer |type |look |check |write )?(?:rn|right now|"
            r"atm|just now|"
            r"this minute|at the moment)|leave it with (?:me|us)|driving|in a meeting|"
            r"negotiable|discuss(?:ed)?|talk about)\b|"
            r"(?:让|叫|等)[^,，。]{0,6}(?:回复?|答复)(?:你|您)|待审|评审|审核中|审批|另行通知|"
            r"问(?:一)?(?:下|问)|问问|请示|商量|核实|查(?:一)?下|"
            r"确认(?:一)?下|"
            r"再(?:回复|确认|说|看|定|议|联系|聊|报)|稍后|晚点|晚些|回头|"
            r"考虑|研究|待定|等(?:一)?(?:下|等|我|通知|消息|老板|他|厂|领导)|"
            r"看(?:一)?下|算(?:一)?下|可以谈|好商量|面议|电话(?:聊|说|谈)|"
            r"打(?:我)?电话|(?:样品|首样|打样|产前样|样)[^，。\d]{0,6}(?:确认|满意|通过|"
            r"ok)[^，。\d]{0,3}(?:后|再|才)|"
            r"另议|另谈|另商|(?<!上下)浮动|(?:处理|受理|审批|排队|流转)中|推送[至到给]|暂按|"
            r"先按(?=\s?\d)|要看|视情况|取决于|暂时|先别|再谈|"
            r"再商|再聊|再议|等你|等您|等通知|"
            r"随行就市|时价|下午给你|明天给你|老板不在|领导"
            r"|\b(?:i|we|he|she)(?:'ll| will)? (?:call|ring|phone|ask|check|text) (?:you|him|her|"
            r"them|my|the boss|when|and)\b"
            r"|\b(?:price|quote|offer|answer|rest|date)s? (?:on |by )?\u25a1+(?=\s*(?:[.,;!]|$))|"
            r"(?:价格?|报价|单价)等?\u25a1"
            r"|\b(?:will|'ll|shall) (?:confirm|quote|advise|inform|tell|reply|answer|revert)\b|"
            r"\u25a1(?:再|才)?(?:报|确认|答复|回复|告诉|给[你您](?:价|答|回|报))",
            UNDECIDED,
        ),
        (
            r"\b(?:deposit|balance (?:before|against|payment|due|on)|t/?t|l/?c|"
            r"prepa(?:y|id)\w*|(?:paid|payment|pay|deposit|cash|%) in advance|advance payment|"
            r"pay(?:ment|"
            r"ing|s)?(?! (?:attention|you to))|"
            r"(?<!you )(?<!we )paid|upfront|up front|net \d+|cash|cod|invoiced?(?! at)s?|"
            r"against (?:bl|b/l|documents))\b|"
            r"定金|(?<!起)订金(?!额)|预付|全款|款到|付款|现款|现结|月结|账期|尾款|到账|打款|先款|"
            r"现金(?!牛)|货到付|结清|转账|汇款|付清|付[了完]|给钱|收到款",
            PAYMENT,
        ),
        (
            r"\b(?:freight|shipping (?:cost|fee|charge|extra|not)\w*|delivery (?:fee|"
            r"charge|cost)\w*|postage|surcharge|"
            r"extra (?:charge|cost|fee)s?|plus (?:shipping|freight|tax|vat|delivery)|"
            r"tooling|mou?ld fee|sample fee|handling fee|set-?up|"
            r"(?:excl\w*|not incl\w*|without|before|exclusive of|ex\.?) (?:of "
            r")?(?:tax|vat|gst|freight|shipping|packaging)|"
            r"vat (?:extra|not|excl\w*)|tax (?:extra|not|excl\w*)|(?:cif|ddp|dap|cfr|fca)\b)|"
            r"运费|邮费|快递费|物流费|不含(?!糊)|未税|不包|另算|另计|另加|另付|另收|加税|"
            r"税点|开票|开模|模具费|打样费|样品费|附加费|到付|自提|卸货费|装卸费|"
            r"手续费|税金|\+税|加\d+个?点",
            COSTS,
        ),
        (
            r"\b(?:instead of|replace[ds]?|replacement|substitut\w*|alternative\w*|"
            r"similar|equivalent|new (?:model|version|design)|"
            r"different (?:colou?r|model|material|size|brand|one)|other (?:colou?r|"
            r"model|size|brand)s?|another (?:colou?r|model|size|item|product|brand)|"
            r"in (?:black|red|green|pink|yellow|beige) (?:only|instead)|upgrade[ds]?)\b|"
            r"代替|替代|替换|换成|换[个一别款]|改用|改成|别的(?:颜色|款|型号)|"
            r"其他(?:颜色|款|型号)|类似|同款|新款|升级|平替|差不多的",
            ANOTHER_THING,
        ),
        (
            r"\b(?:with(?:out)? (?:a |the )?(?:box|logo|print\w*|lids?|sleeves?|bags?|plugs?|"
            r"adapters?)|version|(?<!this )grade|seconds|defect\w*|thinner|lighter|smaller|lower "
            r"quality|quality (?:is|will|may|might|would|not)|without (?!(?:any "
            r")?(?:problem|delay|issue|doubt|fail|tax|vat)))"
            r"|不(?:做|印|带|配)[^，。]{0,3}(?:包装|印刷|贴牌|散装|零售|彩盒|刻字|logo|散的)|不带|"
            r"不配|(?:质量|品质)[^，。]{0,3}(?:差|低|不|一般|降)|薄款|次品|"
            r"瑕疵|尾货|[ab][级款货]|二等|等外|克重|版本|简装|裸装|散装|没包装|"
            r"没有包装|(?<![从不会])偷工",
            OTHER_GOODS,
        ),
        (
            r"\b(?:(?:two|2|three|3|several|split|separate|partial) (?:shipments?|"
            r"batch(?:es)?|lots|deliver(?:y|ies))|split)\b|分[批开两二三]|[两二三]批",
            "they want to deliver in parts",
        ),
        (
            r"(?<![\d.¥$])(?:1[0-2]|[1-9])\.(?:[12]\d|3[01]|0[1-9])\s?(?:发(?!票)|走货|出货(?!价))",
            "a number may be a day or a price",
        ),
        (
            r"not not|cannot not|can'?t not|不得不|不能不|不是不",
            "a negation of a negation",
        ),
        (
            r"\b(?:last call|joke|joking|kidding|really\?|are you serious|"
            r"(?:you(?:'re| are)|are you|u r) crazy|ridiculous|insult\w*|shame|"
            r"(?:will|'ll|to|gonna) sue|sue (?:you|your)|lawyer|legal|complain\w*|stupid|idiot|"
            r"waste (?:of|my))\b|呵呵|"
            r"开玩笑|逗我|疯了|想得美|做梦|"
            r"骗子|投诉|律师|起诉|有病|搞笑|随便(?:你)?|爱要不要|你说呢|你猜",
            TONE,
        ),
        (
            r"\b(?:cancel(?:l?ed|l?ing)?|void|withdraw\w*)\b|取消|作废|撤单|撤回|退单",
            CANCELS,
        ),
        (
            r"上(?:一|个)?[单批](?:的)?货|另(?:外)?一[个]?[订单]|之前那[单批]|"
            r"\b(?:other|previous|earlier|another) (?:purchase )?order\b(?!'s| price)|"
            r"order of the\b|"
            r"\b(?:wrong (?:person|number|address|email|order|company)|not (?:the|"
            r"your) supplier|who (?:is this|are you)|"
            r"do(?:es)? not work here|no longer (?:work|with)\w*|left the company|"
            r"new contact|has left|forwarded|forwarding|"
            r"undeliverable|delivery (?:status|failed|failure|has failed)|mailer-daemon|mailbox)\b|"
            r"发错|你是谁|哪位|离职|不在这|不负责|转给|转交|不是我们|认错|退信|"
            r"投递失败|加错|不做这个了|可以开始聊天|添加了[你您]|通过了?[^，。]{0,6}(?:验证|好友)",
            "it may not be the supplier who answers, or not about this order",
        ),
        (
            r"same as (?:above|before|below|previous|last mail|the other)|as "
            r"(?:attached|per attach\w*|discussed|agreed|per (?:phone|call|our call|"
            r"wechat))|"
            r"see (?:attach\w*|below|above|enclosed|file|the file|photo|picture)|"
            r"attach\w*|enclosed|\blink\b|"
            r"same (?:terms|conditions)|as usual|on the phone|by phone|(?:as|what|like) (?:we|"
            r"i) (?:said|spoke|talked|discussed|agreed)|"
            r"同上|如上|见附件|附件|看图|见图|"
            r"\[图片\]|\[语音\]|\[文件\]|\[表情\]|语音|"
            r"老规矩|老样子|跟上次一样|和上次一样|照旧|按上次|电话里(?:说|讲)的",
            "it points to something that is not in the text",
        ),
    )
)


def weaknesses(text: str) -> list[str]:
    """Why what a text says is less than a promise, one sentence each."""
    text = _HARMLESS.sub(" ", text)
    return [doubt for pattern, doubt in _LESS_THAN_A_PROMISE if pattern.search(text)]
