"""From what a form gathered to the question "shall I?", and what its answer leads to.

Nothing happens here: each function returns an outcome with the step that the ledger takes when
the outcome is written (`book.py`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import facts, heard
from bot.desk.actions.details import Details
from bot.desk.actions.kinds.case import case_number
from bot.desk.actions.kinds.registry import KINDS
from bot.desk.actions.reasons import because
from bot.desk.actions.seen import Seen, look
from bot.desk.actions.summary import of_action, summary, task, what, with_names
from bot.desk.context import Asked
from bot.desk.handover import recent_waits, waiting_facts
from bot.desk.inbound import Button
from bot.desk.talk import notices_on
from bot.desk.turn import Outcome, Reply, Step, StepKind, Turn
from bot.rules.actions.approval import recent_since, risks
from bot.rules.actions.undoing import may_undo
from bot.rules.actions.verdict import Because, Refused
from bot.rules.answers import takes_back
from bot.rules.policy import Policy
from knowledge.queries import actions
from knowledge.records import Action, ActionKind, ActionState, HandoverReason, Order
from models.values import Mood

#: Actions that open a case, which has a number that the customer can name.
_CASES = frozenset(
    {
        ActionKind.RETURN_ITEMS,
        ActionKind.EXCHANGE_ITEMS,
        ActionKind.REPORT_ITEMS,
        ActionKind.CLAIM_PARCEL,
        ActionKind.CLAIM_WARRANTY,
    }
)

#: What was done longer ago is hardly what "put it back" is about.
_LATELY = timedelta(days=1)


def propose(turn: Turn, kind: ActionKind, seen: Seen, details: Details) -> Outcome:
    """Read the action back and ask whether to do it; or say why it cannot be done."""
    verdict = KINDS[kind].judge(seen, details, turn.policy, turn.now)
    if isinstance(verdict, Refused):
        return refuse(turn, kind, seen, verdict)
    details = with_names(details, seen)
    if kind in _CASES:
        number = case_number(turn.now, turn.message.key)
        details = details.model_copy(update={"case_number": number})
    key = f"{turn.message.key}:{kind}"
    told = summary(kind, details, verdict.amount_minor, seen, turn.policy, turn.now, turn.language)
    step = Step(
        StepKind.PROPOSE,
        key,
        kind=kind,
        order_id=seen.order.key,
        details=details.to_record(),
        amount_minor=verdict.amount_minor,
        currency=seen.order.currency,
    )
    asking = turn.context.settled(focus=seen.order.number).asking(Asked.CONFIRM, "", proposal=key)
    reply = Reply("action_confirm", {"summary": told}, yes_or_no(turn, key))
    return Outcome((reply,), asking, step=step)


def refuse(turn: Turn, kind: ActionKind, seen: Seen, refused: Refused) -> Outcome:
    """Say why an action cannot be done, and what can; who is angry about it gets a person too."""
    why = because(refused, kind, seen, turn.policy, turn.now, turn.language)
    settled = turn.context.settled(focus=seen.order.number)
    reply = Reply("action_refused", {"reason": why}, _instead(turn, kind, refused))
    angry = turn.understanding.mood is Mood.ANGRY
    return Outcome(
        (reply,),
        settled,
        hand_over=HandoverReason.ANGRY if angry else None,
        note=f"{seen.order.number}: {kind} refused, {refused.why}",
    )


def _instead(turn: Turn, kind: ActionKind, refused: Refused) -> tuple[Button, ...]:
    """A button for what can be done instead, where that is one thing."""
    if refused.why is Because.DELIVERED and kind is ActionKind.CANCEL_ORDER:
        label = "申请退货" if turn.language == "zh" else "Return it"
        return (Button(label, f"begin:{ActionKind.RETURN_ITEMS}"),)
    return ()


def yes_or_no(turn: Turn, key: str) -> tuple[Button, ...]:
    """The buttons below a proposal."""
    yes, no = ("确认", "不用了") if turn.language == "zh" else ("Confirm", "No, leave it")
    return Button(yes, f"confirm:{key}"), Button(no, f"drop:{key}")


async def confirm(turn: Turn, key: str) -> Outcome:
    """The customer says yes: it is done, or goes to staff, or things have changed."""
    action = await _own(turn, key)
    if action is None or action.order_id is None:  # what is about no order was done at once
        return _said(turn, "action_void")
    seen = await _seen(turn, action)
    if action.state is not ActionState.PROPOSED:
        return _answered_before(turn, action, seen)
    if turn.now - action.created_at > turn.policy.undo.offer:
        return _said(turn, "action_void", step=Step(StepKind.DROP, key))
    details = Details.of(action.details)
    verdict = KINDS[action.kind].judge(seen, details, turn.policy, turn.now)
    if isinstance(verdict, Refused):
        refused = refuse(turn, action.kind, seen, verdict)
        return replace(refused, step=Step(StepKind.DROP, key))
    if verdict.amount_minor != action.amount_minor:
        proposed = propose(turn, action.kind, seen, details)
        return replace(proposed, context=replace(proposed.context, draft=turn.context.draft))
    return await _go(turn, action, seen)


async def again(turn: Turn, outcome: Outcome) -> Outcome:
    """After a question in between: its answer, and the proposal with its buttons once more."""
    key = turn.context.proposal
    action = await _own(turn, key)
    if action is None or action.state is not ActionState.PROPOSED:
        return outcome
    seen = await _seen(turn, action)
    told = of_action(action, seen, turn.policy, turn.now, turn.language)
    reply = Reply("action_confirm", {"summary": told}, yes_or_no(turn, key))
    back = Reply("form_resumed", {"task": task(action.kind, turn.language)})
    return replace(outcome, replies=(*outcome.replies, back, reply), context=turn.context)


async def unclear(turn: Turn) -> Outcome:
    """Neither yes nor no: ask once more for one of them; the second time staff take over."""
    key = turn.context.proposal
    if turn.context.failures or turn.understanding.mood is Mood.ANGRY:
        note = f"{key}: neither yes nor no"
        return Outcome((), turn.context.settled(), HandoverReason.NOT_UNDERSTOOD, note)
    reply = Reply("ask_confirm_again", buttons=yes_or_no(turn, key))
    return Outcome((reply,), turn.context.failed())


async def drop(turn: Turn, key: str) -> Outcome:
    """The customer says no: nothing is changed."""
    action = await _own(turn, key)
    if action is None or action.state is not ActionState.PROPOSED:
        return _said(turn, "action_void")
    return _said(turn, "action_dropped", step=Step(StepKind.DROP, key))


async def undo(turn: Turn, key: str = "") -> Outcome:
    """The customer takes back what was done, the newest where none is named.

    Having stopped notices is taken back by getting them again.
    """
    if key:
        action = await _own(turn, key)
    else:
        action = await actions.latest_of(turn.unit, turn.account_id, ActionState.APPLIED)
    if action is None or action.state is not ActionState.APPLIED or action.applied_at is None:
        return _said(turn, "nothing_to_undo")
    if not key and turn.now > until(action.applied_at, turn.policy.undo.window):
        return _said(turn, "nothing_to_undo")
    if action.order_id is None:
        is_off = turn.account.notices_off_at is not None
        return notices_on(turn) if is_off else _said(turn, "nothing_to_undo")
    seen = await _seen(turn, action)
    refused = may_undo(seen.facts, action, turn.policy, turn.now)
    if refused is not None:
        return refuse(turn, action.kind, seen, refused)
    told = of_action(action, seen, turn.policy, turn.now, turn.language)
    step = Step(StepKind.UNDO, action.idempotency_key)
    return _said(turn, "action_undone", {"summary": told}, step=step)


async def taken_back(turn: Turn) -> Outcome | None:
    """The outcome if the message takes back what was done; None when it does not.

    Where only the model hears so, something has to be there that was done lately.
    """
    if takes_back(turn.message.text):
        return await undo(turn)
    if not heard.undoes(turn.understanding, turn.message.text):
        return None
    last = await actions.latest_of(turn.unit, turn.account_id, ActionState.APPLIED)
    done = None if last is None else last.applied_at
    return await undo(turn) if done is not None and turn.now - done <= _LATELY else None


def until(applied_at: datetime, window: timedelta) -> datetime:
    """The last moment at which an action can be taken back."""
    return applied_at + window


async def _own(turn: Turn, key: str) -> Action | None:
    """The action, if it was proposed to this very account."""
    action = await actions.action_keyed(turn.unit, key)
    return action if action is not None and action.account_id == turn.account_id else None


async def _seen(turn: Turn, action: Action) -> Seen:
    order = await turn.unit.get(Order, action.order_id)
    assert order is not None  # only stopping notices is about none
    return await look(turn.unit, order)


async def _go(turn: Turn, action: Action, seen: Seen) -> Outcome:
    """Do it, or ask staff where a risk says so."""
    since = recent_since(turn.now, turn.policy)
    recent = await actions.done_since(turn.unit, turn.account_id, turn.customer_id, since)
    mood = turn.understanding.mood
    found = risks(action.kind, action.amount_minor, mood, recent, turn.policy)
    key = action.idempotency_key
    if found:
        waits = await recent_waits(turn.unit, turn.now, turn.policy)
        known = waiting_facts(waits, turn.now, turn.policy, turn.language)
        step = Step(StepKind.WAIT, key, kind=action.kind, risks=tuple(map(str, found)))
        return _said(turn, "action_waiting", known, step=step)
    details = Details.of(action.details)
    told = {
        "summary": summary(
            action.kind,
            details,
            action.amount_minor,
            seen,
            turn.policy,
            turn.now,
            turn.language,
            case_number=details.case_number,
        )
    }
    if turn.policy.undo.minutes:
        last = until(turn.now, turn.policy.undo.window)
        told["undo_until"] = facts.moment(last, turn.now, turn.language)
    step = Step(StepKind.APPLY, key, kind=action.kind)
    settled = turn.context.settled(focus=seen.order.number)
    buttons = undo_button(key, turn.policy, turn.language)
    return Outcome((Reply("action_done", told, buttons),), settled, step=step)


def undo_button(key: str, policy: Policy, language: str) -> tuple[Button, ...]:
    """The button below an action that was done; none where the policy allows no undo."""
    if not policy.undo.minutes:
        return ()
    return (Button("撤回" if language == "zh" else "Undo", f"undo:{key}"),)


def _answered_before(turn: Turn, action: Action, seen: Seen) -> Outcome:
    """A button that was pressed before says how the action stands."""
    if action.state is ActionState.WAITING:
        return _said(turn, "action_waiting")
    if action.state is ActionState.APPLIED:
        told = of_action(action, seen, turn.policy, turn.now, turn.language)
        return _said(turn, "action_already", {"summary": told})
    return _said(turn, "action_void")


def _said(
    turn: Turn, act: str, known: dict[str, str] | None = None, *, step: Step | None = None
) -> Outcome:
    return Outcome((Reply(act, known or {}),), turn.context.settled(), step=step)


def named(action: Action, language: str) -> str:
    """An action in two or three words, for staff and lists."""
    return what(action.kind, language)
