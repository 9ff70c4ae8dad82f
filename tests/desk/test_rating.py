"""Rating a case that staff closed."""

from __future__ import annotations

import pytest

from knowledge.queries import ratings
from knowledge.records import Rating
from tests.fakes import Desk


async def _closed(desk: Desk, account: str = "anna", ask: str = "转人工") -> int:
    """A case that staff gave back; its handover's id."""
    await desk.ask(account, ask)
    handover = await desk.handover(account)
    assert handover is not None
    await desk.staff.give_back((await desk.conversation(account)).key, None)
    return handover.key


async def _kept(desk: Desk) -> list[tuple[int, int, str]]:
    return [(one.handover_id, one.score, one.comment) for one in await desk.records(Rating)]


async def test_asks_with_the_conversation_given_back(desk: Desk) -> None:
    case = await _closed(desk)
    asked = (await desk.messages("anna"))[-1]
    assert asked.text.endswith("请问这次的服务怎么样？点一下就好。")
    assert [(one["label"], one["action"]) for one in asked.data["buttons"]] == [
        ("😀 5", f"rate:{case}:5"),
        ("🙂 4", f"rate:{case}:4"),
        ("😐 3", f"rate:{case}:3"),
        ("🙁 2", f"rate:{case}:2"),
        ("😡 1", f"rate:{case}:1"),
    ]


@pytest.mark.parametrize(
    ("score", "act"),
    [
        (5, "rating_thanks"),
        (4, "rating_thanks"),
        (3, "rating_thanks"),
        (2, "rating_sorry"),
        (1, "rating_sorry"),
    ],
)
async def test_keeps_the_score(any_desk: Desk, score: int, act: str) -> None:
    case = await _closed(any_desk)
    assert (await any_desk.press("anna", f"rate:{case}:{score}")).act == act
    assert await _kept(any_desk) == [(case, score, "")]


async def test_a_second_press_within_a_day_changes_the_score(any_desk: Desk) -> None:
    case = await _closed(any_desk)
    await any_desk.press("anna", f"rate:{case}:1")
    any_desk.clock.move(hours=23)
    assert (await any_desk.press("anna", f"rate:{case}:4")).act == "rating_thanks"
    any_desk.clock.move(hours=2)
    assert (await any_desk.press("anna", f"rate:{case}:2")).act == "action_void"
    assert await _kept(any_desk) == [(case, 4, "")]


async def test_nobody_rates_anothers_case(desk: Desk) -> None:
    case = await _closed(desk)
    assert (await desk.press("eve", f"rate:{case}:1")).act == "action_void"
    assert await _kept(desk) == []


async def test_a_case_that_is_not_closed_is_not_rated(desk: Desk) -> None:
    await _closed(desk)
    await desk.ask("bert", "转人工")
    handover = await desk.handover("bert")
    assert handover is not None
    assert (await desk.press("anna", f"rate:{handover.key}:5")).act == "action_void"


@pytest.mark.parametrize(
    "action",
    [
        "rate:999:5",
        "rate:{case}:0",
        "rate:{case}:6",
        "rate:{case}:",
        "rate:{case}:5:5",
        "rate:-1:5",
        "rate:x:5",
        "rate::",
        "rate:99999999999999999999:5",
        "rate:9999999999:5",
        "rate:٣:5",
        "rate:1' OR 1=1:5",
    ],
)
async def test_a_forged_press_does_nothing(any_desk: Desk, action: str) -> None:
    case = await _closed(any_desk)
    assert (await any_desk.press("anna", action.format(case=case))).act == "action_void"
    assert await _kept(any_desk) == []


async def test_the_words_after_a_bad_score_are_its_comment(any_desk: Desk) -> None:
    case = await _closed(any_desk)
    await any_desk.press("anna", f"rate:{case}:1")
    assert (await any_desk.ask("anna", "等了很久没人理我")).act == "rating_thanks"
    assert await _kept(any_desk) == [(case, 1, "等了很久没人理我")]
    assert (await any_desk.ask("anna", "你好")).act == "greet"
    assert await _kept(any_desk) == [(case, 1, "等了很久没人理我")]


async def test_a_comment_is_cut_where_it_is_too_long(any_desk: Desk) -> None:
    case = await _closed(any_desk)
    await any_desk.press("anna", f"rate:{case}:2")
    await any_desk.ask("anna", "慢" * 5_000)
    assert await _kept(any_desk) == [(case, 2, "慢" * 1_000)]


async def test_words_after_an_hour_are_no_comment(desk: Desk) -> None:
    case = await _closed(desk)
    await desk.press("anna", f"rate:{case}:1")
    desk.clock.move(minutes=61)
    assert (await desk.ask("anna", "你好")).act == "greet"
    assert await _kept(desk) == [(case, 1, "")]


async def test_a_question_among_the_words_is_answered_too(desk: Desk) -> None:
    case = await _closed(desk)
    await desk.press("anna", f"rate:{case}:1")
    assert (await desk.ask("anna", "我的快递到哪了")).act == "ask_identity"
    assert await _kept(desk) == [(case, 1, "我的快递到哪了")]


async def test_whoever_wants_a_person_still_gets_one(desk: Desk) -> None:
    case = await _closed(desk)
    await desk.press("anna", f"rate:{case}:1")
    assert (await desk.ask("anna", "转人工")).act == "handover_open"
    assert await _kept(desk) == [(case, 1, "转人工")]


async def test_a_press_leaves_an_open_question_open(desk: Desk) -> None:
    case = await _closed(desk)
    await desk.ask("anna", "我的快递到哪了")
    before = (await desk.conversation("anna")).context
    assert (await desk.press("anna", f"rate:{case}:1")).act == "rating_thanks"
    assert (await desk.conversation("anna")).context == before
    assert await _kept(desk) == [(case, 1, "")]


async def test_the_average_is_of_all_cases(any_desk: Desk) -> None:
    desk = any_desk
    async with desk.store.reading() as unit:
        assert await ratings.average(unit) == ratings.Average(0, 0.0)
    for account, score in (("anna", 5), ("bert", 4), ("carl", 1)):
        await desk.press(account, f"rate:{await _closed(desk, account)}:{score}")
        desk.clock.move(days=1)
    async with desk.store.reading() as unit:
        assert await ratings.average(unit) == ratings.Average(3, 3.33)
        since = desk.clock.now.replace(hour=0)
        assert await ratings.average(unit, since) == ratings.Average(0, 0.0)
