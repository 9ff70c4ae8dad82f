"""Deleting a customer's data: what was said goes, what the shop's books need stays.

It happens in the transaction that writes the turn (`bot.desk.written`), so that it is done
whole or not at all. Rows that others point at are emptied and not removed. What came in
after the customer's yes is left alone: it was written knowing that the rest is gone.
"""

from __future__ import annotations

from datetime import datetime

from bot.rules.policy import Policy
from knowledge.queries import erasure
from knowledge.queries.actions import drop_proposals
from knowledge.records import AuditEntry, ChannelAccount, Message
from knowledge.store import Unit

#: How the audit names it.
AUDITED = "delete_customer_data"


async def delete_data(
    unit: Unit, account: ChannelAccount, upto: Message, policy: Policy, now: datetime
) -> None:
    """Delete what an account said up to a message, and what is known of it.

    Failed tries to prove identity stay for as long as they count (`policy.identity`): otherwise
    whoever guesses at another person's order would delete their data and guess on.
    """
    guesses_since = now - max(policy.identity.window, policy.identity.order_window)
    await drop_proposals(unit, account.key)
    emptied = await erasure.erase_words(unit, account, upto.key)
    await erasure.erase_cases(unit, account.key)
    await erasure.erase_rights(unit, account.key, guesses_since)
    await erasure.erase_name(unit, account.key)
    unit.add(
        AuditEntry(
            action=AUDITED,
            subject=f"account:{account.key}",
            detail=f"at the customer's wish; {emptied} messages emptied",
            created_at=now,
        )
    )
