"""A supplier's message in plain sentences, of the slots alone."""

from __future__ import annotations

from bot.rules.negotiation.moves import Move, MoveKind
from bot.rules.negotiation.wording import text_facts

_SENTENCES = {
    MoveKind.COUNTER: (
        "我们可以按以下条件订货：{lines}，{delivery}前到货，币种{currency}。可以吗？",
        "We can order on these terms: {lines}, delivered by {delivery}, in {currency}. "
        "Do you agree?",
    ),
    MoveKind.ACCEPT: (
        "同意：{lines}，{delivery}前到货，币种{currency}。",
        "Agreed: {lines}, delivered by {delivery}, in {currency}.",
    ),
    MoveKind.ASK: ("请确认{topic}。", "Could you please say what you mean about {topic}?"),
}


def message(move: Move, language: str) -> str:
    """What the supplier gets to read, `zh` or `en`."""
    facts = text_facts(move, language)
    kind = move.kind
    if kind is MoveKind.REMIND:
        kind = MoveKind.COUNTER if move.terms is not None else MoveKind.ASK
    said = _SENTENCES[kind][language == "en"].format_map(facts)
    if "final" in facts:
        said += (" This is {final}." if language == "en" else "这是我们的{final}。").format_map(
            facts
        )
    return said
