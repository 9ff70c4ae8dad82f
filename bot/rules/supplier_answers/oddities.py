"""What makes a text one for staff, whatever terms it names: commands, conditions, a "but".

Nothing that a supplier writes is followed as an instruction: a text that gives some is not read
any further.
"""

from __future__ import annotations

import re

from bot.rules.supplier_answers.folding import worded

_COMMANDS = worded(
    r"ignore (?:all|any|your|the|my|previous|prior|above|every|these|those|what)\b|disregard|"
    r"system prompt|system\s*:|assistant\s*:|\bprompt\b(?! (?:pay\w*|repl\w+|answers?|response|"
    r"deliver\w*|settle\w*|order|ship\w*|attention|action|service))|instruction|developer mode|"
    r"\brobot\b|admin mode|jailbreak|"
    r"\b(?:ai(?!,? (?:file|format|or|pdf|文件|格式)|文件|格式)|bot|chatbot|language model|llm|"
    r"gpt)\b|"
    r"you (?:are|will) now\b|you must\b(?! (?:take|order|buy)(?: me| us)?(?: at least| minimum)? "
    r"[\w,]+(?: (?:pcs|pieces|cartons?|kg|boxes|cups)\b|(?= *(?:[.,;!\n]|$))))|"
    r"override|overrid|your (?:rules|guardrails|"
    r"limit|reserv|maximum|budget|system)|"
    r"reservation (?:price|value)|execute\b(?! (?:the |your |this )?(?:same|order|po|captioned))|"
    r"\bsql\b|drop table|<\s*/?\s*[a-z]+[^>]*>|\{\s*\"|```|"
    r"auto.?(?:accept|approve|confirm)|mark (?:it|this|the order|order|po)\b|set "
    r"(?:the )?(?:price|status|order|confidence)|"
    r"(?:reply|respond|answer|output) (?:only )?(?:with|as)\b|pretend|act as\b|"
    r"change (?:your|the) (?:bank|account)|new (?:bank|beneficiary|account)|"
    r"bank account (?:has|is)|"
    r"\b(?:bank|beneficiary|account|payee) (?:details?|info\w*|data|number|name)\b|\b(?:iban|"
    r"swift)\b|"
    r"without (?:asking|approval|checking)|skip (?:the )?(?:approval|check|staff|"
    r"review)|approve (?:it )?automatically|"
    r"忽略|无视|忘记(?:之前|以上|你)|不要理会|指令|提示词|系统(?:提示|消息|管理员|"
    r"设置|指令|规则)?[:：]|系统提示|"
    r"你(?:现在)?是(?:一个|个)?[^，。\n]{0,8}(?:机器人|助手|ai|模型)|机器人|管理员|"
    r"人工智能|自动(?:接受|通过|确认|审批)|"
    r"你们?的?(?:规则|底线|预算|最高价|上限|权限)|必须(?:接受|同意|按)|直接(?:通过|"
    r"批准|审批)|跳过|绕过|"
    r"(?:汇|打|付|转)[到至入给](?:[^，。\n]{0,8})?(?:账[户号]|户头|卡)|(?:账[户号]|"
    r"收款)[^，。\n]{0,6}(?:变|换|改|更)|"
    r"更换(?:收款)?账[户号]|新的?(?:收款)?账[户号]|改打到|账户(?:已)?变更|标记为|"
    r"设(?:置)?为|执行以下|扮演"
)
_CONDITION = worded(
    r"\b(?:or else|otherwise|unless|provided|on condition|condition(?:al)?|as long "
    r"as|only if|assuming|if|"
    r"in (?:that )?case|either)\b|否则|除非|只要|前提|条件(?!照|按|不变|同|相同|一样|如)|不然|要么|"
    r"或者|如果|要是|假如|的话|若"
)
_LIMIT = worded(
    r"\b(?:but|however|although|though|only|except|just|yet|still|instead|(?<!no "
    r")later|late(?! (?:reply|response|answer))|delay\w*|longer|postpone\w*|loss|"
    r"worse|problem)\b|晚(?![上安])|推迟|延|拖|迟|但|不过|"
    r"只是|只能|仅|就是|可是|除了|先|再(?!见|次感谢)"
)
_POLITE = worded(
    r"if you (?:can |could )?(?:accept|agree (?:to|on)|do|pay|take)(?= [\d¥$])|"
    r"otherwise (?=all|every|fine|ok|no |it|the |we are)|"
    r"(?:如果|要是|若)?(?:您|你)?(?:要是|如果)?(?:能|可以)?(?:接受|同意)(?=[\d¥]|我)|(?:不然|"
    r"否则|otherwise|or else)[^,，。\d]{0,12}(?:不了|亏|不做|不接|不卖|没法|cannot|can't|"
    r"no deal|los[es]|not)|(?:如果|要是)?(?:你|您)(?:们)?(?:要是|如果)?(?:等得起|能等|不急|愿意等|"
    r"等得了)|if you (?:can|don't mind|are happy to) wait\w*|(?:ask(?:s|ed)?|wonder\w*|know|see|"
    r"sure|tell me) if|if (?:that|this|it|you) (?:helps?|"
    r"suits?|works?|is ok\w*|is fine|"
    r"agree|confirm|are (?:ok|happy)|"
    r"have any|need any|like)[^,.;\n]*|if (?:ok(?:ay)?|interested|any|so|not)\b|"
    r"(?:如有|若有|如果有)(?:任何)?(?:问题|疑问|需要)|(?:可以|行|没问题|同意|ok)的话|"
    r"如(?:果)?(?:无|没有?)(?:异议|问题)"
)
_HIDDEN = worded("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_JOINED_PICTURES = re.compile("(?<=[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])\u200d")
_LONG = worded(r"[A-Za-z0-9+/=]{40,}")


#: Why a text is not read at all.
COMMANDS = "it contains instructions to the reader"
HIDDEN = "it contains hidden or encoded characters"


def commands(text: str, original: str) -> str:
    """Why a text is not read at all, or empty: it gives commands or hides something."""
    if _COMMANDS.search(text):
        return COMMANDS
    shown = _JOINED_PICTURES.sub("", original)
    if _HIDDEN.search(shown) or _LONG.search(original):
        return HIDDEN
    return ""


def conditional(text: str) -> bool:
    """Whether a text says that something holds on a condition."""
    return bool(_CONDITION.search(_POLITE.sub(" ", text)))


def limited(text: str) -> bool:
    """Whether a text takes something back: but, only, 不过, 就是."""
    return bool(_LIMIT.search(re.sub(r"\bjust as\b", " ", text)))
