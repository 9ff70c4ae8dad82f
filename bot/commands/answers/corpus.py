"""The open orders of `orders.toml`, and the written answers to them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import models
from bot.rules.supplier_answers import Asked, AskedLine

#: Everything that may be tuned and trained on, a folder a group of writers.
FOLDER = Path(models.__file__).parent / "corpus" / "supplier_answers"


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as a supplier would write it, and what it says."""

    name: str
    text: str
    asked: Asked
    expect: Mapping[str, Any]


def written_answers(folder: Path) -> list[Written]:
    """Every answer of a folder's TOML files and of the folders in it, in order.

    Raises:
        ValueError: two answers of one name.
    """
    found: dict[str, Written] = {}
    for path in sorted(folder.rglob("*.toml")):
        for entry in tomllib.loads(path.read_text("utf-8")).get("answer", []):
            if entry["id"] in found:
                raise ValueError(f"{path}: the answer {entry['id']} is there twice")
            asked = open_order(entry["asked"], entry["today"])
            found[entry["id"]] = Written(entry["id"], entry["text"], asked, entry["expect"])
    return list(found.values())


def open_order(name: str, today: date) -> Asked:
    """One of the orders of `orders.toml`."""
    order = tomllib.loads((FOLDER / "orders.toml").read_text("utf-8"))[name]
    lines = tuple(
        AskedLine(
            **{
                **line,
                "names": tuple(line["names"]),
                "unit_price_minor": line.get("unit_price_minor"),
            }
        )
        for line in order["lines"]
    )
    return Asked(order["number"], today, order["currency"], lines, order["needed_by"])
