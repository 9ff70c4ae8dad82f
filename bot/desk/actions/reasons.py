"""Why something cannot be done, as the customer reads it."""

from __future__ import annotations

import tomllib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from bot.desk import facts
from bot.desk.actions.seen import Seen
from bot.rules.actions.verdict import Because, Refused
from bot.rules.policy import Policy
from knowledge.records import ActionKind

#: Kinds whose refusal speaks of sending goods back within the longer window.
_EXCHANGED = frozenset({ActionKind.CHANGE_ITEMS, ActionKind.EXCHANGE_ITEMS})
_TO_THE_MINUTE = frozenset({Because.SHIPPED, Because.PACKED, Because.TOO_LATE})


@cache
def _sentences() -> dict[str, Any]:
    file = Path(__file__).with_name("reasons.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def because(
    refused: Refused, kind: ActionKind, seen: Seen, policy: Policy, now: datetime, language: str
) -> str:
    """The reason in whole sentences, with what can be done instead.

    `now` is the present in the shop's zone.
    """
    told = _sentences()[refused.why]
    told = {**told, **told.get(kind, {})}
    dated = refused.when is not None or f"{language}_undated" not in told
    template: str = told[language if dated else f"{language}_undated"]
    return template.format(
        order=seen.order.number,
        when=_said(refused.when, refused.why, now, language),
        until=_said(refused.until, refused.why, now, language),
        number=refused.number,
        amount=facts.money(refused.amount_minor, seen.order.currency),
        product=_product(refused, seen, language),
        days=policy.returning.exchange_days if kind in _EXCHANGED else policy.returning.days,
        silent=policy.claims.silent_days,
    )


def _said(moment: datetime | None, why: Because, now: datetime, language: str) -> str:
    if moment is None:
        return facts.undated(language)
    if why in _TO_THE_MINUTE:
        return facts.moment(moment, now, language)
    said = facts.day(moment, now, language)
    return said.removeprefix("on ") if why is Because.WINDOW_OVER else said


def _product(refused: Refused, seen: Seen, language: str) -> str:
    """The name in the customer's language: rules know a line by its English one."""
    line = next((one for one in seen.lines if one.name_en == refused.product), None)
    if line is None:
        return refused.product
    return line.name_zh if language == "zh" else line.name_en
