"""The second factor: turning it on and off, and signing in with it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pyotp
import pytest
import pytest_asyncio

from bot.console.account_desks import AccountDesks
from bot.console.accounts import AccountRefused, add_staff
from bot.console.second_factor import SecondFactor, matching_step
from bot.console.throttle import Throttle
from knowledge.records import Role, Staff
from knowledge.store import Store
from tests.console.conftest import PASSWORD, MakeRoom, Room

BOSS, AGENT = 1, 2
#: RFC 6238, appendix B: the secret of its SHA-1 vectors, here with six digits.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@dataclass(slots=True)
class Phone:
    """An authenticator app, and the clock that it shares with the console."""

    secret: str = ""
    now: datetime = datetime(2026, 11, 26, 9, tzinfo=UTC)

    def code(self) -> str:
        return pyotp.TOTP(self.secret).at(self.now)

    def wait(self, seconds: int = 30) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def phone() -> Phone:
    return Phone()


@pytest_asyncio.fixture
async def guarded(room: Room, make_room: MakeRoom, phone: Phone) -> Room:
    """A console whose agent has the second factor on."""
    made = make_room(now=lambda: phone.now)
    phone.secret = (await factor(made).begin(AGENT)).secret
    await factor(made).confirm(AGENT, phone.code())
    phone.wait()
    return made


def factor(room: Room) -> SecondFactor:
    desks = room.app.state.accounts
    assert isinstance(desks, AccountDesks)
    return desks.second_factor


async def refusal(doing: Awaitable[object]) -> AccountRefused:
    with pytest.raises(AccountRefused) as refused:
        await doing
    return refused.value


async def half_in(room: Room, browser: httpx.AsyncClient, next: str = "/") -> dict[str, str]:
    """Give the right password; what the form for the code carries along."""
    person = {"username": "agent", "password": PASSWORD, "next": next}
    form = await browser.post("login", data=person)
    assert form.status_code == 200 and "set-cookie" not in form.headers
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form.text))


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_234_567_890, "005924"),
        (20_000_000_000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(second: int, code: str) -> None:
    at = datetime.fromtimestamp(second, UTC)
    assert matching_step(RFC_SECRET, code, at) == second // 30


@pytest.mark.parametrize("code", ["287082", " 287 082 ", "２８７０８２"])
def test_a_code_may_be_typed_in_any_of_these_ways(code: str) -> None:
    assert matching_step(RFC_SECRET, code, datetime.fromtimestamp(59, UTC)) == 1


@pytest.mark.parametrize("code", ["", "28708", "2870820", "x" * 900, "٢٨٧٠٨٢", "287082\x00"])
def test_what_is_no_code_is_wrong(code: str) -> None:
    assert matching_step(RFC_SECRET, code, datetime.fromtimestamp(59, UTC)) is None


def test_clocks_may_differ_by_half_a_minute_and_no_more() -> None:
    shown_at = datetime.fromtimestamp(1_234_567_890, UTC)
    right = [
        seconds
        for seconds in range(-60, 90, 30)
        if matching_step(RFC_SECRET, "005924", shown_at + timedelta(seconds=seconds))
    ]
    assert right == [-30, 0, 30]


async def test_the_secret_is_shown_for_an_app_and_asked_for_once_it_is_confirmed(
    room: Room, phone: Phone
) -> None:
    shown = await factor(room).begin(AGENT)
    uri = urlsplit(shown.uri)
    assert (uri.scheme, uri.netloc) == ("otpauth", "totp") and "agent" in uri.path
    asked = parse_qs(uri.query)
    assert asked == {"secret": [shown.secret], "issuer": ["Xiaoer"]}
    async with room.browser() as browser:
        assert (await room.sign_in(browser, "agent")).status_code == 303
    await factor(room).confirm(AGENT, pyotp.TOTP(shown.secret).now())
    async with room.browser() as browser:
        assert (await room.sign_in(browser, "agent")).status_code == 200
        assert (await browser.get("")).status_code == 303
    assert (await room.audit())[-1] == ("second_factor_on", "staff:agent")
    assert (await refusal(factor(room).begin(AGENT))).reason == "second_factor_is_on"


async def test_a_wrong_code_turns_nothing_on(room: Room) -> None:
    await factor(room).begin(AGENT)
    assert (await refusal(factor(room).confirm(AGENT, "000000x"))).reason == "code_wrong"
    async with room.browser() as browser:
        assert (await room.sign_in(browser, "agent")).status_code == 303


async def test_a_secret_that_was_shown_long_ago_is_not_confirmed(
    room: Room, make_room: MakeRoom, phone: Phone
) -> None:
    made = make_room(now=lambda: phone.now)
    never = await refusal(factor(made).confirm(AGENT, "123456"))
    phone.secret = (await factor(made).begin(AGENT)).secret
    phone.wait(15 * 60 + 1)
    late = await refusal(factor(made).confirm(AGENT, phone.code()))
    assert never.reason == late.reason == "second_factor_not_begun"


async def test_signing_in_takes_the_password_and_then_the_code(guarded: Room, phone: Phone) -> None:
    async with guarded.browser() as browser:
        held = await half_in(guarded, browser, next="/conversations/7")
        answer = await browser.post("login/code", data={**held, "code": phone.code()})
        assert answer.status_code == 303
        assert answer.headers["location"] == "/console/conversations/7"
        assert (await browser.get("")).status_code == 200
    assert (await guarded.audit())[-1] == ("sign_in", "staff:agent")


async def test_a_code_lets_in_once(guarded: Room, phone: Phone) -> None:
    async with guarded.browser() as browser:
        held = await half_in(guarded, browser)
        person = {**held, "code": phone.code()}
        tries = [browser.post("login/code", data=person) for _ in range(3)]
        answers = await asyncio.gather(*tries)
        assert sorted(answer.status_code for answer in answers) == [303, 401, 401]
        phone.wait()
        again = await browser.post("login/code", data={**held, "code": phone.code()})
        assert again.status_code == 303


async def test_the_code_that_turned_it_on_lets_nobody_in(
    room: Room, make_room: MakeRoom, phone: Phone
) -> None:
    made = make_room(now=lambda: phone.now)
    phone.secret = (await factor(made).begin(AGENT)).secret
    await factor(made).confirm(AGENT, phone.code())
    async with made.browser() as browser:
        held = await half_in(made, browser)
        answer = await browser.post("login/code", data={**held, "code": phone.code()})
    assert answer.status_code == 401 and "was used already" in answer.text


async def test_wrong_codes_close_the_door_and_say_for_how_long(guarded: Room, phone: Phone) -> None:
    async with guarded.browser() as browser:
        for _ in range(5):
            held = await half_in(guarded, browser)  # a right password forgives no wrong code
            wrong = await browser.post("login/code", data={**held, "code": "nothing"})
            assert wrong.status_code == 401 and 'name="code"' in wrong.text
            guarded.seconds[0] += 60
        right = await browser.post("login/code", data={**held, "code": phone.code()})
        assert (right.status_code, right.headers["retry-after"]) == (429, "600")
        assert "Please wait 10 min." in right.text
        guarded.seconds[0] += 600
        opened = await browser.post("login/code", data={**held, "code": phone.code()})
        assert opened.status_code == 303


async def test_wrong_codes_from_one_address_keep_it_from_every_name(guarded: Room) -> None:
    async with guarded.browser(address="10.0.0.1") as browser:
        held = await half_in(guarded, browser)
        for _ in range(5):
            await browser.post("login/code", data={**held, "code": "nothing"})
    door = guarded.app.state.door
    assert door.codes.wait_s("boss", "10.0.0.1") == 900
    assert door.codes.wait_s("boss", "10.0.0.2") == 0


@pytest.mark.parametrize("half", ["", "2:abcd", "2:abcd.x.y"])
async def test_a_code_without_the_password_is_nothing(
    guarded: Room, phone: Phone, half: str
) -> None:
    async with guarded.browser() as browser:
        person = {"half": half, "code": phone.code()}
        answer = await browser.post("login/code", data=person)
        assert answer.status_code == 401 and "sign in again" in answer.text
        assert (await browser.get("")).status_code == 303


async def test_what_the_form_carries_is_no_session(guarded: Room) -> None:
    async with guarded.browser() as browser:
        held = await half_in(guarded, browser)
        browser.cookies.set("xiaoer_staff", held["half"], domain="shop.test", path="/console")
        assert (await browser.get("")).status_code == 303


async def test_whoever_was_let_go_between_password_and_code_stays_out(
    guarded: Room, phone: Phone
) -> None:
    async with guarded.browser() as browser:
        held = await half_in(guarded, browser)
        await guarded.app.state.accounts.colleagues.deactivate(BOSS, AGENT)
        answer = await browser.post("login/code", data={**held, "code": phone.code()})
    assert answer.status_code == 401


async def test_it_is_turned_off_with_a_code(guarded: Room, phone: Phone) -> None:
    assert (await refusal(factor(guarded).turn_off(AGENT, "wrong"))).reason == "code_wrong"
    await factor(guarded).turn_off(AGENT, phone.code())
    async with guarded.browser() as browser:
        assert (await guarded.sign_in(browser, "agent")).status_code == 303
    again = await refusal(factor(guarded).turn_off(AGENT, phone.code()))
    assert again.reason == "second_factor_is_off"


async def test_guesses_in_an_open_page_count_as_those_at_the_door(
    guarded: Room, phone: Phone
) -> None:
    for _ in range(5):
        assert (await refusal(factor(guarded).turn_off(AGENT, "wrong"))).reason == "code_wrong"
    refused = await refusal(factor(guarded).turn_off(AGENT, phone.code()))
    assert (refused.reason, refused.wait_s) == ("too_many_failures", 900)
    async with guarded.browser() as browser:
        held = await half_in(guarded, browser)
        answer = await browser.post("login/code", data={**held, "code": phone.code()})
    assert answer.status_code == 429


async def test_an_admin_turns_it_off_for_whoever_lost_the_telephone(guarded: Room) -> None:
    refused = await refusal(factor(guarded).turn_off_for(AGENT, AGENT))
    assert refused.reason == "not_allowed"
    await factor(guarded).turn_off_for(BOSS, AGENT)
    assert (await guarded.audit())[-1] == ("second_factor_off", "staff:agent")
    async with guarded.browser() as browser:
        assert (await guarded.sign_in(browser, "agent")).status_code == 303
    off = await refusal(factor(guarded).turn_off_for(BOSS, AGENT))
    assert off.reason == "second_factor_is_off"


async def test_of_many_with_one_code_one_gets_in_on_either_database(
    any_store: Store, phone: Phone
) -> None:
    await add_staff(any_store, "agent", "", Role.AGENT, PASSWORD)
    desk = SecondFactor(any_store, Throttle(lambda: 0.0), lambda _: None, lambda: phone.now)
    phone.secret = (await desk.begin(1)).secret
    await desk.confirm(1, phone.code())
    phone.wait()
    async with any_store.reading() as unit:
        staff = await unit.get(Staff, 1)
    assert staff is not None
    taken = await asyncio.gather(*(desk.takes(staff, phone.code()) for _ in range(5)))
    assert sorted(taken) == [False] * 4 + [True]
