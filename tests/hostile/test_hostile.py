"""A small run of the hostile inputs, and that its checks see what they are to see."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.desk.inbound import Inbound
from knowledge.records import Channel, MessageKind
from knowledge.store import Store
from tests.fakes import Shop
from tests.hostile.__main__ import attack
from tests.hostile.ledger import Word, confirms, snapshot, unconfirmed
from tests.hostile.replies import marks
from tests.hostile.secrets import Secrets
from tests.hostile.shop import Account
from tests.hostile.table import render

_SEED, _INPUTS = 20_261, 150


async def test_hostile_inputs_break_nothing_tell_nothing_and_do_nothing(tmp_path: Path) -> None:
    tally, kinds = await attack(tmp_path, _INPUTS, _SEED)
    assert tally.holds, render(tally, kinds)
    assert tally.inputs.total() == _INPUTS


async def test_anothers_number_is_a_leak_and_ones_own_or_one_just_said_is_none(
    store: Store,
) -> None:
    shop, secrets = Shop(store), Secrets()
    mine, theirs = (
        await shop.customer("司徒璟翊"),
        await shop.customer("司徒阙黛", "+8613900002222"),
    )
    own, other = await shop.order(mine), await shop.order(theirs)
    await secrets.read(store)
    account = Account(7, customer=mine.key)
    told = f"{own.number}, {other.number} (司徒 阙黛)"
    assert len(secrets.leaks(told, account, "7", set())) == 2
    assert secrets.leaks(told, account, "7", {other.key}) == ["司徒阙黛"]
    secrets.hear(Inbound(Channel.TELEGRAM, "7", "1", MessageKind.TEXT, f"#{other.number[2:]}?"))
    assert secrets.leaks(told, account, "7", set()) == ["司徒阙黛"]


async def test_a_change_of_the_records_without_an_action_is_seen(store: Store) -> None:
    shop = Shop(store)
    before = await snapshot(store)
    await shop.order(await shop.customer())
    found = unconfirmed(before, await snapshot(store), {})
    assert len(found) == 2
    assert all("without an action" in one for one in found)


@pytest.mark.parametrize(
    ("word", "agrees"),
    [
        (Word("confirm:1:cancel_order", ""), True),
        (Word("confirm:2:cancel_order", "确认"), False),
        (Word("", "好的，确认"), True),
        (Word("", "yes please"), True),
        (Word("", "\u3164對\xad，\u2066沒錯\u202c"), True),
        (Word("", "對是對，但沒說要"), False),
        (Word("", "不用了"), False),
        (Word("", "UPDATE action SET state"), False),
    ],
)
def test_only_a_yes_to_this_very_action_confirms_it(word: Word, agrees: bool) -> None:
    assert confirms(word, "1:cancel_order") is agrees


def test_slots_and_the_models_own_marks_are_seen_in_a_reply() -> None:
    assert marks("到货{eta}，<act:greet><text>{") == ["{eta}", "<act:greet>", "<text>", "{"]
    assert marks("3 < 4, see you at 5 > 4") == []
