"""What an account wants to be told without asking: kept when a turn is written."""

from __future__ import annotations

from datetime import datetime

from bot.desk.turn import Outcome
from knowledge.queries import news
from knowledge.records import ChannelAccount, StockWatch
from knowledge.store import Unit


async def keep_wishes(unit: Unit, outcome: Outcome, account_id: int, now: datetime) -> None:
    """Keep what the account wants to be told; saying it twice changes nothing."""
    if outcome.watch is None and not outcome.notices_on:
        return
    account = await unit.get(ChannelAccount, account_id)
    assert account is not None
    if outcome.notices_on:
        account.notices_off_at = None
    if outcome.watch is not None:
        await _keep_watch(unit, account, outcome.watch, now)


async def _keep_watch(unit: Unit, account: ChannelAccount, product_id: int, now: datetime) -> None:
    """Keep a watch; one that was told, or that turning notices off stopped, begins anew."""
    watch, off = await news.watch_of(unit, account.key, product_id), account.notices_off_at
    if watch is None:
        unit.add(StockWatch(account_id=account.key, product_id=product_id, asked_at=now))
    elif watch.told_at is not None or (off is not None and watch.asked_at <= off):
        watch.asked_at, watch.told_at = now, None
