"""From one label a token (BIO, Ramshaw and Marcus 1995) to spans of the message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from models.fixed_forms import overlaps
from models.values import Entity, EntityKind

Offsets = tuple[int, int]


def entities_from_labels(
    text: str, offsets: Sequence[Offsets], labels: Sequence[str]
) -> list[Entity]:
    """The entities that `labels` mark in `text`; `offsets` are the tokens' characters.

    An I without its B opens a span too, and a B that touches a span of its kind goes on
    with it: the kind is what the desk needs, and two things are never written as one.
    `[明天 B-date][下午 I-date]` -> one date.
    """
    spans: list[tuple[str, int, int]] = []
    open_kind = ""
    for (first, end), label in zip(offsets, labels, strict=True):
        start = past_spaces(text, first, end)
        if start == end:  # the marks of beginning and end, padding, a bare space
            continue
        edge, _, kind = label.partition("-")
        if kind and kind == open_kind and (edge == "I" or start == spans[-1][2]):
            spans[-1] = (kind, spans[-1][1], end)
        elif kind:
            spans.append((kind, start, end))
        open_kind = kind
    return [_entity(text, kind, start, end) for kind, start, end in _whole(text, spans)]


def past_spaces(text: str, start: int, end: int) -> int:
    """Where a token's letters begin: a unigram tokenizer's pieces hold the space before them."""
    return end - len(text[start:end].lstrip())


def merged(
    fixed: Iterable[Entity], phrases: Iterable[Entity], learned: Iterable[Entity]
) -> tuple[Entity, ...]:
    """All entities from left to right, none overlapping: fixed forms first, then the longest."""
    kept = list(fixed)
    others = sorted([*phrases, *learned], key=lambda entity: entity.start - entity.end)
    for entity in others:
        if entity.text and not overlaps(entity, kept):
            kept.append(entity)
    return tuple(sorted(kept, key=lambda entity: entity.start))


def _whole(text: str, spans: list[tuple[str, int, int]]) -> Iterable[tuple[str, int, int]]:
    """The spans, grown to whole English words and shorn of outer spaces."""
    for kind, start, end in spans:
        while start > 0 and _in_word(text[start - 1]) and _in_word(text[start]):
            start -= 1
        while end < len(text) and _in_word(text[end - 1]) and _in_word(text[end]):
            end += 1
        inner = text[start:end]
        start += len(inner) - len(inner.lstrip())
        yield kind, start, start + len(inner.strip())


def _in_word(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _entity(text: str, kind: str, start: int, end: int) -> Entity:
    return Entity(EntityKind(kind), text[start:end], start, end)
