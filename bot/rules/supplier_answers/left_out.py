"""The items that an answer leaves out: those it cannot supply, excepts, or has none of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.rules.supplier_answers import cues
from bot.rules.supplier_answers.clauses import Clause
from bot.rules.supplier_answers.findings import Findings, Kind
from bot.rules.supplier_answers.folding import is_chinese, worded
from bot.rules.supplier_answers.items import Named
from bot.rules.supplier_answers.values import Asked

_EXCEPT = worded(
    r"(?:\bexcept(?:ing)?(?: for)?|\b(?:everything|all(?: (?:good|fine|ok|yours|of it))?|the lot)"
    r"(?: (?:is|are) \w+)?,? (?:bar|but|save|minus|without|less)(?: for)?|other than|apart from|"
    r"excluding|but not|除了?|"
    r"除去|不包括|不含)\s*(?:the|for)?\s*$"
)
_ONE = worded(r"^(?:一|1|a |one )\s?\D*$")
_ONLY = worded(
    r"\b(?:only|just)(?: (?:have|the|supply|do|make|offer))*\s*$|"
    r"(?:只能?[有做供剩能发出给接卖]|仅[有供]?|就剩|"
    r"就只有)[^，。]{0,3}$"
)
_NO_ITEM = worded(
    r"\b(?:no|not|neither|nor|without|minus|skip|drop|forget|leave out|remove|cancel)(?: the|"
    r" any)?\s*$|"
    r"(?:没有?|不[做要供含包]|缺|去掉|除)\s*$"
)
_ENDS_IN_NO = worded(
    r"(?:(?<!不)缺|无|没|没有|不做|不供|停了|(?<!yes/)(?<!yes )\bno|\bnone|\beol|\bnil|out|gone|"
    r"finished|"
    r"zero)\s*[.!。]*\s*$"
)
_SAME = worded(
    r"same|complete|齐|够|no (?:min|moq)|不限|[没不](?:有)?[涨变动]|维持|原价|没变|不动|"
    r"unchanged|as (?:is|ordered|before|per|you)|照|按|依|不变|原样|一样|同|your|ok|fine|yes|"
    r"(?:in )?\bfull\b|\beverything\b|\ball of it\b|✓|√|have|\bgo\b|(?<![才没])有|"
    r"正常|照常|如常|照样|不受影响|足(?=[,，。\s]|"
    r"$)|足数|足量|足够|管够|全数|不限|无所谓|随[你您]"
)


@dataclass(frozen=True, slots=True)
class LeftOutReader:
    """Finds the items that the clauses of an answer to one order leave out."""

    asked: Asked

    def _other_items(
        self, clauses: Sequence[Clause], found: Findings, refused: frozenset[int]
    ) -> tuple[frozenset[int], set[int]]:
        """The items left out by "no mats" or "only the towels", and those named for nothing."""
        left: set[int] = set(found.none)
        said = {fact.line for fact in found.facts}
        unexplained: set[int] = set()
        for place, clause in enumerate(clauses):
            groups = [group for group in clause.groups if not group.general]
            following = clauses[place + 1] if place + 1 < len(clauses) else None
            if (
                following
                and not following.groups
                and not re.search(r"[a-z\u4e00-\u9fff]", clause.text)
            ):
                clause = replace(clause, text=clause.text + following.text)
            read = any(clause.start <= span[0] < clause.end for span in found.taken)
            if not clause.asks and len(groups) > 1:
                left |= self._none_between(clause, groups) - said
            if not groups or read or clause.asks or self._discounted(clause, found):
                continue
            if following and self._goes_on(clause, following, found):
                continue
            lines = frozenset().union(*(group.lines for group in groups))
            before = clause.text[: groups[0].span[0] - clause.start]
            if _ONLY.search(before):
                left |= set(range(len(self.asked.lines))) - lines - said
            elif _NO_ITEM.search(before) or _ENDS_IN_NO.search(clause.text):
                left |= lines - said
            elif not cues.accepts(clause.text) and not _SAME.search(clause.text):
                unexplained |= lines - said - refused if len(self.asked.lines) > 1 else set()
        agreed = {
            line for c in clauses if cues.accepts(c.text) for g in c.groups for line in g.lines
        }
        return frozenset(left), unexplained - agreed

    def _goes_on(self, clause: Clause, following: Clause, found: Findings) -> bool:
        """Whether the next clause, which names nothing, is about a Chinese topic: 礼盒，没问题."""
        if following.groups or following.sentence != clause.sentence or following.asks:
            return False
        if not is_chinese(following.text) or cues.refuses(following.text):
            return False
        read = any(following.start <= span[0] < following.end for span in found.taken)
        return read or cues.accepts(following.text)

    def _discounted(self, clause: Clause, found: Findings) -> bool:
        """Whether a percentage stands a few words before: "3% off everything, towels and mats"."""
        return any(0 <= clause.start - one.span[1] < 40 for one in found.percents)

    def _none_between(self, clause: Clause, groups: Sequence[Named]) -> set[int]:
        """In `blue 300, grey none, mats 120` the grey ones are left out."""
        left: set[int] = set()
        for place, group in enumerate(groups):
            end = groups[place + 1].span[0] if place + 1 < len(groups) else clause.end
            after = clause.text[group.span[1] - clause.start : end - clause.start]
            if _ENDS_IN_NO.search(after.rstrip(" ,，;")) or cues.lacks_stock(after):
                left |= group.lines
        return left

    def _refused_in(self, clause: Clause, found: Findings) -> frozenset[int]:
        """The items that a refusing clause leaves out; none when it turns down terms."""
        if not clause.groups and not cues.lacks_stock(clause.text):
            return frozenset()
        about = self._turned_down_between(clause) or clause.about(clause.end, clause.end)
        if len(self.asked.lines) == 1:
            about = frozenset({0}) if cues.lacks_stock(clause.text) else frozenset()
        if self._has_figures(clause, found) or re.search(r"price|价", clause.text):
            return frozenset()
        about = about or frozenset()
        return frozenset(line for line in about if not self._offered(line, clause, found))

    def _turned_down_between(self, clause: Clause) -> frozenset[int]:
        """In `chargers gone, cables fine` without a comma, those that a refusal follows."""
        lines: set[int] = set()
        groups = clause.groups
        for place, group in enumerate(groups if len(groups) > 1 else ()):
            end = groups[place + 1].span[0] if place + 1 < len(groups) else clause.end
            after = clause.text[group.span[1] - clause.start : end - clause.start]
            lines |= group.lines if cues.refuses(after) else set()
        return frozenset(lines)

    def _has_figures(self, clause: Clause, found: Findings) -> bool:
        """Whether a number stands in the clause; "one" and 一个 are none."""
        inside = [one for one in found.taken if clause.start <= one[0] < clause.end]
        words = [clause.text[one[0] - clause.start : one[1] - clause.start] for one in inside]
        return any(not _ONE.match(word) for word in words)

    def _offered(self, line: int, clause: Clause, found: Findings) -> bool:
        """Whether terms for the item stand elsewhere: then it is not left out."""
        said = [f for f in found.facts if f.line == line and f.kind is not Kind.ORDER_FLOOR]
        if said and cues.lacks_stock(clause.text):
            found.doubts.append("an item is left out and offered in one")
        return bool(said)

    def _excepted(self, clauses: Sequence[Clause], found: Findings) -> set[int]:
        """The items after "except": left out unless terms for them follow."""
        left: set[int] = set()
        for clause in clauses:
            for group in clause.groups:
                before = clause.text[: group.span[0] - clause.start]
                after = clause.text[group.span[1] - clause.start :]
                if not _EXCEPT.search(before):
                    continue
                said = any(f.line in group.lines for f in found.facts)
                if said or re.match(r"\s*(?:price|的?价|quantity|date)", after):
                    continue
                left |= group.lines
        return left
