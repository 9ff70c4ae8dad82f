"""How well written answers are read: fields right, wrong but flagged, wrong and accepted.

A field is one value that is said or read: the act, a line's price, quantity, minimum or refusal,
the date, discount, least order value, day of return; an answer that is for staff is one field,
`unsure`, right when it is flagged. A field that is read and not expected is wrong unless it
repeats what we asked for. A wrong field counts as accepted when its answer is not flagged.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.commands.answers.corpus import Written, written_answers
from bot.rules.supplier_answers import Act, SupplierAnswer, read_answer
from bot.supply.answer_reading import TwofoldReading
from bot.supply.course_plan import Reading

_MISSING = "-"


@dataclass(frozen=True, slots=True)
class Judged:
    """One field of one answer."""

    answer: str
    kind: str
    expected: str
    read: str
    flagged: bool

    @property
    def right(self) -> bool:
        return self.expected == self.read

    @property
    def accepted(self) -> bool:
        """Wrong, and nobody would have been asked."""
        return not self.right and not self.flagged


@dataclass(slots=True)
class Score:
    """All judged fields of a set; `needless` are clear answers that were flagged."""

    answers: int = 0
    needless: int = 0
    fields: list[Judged] = field(default_factory=list)

    @property
    def right(self) -> float:
        """The share of fields that are right."""
        return sum(one.right for one in self.fields) / max(1, len(self.fields))

    @property
    def accepted(self) -> list[Judged]:
        return [one for one in self.fields if one.accepted]


def score(answers: Iterable[Written], reading: Reading) -> Score:
    """Reads every answer and judges its fields."""
    total = Score()
    for written in answers:
        read = reading(written.text, written.asked)
        judged = list(judge(written, read))
        total.answers += 1
        total.needless += not read.sure and not _for_staff(written)
        total.fields += judged
    return total


def judge(written: Written, read: SupplierAnswer) -> Iterator[Judged]:
    """The fields of one answer."""
    flagged = not read.sure
    if _for_staff(written):
        yield Judged(written.name, "unsure", "flagged", "flagged" if flagged else read.act, flagged)
        return
    expected, got = _expected(written.expect), _read(read)
    asked = _asked(written)
    for key in sorted({*expected, *got}):
        if key not in expected and got[key] == asked.get(key):
            continue
        kind = key.split(" ")[0]
        yield Judged(
            written.name, kind, expected.get(key, _MISSING), got.get(key, _MISSING), flagged
        )


def _for_staff(written: Written) -> bool:
    return bool(written.expect.get("unsure")) or written.expect.get("act") == Act.UNSURE


def _expected(expect: Any) -> dict[str, str]:
    fields = {key: str(expect[key]) for key in ("act", "date", "back_on") if key in expect}
    if "discount" in expect:
        fields["discount"] = _number(expect["discount"])
    if "minimum_total" in expect:
        fields["minimum_total"] = str(expect["minimum_total"])
    for line in expect.get("lines", []):
        for key in ("price", "quantity", "minimum", "refused"):
            if line.get(key):
                fields[f"{key} {line['code']}"] = str(line[key])
    return fields


def _read(read: SupplierAnswer) -> dict[str, str]:
    fields = {"act": str(read.act)}
    for line in read.lines:
        values = {
            "price": line.unit_price_minor,
            "quantity": line.quantity,
            "minimum": line.minimum,
        }
        fields |= {f"{key} {line.code}": str(v.value) for key, v in values.items() if v}
        fields |= {f"refused {line.code}": "True"} if line.refused else {}
    fields |= {"date": str(read.date.value)} if read.date else {}
    fields |= {"discount": _number(read.discount.value)} if read.discount else {}
    fields |= {"minimum_total": str(read.minimum_total.value)} if read.minimum_total else {}
    fields |= {"back_on": str(read.back_on)} if read.back_on else {}
    return fields


def _asked(written: Written) -> dict[str, str]:
    fields = {}
    for line in written.asked.lines:
        fields[f"price {line.code}"] = str(line.unit_price_minor)
        fields[f"quantity {line.code}"] = str(line.quantity)
    return fields


def _number(value: Any) -> str:
    return f"{float(value):g}"


def show(total: Score, failures: bool) -> str:
    """The figures as a table, and the failures when they are asked for."""
    rows = [f"{'field':14}{'all':>6}{'right':>7}{'flagged':>9}{'accepted':>10}"]
    for kind in [*sorted({one.kind for one in total.fields}), "all"]:
        mine = [one for one in total.fields if kind in (one.kind, "all")]
        right = sum(one.right for one in mine)
        accepted = sum(one.accepted for one in mine)
        wrong = len(mine) - right - accepted
        rows.append(f"{kind:14}{len(mine):6}{right:7}{wrong:9}{accepted:10}")
    rows.append(
        f"{total.answers} answers: {total.right:.1%} of fields right, wrong and flagged / accepted "
        f"as above; {total.needless} clear answers flagged without need"
    )
    if failures:
        rows += [
            f"{'ACCEPTED' if one.accepted else 'flagged '} {one.answer}: {one.kind} "
            f"expected {one.expected}, read {one.read}"
            for one in total.fields
            if not one.right
        ]
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.supply.answers", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of written answers, *.toml")
    parser.add_argument("--show", action="store_true", help="list the fields that are wrong")
    parser.add_argument("--rules", action="store_true", help="read by the rules alone")
    arguments = parser.parse_args()
    reading: Reading = read_answer if arguments.rules else TwofoldReading()
    found = score(written_answers(arguments.folder), reading)
    sys.stdout.write(f"{show(found, arguments.show)}\n")
