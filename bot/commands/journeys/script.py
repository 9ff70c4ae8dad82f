"""What a journey's file says: the shop it begins with, its lines, and what must come of them.

A journey is a TOML file of one conversation. Two files beside it, or in a folder above, may
be shared by many: `goods.toml` has what the shop sells, and `ways.toml` lists of
paraphrases by name. docs/journeys.md describes every line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.errors import CommandFailed
from knowledge.records import CaseKind, OrderStatus, RefundStatus, ReturnStatus, TrackingStatus

_AGE = re.compile(r"(-?\d+(?:\.\d+)?)\s*([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def _age(value: object) -> timedelta:
    """`2d` -> two days; `-1d` -> a day to come."""
    found = _AGE.fullmatch(str(value))
    if found is None:
        raise ValueError(f"'{value}' is no age such as 30m, 2h or 3d")
    return timedelta(**{_UNITS[found[2]]: float(found[1])})


Age = Annotated[timedelta, BeforeValidator(_age)]
#: Pieces of a SKU by its name, `umbrella-red`.
Pieces = dict[str, int]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SkuSold(_Part):
    """A variant: its names, its price in the shop's currency, and the pieces there are."""

    zh: str = ""
    en: str = ""
    price: float
    stock: int = 50


class ProductSold(_Part):
    """A product and its variants by name."""

    zh: str
    en: str
    category: str = ""
    skus: dict[str, SkuSold]


class Who(_Part):
    """The customer; one who is not `known` has not proven who they are."""

    name: str = "李雷"
    phone: str = "+8613800001111"
    email: str = ""
    known: bool = True


class ParcelSent(_Part):
    """A parcel: times are ages, so `shipped = "2d"` is two days ago."""

    status: TrackingStatus = TrackingStatus.IN_TRANSIT
    tracking: str = ""
    shipped: Age | None = None
    scanned: Age | None = None
    delivered: Age | None = None
    expected: Age | None = None


class RefundMade(_Part):
    amount: float
    status: RefundStatus = RefundStatus.PENDING


class CaseOpened(_Part):
    """A case of an order: `goods` is what it is about, `new` what comes instead."""

    kind: CaseKind
    status: ReturnStatus = ReturnStatus.OPEN
    cure: str = ""
    goods: Pieces = Field(default_factory=dict)
    new: dict[str, str] = Field(default_factory=dict)


class OrderPlaced(_Part):
    """An order of the customer, or with `others` of somebody else."""

    number: str
    status: OrderStatus = OrderStatus.PREPARING
    placed: Age = timedelta(days=1)
    packed: Age | None = None
    goods: Pieces
    paid: dict[str, float] = Field(default_factory=dict)
    """What a piece cost then, where it costs something else today."""
    address: str = "浙江省杭州市西湖区文三路398号2幢501室"
    others: bool = False
    parcels: tuple[ParcelSent, ...] = ()
    refunds: tuple[RefundMade, ...] = ()
    cases: tuple[CaseOpened, ...] = ()


class StaffDo(_Part):
    """What staff do: agree to what waits or not, answer, or give the conversation back."""

    agree: bool | None = None
    answer: str = ""
    back: bool = False


class Line(_Part):
    """One step, and what its reply must be like.

    Args:
        say: the customer's words; `ways`: other words for them, or the name of a list of those.
        with_: what stands for `{name}` in a list's words.
        press: a button by its label; `photo`: so many photos; `contact`: shares the own contact.
        wait: how long nothing happens; `staff`: what staff do.
        when: the step is left out unless the last reply has one of these acts.
        acts: one of these acts must be in the reply. `says`: all of these words must be,
            `never`: none of these may. `buttons`: labels that must be below it.
        clarifies: the button that the customer presses when the desk asks which of two was
            meant; the reply to that is judged.
        silent: the desk must say nothing.
    """

    say: str = ""
    ways: tuple[str, ...] | str = ()
    with_: dict[str, str] = Field(default_factory=dict, alias="with")
    press: str = ""
    photo: int = 0
    contact: bool = False
    wait: dict[str, float] = Field(default_factory=dict)
    staff: StaffDo | None = None
    when: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    handed_over: bool | None = None
    clarifies: str = ""
    silent: bool = False


class InvoiceAsked(_Part):
    kind: str
    title: str
    tax_number: str = ""
    email: str = ""


class OrderAfter(_Part):
    """What of an order is different afterwards; what is left out must be as it was."""

    status: OrderStatus | None = None
    address: str | None = None
    recipient: str | None = None
    phone: str | None = None
    goods: Pieces | None = None
    total: float | None = None
    refunds: tuple[float, ...] | None = None
    cases: tuple[CaseOpened, ...] | None = None
    invoice: InvoiceAsked | None = None


class After(_Part):
    """What must hold at the end. `ledger`: its rows, `cancel_order applied`, in order.

    Rows that were declined count only where one is named.
    """

    orders: dict[str, OrderAfter] = Field(default_factory=dict)
    ledger: tuple[str, ...] = ()
    handed_over: bool = False
    notices_off: bool = False


class Journey(_Part):
    """One conversation: what it shows, the shop it begins with, its steps and its end."""

    name: str
    shows: str
    customer: Who = Who()
    orders: tuple[OrderPlaced, ...] = ()
    prices: dict[str, float] = Field(default_factory=dict)
    """Prices of this journey's day, by SKU."""
    stock: Pieces = Field(default_factory=dict)
    steps: tuple[Line, ...] = Field(min_length=1)
    after: After = After()


@dataclass(frozen=True, slots=True)
class Script:
    """A journey with what it shares with others: the goods on sale, and ways by name."""

    journey: Journey
    goods: Mapping[str, ProductSold]
    shared: Mapping[str, tuple[str, ...]]

    def ways(self, line: Line) -> tuple[str, ...]:
        """Other words for a line, each `{name}` filled in."""
        found = self.shared[line.ways] if isinstance(line.ways, str) else line.ways
        return tuple(_filled(one, line.with_) for one in found)


def read_scripts(path: Path) -> list[Script]:
    """The journeys of a file, or of every file below a folder, in order of their names.

    Raises:
        CommandFailed: a file cannot be read, or says what no journey can.
    """
    files = sorted(path.rglob("*.toml")) if path.is_dir() else [path]
    scripts = [read_script(one) for one in files if one.name not in _SHARED]
    if not scripts:
        raise CommandFailed(f"There is no journey in {path}.")
    return scripts


def read_script(file: Path) -> Script:
    """The journey in a file.

    Raises:
        CommandFailed: it cannot be read, or says what no journey can.
    """
    try:
        journey = Journey.model_validate(_toml(file))
        goods = {
            name: ProductSold.model_validate(told) for name, told in _beside(file, GOODS).items()
        }
    except ValidationError as error:
        raise CommandFailed(f"{file}: {_fault(error)}.") from error
    shared = {name: tuple(ways) for name, ways in _beside(file, WAYS).items()}
    unknown = {one.ways for one in journey.steps if isinstance(one.ways, str)} - shared.keys()
    if unknown:
        raise CommandFailed(f"{file}: no {WAYS} has '{min(unknown)}'.")
    return Script(journey, goods, shared)


GOODS, WAYS = "goods.toml", "ways.toml"
_SHARED = {GOODS, WAYS}


def _beside(file: Path, name: str) -> dict[str, Any]:
    """What the shared file nearest to a journey says: beside it, or in a folder above."""
    found = (folder / name for folder in file.resolve().parents)
    nearest = next((one for one in found if one.is_file()), None)
    return {} if nearest is None else _toml(nearest)


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CommandFailed(f"{file} cannot be read: {error}.") from error


def _fault(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"


def _filled(words: str, known: Mapping[str, str]) -> str:
    for name, value in known.items():
        words = words.replace("{" + name + "}", value)
    return words


def drawn(ways: Sequence[str], main: str, run: int | None, order: Sequence[int]) -> str:
    """What is said in a run: the main line in run None, otherwise the ways one after another."""
    if run is None or not ways:
        return main
    return ways[order[run % len(ways)]]
