"""The policy's sections and values as `docs/policy.md` shows them.

`python -m tests.docs.policy_text` writes them there anew, after a value has changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from bot.policy_file import _toml
from bot.rules.policy import Policy
from bot.rules.section import Section
from tests.docs.pages import POLICY

#: Everything between the heading of all values and the next one of its level.
_VALUES = re.compile(r"(^## Every value\n)(.*?)(?=^## )", re.M | re.S)
_HEAD = "| value | default | may be | meaning |\n|---|---|---|---|\n"


def values_text() -> str:
    """A heading, a sentence and a table for each section."""
    return "\n" + "\n".join(_section(name, section) for name, section in Policy()) + "\n"


def shown_text() -> str:
    """What the page has of it.

    Raises:
        LookupError: the page has no such heading.
    """
    found = _VALUES.search(POLICY.read_text(encoding="utf-8"))
    if found is None:
        raise LookupError("docs/policy.md has no heading 'Every value'")
    return found[2]


def rewrite() -> None:
    """Write every section and value into the page."""
    page = POLICY.read_text(encoding="utf-8")
    renewed = _VALUES.sub(lambda found: found[1] + values_text(), page)
    POLICY.write_text(renewed, encoding="utf-8")


def _section(name: str, section: Section) -> str:
    rows = "\n".join(_rows(section))
    return f"### `[{name}]`\n\n{(type(section).__doc__ or '').strip()}\n\n{_HEAD}{rows}\n"


def _rows(section: Section) -> Iterator[str]:
    for name, info in type(section).model_fields.items():
        default = _toml(getattr(section, name))
        yield f"| `{name}` | `{default}` | {_may_be(info)} | {info.description} |"


def _may_be(info: FieldInfo) -> str:
    kind: Any = info.annotation
    if get_origin(kind) is tuple:
        of = get_args(kind)[0]
        return f"a list of {_choices(of)}" if get_origin(of) is Literal else "a list of texts"
    if get_origin(kind) is Literal:
        return _choices(kind)
    if kind is bool:
        return "`true`, `false`"
    return "a time of day" if kind is time else _range(info)


def _choices(kind: Any) -> str:
    return ", ".join(f"`{one}`" for one in get_args(kind))


def _range(info: FieldInfo) -> str:
    bounds = {
        name: getattr(one, name)
        for one in info.metadata
        for name in ("ge", "gt", "le", "lt")
        if hasattr(one, name)
    }
    low = f"more than {bounds['gt']:g}" if "gt" in bounds else f"{bounds['ge']:g}"
    if "lt" in bounds:
        return f"{low}, less than {bounds['lt']:g}"
    return f"{low} to {bounds['le']:,.0f}" if "le" in bounds else f"{low} or more"


if __name__ == "__main__":
    rewrite()
