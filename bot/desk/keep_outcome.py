"""What is kept of a turn besides its reply: proofs of identity, wishes, ratings, questions."""

from __future__ import annotations

from datetime import datetime

from bot.desk.rating import keep_rating
from bot.desk.scene import READ, Written, chosen_language
from bot.desk.turn import Turn
from bot.desk.wishes import keep_wishes
from knowledge.queries import orders
from knowledge.records import ChannelAccount, IdentityAttempt, KnowledgeGap, OrderGrant
from knowledge.store import Unit


async def keep_outcome(unit: Unit, written: Written, now: datetime) -> None:
    """Keep what a turn found out, besides its reply, its action and its handover."""
    outcome, account_id = written.outcome, written.scene.account.key
    if outcome.attempt is not None:
        unit.add(
            IdentityAttempt(
                account_id=account_id,
                order_number=outcome.attempted_number[:40],
                succeeded=outcome.attempt,
                created_at=now,
            )
        )
    await _keep_grant(unit, account_id, outcome.granted_order_id)
    await _keep_account(unit, written, now)
    await keep_wishes(unit, outcome, account_id, now)
    if outcome.gap is not None and written.turn is not None:
        unit.add(_gap(written.turn, outcome.gap))
    if outcome.rated is not None:
        await keep_rating(unit, outcome.rated, now)


async def _keep_grant(unit: Unit, account_id: int, order_id: int | None) -> None:
    """Keep that the account may see an order; proving it twice changes nothing."""
    if order_id is not None and not await orders.is_granted(unit, account_id, order_id):
        unit.add(OrderGrant(account_id=account_id, order_id=order_id))


async def _keep_account(unit: Unit, written: Written, now: datetime) -> None:
    """Keep who the account proved to be, its language, and that it was asked to slow down."""
    chosen = chosen_language(written.scene)
    if written.outcome.customer_id is None and chosen is None and not written.outcome.slowed:
        return
    account = await unit.get(ChannelAccount, written.scene.account.key)
    assert account is not None
    if written.outcome.customer_id is not None:
        account.customer_id = written.outcome.customer_id
        account.verified_at = now
    if chosen is not None:
        account.language = chosen.value
    if written.outcome.slowed:
        account.slowed_at = now


def _gap(turn: Turn, question: str) -> KnowledgeGap:
    return KnowledgeGap(
        text=question[:READ],
        language=turn.language.value,
        intent=turn.understanding.top.intent.value,
        message_id=turn.message.key,
    )
