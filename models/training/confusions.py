"""Which intents are taken for each other, and the mistakes made with the most confidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.training.readings import Reading
from models.values import Intent, Language

_PAIRS, _EXAMPLES, _WORST = 10, 2, 20


@dataclass(frozen=True, slots=True)
class Confusion:
    """Two intents, in the order of their names, and the messages where one was read as the other.

    A message counts under its first intent; the most confident mistakes come first.
    """

    first: Intent
    second: Intent
    read: tuple[Reading, ...]

    @property
    def forth(self) -> int:
        """How many times the first was read as the second."""
        return sum(one.meant.intents[0] == self.first for one in self.read)


def mistakes(read: Sequence[Reading]) -> list[Reading]:
    """The messages whose first intent found is none that they carry, the most confident first."""
    wrong = [one for one in read if one.wrong]
    return sorted(wrong, key=lambda one: (-one.said.top.confidence, -one.said.margin))


def confusions(read: Sequence[Reading], most: int = _PAIRS) -> list[Confusion]:
    """The most frequent pairs, at most `most`; equal ones in the order of their names."""
    pairs: dict[tuple[Intent, Intent], list[Reading]] = defaultdict(list)
    for one in mistakes(read):
        first, second = sorted((one.meant.intents[0], one.said.top.intent))
        pairs[first, second].append(one)
    ordered = sorted(pairs.items(), key=lambda item: (-len(item[1]), item[0]))
    return [Confusion(*pair, tuple(found)) for pair, found in ordered[:most]]


def confusion_lines(read: dict[Language, list[Reading]]) -> Iterator[str]:
    """The most confused pairs of each language, each with the two surest mistakes."""
    for language, mine in read.items():
        yield f"{language}: {len(mistakes(mine))} of {len(mine)} messages read wrongly"
        for pair in confusions(mine):
            yield (
                f"  {len(pair.read)} x {pair.first} / {pair.second}, read "
                f"{pair.forth} as {pair.second}, {len(pair.read) - pair.forth} as {pair.first}"
            )
            for one in pair.read[:_EXAMPLES]:
                yield f"    {one.meant.intents[0]} -> {one.said.top.intent}: {one.meant.text}"


def worst_lines(read: dict[Language, list[Reading]]) -> Iterator[str]:
    """The surest mistakes of each language: confidence, what is meant, what was found, the text."""
    for language, mine in read.items():
        yield f"{language}: confidence, meant -> found: message"
        for one in mistakes(mine)[:_WORST]:
            meant, top = " + ".join(one.meant.intents), one.said.top
            yield f"  {top.confidence:.2f} {meant} -> {top.intent}: {one.meant.text}"
