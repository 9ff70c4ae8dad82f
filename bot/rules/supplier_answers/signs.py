"""What the words of a text do apart from its terms: agree, refuse, ask, leave out, take back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.rules.supplier_answers import cues, oddities
from bot.rules.supplier_answers.clauses import Clause
from bot.rules.supplier_answers.findings import Fact, Findings, Kind
from bot.rules.supplier_answers.folding import take_out, worded
from bot.rules.supplier_answers.harmless import without_harmless
from bot.rules.supplier_answers.items import Named
from bot.rules.supplier_answers.schedule import Chosen
from bot.rules.supplier_answers.values import (
    Asked,
)
from bot.rules.supplier_answers.verdict import Signs
from bot.rules.supplier_answers.words import only_labels

CONDITION = "it holds on a condition"
UNEXPLAINED = "an item is named, and not what of it"
_EXCEPT = worded(
    r"(?:\bexcept(?:ing)?(?: for)?|other than|apart from|excluding|but not|除了?|"
    r"除去|不包括|不含)\s*(?:the|for)?\s*$"
)


_WHOLE_ORDER = worded(
    r"\b(?:the|this|your|that) (?:order|po|business)\b|(?:[这本此你贵]|你这个?|这个?)(?:单|订单|"
    r"单子)(?!价)"
)
_ONE = worded(r"^(?:一|1|a |one )\s?\D*$")
_ONLY = worded(
    r"\bonly(?: (?:have|the|supply|do|make|offer))*\s*$|(?:只[有做供剩能]|仅[有供]?|就剩|"
    r"就只有)[^，。]{0,3}$"
)
_NO_ITEM = worded(
    r"\b(?:no|not|without|minus|skip|drop|forget|leave out|remove|cancel)(?: the| any)?\s*$|"
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
    r"(?:in )?\bfull\b|✓|√|have|\bgo\b|(?<![才没])有"
)


def _agrees_all_the_same(text: str) -> bool:
    """ "But saw your order, all good" takes nothing back."""
    return bool(
        re.match(r"\s*(?:but|however|不过|但是?)\b.*(?:all good|fine|no problem|没问题|可以)", text)
    ) and not (cues.refuses(text))


def _says(words: str) -> bool:
    """Whether a sentence says more than a condition of a question: 印的话发下文件."""
    return not re.search(
        r"发(?:一)?下|请(?:发|告知|提供)|please (?:send|advise)|let us know", words
    )


@dataclass(frozen=True, slots=True)
class SignReader:
    """Reads the signs in the clauses of an answer to one order."""

    asked: Asked

    def read(self, clauses: Sequence[Clause], found: Findings, refused: frozenset[int]) -> Signs:
        excepted = self._excepted(clauses, found)
        refused_lines = set(refused) | excepted
        accepts = plainly = refuses = asks = plain_no = whole = False
        for clause in clauses:
            words = clause.text
            if clause.asks:
                asks = True
                continue
            accepts |= cues.accepts(words)
            plainly |= cues.accepts_plainly(words)
            if not cues.refuses(words):
                continue
            lines = self._refused_in(clause, found)
            refused_lines |= lines
            refuses |= not lines
            plain_no |= cues.refuses_plainly(words)
            whole |= cues.refuses_plainly(words) and bool(_WHOLE_ORDER.search(words))
        left, unexplained = self._other_items(clauses, found, frozenset(refused_lines))
        refused_lines |= left
        if unexplained - refused_lines:
            found.doubts.append(UNEXPLAINED)
        bare = self._is_bare(clauses, found)
        return Signs(
            accepts, plainly, refuses, asks, frozenset(refused_lines), plain_no, whole, bare
        )

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
            lines = frozenset().union(*(group.lines for group in groups))
            before = clause.text[: groups[0].span[0] - clause.start]
            if _ONLY.search(before):
                left |= set(range(len(self.asked.lines))) - lines - said
            elif _NO_ITEM.search(before) or _ENDS_IN_NO.search(clause.text):
                left |= lines - said
            elif not cues.accepts(clause.text) and not _SAME.search(clause.text):
                unexplained |= lines - said - refused
        agreed = {
            line for c in clauses if cues.accepts(c.text) for g in c.groups for line in g.lines
        }
        return frozenset(left), unexplained - agreed

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

    def _is_bare(self, clauses: Sequence[Clause], found: Findings) -> bool:
        """Whether only labels are left once the terms are taken out."""
        rest = []
        for clause in clauses:
            inside = [one for one in found.taken if clause.start <= one[0] < clause.end]
            moved = [(start - clause.start, end - clause.start) for start, end in inside]
            rest.append(take_out(clause.text, moved))
        return only_labels(" ".join(rest))

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

    def conditions(self, clauses: Sequence[Clause], found: Findings) -> list[str]:
        """A condition that is not a quantity cannot be kept in the answer."""
        doubts = []
        for number in {clause.sentence for clause in clauses}:
            words = " ".join(c.text for c in clauses if c.sentence == number and not c.asks)
            if not oddities.conditional(words) or not _says(words):
                continue
            kinds = {fact.kind for fact in found.facts if fact.sentence == number}
            if Kind.MINIMUM not in kinds and Kind.ORDER_FLOOR not in kinds:
                doubts.append(CONDITION)
        return doubts

    def takes_back(self, clauses: Sequence[Clause], facts: Sequence[Fact], day: Chosen) -> bool:
        """ "OK, but" without a term after it that would be read."""
        places = [fact.span[0] for fact in facts] + ([day.span[0]] if day.day else [])
        empty = [c for c in clauses if not any(c.start <= place < c.end for place in places)]
        last = {c.sentence: c for c in clauses}
        ends = [c for c in empty if len(c.text.strip()) > 4 or c is last[c.sentence]]
        return any(
            oddities.limited(without_harmless(cues.without_agreement(c.text)))
            and not _agrees_all_the_same(c.text)
            for c in ends
        )
