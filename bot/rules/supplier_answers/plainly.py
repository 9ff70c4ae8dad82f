"""A text is written plainly before it is read, and what was read is put back where it stood."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from bot.rules.supplier_answers.corrections import corrected
from bot.rules.supplier_answers.dictation import spoken
from bot.rules.supplier_answers.figures import plain_figures
from bot.rules.supplier_answers.folding import fold, worded
from bot.rules.supplier_answers.items import named
from bot.rules.supplier_answers.rewriting import Plain, Rule
from bot.rules.supplier_answers.spelling import spelled
from bot.rules.supplier_answers.traditional import plain_chinese
from bot.rules.supplier_answers.values import (
    Asked,
    Field,
    Span,
    SupplierAnswer,
)

T = TypeVar("T")
#: Dots that lead the eye: `Longjing ..... 60 kg ..... 262/kg`.
_LAYOUT: tuple[Rule, ...] = ((worded(r"[^\S\n]*(?:\.{4,}|…{2,}|_{3,})[^\S\n]*"), ", "),)


def item_spans(line: str, asked: Asked) -> list[Span]:
    found = named(plain_chinese(Plain.of(fold(line))).text, asked.lines)
    return [one.span for one in found if not one.general]


def written_plainly(folded: str, asked: Asked) -> Plain:
    """The text in simplified characters, digits and known words, corrections made."""
    plain = plain_chinese(Plain.of(folded)).put(_LAYOUT)
    plain = plain_figures(plain, asked.lines)
    plain = spoken(spelled(plain, asked.lines), asked.lines)
    return corrected(plain)


def in_the_original(answer: SupplierAnswer, plain: Plain) -> SupplierAnswer:
    """The answer with its places in the text as it came."""

    def moved(field: Field[T] | None) -> Field[T] | None:
        return replace(field, span=plain.back(field.span)) if field else None

    lines = tuple(
        replace(
            line,
            unit_price_minor=moved(line.unit_price_minor),
            quantity=moved(line.quantity),
            minimum=moved(line.minimum),
        )
        for line in answer.lines
    )
    return replace(
        answer,
        lines=lines,
        date=moved(answer.date),
        discount=moved(answer.discount),
        minimum_total=moved(answer.minimum_total),
    )
