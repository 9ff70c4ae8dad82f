"""Sending a picture from the inbox in a real browser: picked, pasted, looked at, taken away."""

from __future__ import annotations

import base64
from io import BytesIO

import pytest
from PIL import Image
from playwright.async_api import FilePayload, Page, expect
from sqlmodel import select

from knowledge.records import Attachment, Author, Message
from tests.console.room.conftest import DESKTOP, PHONE, Served, waits

pytestmark = pytest.mark.slow


def drawn() -> bytes:
    out = BytesIO()
    Image.new("RGB", (320, 200), "teal").save(out, "PNG")
    return out.getvalue()


def file(content: bytes, kind: str = "image/png") -> FilePayload:
    return {"name": "x.png", "mimeType": kind, "buffer": content}


async def opened(served: Served, size: tuple[int, int] = DESKTOP, language: str = "en-US") -> Page:
    held = await waits(served.room.store, "王小明", "盖子怎么装")
    page = await served.open(size=size, language=language)
    await page.locator(f"[data-id='{held}']").click()
    await expect(page.locator("#answer")).to_be_visible()
    return page


async def sent(served: Served) -> list[tuple[str, bytes | None]]:
    async with served.room.store.reading() as unit:
        rows = await unit.exec(
            select(Message.text, Attachment.content)
            .join(Attachment, Attachment.message_id == Message.id)  # type: ignore[arg-type]
            .where(Message.author == Author.STAFF)
        )
        return [(text, content) for text, content in rows.all()]


@pytest.mark.parametrize(
    ("size", "language", "pick", "away", "send"),
    [
        (DESKTOP, "en-US", "Send a picture", "Take it away", "Send"),
        (PHONE, "zh-CN", "发图片", "去掉图片", "发送"),
    ],
)
async def test_a_picture_is_looked_at_taken_away_and_sent_with_words(
    served: Served, size: tuple[int, int], language: str, pick: str, away: str, send: str
) -> None:
    page = await opened(served, size, language)
    picker = page.get_by_label(pick)
    await picker.set_input_files(file(drawn()))
    await expect(page.locator(".picture-chosen img")).to_be_visible()
    await page.get_by_role("button", name=away).click()
    await expect(page.locator(".picture-chosen")).to_have_count(0)
    await picker.set_input_files(file(drawn()))
    await page.locator("#answer").fill("这样装就行")
    await page.get_by_role("button", name=send, exact=True).click()
    await expect(page.locator(".said-by-staff img")).to_be_visible()
    await expect(page.locator(".picture-chosen")).to_have_count(0)
    await expect(page.locator("#answer")).to_have_value("")
    assert [text for text, _ in await sent(served)] == ["这样装就行"]
    assert served.complaints == []


async def test_what_cannot_be_sent_is_said_and_nothing_typed_is_lost(served: Served) -> None:
    page = await opened(served)
    await page.locator("#answer").fill("这样装就行")
    picker = page.get_by_label("Send a picture")
    await picker.set_input_files(file(b"%PDF-1.7", "application/pdf"))
    await expect(page.locator(".toast").last).to_contain_text("Only whole JPEG")
    await picker.set_input_files(file(b"x" * (10 * 1024 * 1024 + 1)))
    await expect(page.locator(".toast").last).to_contain_text("too large")
    await expect(page.locator(".picture-chosen")).to_have_count(0)
    await picker.set_input_files(file(b"<svg onload=alert(1)>"))
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.locator(".toast").last).to_contain_text("Only whole JPEG")
    await expect(page.locator("#answer")).to_have_value("这样装就行")
    await expect(page.locator(".picture-chosen")).to_have_count(1)
    assert await sent(served) == []


async def test_a_picture_is_pasted(served: Served) -> None:
    page = await opened(served)
    await page.locator("#answer").focus()
    await page.evaluate(
        """(content) => {
          const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
          const clipboardData = new DataTransfer();
          clipboardData.items.add(new File([bytes], "x.png", { type: "image/png" }));
          const how = { clipboardData, bubbles: true, cancelable: true };
          const pasted = new ClipboardEvent("paste", how);
          document.querySelector("#answer").dispatchEvent(pasted);
        }""",
        base64.b64encode(drawn()).decode(),
    )
    await expect(page.locator(".picture-chosen img")).to_be_visible()
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.locator(".said-by-staff img")).to_be_visible()
    assert [text for text, _ in await sent(served)] == [""]
