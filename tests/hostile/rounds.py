"""Playing rounds: several accounts at once, then a look at everything that came of it."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random

from bot.desk.decisions import ApprovalRefused
from bot.desk.inbound import Inbound
from bot.jobs.wakeups import Wakeups
from bot.wiring import Desk
from knowledge.queries.actions import waiting_for_staff
from knowledge.records import MessageKind
from tests.hostile import ledger, replies
from tests.hostile.inputs import Attack, Inputs
from tests.hostile.ledger import Snapshot, Word
from tests.hostile.secrets import Secrets
from tests.hostile.shop import Account
from tests.hostile.table import Tally

#: So many accounts write at the same time.
_AT_ONCE = 8
#: So much later every round begins: offers run out, and locked accounts may try again.
_ROUND = timedelta(seconds=20)
#: By which loggers a refusal is told that is no fault: of an update that nothing can be made of.
_STATED = {"bot.channels.telegram.connection", "bot.channels.telegram.parse"}


class Hours:
    """The desk's clock: it moves on with every round and stands still within it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Errors(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name not in _STATED:
            self.found.append(logging.Formatter().format(record))


class Rounds:
    """The rounds of one run on one desk."""

    def __init__(
        self,
        desk: Desk,
        hours: Hours,
        accounts: Sequence[Account],
        secrets: Secrets,
        inputs: Inputs,
        rng: Random,
        tally: Tally,
    ) -> None:
        self._desk, self._hours, self._rng, self._tally = desk, hours, rng, tally
        self._accounts = {account.name: account for account in accounts}
        self._secrets, self._inputs = secrets, inputs
        self._attacks: dict[str, Attack] = {}
        self._kinds: dict[int, str] = {}
        self._granted: dict[str, set[int]] = {}
        self._seen = 0
        desk.wakeups = Wakeups(self._timed, desk._waiting, self._given_up)

    async def play(self, inputs: int, progress: Callable[[int], None]) -> None:
        """Play until so many inputs were sent, and look at everything once more."""
        errors = Errors()
        logging.getLogger().addHandler(errors)
        try:
            before, left = await ledger.snapshot(self._desk.store), inputs
            while left > 0:
                chosen = self._rng.sample(list(self._accounts.values()), min(_AT_ONCE, left))
                left -= len(chosen)
                before = await self._round(chosen, before)
                for found in errors.found:
                    self._tally.breach("", "crashes", found)
                errors.found.clear()
                progress(len(chosen))
            await self._at_the_end()
        finally:
            logging.getLogger().removeHandler(errors)

    async def _round(self, chosen: Sequence[Account], before: Snapshot) -> Snapshot:
        self._hours.now += _ROUND
        self._attacks.clear()
        held = await replies.with_staff(self._desk.store)
        attacks = [attack for account in chosen if (attack := self._drawn(account)) is not None]
        await asyncio.gather(*(self._send(attack) for attack in attacks))
        await self._desk.wakeups.settle()
        after = await ledger.snapshot(self._desk.store)
        await self._look(attacks, before, after, held)
        if await self._staff_work(await replies.with_staff(self._desk.store)):
            after = await ledger.snapshot(self._desk.store)
        await self._look_at_replies()  # what staff did is told to customers
        return after

    def _drawn(self, account: Account) -> Attack | None:
        try:
            attack = self._inputs.draw(account)
        except Exception:
            # Drawing goes through Telegram's parser, which must not break on anything.
            self._tally.breach("malformed updates", "crashes", traceback.format_exc())
            return None
        self._tally.count(attack.kind)
        for inbound in attack.inbounds:
            self._attacks[inbound.account] = attack
        return attack

    async def _send(self, attack: Attack) -> None:
        for inbound in attack.inbounds:
            self._secrets.hear(inbound)
            try:
                received = await self._desk.reception.receive(inbound)
            except Exception:
                self._tally.breach(attack.kind, "crashes", traceback.format_exc())
                continue
            self._kinds[received.conversation_id] = attack.kind
            self._desk.wakeups.wake(received.conversation_id)

    async def _timed(self, conversation_id: int) -> bool:
        kind, began = self._kinds.get(conversation_id, ""), time.perf_counter()
        try:
            more = await self._desk.answerer.answer_next(conversation_id)
        except Exception:
            self._tally.breach(kind, "crashes", traceback.format_exc())
            raise
        self._tally.took(kind, time.perf_counter() - began)
        return more

    async def _given_up(self, conversation_id: int) -> None:
        self._tally.breach(self._kinds.get(conversation_id, ""), "crashes", "a turn was given up")
        await self._desk.answerer.give_up(conversation_id)

    async def _look(
        self, attacks: Sequence[Attack], before: Snapshot, after: Snapshot, held: dict[str, int]
    ) -> None:
        store = self._desk.store
        if after.actions.keys() != before.actions.keys():
            await self._secrets.learn_cases(store)
        words = {name: _words(attack.inbounds) for name, attack in self._attacks.items()}
        for found in ledger.unconfirmed(before, after, words):
            self._tally.breach(self._kind_in(found), "unconfirmed", found)
        await self._look_at_proofs()
        answered = await self._look_at_replies()
        for name in answered & held.keys():
            self._tally.breach(
                self._kind_in(name), "crashes", f"{name} is staff's and was answered"
            )
        for attack in attacks:
            self._look_for_silence(attack, answered, held)
        self._inputs.keys = [action.key for action in after.actions.values()]
        self._inputs.latest = self._seen
        if await replies.waiting(store):
            self._tally.breach("", "crashes", "a message was not handled")

    async def _look_at_replies(self) -> set[str]:
        """Look at what was said since the last look; the accounts it was said to."""
        found = await replies.replies_after(self._desk.store, self._seen)
        for heard in found:
            self._seen = heard.key
            self._look_at(heard)
        return {heard.account for heard in found}

    def _look_at(self, heard: replies.Heard) -> None:
        known = self._inputs.memory[heard.account]
        known.act = heard.act.split("+")[-1]
        known.offered = list(heard.actions)
        known.ever_offered += heard.actions
        attack = self._attacks.get(heard.account)
        kind = attack.kind if attack else ""
        for mark in replies.marks(heard.text):
            if any(mark in _said(one) for one in known.sent):
                continue  # the customer's own words, read back
            self._tally.breach(kind, "leaks", f"the mark {mark} in {heard.text!r}")
        account = self._accounts.get(heard.account)
        granted = self._granted.get(heard.account, set())
        for fact in self._secrets.leaks(heard.text, account, heard.account, granted):
            self._tally.breach(kind, "leaks", f"{heard.account} heard {fact}: {heard.text!r}")

    async def _look_at_proofs(self) -> None:
        """Accounts are whose they were, and orders were shown only for number and digits."""
        for name, customer in (await replies.owners(self._desk.store)).items():
            account = self._accounts.get(name)
            if customer != (account.customer if account else None):
                self._tally.breach(self._kind_in(name), "leaks", f"{name} became {customer}'s")
        granted = await replies.grants(self._desk.store)
        for name, orders in granted.items():
            for order in orders - self._granted.get(name, set()):
                number = self._secrets.number_of(order)
                if not self._secrets.proved(name, number):
                    self._tally.breach(self._kind_in(name), "leaks", f"{name} was shown {number}")
        self._granted = granted

    def _look_for_silence(self, attack: Attack, answered: set[str], held: dict[str, int]) -> None:
        for inbound in attack.inbounds:
            is_new = inbound.edited_at is None and not self._is_repeat(attack, inbound)
            if is_new and inbound.account not in answered and inbound.account not in held:
                self._tally.breach(attack.kind, "crashes", f"no answer to {inbound!r}"[:400])

    def _is_repeat(self, attack: Attack, inbound: Inbound) -> bool:
        sent = self._inputs.memory[attack.account.name].sent
        return sum(one.external_id == inbound.external_id for one in sent) > 1

    def _kind_in(self, found: str) -> str:
        return next((one.kind for name, one in self._attacks.items() if name in found), "")

    async def _staff_work(self, held: dict[str, int]) -> bool:
        """Staff give conversations back and decide what waits for them; whether they did any."""
        for name, conversation in held.items():
            account = self._accounts.get(name)
            if not (account and account.is_held) and self._rng.random() < 0.5:
                await self._desk.staff.give_back(conversation, None)
        if self._rng.random() < 0.8:
            return False
        async with self._desk.store.reading() as unit:
            waiting = await waiting_for_staff(unit)
        for one in waiting:
            try:
                if self._rng.random() < 0.7:
                    await self._desk.approvals.agree(one.action.key, None)
                    continue
            except ApprovalRefused:
                pass
            await self._desk.approvals.refuse(one.action.key, None)
        return bool(waiting)

    async def _at_the_end(self) -> None:
        store = self._desk.store
        for found in await ledger.never_confirmed(store):
            self._tally.breach("", "unconfirmed", f"{found}: no yes in the records")
        for text in await replies.unsaid(store):
            self._tally.breach("", "leaks", f"queued and never said: {text!r}")
        for heard in await replies.replies_after(store, 0):
            self._look_at(heard)
        self._tally.done, self._tally.proposed = await ledger.done_and_proposed(store)


def _words(inbounds: Sequence[Inbound]) -> list[Word]:
    return [
        Word(str(one.data.get("action", "")) if one.kind is MessageKind.BUTTON else "", one.text)
        for one in inbounds
    ]


def _said(inbound: Inbound) -> str:
    return f"{inbound.text} {inbound.display_name} {inbound.data}"
