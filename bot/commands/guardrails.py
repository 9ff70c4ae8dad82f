"""The `import guardrails` command."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.commands.shop import migrate
from bot.settings import Settings
from bot.supply.guardrail_file import import_guardrails
from knowledge.store import Store


async def bring_guardrails(settings: Settings, file: Path) -> int:
    """Keep a file's guardrails, or none of them.

    Raises:
        IntakeError, GuardrailFileRefused: nothing was changed.
    """
    store = Store(settings.database_url)
    try:
        await migrate(store)
        changed, read = await import_guardrails(store, file)
    finally:
        await store.close()
    sys.stdout.write(f"guardrails: {read} suppliers read, {changed} changed\n")
    return 0
