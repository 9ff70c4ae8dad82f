"""The admin's page in a real browser: colleagues, tokens, the audit, and what was not delivered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Page, expect
from sqlmodel import select

from bot.console.accounts import add_staff, verify
from bot.rules.api_tokens import kept_of
from bot.rules.hours import OpeningHours
from bot.rules.policy import Policy
from knowledge.queries.staff import staff_named
from knowledge.records import (
    ApiToken,
    AuditEntry,
    Channel,
    DeliveryState,
    OutboxItem,
    Role,
)
from knowledge.store import Store
from tests.console.conftest import HOSTILE, PASSWORD, MakeRoom
from tests.console.room.conftest import PHONE, Served, listening, mounted

pytestmark = pytest.mark.slow

TABS = ("Staff", "API tokens", "Hours and policy", "Audit", "Not delivered", "Jobs")


async def shown_tabs(page: Page) -> list[str]:
    await expect(page.get_by_role("tab").first).to_be_visible()
    return await page.get_by_role("tab").all_inner_texts()


async def test_a_colleague_is_added_with_a_password_that_is_shown_once(served: Served) -> None:
    page = await served.open("boss", "/admin?tab=staff")
    await page.get_by_label("Username").fill("New.One")
    await page.get_by_label("Name", exact=True).fill(HOSTILE)
    await page.get_by_label("Role").select_option("supervisor")
    await page.get_by_role("button", name="Add staff").click()
    password = await page.get_by_label("The new password of").input_value()
    await expect(page.get_by_role("row", name="new.one")).to_contain_text(HOSTILE)
    async with served.room.store.reading() as unit:
        added = await staff_named(unit, "new.one")
    assert added is not None and added.role is Role.SUPERVISOR
    assert verify(added.password_hash, password)
    assert ("add_staff", "staff:new.one") in await served.room.audit()
    await page.reload()
    await expect(page.get_by_role("row", name="new.one")).to_be_visible()
    assert password not in await page.content()
    assert served.complaints == []


async def test_what_is_refused_is_said_and_what_was_typed_stays(served: Served) -> None:
    page = await served.open("boss", "/admin?tab=staff")
    await page.get_by_label("Username").fill("agent")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Add staff").click()
    await expect(page.get_by_role("alert")).to_have_text("This username is taken.")
    await expect(page.get_by_label("Username")).to_have_value("agent")


async def test_an_account_is_changed_closed_and_opened_again(served: Served) -> None:
    page = await served.open("boss", "/admin?tab=staff")
    colleague = await served.open("agent")
    await page.get_by_role("button", name="agent", exact=True).click()
    await page.get_by_label("New password").fill("another good password")
    await page.get_by_role("button", name="Set password").click()
    await expect(page.get_by_role("status").last).to_contain_text("sign in anew")
    # Whose sessions ended is at the door at once.
    await colleague.wait_for_url("**/login**")
    await page.get_by_label("Role").last.select_option("supervisor")
    await expect(page.get_by_role("row", name="agent Li Wei")).to_contain_text("Supervisor")
    await page.get_by_role("button", name="Close the account").click()
    await page.get_by_role("button", name="Sure: Close the account").click()
    await expect(page.get_by_role("row", name="agent Li Wei")).to_contain_text("Closed")
    await page.get_by_role("button", name="Open the account again").click()
    await expect(page.get_by_role("row", name="agent Li Wei")).to_contain_text("Open")
    done = [action for action, subject in await served.room.audit() if subject == "staff:agent"]
    assert done[1:] == ["set_password", "change_role", "deactivate_staff", "reactivate_staff"]


async def test_the_last_admin_stays_one(served: Served) -> None:
    page = await served.open("boss", "/admin?tab=staff")
    await page.get_by_role("button", name="boss", exact=True).click()
    await page.get_by_label("Role").last.select_option("agent")
    await expect(page.get_by_role("alert")).to_contain_text("This is the last admin.")
    await expect(page.get_by_label("Role").last).to_have_value("admin")


async def test_a_token_is_shown_once_and_revoked(served: Served) -> None:
    page = await served.open("boss", "/admin?tab=tokens")
    await page.get_by_label("Name").fill("the warehouse")
    await page.get_by_role("button", name="Make a token").click()
    token = await page.get_by_label("The new token").input_value()
    async with served.room.store.reading() as unit:
        kept = (await unit.exec(select(ApiToken))).one()
    assert kept.token_hash == kept_of(token)
    await page.get_by_role("button", name="I have kept it").click()
    assert token not in await page.content()
    await page.get_by_role("button", name="Revoke").click()
    await page.get_by_role("button", name="Sure: Revoke").click()
    await expect(page.get_by_role("row", name="the warehouse")).to_contain_text("Revoked")


async def letters(store: Store, error: str, count: int) -> list[int]:
    async with store.writing() as unit:
        items = [
            OutboxItem(
                channel=Channel.TELEGRAM,
                destination="42",
                text=f"您好 {HOSTILE}",
                state=DeliveryState.DEAD,
                last_error=error,
            )
            for _ in range(count)
        ]
        unit.add_all(items)
        await unit.flush()
        return [item.key for item in items]


async def test_what_was_not_delivered_is_tried_again_one_and_all_of_a_kind(served: Served) -> None:
    blocked = await letters(served.room.store, f"Forbidden {HOSTILE}", 3)
    full = await letters(served.room.store, "mailbox full", 1)
    page = await served.open("boss", "/admin?tab=letters")
    await expect(page.locator(".letter")).to_have_count(4)
    await expect(page.locator(".letter").first).to_contain_text(f"您好 {HOSTILE}")
    await page.locator(".letter").first.get_by_role("button", name="Try again").click()
    await expect(page.locator(".letter")).to_have_count(3)
    assert served.room.revived == full
    await page.get_by_role("button", name="Try all again").click()
    await page.get_by_role("button", name="Sure: Try all again").click()
    await expect(page.get_by_text("Everything was delivered.")).to_be_visible()
    assert served.room.revived == [*full, *blocked]
    done = await served.room.audit()
    assert ("view_letters", "outbox") in done and ("retry_letters", "outbox:telegram") in done
    assert served.complaints == []


async def test_what_a_customer_had_erased_is_not_sent(served: Served) -> None:
    (item,) = await letters(served.room.store, "Forbidden", 1)
    async with served.room.store.writing() as unit:
        letter = await unit.get(OutboxItem, item)
        assert letter is not None
        letter.text = ""
    page = await served.open("boss", "/admin?tab=letters")
    await expect(page.locator(".letter")).to_contain_text("deleted by the customer")
    await expect(page.locator(".letter").get_by_role("button")).to_have_count(0)
    await page.get_by_role("button", name="Try all again").click()
    await page.get_by_role("button", name="Sure: Try all again").click()
    await expect(page.get_by_role("alert")).to_contain_text("nothing is left to send")
    assert served.room.revived == []


async def test_the_audit_is_searched_and_paged(served: Served) -> None:
    async with served.room.store.writing() as unit:
        for number in range(60):
            entry = AuditEntry(staff_id=2, action="take", subject=f"conversation:{number + 1}")
            unit.add(entry)
        unit.add(AuditEntry(staff_id=3, action="answer", subject="conversation:5", detail=HOSTILE))
    page = await served.open("boss", "/admin?tab=audit")
    rows = page.locator("tbody tr")
    await expect(rows).to_have_count(50)
    await page.get_by_role("button", name="More").click()
    await expect(rows).to_have_count(62)
    await page.get_by_label("Subject").fill("conversation:5")
    await page.get_by_role("button", name="Search").click()
    await expect(rows).to_have_count(2)
    await expect(rows.first).to_contain_text(HOSTILE)
    await page.get_by_label("Who").select_option("2")
    await expect(rows).to_have_count(1)
    await page.get_by_label("From").fill("2100-01-01")
    await page.get_by_role("button", name="Search").click()
    await expect(page.get_by_text("Nothing was found.")).to_be_visible()
    assert served.complaints == []


async def test_a_supervisor_sees_what_is_theirs_and_an_agent_nothing(served: Served) -> None:
    await add_staff(served.room.store, "lead", "Zhang Min", Role.SUPERVISOR, PASSWORD)
    page = await served.open("lead", "/admin")
    assert await shown_tabs(page) == ["Hours and policy", "Not delivered", "Jobs"]
    for username, place in (("lead", "/admin?tab=audit"), ("agent", "/admin")):
        page = await served.open(username)
        answer = await page.goto(f"{served.address}/console{place}")
        assert answer is not None and answer.status == 403
        await expect(page.get_by_role("alert")).to_contain_text("Your role does not allow this.")
        await expect(page.get_by_role("tab")).to_have_count(0)


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    outcome: str
    last_error: str = ""
    next_run: datetime | None = None
    last_run: datetime | None = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
    last_end: datetime | None = datetime(2026, 11, 22, 1, 0, 2, tzinfo=UTC)


async def test_the_house_is_shown_as_it_stands(make_room: MakeRoom, served: Served) -> None:
    given: Mapping[str, object] = {
        "jobs": lambda: [
            Job("restock", "failed", f"OSError: {HOSTILE}"),
            Job("unheard_of", "done"),
        ],
        "policy": Policy(hours=OpeningHours.model_validate({"opens": "08:15"})),
        "policy_file": Path("/shop/policy.toml"),
    }
    other = make_room(**given)
    async with listening(mounted(other.app)) as address:
        page = await Served(other, address, served.browser).open("boss", "/admin?tab=jobs")
        row = page.get_by_role("row", name="Restock")
        await expect(row).to_contain_text(f"OSError: {HOSTILE}")
        await expect(row).to_contain_text("2026-11-22 09:00 2.0 s")
        await expect(page.get_by_role("row", name="unheard_of")).to_contain_text("Done")
        await page.get_by_role("tab", name="Hours and policy").click()
        assert page.url.endswith("/admin?tab=policy")
        await expect(page.get_by_text("/shop/policy.toml")).to_be_visible()
        hours = page.locator(".entry", has_text="opens")
        await expect(hours).to_contain_text("08:15:00")
        await expect(hours).to_contain_text("from the file")
        await expect(hours).to_contain_text("Staff are there from this time on.")
        await page.go_back()
        await expect(row).to_be_visible()


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
async def test_every_tab_fits_a_phone(served: Served, language: str) -> None:
    await letters(served.room.store, "Forbidden: " + "x" * 90, 1)
    page = await served.open("boss", "/admin", size=PHONE, language=language)
    assert len(await shown_tabs(page)) == len(TABS)
    for tab in await page.get_by_role("tab").all():
        await tab.click()
        await expect(page.locator("#tab .card").first).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        cards = await page.locator("#tab .card").all()
        boxes = [await card.bounding_box() for card in cards]
        assert all(box is not None and box["x"] + box["width"] <= PHONE[0] for box in boxes)
    assert served.complaints == []


async def test_the_jobs_are_followed_without_a_reload(make_room: MakeRoom, served: Served) -> None:
    jobs = [Job("restock", "done")]
    other = make_room(jobs=lambda: list(jobs))
    async with listening(mounted(other.app)) as address:
        page = await Served(other, address, served.browser).open("boss", "/admin?tab=jobs")
        row = page.get_by_role("row", name="Restock")
        await expect(row).to_contain_text("Done")
        jobs[0] = Job("restock", "failed", "no route to the supplier")
        await expect(row).to_contain_text("no route to the supplier")
