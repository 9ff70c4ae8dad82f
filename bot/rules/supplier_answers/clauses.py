"""A text cut into sentences and clauses, and which items each place in it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.supplier_answers.folding import TAKEN, clauses, sentences, worded
from bot.rules.supplier_answers.items import Named
from bot.rules.supplier_answers.numbers import NUMBER
from bot.rules.supplier_answers.units import UNIT
from bot.rules.supplier_answers.values import Span

_TURN = worded(
    r"\s(?=(?:but|however|while|whereas|best|lowest|only(?! [\d\u25a1])|though|although|"
    r"instead)\b)|"
    r"\s(?=(?:i|we)(?:'ll| can| could| will)\b)|\s(?=and\s+(?:they|it'll|we|i)\b)|"
    r"(?<=.)(?=然后|我(?:这边)?(?:给你|能给)|我最[低多少]|那个[^，。]{2,6}呢)|"
    r"(?=但|不过|只能|最低|最少|可是|然而|只有|只剩|"
    r"(?<![打个件箱盒条只斤套\d块元金刀万])起订)(?<=[^不\s])"
)
_JOIN = worded(
    rf"[\s{TAKEN},，、/&+()]*(?:\b(?:and|or|nor)\b|或|和|跟|与|及|还有|以及|the|"
    rf",)*[\s,，、/&+the()]*"
)
_RIGHT_BEFORE = worded(
    rf"(?:[¥$]\s?)?{NUMBER}\s?(?:{UNIT})?\s?(?:of|for|on|x|\*|的)?\s?(?:the|our|your|those)?\s*"
)
#: What follows is said of all that was named before it in the sentence.
_OF_ALL = worded(r"\s*(?:单价|价格?|价钱)?(?:都|均|全都?|统一|一律|一样)")
_ALL_FINE = worded(
    r"都?(?:还|是)?(?:有货?|没问题|够|行|可以|齐|能做?|好说|现货|备好|照做|不变)[的了啦吧呀哈]*\s*$"
)
#: Numbers of goods, item by item, before "no problem": each has no price of its own.
_BARE_LIST = worded(
    rf"[^\d{TAKEN}]{{0,6}}(?:{TAKEN}+[,，、\s]*{NUMBER}\s?(?:{UNIT})?[,，、和\s]*)+[^\d{TAKEN}元块毛]{{2,8}}"
)
_GREETS = worded(
    r"(?:all good|how (?:are|is|was|have) [^?]*|what's up|everything (?:ok|fine|well|good))\s*\?"
)
_ASKS = worded(
    r"[?？]|\b(?:yes ?/ ?no|y/n)\b|\b(?:pls|please|plz) tell?\b|\b(?:please|pls|plz|"
    r"kindly) (?:re-?|double )?(?:confirm|advise|tell|let "
    r"(?:us|me) know|inform|provide|check|reply|clarify|specify|send (?:us|me))|"
    r"\bconfirm (?:pls|please|plz)|请(?:您|你|贵司|贵方|贵公司)?(?:再|先)?(?:确认|告知|提供|核对|"
    r"回复|"
    r"明确|发(?:我|一下))|麻烦(?:您|你)?(?:确认|提供|告知|发)|吗|(?<![了的哦])呢$|"
    r"(?<!赶)(?<!有)(?<!要)多少(?!是多少|都)|有多少货|什么时候|"
    r"哪[个些里款天]|(?:是|要|用|做|打|选|走|发)[^,，。\n]{1,14}还是|是否|几[个箱号天件时]|能不能|"
    r"可不可以|(?<!不)行不行(?!不)|要不要|好不好|"
    r"有没有|是不是|怎么|为什么|什么|"
    r"^\s*(?:what|when|where|which|who|how|why|do you|are you|can you|could you|"
    r"would you|is it|is this|shall we|should we|may i|will you|did you|have you)\b|"
    r"\b(?:quick|one|small|another|silly) (?:more )?question\b(?! (?:is|was) answered)"
)
#: "My boss, who is allergic to it" asks nothing.
_RELATIVE = worded(r"^\s*(?:who|which|where|when|what)\b(?![^?]*\?)")


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence.

    Args:
        text: its words, with item names taken out.
        start: where it begins in the text.
        groups: the items named in it, joined ones together.
        carried: the items named last before it in its sentence.
        asks: whether it is a question.
        sentence: the place of its sentence in the text.
    """

    text: str
    start: int
    groups: tuple[Named, ...]
    carried: frozenset[int] | None
    asks: bool
    sentence: int
    earlier: frozenset[int] | None = None
    """The items named last in the sentence before."""
    ahead: frozenset[int] | None = None
    """The one group of items that is named later in its sentence."""

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def about(self, place: int, first_fact: int) -> frozenset[int] | None:
        """The items that what stands at `place` is about; None when none is named.

        `blue 8.8 grey 9` names the item first, `8.8 for blue and 9 for grey` after.
        """
        if not self.groups:
            return self.carried
        if len(self.groups) == 1:
            return self.carried if self._goes_on(place) else self.groups[0].lines
        before = [group for group in self.groups if group.span[0] <= place]
        after = [group for group in self.groups if group.span[0] > place]
        if after and self._heads(first_fact) and self._bound(place):
            return after[0].lines
        if self.groups[0].span[0] < first_fact:
            return before[-1].lines if before else None
        bound = self._bound(place)
        if before and not bound and self._bound(first_fact):
            return before[-1].lines
        return after[0].lines if after else None

    def _heads(self, first_fact: int) -> bool:
        """Whether the first name is only the head of those after it: `towels 300 blue 200 grey`."""
        named = [group for group in self.groups if not (group.general or group.each)]
        if len(named) < 3 or not named[0].span[0] < first_fact < named[1].span[0]:
            return False
        return all(group.lines < named[0].lines for group in named[1:])

    def _goes_on(self, place: int) -> bool:
        """Whether a place is still about the items named before, and "and" comes after it."""
        start = self.groups[0].span[0]
        if self.carried is None or place > start:
            return False
        return bool(re.search(r" and |，", self.text[place - self.start : start - self.start]))

    def _bound(self, place: int) -> Named | None:
        """The items that a number stands right before: `1000 cables`, `8.8 for the blue`."""
        following = next((group for group in self.groups if group.span[0] > place), None)
        if following is None or len(self.groups) < 2:
            return None
        between = self.text[place - self.start : following.span[0] - self.start]
        return following if _RIGHT_BEFORE.fullmatch(between) else None


def cut(text: str, named: Sequence[Named], mask: str) -> list[Clause]:
    """The clauses of a text in order; `mask` is the text without item names."""
    made: list[Clause] = []
    carried: frozenset[int] | None = None
    earlier: frozenset[int] | None = None
    hanging: frozenset[int] | None = None
    for number, sentence in enumerate(sentences(mask)):
        groups = _joined([one for one in named if _in(one.span, sentence)], mask)
        carried = None if groups else hanging
        ahead = groups[0].lines if len(groups) == 1 and not groups[0].general else None
        question = bool(re.search(r"\?\s*$", mask[sentence[0] : sentence[1]]))
        so_far: frozenset[int] = frozenset()
        for span in _parts(mask, sentence):
            here = tuple(group for group in groups if _in(group.span, span))
            if carried is not None and all(_is_adverb(group, text) for group in here):
                here = ()
            words = mask[span[0] : span[1]]
            last = span[1] >= sentence[1] - 1
            asks = (bool(_ASKS.search(words)) or (question and last)) and not _GREETS.search(words)
            asks = asks and not (span[0] > sentence[0] + 1 and _only_relative(words))
            if so_far and not here and _OF_ALL.match(words):
                carried = so_far
            made.append(Clause(words, span[0], here, carried, asks, number, earlier, ahead))
            if here:
                so_far = so_far.union(*(group.lines for group in here if not group.general))
                carried = _carried_on(here, mask[sentence[0] : span[1]], so_far)
        earlier = groups[-1].lines if groups else None
        words = mask[sentence[0] : sentence[1]]
        if groups:
            short = not re.search(r"\d", words) and len(words.replace(TAKEN, "").strip()) < 8
            hanging = groups[-1].lines if short else None
    return made


def _carried_on(here: Sequence[Named], head: str, so_far: frozenset[int]) -> frozenset[int]:
    """The items that what follows is about: 都有货 and a list that is 没问题 speak of them all.

    `head` is the sentence up to here: numbers of goods, and no price of one item.
    """
    said = _ALL_FINE.search(head)
    if said and ("都" in said[0] or _BARE_LIST.fullmatch(head)):
        return so_far or here[-1].lines
    return here[-1].lines


def _only_relative(words: str) -> bool:
    """Whether a clause that goes on a sentence only looks like a question."""
    relative = _RELATIVE.match(words)
    return relative is not None and not _ASKS.search(words[relative.end() :])


def _is_adverb(group: Named, text: str) -> bool:
    """都 says "all of them" of what was named before."""
    return group.general and not group.rest and text[slice(*group.span)] in ("都", "均", "all")


def _words(text: str) -> bool:
    return bool(re.search(r"[^\s\W_]", text.replace(TAKEN, "")))


def _parts(text: str, sentence: Span) -> list[Span]:
    found = []
    for start, end in clauses(text, sentence):
        at = start
        for turn in _TURN.finditer(text, start + 1, end):
            soft = re.match(r"\s(?:i|we|and)\b|我|那个", text[turn.start() :])
            least = 0 if soft is None else 20 if soft[0].isascii() else 8
            if turn.start() > at + least:
                found.append((at, turn.start()))
                at = turn.start()
        found.append((at, end))
    return found


def _joined(named: Sequence[Named], text: str) -> list[Named]:
    """Items named one after the other, with only "and" between, are one group."""
    groups: list[Named] = []
    for one in named:
        before = groups[-1] if groups else None
        if before and not one.rest and _is_list(text, before, one):
            lines = before.lines if one.general and not one.rest else before.lines | one.lines
            if before.general and not one.general:
                lines = one.lines
            groups[-1] = Named(lines, (before.span[0], one.span[1]), before.rest, before.general)
        elif before and not re.search("[,，]", text[before.span[1] : one.span[0]]):
            if before.general and not before.rest and not one.general:
                groups[-1] = one
            elif not one.general or one.rest or before.general:
                groups.append(one)
        else:
            groups.append(one)
    return groups


def _is_list(text: str, before: Named, one: Named) -> bool:
    """`blue, grey and mat: 8.80` is one list; in `200 of the blue, grey is fine` it ends."""
    between = text[before.span[1] : one.span[0]]
    clause = re.split(r"[,.]\s|[，。\n]", text[: before.span[0]])[-1]
    ends = re.search("[,，]", between) and re.search(r"\d|[一二两三四五六七八九十百]", clause)
    return bool(_JOIN.fullmatch(between)) and not ends


def _in(one: Span, other: Span) -> bool:
    return other[0] <= one[0] < other[1]
