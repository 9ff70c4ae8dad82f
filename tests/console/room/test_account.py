"""One's own account in a real browser."""

from __future__ import annotations

from datetime import UTC, datetime

import pyotp
import pytest
from playwright.async_api import expect

from bot.console.accounts import verify
from bot.console.qr import qr_code
from knowledge.queries.staff import staff_named
from knowledge.records import Staff
from tests.console.conftest import ONE_TIME, PASSWORD, MakeRoom
from tests.console.room.conftest import PHONE, Served, listening, mounted

pytestmark = pytest.mark.slow


async def agent_of(served: Served) -> Staff:
    async with served.room.store.reading() as unit:
        found = await staff_named(unit, "agent")
    assert found is not None
    return found


async def test_one_changes_ones_password_and_signs_in_anew(served: Served) -> None:
    page = await served.open("agent", "/account")
    wanted = "  another good password "
    await page.get_by_label("Present password").fill("wrong")
    await page.get_by_label("New password", exact=True).fill(wanted)
    await page.get_by_label("New password again").fill(wanted + "x")
    change = page.get_by_role("button", name="Change password")
    await change.click()
    await expect(page.get_by_role("alert")).to_contain_text("are not the same")
    await page.get_by_label("New password again").fill(wanted)
    await change.click()
    await expect(page.get_by_role("alert")).to_contain_text("The present password is wrong.")
    await page.get_by_label("Present password").fill(PASSWORD)
    await change.click()
    await page.wait_for_url("**/login**")
    assert verify((await agent_of(served)).password_hash, wanted)
    assert served.complaints == []


async def test_the_second_factor_is_turned_on_and_off(served: Served) -> None:
    page = await served.open("agent", "/account")
    await page.get_by_role("button", name="Turn it on").click()
    link = page.get_by_role("link", name="authenticator")
    uri = await link.get_attribute("href")
    drawn = page.get_by_role("img", name="QR code")
    await expect(drawn).to_be_visible()
    width = await drawn.evaluate("one => one.getBoundingClientRect().width")
    assert 150 <= width <= 240
    assert await drawn.locator("path").get_attribute("d") == qr_code(str(uri)).path
    assert uri is not None and uri.startswith("otpauth://totp/")
    totp = pyotp.parse_uri(uri)
    assert isinstance(totp, pyotp.TOTP)
    await page.get_by_label("Code").fill("000000")
    await page.get_by_role("button", name="Confirm").click()
    await expect(page.get_by_role("alert")).to_contain_text("The code is wrong")
    await page.get_by_label("Code").fill(totp.now())
    await page.get_by_role("button", name="Confirm").click()
    off = page.get_by_role("button", name="Turn off the second factor")
    await expect(off).to_be_visible()
    assert (await agent_of(served)).totp_secret == totp.secret
    assert totp.secret not in await page.content()
    # The next half minute's code is right already; this one's was used.
    await page.get_by_label("Code").fill(totp.at(datetime.now(UTC), counter_offset=1))
    await off.click()
    await expect(page.get_by_role("button", name="Turn it on")).to_be_visible()
    assert (await agent_of(served)).totp_secret is None
    assert served.complaints == []


async def test_one_signs_out_everywhere(served: Served) -> None:
    page, other = await served.open("agent", "/account"), await served.open("agent")
    await expect(other.locator(".queues")).to_be_visible()  # it is in before the other signs out
    await page.get_by_role("button", name="Sign out everywhere").click()
    await page.get_by_role("button", name="Sure: Sign out everywhere").click()
    await page.wait_for_url("**/login**")
    await other.wait_for_url("**/login**")


async def test_the_language_is_chosen_here_and_one_stays_here(served: Served) -> None:
    page = await served.open("agent", "/account", size=PHONE)
    await page.locator(".sheet").get_by_role("link", name="中文").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("我的账号")
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert served.complaints == []


async def test_a_new_admin_finds_the_first_steps(make_room: MakeRoom, served: Served) -> None:
    """By the one-time link, to the form that adds an agent, without reading docs."""
    async with served.room.store.writing() as unit:
        for username in ("boss", "agent", "second"):
            found = await staff_named(unit, username)
            assert found is not None
            found.active = False
    other = make_room(one_time_token=ONE_TIME)
    async with listening(mounted(other.app)) as address:
        page = await (await served.context()).new_page()
        await page.goto(f"{address}/console/enter?token={ONE_TIME}")
        await page.get_by_label("Username").fill("first")
        await page.get_by_label("Password").fill(PASSWORD)
        await page.get_by_role("button", name="Create and sign in").click()
        await expect(page.get_by_role("link", name="articles")).to_be_visible()
        await page.get_by_role("link", name="Add a colleague").click()
        await page.get_by_label("Username").fill("helper")
        await page.get_by_role("button", name="Add staff").click()
        await expect(page.get_by_label("The new password of")).to_be_visible()
        await page.goto(f"{address}/console/")
        await expect(page.get_by_text("Three first steps")).to_have_count(0)
