"""Whether an order may be cancelled."""

from __future__ import annotations

from bot.rules.actions.before_it_leaves import too_late
from bot.rules.actions.facts import OrderFacts
from bot.rules.actions.verdict import Allowed, Verdict
from bot.rules.policy import Policy


def may_cancel(facts: OrderFacts, policy: Policy) -> Verdict:
    """Until it is packed or ships, by `policy.cancelling.until`; what was paid goes back.

    Paid ¥129.00, ¥29.00 gone back already -> ¥100.00; not paid -> nothing.
    """
    refused = too_late(facts, policy.cancelling.until)
    if refused is not None:
        return refused
    return Allowed(facts.left_minor)
