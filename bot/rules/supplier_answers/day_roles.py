"""What happens on each day that a text names: the goods leave, they arrive, or nothing of ours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.rules.supplier_answers.clauses import Clause
from bot.rules.supplier_answers.cues import lacks_stock, proposes_a_day, says_back
from bot.rules.supplier_answers.folding import TAKEN, worded
from bot.rules.supplier_answers.harmless import closes
from bot.rules.supplier_answers.named_days import Day, Role

_LETTER = r"(?:order|e-?mail|mail|inquiry|enquiry|po|message|request|letter)"
_BESIDE = worded(
    rf"valid|expire|有效|dated|your {_LETTER}(?: \S+)?(?: (?:of|from|dated|sent))(?: the)?\s*$|"
    rf"(?:received|got|saw|seen|for|had|read) your {_LETTER}(?: on)?(?: the)?\s*$|"
    r"(?:considered|thought|discussed|waited|argued)\b[^.,;]*\bfor\s*$|"
    r"(?:order|po|e-?mail|message|inquiry) (?:of|from|dated)|"
    r"warranty|质保|保质期|保修|\bnet\b|office hours|since|shelf life|截止|过期|作废|"
    r"昨天|yesterday|放假|假期|休息|holiday|closed|close |今天(?:收到|看到|报|的价)|"
    r"收到(?:你|您)|"
    r"\b(?:let (?:me|us) know|get back to (?:me|us)|tell (?:me|us)|hear from you|decide|respond|"
    r"(?:please|pls|kindly) (?:\w+ )?(?:reply|answer|confirm|order|pay|sign|return)|"
    r"(?:reply|answer|yes|ok|decision|confirmation|signature|drawing|artwork) (?:from you )?(?:by|"
    r"before|until|till|no later than)|shut|sick|ill|in hospital|stocktak\w*|strike|wedding|"
    r"exhibition|\bfair)\b"
)
#: What else may be sent on a day, or was sent before.
_OTHER_THINGS = worded(
    r"invoice(?!d)|pro.?forma|sample|catalog|swatch|photos?|pictures?|documents?|artwork|contract|"
    r"tracking|stamp\w*|signed|\bscan\w*|seal|last (?:shipment|time|order|year|week)|发票|合同|"
    r"盖章|[公盖]?章(?!程)|盖好|扫描|回签|样品|样板|目录|图纸|照片|单据|资料|"
    r"上次|之前那|去年"
)
_ARRIVES = worded(
    r"arriv|you(?:'ll| will)? (?:get|have|receive)|at you\b|at your|deliver(?!y (?:time|date))|"
    r"reach|\beta\b|in your|at your|to your|with "
    r"you|到货|送到|送达|抵达|收到货|到(?:你|您|仓|店|达)|能到|可到|就到|会到|"
    r"^\s*到(?!\d)|送货"
)
_LEAVES = worded(
    r"ship|dispatch|ex-?works?|\bexw\b|ready|\betd\b|leave|send|sail|pick|load|"
    r"finish|produc|complete|go out|发|出货|出厂|交货|完工|做好|生产|出|走|提货|交期|"
    r"lead ?time|交付|交(?=[,，。\s]|$)|赶出来|做完|备好|备货"
)
_SENDS = worded(r"\b(?:(?:we|i|will|to|can|they) (?:send|ship|deliver|dispatch)|with you)\b")
_AFTER_DAY = worded(r"^\s*(?:以后|之后|后(?!天)|过后|or later|onwards?|at the earliest or)")
_AFTER_BEFORE = worded(r"\b(?:after|not (?:before|until|till)|no (?:earlier|sooner) than|from)\s*$")
_VERB_AFTER = worded(
    r"\s*(?:前|之前|左右|就|可以?|能|准时|从[^，。]{1,4})?\s*[发出到送交抵走做完备装]"
)
_INSTEAD = worded(
    r"(?:instead of|rather than|not|原定|原(?:计划|来)|本来|originally|was)(?: (?:on|by|for|"
    r"planned))?(?: the)?\s*$"
)
_IF_DECIDED = worded(rf"{TAKEN}就?(?:定|下单|付|确认|打款)")
"""今天定，明天发: a day that holds if we decide today."""
_PRICES_FROM = worded(r"(?:\bper|\bfrom|as of|effective|since|自|从)\s*$")
#: "Until the 14th" is the last day of something else, unless it is "not until".
_UNTIL = worded(r"\b(?:until|till|til)(?: about| the)?\s*$")
_NOT_UNTIL = worded(r"\b(?:not|cannot|unable|only|earliest|won't|wait)\b|n't\b")
#: How long a repair takes says no day of the goods.
_OF_WORKS = worded(r"修(?!改)|检修|停电|停工|赔|拖了|做了|等了|repair|down for|took|waited|been")


def with_roles(days: Sequence[Day], clauses: Sequence[Clause]) -> list[Day]:
    """Each day with what happens on it, by its clause; days in questions are left out."""
    kept = []
    for day in days:
        clause = next((c for c in clauses if c.start <= day.span[0] < c.end), None)
        if clause is None or not clause.asks or proposes_a_day(clause.text):
            kept.append(
                replace(day, role=_role(day, clause), doubt=day.doubt or _open(day, clause))
            )
    return kept


def _open(day: Day, clause: Clause | None) -> str:
    """ "After the 15th" names no day."""
    if clause is None or day.count is not None:
        return ""
    before = clause.text[: day.span[0] - clause.start]
    after = clause.text[day.span[1] - clause.start :]
    after_it = _AFTER_DAY.search(after) or _AFTER_BEFORE.search(before)
    return "a day is named from which on, and no day" if after_it else ""


def _role(day: Day, clause: Clause | None) -> Role:
    if clause is None:
        return Role.SOME
    before = clause.text[: day.span[0] - clause.start]
    if closes(clause.text) and not _SENDS.search(before):
        return Role.BESIDE
    after = clause.text[day.span[1] - clause.start :]
    decided = day.said_of_now and re.match(r"就?(?:定|下单|付|确认|打款|回复|答复)", after)
    if _PRICES_FROM.search(before) and re.search(r"pric|rate|ris|rais|increase|价|涨", clause.text):
        return Role.BESIDE
    if says_back(before, after) and not _LEAVES.search(clause.text):
        return Role.BESIDE
    until = _UNTIL.search(before) and not _NOT_UNTIL.search(before)
    if until or (day.count is not None and _OF_WORKS.search(clause.text)):
        return Role.BESIDE
    if _OTHER_THINGS.search(before[-24:]) or re.match(
        rf"[^,，.;]{{0,3}}(?:{_OTHER_THINGS.pattern})", after
    ):
        return Role.BESIDE
    instead = _INSTEAD.search(before)
    if instead and "原定" in instead[0] and not re.search(rf"改|推|延|{TAKEN}", after):
        instead = None
    if instead or _IF_DECIDED.search(clause.text):
        return Role.BESIDE
    if _BESIDE.search(before) or _BESIDE.search(after[:10]) or decided:
        return Role.BESIDE
    near_before = re.split(rf"[{TAKEN};]", before[-24:])[-1]
    said = (
        _first(after[:12]) if _VERB_AFTER.match(after) else Role.SOME,
        _last(near_before),
        _first(after[:12]),
        _first(clause.text),
    )
    for role in said:
        if role is not Role.SOME:
            return role
    return Role.BESIDE if day.said_of_now else Role.SOME


def _first(text: str) -> Role:
    """What the first verb of a text says of the goods."""
    arrives, leaves = _ARRIVES.search(text), _LEAVES.search(text)
    if arrives and not (leaves and leaves.start() < arrives.start()):
        return Role.ARRIVES
    return Role.LEAVES if leaves else Role.SOME


def _last(text: str) -> Role:
    """What the last verb of a text says of the goods."""
    arrives = max((one.start() for one in _ARRIVES.finditer(text)), default=-1)
    leaves = max((one.start() for one in _LEAVES.finditer(text)), default=-1)
    if arrives == leaves:
        return Role.SOME
    return Role.ARRIVES if arrives > leaves else Role.LEAVES


def stock_comes(days: Sequence[Day], clauses: Sequence[Clause]) -> bool:
    """Whether a day is named until which there is none: "out of stock until 10 January"."""
    for day in days:
        clause = next((c for c in clauses if c.start <= day.span[0] < c.end), None)
        if clause is not None and lacks_stock(clause.text) and not day.said_of_now:
            return True
    return False
