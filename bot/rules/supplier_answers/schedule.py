"""Which of the days a text names is the day of the goods."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules.supplier_answers.clauses import Clause
from bot.rules.supplier_answers.corrections import corrected_between
from bot.rules.supplier_answers.cues import refuses
from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.named_days import LATER, VAGUE, Day, Role
from bot.rules.supplier_answers.refusing import CANNOT
from bot.rules.supplier_answers.values import Asked, Span

_TRANSIT = worded(
    r"transit|on the way|travel|\+|plus|路上|物流|运输|在途|快递|later|after|sea|air|"
    r"truck|到|delivery|to arrive|再|shipping"
)
_NOT_BEFORE = worded(
    r"(?:n't|\bnot|cannot|unable)\b[^.,]{0,24}\b(?:before|until|earlier)|not (?:before|until|"
    r"earlier)|earliest|no earlier|最早|最快|才|以后|之后|after\s*$"
)
_CONTRAST = worded(
    r"\b(?:not|n't|can't|cannot|instead|rather|moved?|postpone\w*|but|tight|too|unable|earliest)\b|"
    r"改|推|延|不|赶|来不及|但|只能|最快|最早|迟"
)
#: 12号发不了，改14号: the later day stands instead.
_MOVED = worded(r"(?:改|推|延|挪|拖)(?:迟|后|期)?(?:到|成|为|至)?\s*$")
_NONE_LEFT = worded(
    r"booked|\bfull|满|out of|sold|gone|finished|stock|没|缺|断|停|closed|\bout\b|no more"
)
#: Work before the goods leave, and on their way: 5号开机, 20号开船.
_STEP = worded(
    r"^\s*(?:就|能|可以?|才|开始|全部|左右|前|之前|会|先|给[你您]们?)*(?:投产|复工|开炉|进料|到料|"
    r"来料|备料|下料|"
    r"开机|上机|开工|下线|完工|质检|验货|包装|"
    r"装箱|打包|打样|出样|寄样|炒|采|印|染|缝|裁|截关|截单|订舱|船期|开船|装柜|装船|装车|发车|上车|"
    r"离港|"
    r"上线|齐|备齐|配齐|到齐|入库|制版|开版|刻版|做完|做好|生产|我去|去|过|收)"
)
_REASON = worded(r"\b(?:because|due to|owing to)\b")
_WORK = worded(
    r"\b(?:production|printing|dyeing|picking|sorting|firing|packing|weaving|sewing|machine|loom|"
    r"kiln)\b[^.,]*\b(?:starts?|begins?|until|till|from|on|ends?)|\bpacked\b|\bsorting until|"
    r"\bfor (?:packing|boxing|drying)"
)
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
    if any(day.role is not Role.SOME for day in clear):
        standing = [day for day in standing if not _idle(day)]
    standing = [day for day in standing if not (clear and _says_nothing(day, clear, text))]
    standing = _with_transit(_without_steps(standing, clauses), text)
    goods = [day for day in standing if day.day and not _is_reason(day, text)]
    standing = [day for day in standing if not goods or not _is_reason(day, text)]
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


def _without_steps(days: Sequence[Day], clauses: Sequence[Clause]) -> list[Day]:
    """The days without those of the work before, where it is said when the goods leave or come."""
    steps = [day for day in days if _is_step(day, clauses)]
    ends = [day for day in days if day not in steps and day.day and day.role is not Role.SOME]
    return [day for day in days if day not in steps] if ends else list(days)


def _is_step(day: Day, clauses: Sequence[Clause]) -> bool:
    clause = next((c for c in clauses if c.start <= day.span[0] < c.end), None)
    return clause is not None and bool(_STEP.search(clause.text[day.span[1] - clause.start :]))


def _is_reason(day: Day, text: str) -> bool:
    """Whether a day is in the reason for another, or that of a step before the goods leave."""
    before = re.split(r"[.\n]", text[: day.span[0]])[-1]
    return bool(_REASON.search(before) or _WORK.search(re.split(r"[,;]", before)[-1]))


def _idle(day: Day) -> bool:
    """Whether it is no day, and nothing happens on it: "two days over", "next month"."""
    return day.role is Role.SOME and (day.day is None or day.doubt == LATER)


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
        if turned or _MOVED.search(between) or corrected_between(text, day.span[1], later.span[0]):
            return True
    return False


def _about(day: Day, clauses: Sequence[Clause], lines: int) -> frozenset[int]:
    """The items a day is said of; none where it is said of all, or of no item."""
    clause = next((c for c in clauses if c.start <= day.span[0] < c.end), None)
    if clause is None:
        return frozenset()
    about: frozenset[int] = frozenset().union(*(group.lines for group in clause.groups))
    before = [c for c in clauses if c.sentence == clause.sentence and c.start < clause.start]
    if not about and clause.carried:
        about = clause.carried.union(*(group.lines for c in before for group in c.groups))
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
