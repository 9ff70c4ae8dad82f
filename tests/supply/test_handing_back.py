"""Staff give a course back to the desk, which goes on by the limits and the rounds so far."""

from __future__ import annotations

import pytest

from bot.supply.refusals import OrderRefused
from knowledge.records import NegotiationState, SupplierMessageState
from knowledge.store import Store
from tests.supply.course import Bargain

DEAR = "单价60元，12月2日到货。"
YES = "可以，没问题。"


@pytest.fixture
async def held(store: Store) -> Bargain:
    """A course with one offer of ours, which a colleague has taken over."""
    made = Bargain(store)
    await made.begin(most_over_percent=10.0, rounds=3, ends_after_days=10)
    await made.says(DEAR)
    await made.signing().take_over(await made.buyer(), (await made.order()).number)
    return made


async def handed_back(bargain: Bargain) -> None:
    await bargain.signing().hand_back(1, (await bargain.order()).number)


async def test_the_desk_goes_on_with_the_rounds_so_far(held: Bargain) -> None:
    await handed_back(held)
    course = await held.course()
    assert (course.state, course.next_move) == (NegotiationState.OPEN, "wait")
    assert (await held.steps())[-2:] == [("staff", "take_over"), ("staff", "hand_back")]
    await held.says("59元，12月2日到货。")
    await held.says("58元，12月2日到货。")
    offers = [one for one in await held.sent() if "[supplier_offer]" in one]
    assert len(offers) == len(set(offers)) == 3
    await held.says("58元，12月2日到货。")
    assert (await held.course()).state is NegotiationState.CLOSED


async def test_what_came_in_staff_s_time_is_read_anew(held: Bargain) -> None:
    message = await held.says(YES)
    assert message.state is SupplierMessageState.WITH_STAFF
    await handed_back(held)
    assert (await held.message(message.key)).state is SupplierMessageState.NEW
    assert await held.negotiator().read(message.key)
    assert (await held.course()).state is NegotiationState.TO_SIGN


async def test_what_staff_have_answered_is_not_read_anew(held: Bargain) -> None:
    message = await held.says("58元，12月2日到货。")
    await held.signing().write(1, (await held.order()).number, "再便宜一点？")
    await handed_back(held)
    assert (await held.message(message.key)).state is SupplierMessageState.SETTLED


async def test_a_yes_to_staff_s_own_words_is_asked_about(held: Bargain) -> None:
    """The desk does not know what they offered: it is no yes to its own offer."""
    await held.signing().write(1, (await held.order()).number, "那就按老价格？")
    await handed_back(held)
    await held.says(YES)
    assert (await held.course()).state is NegotiationState.OPEN
    assert "[supplier_question]" in (await held.sent())[-1]


async def test_a_deal_that_was_taken_over_waits_for_its_signature_again(store: Store) -> None:
    bargain = Bargain(store)
    await bargain.begin(most_over_percent=10.0)
    await bargain.says(DEAR)
    await bargain.says(YES)
    buyer, number = await bargain.buyer(), (await bargain.order()).number
    await bargain.signing().take_over(buyer, number)
    await handed_back(bargain)
    assert (await bargain.course()).state is NegotiationState.TO_SIGN
    assert await bargain.signing().sign(buyer, number)


async def test_what_nobody_holds_or_whose_time_is_over_is_not_handed_back(held: Bargain) -> None:
    await handed_back(held)
    with pytest.raises(OrderRefused, match="decided"):
        await handed_back(held)
    await held.signing().take_over(1, (await held.order()).number)
    held.at = (await held.course()).ends_at
    with pytest.raises(OrderRefused, match="time of this course is over"):
        await handed_back(held)


async def test_a_silent_supplier_is_reminded_after_it_too(held: Bargain) -> None:
    await handed_back(held)
    assert await held.days_pass(2) == 1
    assert "[supplier_reminder]" in (await held.sent())[-1]
