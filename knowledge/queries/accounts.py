"""Questions about the accounts that customers write from.

The statements of every turn stand ready below: putting one together takes SQLAlchemy longer
than SQLite takes to answer it.
"""

from __future__ import annotations

from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import select

from knowledge.records import Channel, ChannelAccount, utcnow
from knowledge.store import Unit

_ACCOUNT = select(ChannelAccount).where(
    ChannelAccount.channel == bindparam("channel"),
    ChannelAccount.external_id == bindparam("external_id"),
)


async def account_of(unit: Unit, channel: Channel, external_id: str) -> ChannelAccount | None:
    """The account with this id on this channel."""
    known = {"channel": channel, "external_id": external_id}
    return (await unit.exec(_ACCOUNT, params=known)).first()


async def account_named(unit: Unit, channel: Channel, external_id: str) -> ChannelAccount:
    """The account with this id on this channel, made if it is new.

    Two messages of a new account may come in at once: the second waits for the first's commit.
    """
    found = await account_of(unit, channel, external_id)
    if found is None:
        insert = sqlite.insert if unit.get_bind().dialect.name == "sqlite" else postgresql.insert
        values = {"channel": channel, "external_id": external_id, "display_name": ""}
        await unit.exec(
            insert(ChannelAccount).values(**values, created_at=utcnow()).on_conflict_do_nothing()
        )
        found = await account_of(unit, channel, external_id)
    assert found is not None
    return found
