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
    for name in Policy.model_fields:
        section: Section = getattr(policy, name)
        yield ""
        yield f"# {(type(section).__doc__ or '').strip()}"
        yield f"[{name}]"
        for field, info in type(section).model_fields.items():
            yield f"# {info.description}{_choices(info)}"
            yield f"{field} = {_toml(getattr(section, field))}"


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
    return "" if found is None else f" One of: {found[1].replace(chr(39), '')}."


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
