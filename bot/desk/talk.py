"""The bare acts of talking: hello, thanks, goodbye, and what the desk cannot read."""

from __future__ import annotations

from bot.desk.inbound import Button
from bot.desk.options import option_name
from bot.desk.turn import Outcome, Reply, Turn
from models.values import Intent, Language

_ACTS = {
    Intent.GREETING: "greet",
    Intent.GOODBYE: "goodbye",
    Intent.THANKS: "welcome",
    Intent.ACKNOWLEDGE: "noted",
    Intent.AFFIRM: "ask_what_for",
    Intent.DENY: "noted",
    Intent.OUT_OF_SCOPE: "out_of_scope",
}
#: What the desk offers with its first words.
_OFFERED = (Intent.TRACK_ORDER, Intent.REFUND_STATUS, Intent.HUMAN_AGENT)


def is_talk(intent: Intent) -> bool:
    """Whether an intent is answered without looking anything up."""
    return intent in _ACTS


def talk(turn: Turn, intent: Intent) -> Outcome:
    """Answer a bare act in kind."""
    if intent is Intent.GREETING:
        return greet(turn)
    return Outcome((Reply(_ACTS[intent]),), turn.context.settled())


def greet(turn: Turn) -> Outcome:
    """Say hello, and offer what most people come for."""
    buttons = tuple(
        Button(option_name(intent, turn.language), f"intent:{intent}") for intent in _OFFERED
    )
    return Outcome((Reply("greet", buttons=buttons),), turn.context.settled())


def choose_language(turn: Turn) -> Outcome:
    """Offer the two languages."""
    buttons = (Button("中文", "language:zh"), Button("English", "language:en"))
    shown = {"option_a": "中文", "option_b": "English"}
    return Outcome((Reply("clarify", shown, buttons),), turn.context.settled())


def language_chosen(turn: Turn, language: Language) -> Outcome:
    """Go on in the language chosen."""
    del language  # the turn already speaks it
    return Outcome((Reply("noted"),), turn.context.settled())


def notices_on(turn: Turn) -> Outcome:
    """Turn notices on again."""
    return Outcome((Reply("notices_on"),), turn.context.settled(), notices_on=True)


def clarify(turn: Turn, options: tuple[Intent, ...]) -> Outcome:
    """Ask which of two things was meant."""
    names = [option_name(intent, turn.language) for intent in options[:2]]
    buttons = tuple(
        Button(name, f"intent:{intent}") for name, intent in zip(names, options, strict=False)
    )
    shown = {"option_a": names[0], "option_b": names[1]}
    return Outcome((Reply("clarify", shown, buttons),), turn.context.failed())


def rephrase(turn: Turn) -> Outcome:
    """Ask for other words."""
    return Outcome((Reply("not_understood"),), turn.context.failed())


#: What is said to what cannot be read, by its type; anything else is `text_only`.
_UNREAD = {
    "voice": "voice_not_heard",
    "audio": "voice_not_heard",
    "video_note": "voice_not_heard",
    "sticker": "sticker_seen",
}


def cannot_read(turn: Turn) -> Outcome:
    """Say honestly that a voice message, sticker or video cannot be read."""
    act = _UNREAD.get(str(turn.message.data.get("type", "")), "text_only")
    return Outcome((Reply(act),), turn.context)
