"""How far two markings of the same messages agree: what a model can be measured to know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.training.corpus import LabelledMessage, numbered_lines, parse_entities
from models.training.scores import entity_f1, macro_f1, touched_f1
from models.values import Entity, Mood

_FILE = "marked_again.txt"


@dataclass(frozen=True, slots=True)
class Marking:
    """What one reading of a message found."""

    mood: Mood
    entities: tuple[Entity, ...]


def read_markings(corpus: Path) -> dict[str, Marking]:
    """The second markings by text; {} where the corpus has none."""
    file = corpus / _FILE
    found = {}
    for _, line in numbered_lines(file) if file.is_file() else ():
        if not line.startswith("#"):
            mood, _, marked = line.partition(" | ")
            text, entities = parse_entities(marked)
            found[text] = Marking(Mood(mood), entities)
    return found


def agreement_lines(corpus: Path, messages: Sequence[LabelledMessage]) -> Iterator[str]:
    """The section of the page, a line at a time."""
    again = read_markings(corpus)
    both = [(message, again[message.text]) for message in messages if message.text in again]
    if not both:
        yield f"not measured: no message is marked again in {_FILE}"
        return
    first, second = [a.entities for a, _ in both], [b.entities for _, b in both]
    same_mood = macro_f1([a.mood for a, _ in both], [b.mood for _, b in both])
    yield f"{len(both)} test messages marked a second time, from the text and the rules alone"
    yield (
        f"  entity F1 {entity_f1(first, second):.1%} of exact spans, "
        f"{touched_f1(first, second):.1%} of spans that overlap; mood macro F1 {same_mood:.1%}"
    )
