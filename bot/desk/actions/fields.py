"""Reading what a form asked for out of the customer's words."""

from __future__ import annotations

import re

from bot.desk.actions.invoice_kinds import says_kind_only
from bot.rules.actions.addresses import where_it_begins
from bot.rules.actions.invoices import is_tax_number
from bot.rules.names_zh import is_person
from models.script import plain_script

_EXCHANGE = re.compile(
    r"换(?!货?运费|货?规则|货?政策)|调换|\b(?:exchange|swap|replace|change (?:it|them"
    r"|this) (?:for|to))\b"
    r"|\b(?:bigger|smaller|larger|another|different) (?:size|colou?r|one)\b"
    r"|不要现在这个了?[，,]?\s*(?:发|要|给)(?!.{0,4}(?:票|取消|退))",
    re.IGNORECASE,
)

_REFUND = re.compile(
    r"退(?:货|款|钱|给我|掉|了|喽|咯|吧|呗|一|两|这|那|回|换|全部|$)|(?<!不)退[，,。.!！]|还钱"
    r"|\b(?:refund|money back|return|send (?:it|them|this) back|take (?:\w+ ){0,4}?back)\b",
    re.IGNORECASE,
)

_RESEND = re.compile(
    r"补(?:发|寄|一)|重(?:新)?(?:发|寄)|再(?:发|寄)|换一|换个新|\b(?:re-?send|replace(?:ment)?"
    r"|send (?:me )?(?:a|another|it|them|one|the (?:missing|rest))|new one|another one)\b",
    re.IGNORECASE,
)

_PROBLEMS = {
    "missing": re.compile(
        r"少(?:了|发|件|一|两)|漏(?:发|了|寄|装|放|拿)|缺(?:了|件|少)|没有?(?:收到|放|装|发)|只(?:有"
        r"|收到|发)"
        r"|\b(?:missing|not in the (?:box|parcel|package)|left out|only (?:got|received"
        r"|one)|incomplete)\b",
        re.IGNORECASE,
    ),
    "wrong": re.compile(
        r"发错|寄错|错(?:了|的|货|发)|不是我(?:买|要|订|拍|挑|选|点|下单)|货不对|颜色不对|尺码不对|型号不对"
        r"|不一样|(?:收到|到手|发来|寄来|拿到|来)(?:的|了)?(?:却|竟然|居然|结果)?(?:都?是)?(?:别的|另一|其他|别人)"
        r"|\b(?:wrong|not what i ordered|different (?:item|thing|product|colou?r"
        r"|size) than|mixed up|someone else)",
        re.IGNORECASE,
    ),
    "damaged": re.compile(
        r"不好使|不好用了|用不了|没法用|(?<![霉])烂(?=了|的|掉|成|$)|散架|压扁"
        r"|罢工|失灵|故障|不工作|不转|不亮|不通电"
        r"|充不进|坏|破|碎|裂|漏(?!发|寄|装|放|拿)|变形|划痕|断|瘪|开不了|不能用|没反应|瑕疵|质量问题|脱线|掉漆"
        r"|发霉|过期|污"
        r"|\b(?:damaged?|broken?|crack(?:ed)?|shattered|smashed|dent(?:ed)?|torn|leak(?:s"
        r"|ing|ed)?|faulty|defect(?:ive)?|scratch(?:ed|es)?|doesn'?t work|not working"
        r"|won'?t (?:turn|start)|stain(?:ed)?|mould(?:y)?|expired|ripped"
        r"|(?:stopped|ceased|quit|no longer)(?: to)? (?:work|function)\w*"
        r"|(?:given|gave) up|died|dead(?! (?:slow|easy|good|line))"
        r"|it (?:just )?stopped(?! (?:at|in|moving|updating))|kaput|packed (?:it )?in|conked out"
        r"|in (?:bits|pieces))\b",
        re.IGNORECASE,
    ),
}

#: Chinese words stand right beside an address: 邮箱ann@example.com谢谢.
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+", re.ASCII)

_TAX = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{15,20}(?![0-9A-Za-z])")

_PIECES = r"[\d一两二三四五六七八九十]+\s*(?:个|件|双|条|只|套|台|本|瓶|包|盒|支|把|张)"
_FEW = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|a couple)"
_NO_PIECES = r"(?! (?:\w+ )?(?:question|thing|day|week|hour|minute|second|order|time)s?\b)"
_NUMBER = re.compile(
    rf"(?:改成|改为|换成|只?要|减(?:少|掉)?(?:到|为|成)?|降(?:低)?(?:到|为|成)|加(?:到|为)?|变成"
    rf"|(?:只|就)(?:需要?|发|留|买|拍|寄|用)?)\s*{_PIECES}"
    rf"|{_PIECES}[^，。,.]{{0,4}}(?:就|已经|便)?(?:够|行|好|可以|ok)(?:了|啦)?"
    r"|数量|\b(?:quantity|qty|only (?:want|need)|make (?:it|that)|instead of)\b"
    rf"|\b(?:just|only) (?:the |have |take |get |keep )?{_FEW}\b{_NO_PIECES}"
    rf"|\b{_FEW}(?: [\w']+){{0,3}}? (?:will do|would do"
    r"|(?:is|are|will be|would be) (?:enough|fine|plenty|sufficient))\b"
    rf"|\b(?:down|reduce\w*|drop|cut|lower)\b[^.,;]{{0,30}}\bto {_FEW}\b"
    # Not the option of a camera: "zoom: 5x".
    r"|(?<![a-z\d:])(?<!: )(?:[x×*]\s?\d{1,2}|\d{1,2}\s?[x×])(?![a-z\d])(?! ?(?:zoom|optical))",
    re.IGNORECASE,
)
#: What so many cost, or what would be if.
_PRICED = re.compile(
    r"如果|要是|(?<!差)价|多少|便宜|优惠|打折|包邮|运费|有货|现货"
    r"|\b(?:if|how|price|discount|cheaper|free shipping|shipping (?:cost|fee)|in stock"
    r"|available)\b",
    re.IGNORECASE,
)
#: More than was ordered, or a question.
_MORE = re.compile(
    r"再|还要|另外|加|多(?:来|要|给)|[?？]|吗"
    r"|\b(?:more|another|extra|additional|add"
    r"|(?:buy|order|get)(?= (?:me|an?|some|\d|one|two|three)))\b",
    re.IGNORECASE,
)

_TITLE_HEAD = re.compile(
    r"^.*?(?:[抬台][头投斗](?:是|写|为|开)?|开(?:给|成)|名(?:称|字)(?:是|为)?|in the name of"
    r"|made out to|title(?: is)?|name(?: is)?)\s*[:：]?\s*",
    re.IGNORECASE,
)


#: What people say around a name when they are asked for it.
_BEFORE_NAME = re.compile(
    r"^(?:(?:嗯+|好的?|哦|那|就|麻烦|请|帮我|给我|直接|你)[\s，,、:：]+)+"
    r"|^(?:就|帮我|给我|请|直接)*(?:按照|写成|就写|填成|开给|开成|就用|叫做|名称|名字|名头|抬头|抬頭|名稱"
    r"|公司名|单位名|户名|全称)[\s:：是叫为]*"
    r"|^是(?:[:：\s]*)"
    r"|^(?:(?:ok(?:ay)?|sure|yes|well|hi|um+|so|oh|just|please|pls|kindly)\b[\s,.:]*)+"
    r"|^(?:i (?:want|need|would like|'d like)|(?:u|you) can)\b\s*"
    r"|^(?:bill(?:ed)?|issued?) to\b[\s:]*"
    r"|^(?:(?:let'?s|let us|say|read|reads|says|address|(?:it|that)'?ll|it'?s"
    r"|that(?:'s|'d)?|this|the|my|our|invoice|company|business"
    r"|full|name|names|title|would|should|is|be|have|make|made|out|put|down|write|use|go|with|it|in"
    r"|on|under|to|for|of|as)\b[\s,.:]*)+",
    re.IGNORECASE,
)
#: Words without capitals before a name of two or more with them: "must be written Jane Doe".
_SMALL_BEFORE = re.compile(r"^(?:[a-z']+\s+)+(?=[A-Z][\w.&'-]*\s+[A-Z])")
#: What is left of an answer where its words for a kind are gone: 就得.
_SMALL_ONLY = re.compile(
    "[就得的要用行好可以了吧哈啦开给我是]+|(?:me|mine|my|us|it|yes|no)", re.IGNORECASE
)
_FILLER = re.compile("嗯+|好的?|哦|行|可以|ok|okay|sure|yes|well", re.IGNORECASE)
#: Signs that lead to a name, and may as well begin one: 用友, 好利来.
_MAY_LEAD = re.compile("^[用开写填按叫就整打弄]+")
#: Before such a sign they make it a sentence: 请按…, 你就给我写….
_ASKS_TO = re.compile(
    r"^(?:嗯+|哦|好的?|请|麻烦|帮我|给我|你|您|咱|俺|给|就|直接|都|要|那)+[用开写填按叫是打整](?:成|上|为|着)?"
)
_AFTER_NAME = re.compile(
    r"[\s，,]*(?:就?(?:行|好|可以)(?:了)?|就这个|就这样|即可|吧|哈"
    r"|(?:别|不要|千万别)[写打弄搞]错(?:了|字)*|这?个?名(?:字|儿)?|[这那]?[两俩三四几]个字|[嘛呀啊咯噻咧嘞呢]|谢谢.*|麻烦.*|唔该|唔使|得[喇啦]|额|啦|呗|哦|噢|喔|的|开|这个|抬头|名字)+$"
    r"|[\s,.]*\b(?:is fine|is good|will do|would be (?:great|good|fine)|please|pls|plz|thanks?"
    r"|thx|ty|thank you|cheers|as the (?:name|title)|that(?:'s| is) the name"
    r"|on (?:it|the invoice|all|everything)"
    r"|it is|on there)\b.*$",
    re.IGNORECASE,
)


def wants_exchange(text: str) -> bool | None:
    """Another size or colour (True), the money (False), or neither said plainly (None)."""
    said = plain_script(text)
    exchange, refund = _EXCHANGE.search(said) is not None, _REFUND.search(said) is not None
    return exchange if exchange != refund else None


def cure(text: str) -> str:
    """`refund` or `resend`; empty where neither or both are said."""
    said = plain_script(text)
    refund, resend = _REFUND.search(said) is not None, _RESEND.search(said) is not None
    return "" if refund == resend else ("refund" if refund else "resend")


def problem(text: str) -> str:
    """`missing`, `wrong` or `damaged`, the first that the words tell; empty where none."""
    said = plain_script(text)
    return next((name for name, words in _PROBLEMS.items() if words.search(said)), "")


def email(text: str) -> str:
    """The first e-mail address in a text, or nothing."""
    found = _EMAIL.search(text)
    return found[0] if found else ""


def tax_number(text: str) -> tuple[str, bool]:
    """What looks like a tax number, and whether it can be one; ("", False) without any."""
    found = [match[0].upper() for match in _TAX.finditer(text)]
    right = next((one for one in found if is_tax_number(one)), "")
    return (right, True) if right else (found[0] if found else "", False)


def title(text: str) -> str:
    """Whose name an invoice is in: `抬头写杭州山屿有限公司` -> 杭州山屿有限公司."""
    said = _TAX.sub("", _EMAIL.sub("", text[:400]))
    said = re.sub(r"(?:税号|tax (?:number|id|no\.?))\s*(?:是|is|:|：)?", "", said, flags=re.I)
    # 用李雷这个抬头 has the name before the word that others have it behind.
    said = _TITLE_HEAD.sub("", said.strip()).strip() or said.strip()
    parts = (_without_frame(part) for part in re.split(r"[\n,，;；。]", said))
    return next((part for part in parts if part and not _FILLER.fullmatch(part)), "")[:100]


def _without_frame(said: str) -> str:
    """A name without the words around it: "just Jane Doe, please" has Jane Doe."""
    bare = said.strip(" :：.!！~～\"'“”")
    # "The Mill Company Ltd" is written as a name from its first word on.
    is_name = bare.isascii() and all(word[0].isupper() for word in bare.split())
    before = None
    while before != bare and not is_name:
        before, bare = bare, _led(_without(_BEFORE_NAME, bare))
    return _without(_AFTER_NAME, _SMALL_BEFORE.sub("", bare)).strip(" :：.!！~～\"'“”")


def _led(said: str) -> str:
    """Without what leads to a name: a sign where a city or a person follows, or a request."""
    asked = _without(_ASKS_TO, said)
    if asked not in {said, ""}:
        return asked
    rest = _without(_MAY_LEAD, said)
    core = plain_script(_without(_AFTER_NAME, rest))
    return rest if rest != said and (where_it_begins(core) == 0 or is_person(core)) else said


def _without(words: re.Pattern[str], said: str) -> str:
    """A text without the words, whatever script they are written in."""
    found = words.search(plain_script(said))
    return said if found is None else said[: found.start()] + said[found.end() :]


def is_title(name: str) -> bool:
    """Whether a name can stand on an invoice: 公司 alone only says which kind it is."""
    return len(name) > 1 and not says_kind_only(name) and not _SMALL_ONLY.fullmatch(name)


def names_title(text: str) -> bool:
    """Whether a text says in whose name an invoice is: 抬头…, made out to …"""
    heads = _TITLE_HEAD.search(plain_script(text)) is not None
    return heads and not says_kind_only(text) and is_title(title(text))


def speaks_of_number(text: str) -> bool:
    """Whether a text asks for another number of pieces: 改成3个 / make it two."""
    return _NUMBER.search(plain_script(text)) is not None


def asks_what_it_costs(text: str) -> bool:
    """Whether a text with a number asks what so many cost: 只要2个包邮吗 / if I take just 2."""
    return _PRICED.search(plain_script(text)) is not None


def asks_for_more(text: str) -> bool:
    """Whether a text with a number may ask for so many besides, or only asks: 再买2个."""
    return _MORE.search(plain_script(text)) is not None
