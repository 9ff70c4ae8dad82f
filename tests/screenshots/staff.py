"""The first admin, who answers a customer and teaches; and what else a week leaves behind."""

from __future__ import annotations

from playwright.async_api import Browser, Page
from sqlmodel import col, select

from bot.console.accounts import add_staff
from bot.rules.api_tokens import kept_of
from knowledge.records import (
    ApiToken,
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    Customer,
    DeliveryState,
    Message,
    OutboxItem,
    Role,
)
from knowledge.store import Store

USERNAME, NAME, PASSWORD = "linyue", "林悦", "a password for pictures"
_COLLEAGUES = (
    ("zhaomin", "赵敏", Role.SUPERVISOR),
    ("liwei", "Li Wei", Role.AGENT),
    ("anna", "Anna Chen", Role.AGENT),
)


async def begin(browser: Browser, enter: str) -> None:
    """Make the admin's account by the one-time link."""
    page = await (await browser.new_context(locale="en-US")).new_page()
    await page.goto(enter)
    await page.locator("input[name=username]").fill(USERNAME)
    await page.locator("input[name=name]").fill(NAME)
    await page.locator("input[name=password]").fill(PASSWORD)
    await page.locator("form[action$='/enter'] button").click()
    await page.wait_for_url("**/console/")
    await page.context.close()


async def sign_in(page: Page, console: str) -> None:
    """Sign the admin in."""
    await page.goto(f"{console}/login")
    await page.locator("input[name=username]").fill(USERNAME)
    await page.locator("input[name=password]").fill(PASSWORD)
    await page.locator("form[action$='/login'] button").click()
    await page.locator(".list").wait_for()


async def work(browser: Browser, console: str, store: Store) -> None:
    """Answer whoever asked for a card, mark an answer of the bot's, propose one's own."""
    held = await conversation_of(store, "C0002")
    page = await (await browser.new_context(locale="en-US")).new_page()
    await sign_in(page, console)
    await page.goto(f"{console}/?open={held}")
    answer = "Yes, a card is free of charge. Write to us what it should say."
    await page.locator("#answer").fill(answer)
    await page.get_by_role("button", name="Send", exact=True).click()
    await page.locator(".said-by-staff .bubble").wait_for()
    wrapping = page.locator(".said-by-bot", has_text="Gift wrapping").last
    await wrapping.get_by_text("Mark wrong").first.click()
    await wrapping.get_by_role("textbox").fill("It was about an order that is packed already.")
    await wrapping.get_by_role("button", name="Mark wrong").click()
    await page.get_by_role("button", name="Make an article of it").click()
    await page.get_by_text("Proposed as an article").wait_for()
    await page.context.close()


async def leave_behind(store: Store) -> None:
    """Colleagues, a token, and letters that could not be delivered."""
    for username, name, role in _COLLEAGUES:
        await add_staff(store, username, name, role, PASSWORD)
    async with store.writing() as unit:
        unit.add(
            ApiToken(name="仓库扫描枪 / warehouse scanner", token_hash=kept_of("a"), staff_id=1)
        )
        unit.add(ApiToken(name="ERP", token_hash=kept_of("b"), staff_id=1))
        unit.add_all(
            OutboxItem(
                channel=channel,
                destination=destination,
                text=text,
                state=DeliveryState.DEAD,
                last_error=error,
                attempts=5,
            )
            for channel, destination, text, error in (
                (
                    Channel.TELEGRAM,
                    "5519023411",
                    "您的订单 XE2611190021 已经签收，有问题随时找我们。",
                    "Forbidden: bot was blocked by the user",
                ),
                (
                    Channel.MAIL,
                    "orders@kiln.example",
                    "您好，我们想订 120 个马克杯（松绿色），请确认交期。",
                    "550 5.1.1 mailbox unavailable",
                ),
            )
        )


async def conversation_of(store: Store, reference: str) -> int:
    """The conversation that is open with a customer."""
    async with store.reading() as unit:
        found = (
            select(Message.conversation_id)
            .join(Conversation, col(Conversation.id) == Message.conversation_id)
            .join(ChannelAccount, col(ChannelAccount.id) == Conversation.account_id)
            .join(Customer, col(Customer.id) == ChannelAccount.customer_id)
            .where(Customer.reference == reference, Message.author == Author.CUSTOMER)
            .order_by(col(Message.id).desc())
        )
        return int((await unit.exec(found.limit(1))).one())
