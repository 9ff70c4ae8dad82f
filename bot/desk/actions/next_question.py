"""What comes next of a half-done action: the next question of its form, or the proposal."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.actions.asked_for import INTENTS
from bot.desk.actions.forms.form import Ready
from bot.desk.actions.forms.registry import FORMS
from bot.desk.actions.proposals import propose
from bot.desk.actions.seen import Seen
from bot.desk.context import Asked, Context, Draft
from bot.desk.turn import Outcome, Reply, Turn
from knowledge.records import ActionKind


def advance(turn: Turn, draft: Draft, seen: Seen, *, missed: int = 0) -> Outcome:
    """The next question of the form, or the proposal."""
    kind = ActionKind(draft.kind)
    step = FORMS[kind].next(turn, draft, seen)
    if isinstance(step, Ready):
        proposed = propose(turn, step.kind, seen, step.details)
        if proposed.step is None:
            return proposed
        kept = replace(draft, kind=step.kind, field="")
        return replace(proposed, context=replace(proposed.context, draft=kept))
    asked = replace(draft.asking(step.field), missed=missed)
    context: Context = turn.context.settled(focus=seen.order.number)
    context = context.asking(Asked.FIELD, INTENTS[kind], draft=asked)
    return Outcome((Reply(step.act, step.facts, step.choices),), context)
