"""The policy as a file: read and checked at the start, and written with every line explained.

    python -m bot policy > policy.toml

writes the file with what holds now. What a file leaves out keeps its default; a name that is
none, or a value out of range, stops the start with one sentence that names it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from bot.errors import PolicyRefused
from bot.rules.policy import Policy
from bot.rules.section import Section
from knowledge.records import ActionKind

#: The file's name where none is set: in the folder that the program is started in.
DEFAULT = "policy.toml"


@dataclass(frozen=True, slots=True)
class Line:
    """A value of the policy.

    Args:
        value: as the file writes it.
        choices: what it may be, where that is a closed list: `packed, shipped`.
        is_set: whether the file names it; otherwise it is the default.
    """

    name: str
    value: str
    meaning: str
    choices: str
    is_set: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the policy, with its values in the file's order."""

    name: str
    meaning: str
    lines: tuple[Line, ...]


def file_in_force(file: Path | None) -> Path | None:
    """The file that `read_policy` reads; None where there is none, and the defaults hold."""
    if file is not None:
        return file
    return Path(DEFAULT) if Path(DEFAULT).is_file() else None


def read_policy(file: Path | None) -> Policy:
    """The policy in `file`; the defaults where no file is given or the default one is not there.

    Raises:
        PolicyRefused: the file is not there, is no TOML, or a value in it is refused.
    """
    path = file or Path(DEFAULT)
    if file is None and not path.is_file():
        return Policy()
    try:
        return _known(
            path, Policy.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
        )
    except OSError as error:
        raise PolicyRefused(path, f"cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyRefused(path, f"is no TOML: {error}") from error
    except ValidationError as error:
        raise PolicyRefused(path, _first_fault(error)) from error


def written(policy: Policy) -> Iterator[str]:
    """The policy as the lines of a TOML file, each value below what it means."""
    yield "# What this shop may decide. Times are in the shop's zone (XIAOER_SHOP_TIMEZONE)."
    for part in explained(policy):
        yield ""
        yield f"# {part.meaning}"
        yield f"[{part.name}]"
        for line in part.lines:
            choices = f" One of: {line.choices}." if line.choices else ""
            yield f"# {line.meaning}{choices}"
            yield f"{line.name} = {line.value}"


def explained(policy: Policy) -> Iterator[Part]:
    """The sections of the policy, each value with what it means."""
    for name in Policy.model_fields:
        section: Section = getattr(policy, name)
        given = section.model_fields_set
        lines = tuple(
            Line(
                field,
                _toml(getattr(section, field)),
                info.description or "",
                _choices(info),
                field in given,
            )
            for field, info in type(section).model_fields.items()
        )
        yield Part(name, (type(section).__doc__ or "").strip(), lines)


def _known(path: Path, policy: Policy) -> Policy:
    unknown = set(policy.approval.always) - set(ActionKind)
    if unknown:
        names = ", ".join(sorted(ActionKind))
        raise PolicyRefused(path, f"approval.always: '{min(unknown)}' is none of {names}")
    return policy


def _first_fault(error: ValidationError) -> str:
    fault = error.errors()[0]
    place = ".".join(str(part) for part in fault["loc"])
    said = fault["msg"].removeprefix("Value error, ")
    return f"{place}: {said}" if place else said


def _choices(info: FieldInfo) -> str:
    found = re.search(r"Literal\[([^]]+)\]", str(info.annotation))
    return "" if found is None else found[1].replace("'", "")


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    # A JSON string is a TOML one, but for the sign DEL (https://toml.io/en/v1.0.0#string).
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
    return text.replace("\x7f", "\\u007f")
