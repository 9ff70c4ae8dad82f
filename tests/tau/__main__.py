"""`python -m tests.tau`: drive the tasks, compare the records, print one table."""

from __future__ import annotations

import argparse
import asyncio
import logging
import shutil
import sys
import tempfile
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from tqdm import tqdm

from bot.desk.approvals import ApprovalDesk
from bot.rules.policy import Policy
from bot.rules.policy.aftercare import Returning
from bot.rules.policy.approval import Approval
from bot.rules.policy.order_changes import ItemChange
from knowledge.queries.actions import waiting_for_staff
from knowledge.store import Store
from migrations.apply import upgrade
from tests.tau.customer import OURS, Wish, reply_to, wishes
from tests.tau.judge import End, expected, judged, state_of
from tests.tau.shop import Set, import_set, number, phone, read_set
from tests.tau.talk import Talk, talking

#: The set's shop takes back anything at any time and charges what is dearer.
POLICY = Policy(
    item_change=ItemChange(difference="charge", until="shipped"),
    returning=Returning(days=365, exchange_days=365, difference="charge"),
    approval=Approval(more_than=1000),
)
_TURNS = 12


async def _drive(talk: Talk, wish: Wish) -> None:
    """Say a wish and answer until nothing more is asked."""
    act = await talk.say(wish.opening)
    for _ in range(_TURNS):
        asked = act.split("+")[-1]
        if asked == "ask_identity":
            act = await talk.share_contact()
            continue
        if asked == "ask_phone_digits":
            act = await talk.say(talk.phone[-4:])
            continue
        if asked == "clarify":
            act = await talk.press(f"intent:{wish.intent}")
            continue
        answer = reply_to(act, wish)
        if answer is None:
            return
        act = await talk.say(answer)


async def _agree(talk: Talk) -> None:
    """Staff agree to what is theirs to agree to."""
    desk = talk.desk
    approvals = ApprovalDesk(desk.store, desk.wording, policy=desk.policy, zone=desk.settings.zone)
    async with desk.store.reading() as unit:
        waiting = await waiting_for_staff(unit)
    for one in waiting:
        await approvals.agree(one.action.key, None)


async def _task(folder: Path, found: Set, task: dict[str, Any], show: bool) -> tuple[End, bool]:
    """Play a task on a shop of its own: how it ended, and whether staff were called."""
    database = folder / "task.sqlite3"
    shutil.copy(folder / "tau.sqlite3", database)
    numbers = sorted({number(action["kwargs"]["order_id"]) for action in task["actions"]})
    async with talking(database, POLICY, phone(task["user_id"])) as talk:
        before = await state_of(talk.desk.store, numbers)
        for wish in wishes(task, found):
            await _drive(talk, wish)
        await _agree(talk)
        after = await state_of(talk.desk.store, numbers)
    end = judged(before, expected(before, task), after)
    if show and end is not End.RIGHT:
        print(f"--- {end}: {task['instruction']}\n" + "\n".join(talk.lines), flush=True)
    return end, talk.handed_over


async def _run(data: Path, limit: int, kind: str, show: bool) -> int:
    found = read_set(data)
    tasks = [
        task
        for task in found.tasks
        if task["actions"] and {action["name"] for action in task["actions"]} <= OURS
    ]
    tasks = [task for task in tasks if not kind or kind in {one["name"] for one in task["actions"]}]
    tasks = tasks[:: max(1, len(tasks) // limit)][:limit] if limit else tasks
    ends: Counter[End] = Counter()
    by_kind: dict[str, Counter[End]] = {}
    unhandled = 0
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        store = Store(f"sqlite:///{folder / 'tau.sqlite3'}")
        await upgrade(store.engine)
        await import_set(store, found)
        await store.close()
        for task in tqdm(tasks, disable=not sys.stderr.isatty()):
            end, handed_over = await _task(folder, found, task, show)
            ends[end] += 1
            unhandled += end is not End.RIGHT and not handed_over
            kinds = "+".join(sorted({action["name"] for action in task["actions"]}))
            by_kind.setdefault(kinds, Counter())[end] += 1
    _print(len(found.tasks), len(tasks), ends, by_kind, unhandled)
    return 0 if not ends[End.WRONG] else 1


def _print(
    every: int,
    driven: int,
    ends: Counter[End],
    by_kind: dict[str, Counter[End]],
    unhandled: int,
) -> None:
    print(f"τ-bench retail, train: {driven} of {every} tasks are within our actions and driven")
    for end in End:
        print(f"  {end}: {ends[end]} ({ends[end] / driven:.1%})")
    print(f"  not right and not handed over: {unhandled}")
    for kinds, found in sorted(by_kind.items(), key=lambda one: -one[1].total()):
        print(f"  {found[End.RIGHT]:3} of {found.total():3}  {kinds}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.tau", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of public sets")
    parser.add_argument("--tasks", type=int, default=0, help="at most so many (default: all)")
    parser.add_argument("--kind", default="", help="only tasks with this action in them")
    parser.add_argument("--show", action="store_true", help="print what did not end right")
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    return asyncio.run(_run(given.data, given.tasks, given.kind, given.show))


if __name__ == "__main__":
    raise SystemExit(main())
