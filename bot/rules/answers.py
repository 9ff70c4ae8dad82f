"""What short answers mean, in Chinese and English: yes, no, never mind, take it back.

Only what is said plainly counts; anything else is read by the model. Each function takes a
text as the customer wrote it.
"""

from __future__ import annotations

import re

from models.script import plain_script

#: The end of a word: 好 anywhere, "no" not before a further Latin letter.
_ENDS = r"(?:(?<![a-z])|(?![a-z]))"
_YES = re.compile(
    r"(?:是(?:的|啊|呀|滴|哒)?|对(?:头|着呢?|的|啊|呀|滴|哒)?|嗯+(?:呐|哪|呢|啊|哒)?|可以(?:的)?"
    r"|好(?:得很|的|啊|呀|吧|嘞|滴|哒|呢|额)?|必须的|整吧|[莫没]得(?:问题|错)|欧了|妥妥的?"
    r"|行(?:的|吧|嘞)?|没有?错|没问题"
    r"|确认|确定|同意|要(?:的|得)?|阔以|就(?:这|咁)(?:样|个|么)?(?:吧|办|定|啦)?|这么办|办吧|就?[照按](?:你|您)说的(?:这个|这样)?(?:来|办|做)?"
    r"|提交|搞掂佢?|恩+|无误|没毛病|没意见|冇问题|妥(?:了|当)?|安排(?:吧|上)?"
    r"|(?<![\u4e00-\u9fff])(?:中+|得+|成+|可|系|啱)(?:嘅|啦|喇|吧|的|嘞|咧|啊|呀)?(?![\u4e00-\u9fff])"
    r"|ok+(?:ay|ie|i|的)?|okey|ye+s+|yess?ir|ya+s+|yu+s+|yep|ye+ah+|yeh|yup|yea|ya+h*|yu+h+|aye|sure|righto"
    r"|correct|right|confirm(?:ed)?|go ahead|go for it|go on|crack on|do it|do so"
    r"|please do|by all means|that(?:'?s| is) (?:all )?(?:right|correct|fine|good|ok)|agreed?"
    r"|all good"
    r"|good to go|al+ ?right|works for me"
    r"|that works|that'll do|spot on|exactly|no objections?"
    r"|sounds good|looks good|fine|perfect|proceed|absolutely|definitely|of course|y)" + _ENDS
)
_YES_WORD = re.compile(f"(?<![a-z]){_YES.pattern}")
#: A yes too, but only where nothing else is said: "go" is one, "go to the shop" is none.
_YES_ALONE = re.compile(
    rf"(?:{_YES.pattern}|(?:i (?:confirm|agree|approve)|(?:let'?s )?do (?:it|so|that)|let'?s go|go"
    r"|(?:i'?m |am )?(?:happy|fine|ok) with (?:it|that|this)|looks (?:right|fine|great)|approved?"
    r"|lgtm|submit|冲[鸭呀啊]?)" + _ENDS + ")"
)
_THUMBS = re.compile("[👍👌✅🆗☑✔💯]")
_NO = re.compile(
    r"(?:不(?:是|对|要|行|用|可以|同意|确认|办|需要)?(?:了|的|啊)?|否|没有|取消|别(?:了|弄"
    r"|办)?|错(?:了)?"
    r"|no+|nope|nah|not? (?:thanks?|thank you|correct|right)|don'?t|do not|wrong"
    r"|cancel (?:that|this)|n)" + _ENDS
)
_POLITE = re.compile(
    r"(?:请|快(?:点|[些d])|赶紧|(?:你|您)给我|孩子|姑娘|小伙子?|小哥|师傅|老板|麻烦(?:你|您)?(?:了|啦)?|辛苦(?:你|您)?(?:了|啦)?|帮我|(?:谢谢|多谢|感谢|感恩)(?:你|您)?|亲"
    r"|那(?=行|好|可以|就|没)|[哈吧了哦噢啊呀呐咧嘞哒咯喽啦哟噻哩]"
    r"|please|pls|plz|thank (?:you|u)|thanks?|thx|ty|cheers|great|lovely|brilliant|mate|thing"
    r"|kindly|it|many|too easy|no (?:problem|worries)|sir|madam|love|bro|dude)" + _ENDS
)
_AGAINST = re.compile(
    r"不|别|没|勿|莫|甭|唔|否|先|等|再|但|还是|留|放弃|撤|明天|以后|吗|么|呢|几|多久|什么|怎么|[?？]"
    r"|\b(?:hold|yet|later|tomorrow|no|not|n[oa]h?|none|never|wait|stop|but|keep|leave|instead|rather|other|un\w+|how|what|when"
    r"|why|if|\w+n'?t)\b",
    re.IGNORECASE,
)
_NO_HARM = re.compile(
    r"[没冇](?:错|问题|毛病|意见)|不错|就这么|\bno (?:problem|worries|objections?)\b", re.IGNORECASE
)
_ASKS = re.compile(r"[?？]|吗|么(?=$|\W)|能不能|是不是|\btoo late\b", re.IGNORECASE)
_CANCEL = re.compile(
    r"(?:取消(?:订单|掉|它|这单|这个)?|cancel(?: it| the order| my order)?)" + _ENDS
)
_YES_OR_CANCEL = re.compile(f"(?:{_YES.pattern}|{_CANCEL.pattern})")
_LEAVES = re.compile(
    r"算了|拉倒|作罢|凑合着?(?:用|穿)|将就着?(?:用|穿)|懒得(?:退|换|改|弄|折腾|搞)|^\W*得了(?:吧)?\W*$|不(?:想|要|打算|准备|用|再)*(?:退|换|改|取消|开|报|弄|办|用)(?:货|款|单|票|发票|地址|订单)?[了咯啦喽嘞]|先(?:这样|不)|别(?:弄|办|退|换|改|取消)了"
    r"|(?:当|算)我没(?:说|提|讲|问)"
    r"|我再想想|下次再说|(?:不(?:要|用|必)|唔(?:好|使|要))(?:帮我|给我)?取消"
    r"|别(?:给我|帮我)?取消|\bbetter not\b"
    r"|\bleave (?:the|my) (?:order|return|exchange|refund|claim)\b|不再(?:退|换|取消)"
    r"|\bleave everything\b|\bkeep (?:the|my) order\b"
    r"|(?:don'?t|do not|not)(?: (?:want|wish|need) to)? cancel|never ?mind|\bnvm\b"
    r"|\bno need any ?more\b|\bcall it off\b"
    r"|\b(?:scrap|drop|skip|abort) (?:it|that|this)\b"
    r"|\b(?:hang|hold)(?:ing)? on ?to (?:it|them|this|that)\b"
    r"|\b(?:don'?t|do not) (?:go (?:ahead|through|on)|proceed|bother|submit"
    r"|do (?:it|that|this|so))\b"
    r"|forget (?:it|about it|that)|leave it|keep(?:ing)? (?:it"
    r"|them)|留着(?:吧|用)?|还是要(?!等|多久|几)"
    r"|stop (?:it|that|this)|let'?s not",
    re.IGNORECASE,
)
_OTHER_MIND = re.compile(
    r"改(?:变)?主意|不需要了|\bchanged? my mind\b|\bon second thoughts?\b|\bno longer (?:want"
    r"|need)"
    r"|\b(?:don'?t|do not) want (?:it|to|that|them) any ?more|not any ?more",
    re.IGNORECASE,
)
_UNDO = re.compile(
    r"^\W*(?:(?:我要|我想|帮我|请|麻烦)?(?:撤回|撤销|恢复(?:原样)?|改回(?:来|去)|还原)"
    r"(?:一下|吧|操作|(?:刚刚|刚才)?的?取消)?"
    r"|(?:please )?(?:undo(?: it| that| this| the (?:cancellation|change))?|revert(?: it| that)?"
    r"|take (?:it|that) back|change (?:it|that) back|un-?cancel(?: it| that| my order| the order)?)"
    r"(?: please| pls)?)\W*$",
    re.IGNORECASE,
)
_WHEN_BACK = re.compile(
    r"(?:到|来|有|补)了?货(?:了|的)?(?:的?时候|以?后|之后|就|时|请|麻烦|再|要|能|可以)*(?:记得"
    r"|及时|第一时间)?"
    r"(?:告诉|通知|提醒|叫|喊|说|联系|发消息)"
    r"|(?:到|补|来)货(?:通知|提醒)|(?:通知|提醒|告诉)(?:一下)?我?(?:什么时候)?(?:到|补)货"
    r"|(?:let me know|tell me|notify me|ping me|message me|text me|alert me|remind me)"
    r" (?:when|once|as soon as|if(?=.{0,60}\b(?:back|again|restocked)\b)) (?!you\b)(?:.{0,60} )?"
    r"(?:back|in stock|available|restocked)\b"
    r"|\bback[- ]in[- ]stock (?:alert|notification|notice|reminder)",
    re.IGNORECASE,
)
#: A no with a reason behind it, and what only begins like one.
_BEGINS_NO = re.compile(
    r"\W*(?:(?:oh|wait|hang on|hold on|sorry|actually|ah+|er+m*|um+|hmm+|god"
    r"|哎呀?|诶|等等|等一?下|啊|那个)\W*)*"
    r"(?:n(?:o+|ope|ah+)\b(?!\W*\d)"
    r"(?! ?(?:problem|worr|objection|doubt|issue|rush|hurry|more|matter|need to|idea|clue))"
    r"|不(?![错客好])(?:是|对|要|行|用|可以)?(?:了|的|啊|吧)?(?=[\W啦咯])|别(?:了|啊|呀)?(?=\W)"
    r"|(?:唔|不)(?:好|使|用|要)[啊呀住啦]?(?=\W))",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[^\w?？]+|_+")
#: A plain yes or no is no longer than this.
_LONGEST = 40


def means_yes(text: str) -> bool:
    """Whether a text is a plain yes and nothing else: 好的，确认 / yes please / a thumb up."""
    return _is_only(_THUMBS.sub(" ok ", text), _YES_ALONE)


def means_no(text: str) -> bool:
    """Whether a text is a plain no and nothing else: 不用了 / no thanks."""
    return _is_only(text, _NO)


def begins_no(text: str) -> bool:
    """Whether a text says no first and then why: "no, my wife says we do need it".

    For where a no changes nothing: what follows may be anything but a question.
    """
    said = plain_script(text).replace("’", "'")
    return _BEGINS_NO.match(said) is not None and not asks(said)


def has_yes(text: str) -> bool:
    """Whether a word that agrees is anywhere in a text: "yes, I am", and not "that's me"."""
    return _YES_WORD.search(plain_script(text).casefold().replace("’", "'")) is not None


def hesitates(text: str) -> bool:
    """Whether a text has a word in it that holds back, denies or asks: 先别 / not yet / is it?

    没问题 and "no problem" hold nothing back.
    """
    said = _NO_HARM.sub(" ", plain_script(text).replace("’", "'"))
    return _AGAINST.search(said) is not None


def agrees_to_cancel(text: str) -> bool:
    """Whether a text says yes and to cancel, and nothing besides: 好，取消吧 / fine, cancel it."""
    bare = _CANCEL.sub(" ", plain_script(text).casefold())
    return _is_only(text, _YES_OR_CANCEL) and (_YES.search(bare) is not None)


def asks(text: str) -> bool:
    """Whether a text has a sign or a word of asking: 还能取消吗 / too late?"""
    return _ASKS.search(plain_script(text)) is not None


def leaves_it(text: str) -> bool:
    """Whether the customer drops what was begun: 算了不退了 / never mind."""
    return _LEAVES.search(plain_script(text)) is not None


def only_leaves_it(text: str) -> bool:
    """Whether that is all that is said: 算了不退了 / never mind, thanks."""
    said = plain_script(text).casefold().replace("’", "'")
    rest = _SIGNS.sub(" ", _POLITE.sub(" ", _LEAVES.sub(" ", said)))
    return len(said) <= _LONGEST and leaves_it(said) and not rest.strip()


def changes_mind(text: str) -> bool:
    """Whether the customer's mind has changed: about what was begun, or what was bought."""
    return _OTHER_MIND.search(plain_script(text)) is not None


def takes_back(text: str) -> bool:
    """Whether the customer wants to have undone what was just done: 撤回 / undo that."""
    return _UNDO.search(plain_script(text)) is not None


def wants_to_be_told(text: str) -> bool:
    """Whether someone wants to hear when goods are back: 到货通知我 / tell me when it's back."""
    return _WHEN_BACK.search(plain_script(text).replace("’", "'")) is not None


def _is_only(text: str, wanted: re.Pattern[str]) -> bool:
    """Whether a text is made of the wanted words, polite ones and signs, and of nothing else."""
    said = plain_script(text).casefold().replace("’", "'")
    if len(said) > _LONGEST:
        return False
    at, found = 0, False
    while at < len(said):
        step = _SIGNS.match(said, at) or _whole(wanted, said, at)
        found = found or (step is not None and step.re is wanted)
        step = step or _whole(_POLITE, said, at)
        if step is None:
            return False
        at = step.end()
    return found


def _whole(words: re.Pattern[str], said: str, at: int) -> re.Match[str] | None:
    """The words at a place; none of them may be the mere beginning of a Latin word: no in not."""
    found = words.match(said, at)
    return found if found is not None and found[0] else None
