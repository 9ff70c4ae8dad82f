"""Getting the shop's records ready: migrations, the demo shop, articles, imports."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from bot.commands.progress import progress
from bot.errors import CommandFailed
from bot.settings import Settings
from knowledge.articles.index import put_articles, renew_embeddings
from knowledge.demo import build_demo, demo_articles, is_empty
from knowledge.errors import SchemaOutdated
from knowledge.intake.csv_files import import_csv
from knowledge.queries.audit import has_entry
from knowledge.records import AuditEntry, utcnow
from knowledge.store import Store
from migrations.apply import current, head, known, upgrade
from models.runner import Runner

#: The audit entry that tells a demo shop from a real one, which nobody may play a customer of.
_DEMO_BUILT = "demo_built"


def say(words: str) -> None:
    """Tell whoever started the command what is happening."""
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


async def migrate(store: Store) -> None:
    """Bring the tables up to this version.

    Raises:
        SchemaOutdated: they belong to a newer version; nothing is changed.
    """
    before = await current(store.engine)
    if before is not None and before not in known():
        raise SchemaOutdated(
            f"The database is at revision {before}, which this version does not know: "
            "start the newer version that made it."
        )
    if before != head():
        say(f"Database: {'new' if before is None else before} → {head()}")
        await upgrade(store.engine)


async def migrate_only(settings: Settings) -> int:
    """The `migrate` command."""
    store = Store(settings.database_url)
    try:
        await migrate(store)
    finally:
        await store.close()
    say(f"The database is at {head()}.")
    return 0


async def prepare(store: Store, runner: Runner, *, demo: bool) -> bool:
    """Migrate, and fill an empty database with the demo shop if asked to.

    Articles that other weights embedded, before a promotion, a roll-back or an upgrade, are
    embedded anew, so that they can be found.

    Returns:
        Whether the database holds the demo shop.
    """
    await migrate(store)
    if demo and await is_empty(store):
        await build_demo(store, now=utcnow(), progress=progress("Demo shop"))
        shown = progress("Articles")
        await put_articles(store, demo_articles(), runner.embed, progress=shown)
        async with store.writing() as unit:
            unit.add(AuditEntry(action=_DEMO_BUILT, subject="shop"))
    if renewed := await renew_embeddings(store, runner.embed):
        say(f"Articles: {renewed} questions embedded with the present weights.")
    async with store.reading() as unit:
        return await has_entry(unit, _DEMO_BUILT, "shop")


async def import_files(settings: Settings, files: Sequence[Path]) -> int:
    """Import CSV files one after another; returns the exit status.

    Raises:
        IntakeError: a file cannot be used as a whole; the ones before it are in.
    """
    store = Store(settings.database_url)
    rejected = 0
    try:
        await migrate(store)
        for file in files:
            report = await import_csv(store, file, zone=settings.zone, progress=progress(file.name))
            sys.stdout.write(f"{report}\n")
            rejected += report.rejected
    finally:
        await store.close()
    return 1 if rejected else 0


async def require_customer(store: Store, reference: str) -> int:
    """The id of a customer by the shop's reference.

    Raises:
        CommandFailed: there is none.
    """
    from knowledge.queries.customers import customer_referenced

    async with store.reading() as unit:
        customer = await customer_referenced(unit, reference)
    if customer is None:
        raise CommandFailed(f"There is no customer {reference}; the demo shop has C0001 to C0200.")
    return customer.key
