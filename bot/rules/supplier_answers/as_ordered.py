"""The ways to say that a term is as we wrote it: `as you have it`, `at your prices`, 照你单上的.

They agree, and name no value: what the order says stands.
"""

from __future__ import annotations

from bot.rules.supplier_answers.folding import worded

_YOU = r"(?:you|u|ye|yous|your (?:order|po|sheet|list|e-?mail|message))"
_WROTE = (
    r"(?:have|had|'?ve|wrote|put|said|say|ask(?:ed)?|want(?:ed)?|need|state[ds]?|offer(?:ed)?|"
    r"list(?:ed)?|show(?:s|n|ed)?|order(?:ed)?|sent|propos\w+|suggest\w*|requir\w+|request\w*|"
    r"specif\w+|quote[ds]?|named?|wish(?:ed)?|like)"
)
_TERMS = (
    r"(?:pric(?:e|es|ing)|figures?|numbers?|terms|rates?|offers?|money|quantit(?:y|ies)|qty|"
    r"dates?|target)"
)
_FINE = (
    r"(?:ok(?:ay)?|okay|good|fine|all ?right|alright|grand|agreed?|accept\w*|works?|no (?:problem|"
    r"bother|dramas?|issue|worries)|confirmed|suits? (?:us|me)|is what it is|stands?)"
)
_KEEPS = (
    r"(?:keep(?:ing)?|hold(?:ing)?|honou?r(?:ing)?|match(?:ing)?|accept\w*|agree (?:to|with|on)|"
    r"confirm|"
    r"(?:ok|okay|fine|happy|good|go|going|live) with|stick(?:ing)? to|stay(?:ing)? at|"
    r"(?<!look )(?<!looked )(?<!looking )at)"
)
_ENGLISH = (
    rf"\b(?:(?:exactly |just |same |the same )*(?:as|like|how|what(?:ever)?|the way|than)"
    rf"(?: it(?:'s| is))? {_YOU}(?:'ve)? (?:all )?{_WROTE}"
    rf"(?: (?:it|them|there|down|in there|on [a-z ]+))*|"
    rf"{_KEEPS} (?:all )?(?:of )?(?:the |your )(?:order )?{_TERMS}"
    rf"(?: (?:on|in|of|from) (?:the|your) (?:order|po|sheet|e-?mail|list)| you {_WROTE})|"
    rf"{_KEEPS} your (?:own |po |order |list )?{_TERMS}|"
    rf"your (?:own |po |order )?{_TERMS}(?: (?:is|are|we can|i can|all|seems?|looks?|\w+ is))*,? "
    rf"{_FINE}|"
    rf"(?:same|no change (?:in|to|of|on)|unchanged) (?:in )?{_TERMS}"
    rf"(?! as (?:the|for|our|my|on the|last) (?!order|po))|{_TERMS}(?: (?:is|are|"
    rf"all))* (?:the )?same\b"
    rf"(?! as (?:the|for|our|my|last))|"
    rf"{_TERMS} (?:from|of|in|on|per|as per|as in|according to) (?:the |your )"
    rf"(?:po|order|paper|sheet|list|e-?mail|offer)\b|"
    rf"like (?:in|on) (?:the |your )\w+|(?:under|at|on) the (?:conditions|terms) (?:which |that )?"
    rf"you\b|"
    rf"(?:the |all )?{_TERMS} (?:will )?(?:stays?|remains?|keeps?)"
    rf"(?: (?:the )?(?:same|as (?:in|on|per) (?:the |your )?\w+))?|"
    rf"nothing (?:to be |is |has )?changed?|"
    rf"{_TERMS}\s?(?:跟|和|与)?\s?{_TERMS}?\s?(?:没有|没|不|无)\s?(?:change|变)|"
    rf"{_TERMS}(?: (?:is|are|all|looks?|seems?))*,? (?:{_FINE}(?! (?:until|till|for|through|only|"
    rf"if|at))|"
    rf"(?:as|like|per) {_YOU})|"
    r"as (?:per )?(?:the |your |our )?(?:po|order|orders|sheet|written|stated|asked|requested|"
    r"ordered|listed|quoted|agreed price|it stands|it is|is|above|before)\b|"
    r"(?:per|as in|same as|according to|matches|in line with) (?:the |your )?"
    r"(?:po|order|sheet|list)\b(?! \w+ing)|"
    r"(?:you(?:'re| are)|ye(?:'re| are)) (?:right|ok|fine|good) (?:at|on|with)\b|"
    r"unchanged|no change)"
)
_CHINESE = (
    r"(?:(?:跟|和|同|与)\s?(?:你|您|贵|恁)[^,，。]{0,8}(?:一样|一致|相同|写的)|"
    r"(?:就|都|全|还是|也|均|皆|一切|仍)*(?:(?:按照?|照着?|依照?|依|遵照?)(?:你|您|贵)?(?!们?(?:这|"
    r"那)个?价)|"
    r"(?:跟着|随|听|凭)\s?(?:你|您|贵|恁))\s?"
    r"(?:们|司|店|方|家|公司|处|号)?(?:的|这|那|上面|单子?上|订单上|单)?(?:所)?\s?"
    r"(?:单子?|订单|po|定单|原单|来单|价格?|单价|价钱|数量?|量|要求|意思|来|写|说|开|报|给|"
    r"出|要|列|定|办|那个|走|做)(?:上|里)?(?:的|写|列|说|开|报|给|定)*(?:价格?|价钱|数量?|日期|"
    r"时间|来)?"
    r"(?:走|做|办|来|算|执行|发|出|供|一样|办理|就好|就行|即可|不变|可以|安排)*|"
    r"(?:价格?|单价|价钱|数量|量|钱)?(?:都|就|也|全)?(?:按|照|依)(?:单|原|(?:你|您)(?!们?(?:这|"
    r"那)个?价))|"
    r"(?:价格?|单价|数量|其他|其余|都)?(?:照旧|原价|维持原[价状])|无变动|不动弹|没(?:有)?变动|"
    r"(?:条款)?[^,，。]{0,4}无异议|(?:依|照|随)(?:你|您|恁)(?:了|啦|"
    r"的)?|"
    r"(?:我)?不(?:动|改|变)(?:你|您)?的?|"
    r"(?:你|您|贵)(?:们|司|店|方|家)?(?:单子?上|写|开|报|给|列|定)?的?(?:价格?|单价|价钱|数量|量|"
    r"价位)"
    r"(?:都|就|也|我)*(?:可以|行|没问题|ok|接受|认|同意|能做|没意见|没事))"
)
_AS_ORDERED = worded(f"{_ENGLISH}|{_CHINESE}")

#: "I would be giving them away at your price" agrees to nothing.
_WISHED = worded(
    r"\b(?:would|could|might|rather|only (?:from|if|when))\b|'d (?:rather|be|have|sell)\b|"
    r"的话|如果|要是"
)


def as_ordered(text: str) -> bool:
    """Whether a clause says that something stands as we wrote it: `price how you wrote`."""
    return bool(_AS_ORDERED.search(text)) and not _WISHED.search(text)


def without_as_ordered(text: str) -> str:
    """The text without such words."""
    return _AS_ORDERED.sub(" ", text)
