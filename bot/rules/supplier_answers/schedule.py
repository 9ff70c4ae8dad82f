"""Which of the days a text names is the day of the goods."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.rules.supplier_answers.clauses import Clause
from bot.rules.supplier_answers.corrections import corrected_between
from bot.rules.supplier_answers.cues import proposes_a_day, refuses, says_back, says_until
from bot.rules.supplier_answers.folding import TAKEN, worded
from bot.rules.supplier_answers.named_days import LATER, VAGUE, Day, Role
from bot.rules.supplier_answers.roles import CANNOT
from bot.rules.supplier_answers.values import Asked, Span

_BESIDE = worded(
    r"valid|expire|有效|dated|your (?:order|e-?mail|mail|inquiry|enquiry|po|message|"
    r"request|letter)|(?:order|po|e-?mail|message|inquiry) (?:of|from|on|dated)|"
    r"warranty|质保|保质期|保修|\bnet\b|office hours|since|shelf life|截止|过期|作废|"
    r"昨天|yesterday|放假|假期|休息|holiday|closed|close |今天(?:收到|看到|报|的价)|"
    r"收到(?:你|您)"
)
_ARRIVES = worded(
    r"arriv|deliver(?!y (?:time|date))|reach|\beta\b|in your|at your|to your|with "
    r"you|到货|送到|送达|抵达|收到货|到(?:你|您|仓|店|达)|能到|可到|就到|会到|"
    r"^\s*到(?!\d)|送货"
)
_LEAVES = worded(
    r"ship|dispatch|ex-?works?|\bexw\b|ready|\betd\b|leave|send|sail|pick|load|"
    r"finish|produc|complete|go out|发|出货|出厂|交货|完工|做好|生产|出|走|提货|交期|"
    r"lead ?time|交付|赶出来|做完|备好|备货"
)
_TRANSIT = worded(
    r"transit|on the way|travel|\+|plus|路上|物流|运输|在途|快递|later|after|sea|air|"
    r"truck|到|delivery|to arrive|再|shipping"
)
_AFTER_DAY = worded(r"^\s*(?:以后|之后|后(?!天)|过后|or later|onwards?|at the earliest or)")
_AFTER_BEFORE = worded(r"\b(?:after|not (?:before|until|till)|no (?:earlier|sooner) than|from)\s*$")
_NOT_BEFORE = worded(
    r"(?:n't|\bnot|cannot|unable)\b[^.,]{0,24}\b(?:before|until|earlier)|not (?:before|until|"
    r"earlier)|earliest|no earlier|最早|最快|才|以后|之后|after\s*$"
)
_VERB_AFTER = worded(
    r"\s*(?:前|之前|左右|就|可以?|能|准时|从[^，。]{1,4})?\s*[发出到送交抵走做完备装]"
)
_INSTEAD = worded(
    r"(?:instead of|rather than|not|原定|原(?:计划|来)|本来|originally|was)(?: (?:on|by|for|"
    r"planned))?(?: the)?\s*$"
)
_IF_DECIDED = worded(rf"{TAKEN}就?(?:定|下单|付|确认|打款)")
"""今天定，明天发: a day that holds if we decide today."""
_CONTRAST = worded(
    r"\b(?:not|n't|can't|cannot|instead|rather|moved?|postpone\w*|but|tight|too|unable|earliest)\b|"
    r"改|推|延|不|赶|来不及|但|只能|最快|最早|迟"
)
_NONE_LEFT = worded(
    r"booked|\bfull|满|out of|sold|gone|finished|stock|没|缺|断|停|closed|\bout\b|no more"
)
_PRICES_FROM = worded(r"(?:\bper|\bfrom|as of|effective|since|自|从)\s*$")
_AT_LEAST = worded(r"before|by|latest|within|前|之前|内|no later|最晚|最迟")


PARTIAL = "the day is for some items only"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The day of the goods, and why it is not sure."""

    day: date | None
    span: Span = (0, 0)
    doubt: str = ""
    about: frozenset[int] = frozenset()
    """The items it is said of, where it is said of some only."""
    plain: bool = False
    """It is said what happens on it."""
    refused: bool = False
    """Days were named only to turn them down."""


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
    after = clause.text[day.span[1] - clause.start :]
    decided = day.said_of_now and re.match(r"就?(?:定|下单|付|确认|打款|回复|答复)", after)
    if _PRICES_FROM.search(before) and re.search(r"pric|rate|ris|rais|increase|价|涨", clause.text):
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


def choose(days: Sequence[Day], clauses: Sequence[Clause], text: str, asked: Asked) -> Chosen:
    """One day out of those named; several that differ are a doubt.

    A day before a correction, and ours where another follows it, is none of theirs.
    """
    lines = len(asked.lines)
    ours = [day for day in days if day.role is not Role.BESIDE]
    ours = [day for day in ours if not _replaced(day, ours, text, asked.needed_by)]
    standing = [day for day in ours if not _is_refused(day, clauses)]
    if not standing:
        return Chosen(None, refused=any(day.day for day in ours))
    clear = [day for day in standing if day.day and not day.doubt]
    standing = [day for day in standing if not (clear and _says_nothing(day, clear, text))]
    standing = _with_transit(standing, text)
    arrive = [day for day in standing if day.role is Role.ARRIVES]
    leave = [day for day in standing if day.role is Role.LEAVES]
    some = [day for day in standing if day.role is Role.SOME]
    best = arrive or leave or some
    doubt = next((day.doubt for day in standing if day.doubt), "")
    differ = {day.day for day in best} | ({day.day for day in some} if best is not some else set())
    if len(differ - {None}) > 1:
        doubt = doubt or "several days are named"
    named = [day for day in best if day.day] or best
    last = named[-1]
    about = _about(last, clauses, lines)
    return Chosen(
        last.day, last.span, doubt or (PARTIAL if about else ""), about, last.role is not Role.SOME
    )


def beside_terms(day: Day, clauses: Sequence[Clause], taken: Sequence[Span], text: str) -> bool:
    """Whether "this month" stands by a price or a number of goods, and names no delivery."""
    if day.day is not None or day.doubt != VAGUE or day.role is not Role.SOME:
        return False
    words = text[max(0, day.span[0] - 6) : day.span[1]]
    if not re.search(r"this|from|今年|本|这", words):
        return False
    clause = next((c for c in clauses if c.start <= day.span[0] < c.end), None)
    return clause is not None and (
        refuses(clause.text)
        or bool(re.search(r"\bonly\b|只", clause.text))
        or any(clause.start <= span[0] < clause.end for span in taken)
    )


def _says_nothing(day: Day, clear: Sequence[Day], text: str) -> bool:
    """Whether "5 days later" or "end of next week" stands beside a day that is named."""
    near = (
        re.split("[.。\n]", text[min(day.span[0], one.span[0]) : max(day.span[0], one.span[0])])
        for one in clear
    )
    return (day.doubt == LATER or (day.day is None and day.doubt == VAGUE)) and any(
        len(parts) == 1 for parts in near
    )


def _replaced(day: Day, days: Sequence[Day], text: str, ours: date) -> bool:
    """Whether a later day stands instead of this one."""
    for later in days:
        if later.span[0] <= day.span[0] or later.day in (None, day.day):
            continue
        between = text[max(0, day.span[0] - 12) : later.span[0]]
        turned = day.day == ours and _CONTRAST.search(between)
        if turned or corrected_between(text, day.span[1], later.span[0]):
            return True
    return False


def _about(day: Day, clauses: Sequence[Clause], lines: int) -> frozenset[int]:
    """The items a day is said of; none where it is said of all, or of no item."""
    clause = next((c for c in clauses if c.start <= day.span[0] < c.end), None)
    if clause is None:
        return frozenset()
    mates = [c for c in clauses if c.sentence == clause.sentence and c is not clause]
    about: frozenset[int] = frozenset().union(*(group.lines for group in clause.groups))
    if not about:
        about = frozenset().union(*(group.lines for mate in mates for group in mate.groups))
    return about if 0 < len(about) < lines else frozenset()


def _is_refused(day: Day, clauses: Sequence[Clause]) -> bool:
    clause = next((c for c in clauses if c.start <= day.span[0] < c.end), None)
    if clause is None:
        return False
    if day.day is None and not _NONE_LEFT.search(clause.text):
        return False
    said = CANNOT.search(clause.text) or day.day is None
    return bool(said and not _NOT_BEFORE.search(clause.text))


def _with_transit(days: Sequence[Day], text: str) -> list[Day]:
    """`ex-works 5 Dec + 3 days` -> 8 December: a day and then a number of days on the way."""
    made: list[Day] = []
    for day in days:
        before = made[-1] if made else None
        if before is None or day.count is None or before.day is None or before.count is not None:
            made.append(day)
            continue
        around = text[before.span[1] : min(len(text), day.span[1] + 14)]
        if "\n" in around.strip() or "。" in around[:-1] or not _TRANSIT.search(around):
            made.append(day)
            continue
        arrival = before.day + timedelta(days=day.count)
        span = (before.span[0], day.span[1])
        doubt = before.doubt or day.doubt
        made[-1] = Day(arrival, span, doubt, role=Role.ARRIVES)
    return made


def back_on(days: Sequence[Day], text: str) -> tuple[date | None, str]:
    """When an absent person is back, and why that is not sure."""
    for day in days:
        before = re.split("[,，。\n]", text[: day.span[0]])[-1]
        after = re.split("[,，。\n]", text[day.span[1] :])[0]
        if day.day and says_back(before, after):
            return day.day, day.doubt
    for day in days:
        if day.day and says_until(text[: day.span[0]]):
            return day.day + timedelta(days=1), "it is not said on which day they are back"
    return None, "no day of the return is named" if days else ""
