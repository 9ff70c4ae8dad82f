"""The words by which a clause says that something cannot be done, for a price or for the whole."""

from __future__ import annotations

import re

from bot.rules.supplier_answers.folding import worded

#: Words of "it cannot be done", for a price or for the whole.
CANNOT = worded(
    r"\b(?:can'?t|cannot|can not|could ?n[o']t|couldn't|(?:is|are|was)(?:n't| "
    r"not)(?! (?:a |any )?(?:problem|issue))|not (?:possible|able|acceptable|"
    r"accept\w*|ok|okay|workable|feasible|enough|agree\w*|work\w*|profitable|do)|"
    r"impossible|unable|won'?t|will not|(?:would not|wouldn't)(?! (?:like|want|wish|mind)\b)|"
    r"no way|do not|don'?t|does "
    r"?n[o']t|doesn't|did not|didn't|never|nope|no can do|"
    r"(?:fully|all) booked(?! in)|booked (?:up|out|solid|full|until|till)|full(?:y)? (?:order book|"
    r"capacity)|too (?:few|low|cheap|tight|"
    r"short|"
    r"small|little|far|much|hard|difficult|soon|"
    r"early|fast)|below (?:our |my )?(?:\w+ )?(?:cost|material)|(?:lose|losing) money|(?:make|"
    r"at|making) a loss|no (?:profit|"
    r"margin|room)|reject\w*|declin\w*|refus\w*|"
    r"treat (?:the |this |our )?(?:po|order) as cancelled|refrain(?:ed|ing)? from|"
    r"extremely difficult|"
    r"not (?:at|for|below|under) (?=[¥$\d])|(?:sit|sitting) (?:this|it)(?: one)? out|"
    r"not in a position|"
    r"(?:get|find|buy|try) (?:it |them |this )?(?:some(?:where|body|one)|elsewhere)|(?:go|look|"
    r"looking|shop) (?:somewhere else|elsewhere)|"
    r"pass(?:ing)? (?:on )?(?:this|it|that)|gonna (?:have to )?pass|(?:have to|must|will|"
    r"'ll) (?:say no|decline|pass)|"
    r"below what (?:it|they|these|those|i|we)\b|less than (?:it|they|these) costs? (?:me|us)|"
    r"does(?:n't| not) "
    r"(?:even )?(?:cover|pay for)|neither (?:of (?:them|these|the (?:two|items?))|item|one|"
    r"product|line)\b|not (?:shipping|sending|selling|"
    r"delivering|supplying|making)(?: you| u)? (?:anything|a thing|any more)|"
    r"no more (?:small )?orders|"
    r"count me out|not for me|hands are tied|(?:return|send back) (?:this|the|your) order unfilled|"
    r"ask (?:another|a different|some other) (?:factory|supplier|mill|maker|shop)|"
    r"(?:not )?allow us to|"
    r"went (?:bust|bankrupt)|only serve (?:chains|wholesalers?|hotels)|wholesale(?: market)? only|"
    r"not (?:one|a) single|not at any price|(?<!or )nothing doing|(?<!or )no deal|take us off|"
    r"count us out|"
    r"(?:close|closing|closed|wound|winding|shut|shutting) (?:down|up shop|the (?:mill|shop|"
    r"factory|doors))|ceased?|"
    r"leave (?:this|it) one|not (?:for us|one for us|take this)|be able for it|can't help|"
    r"unfortunately|afraid|regret|sorry(?! for| about| to keep| i am late)|decline|"
    r"turn down|turned down|unacceptable|not interested|unworkable|pass on this|have "
    r"to pass|must pass)\b|\bno(?=\s*[.!]*\s*$| to\b| thanks?\b)|排不[上下]|赶不[上及]|来不及|"
    r"没空|没时间|腾不出|蚀本?|做不过|排满|已满|满了|不再(?:做|供|生产|接|经营|销售|卖)|接不了|"
    r"不敢接|只好不接|"
    r"[接做供排插赶进顶扛撑收到热开转送整搞弄买卖出]不(?:回?来|[到住进上了切掂起动成])|"
    r"别再(?=[^\d，。]{0,4}\d)|没法给|"
    r"凑不[齐够满到]|[做交出]不[满齐]|不跟[你您]|不陪|退回给|恕不|恕难|"
    r"难以(?!置信)|爱莫能助|倒贴|贴钱|赔钱|另请高明|另找|找别家|找第二家|无力|无缘|不再(?:接受|"
    r"承接|合作)|不承接|"
    r"(?:都|全)?(?:让|被)[^，。]{1,12}包[走圆]|关(?:了|门|张|厂)|倒闭|歇业|转行|转产|"
    r"不行|不能|做不[了到来下出动起]|不可能|没法|没办法|无法|不可以|不接受|不同意|"
    r"不接(?!受)|接[受]?不了|不干|太低|太少|太急|太紧|太赶|亏|不够|达不到|下不来|"
    r"拿不下|不做(?![^,，。]{0,3}(?:包装|印刷|贴牌|散装|零售|彩盒|刻字|logo|散的))|不划算|"
    r"[做卖降让给发出供赶来走]不[了起下到动及出]|没利润|没有利润|没得做|不考虑|拒绝|"
    r"婉拒|谈不了|搞不[定了]|不卖|免谈|没戏|扛不住|吃不消|顶不住|够呛|难做|没空间|"
    r"没有空间|算了吧?|不合适|给不了"
)

#: "It cannot be less" stands by a price, and does not turn it down.
_FIRM = worded(
    r"(?:低于|少于|再低|再少|低过)(?:这个|此|这|它)?(?:价格?|数)?[^,，。]{0,9}(?:亏本?|别|免谈|"
    r"不[^,，。]{1,3}|没法[^,，。]{0,3})|"
    r"(?:below|under|less than) (?:this|that)[^,.\d]{0,24}|(?:没法|不能|无法)再?(?:少|低|降|让)|"
    r"不能再?(?:少|低|降|便宜|优惠|让)了?|不(?:二价|还价|议价|讲价)|(?:can'?t|cannot|"
    r"can not) (?:be|go|do|get) (?:any )?(?:lower|less|cheaper)(?! than)|no lower|"
    r"not (?:a cent )?(?:lower|less)(?! than)"
)


#: Why, which is not that: "9.65 because copper is up too much".
_BECAUSE_OF = worded(r"\b(?:because|due to)\b[^.;,]*|(?:因为|由于)[^,，。]*")
_NO_LOSS = worded(r"(?:不会?|没|别)(?:让[你您])?(?:吃)?[亏蚀]")


def turned_down(text: str) -> bool:
    """Whether a clause says that it cannot be done; `12.2元不能少` says that 12.20 can."""
    text = _BECAUSE_OF.sub(" ", _NO_LOSS.sub(" ", text))
    if re.search(r"\d|[一二两三四五六七八九十]块|[一二两三四五六七八九十百]{2}", text):
        text = _FIRM.sub(" ", text)
    return bool(CANNOT.search(text))


#: Why something cannot be done; that it cannot is not yet said.
_REASONS = worded(
    r"\b(?:unfortunately|afraid|regret\w*|sorry|too (?:few|low|cheap|tight|short|small|little|far|"
    r"much|"
    r"hard|difficult|soon|early|fast)|below (?:our |my )?(?:cost|material)|(?:lose|losing) money|"
    r"(?:make|at|making) a loss|no (?:profit|margin|room))\b|蚀本?|亏|太低|太少|太急|太紧|太赶|"
    r"不够|"
    r"没利润|没有利润|没空间|没有空间|难做|没空|没时间|不合适"
)


def refused_plainly(text: str) -> bool:
    """Whether a clause says that it cannot be done, and not only why."""
    return turned_down(_REASONS.sub(" ", text))


def without_refusals(text: str) -> str:
    """The text without its words of "it cannot be done" and "it cannot be less"."""
    return CANNOT.sub(" ", _FIRM.sub(" ", text))
