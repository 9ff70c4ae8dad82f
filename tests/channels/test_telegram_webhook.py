"""The webhook: who is let in, and when Telegram is told that an update is safe."""

from __future__ import annotations

import json

import pytest
from telegram import Bot

from bot.channels.telegram.webhook import LARGEST_BODY, SECRET_HEADER, WebhookReceiver
from bot.desk.inbound import Inbound
from bot.errors import SettingRefused
from knowledge.errors import StoreUnavailable
from tests.emulator import TelegramEmulator
from tests.emulator.http import HttpServer, Reply, Request
from tests.emulator.people import People

SECRET = "a-secret-of-24-characters"


class Desk:
    def __init__(self) -> None:
        self.received: list[Inbound] = []
        self.troubles: list[Exception] = []

    async def receive(self, inbound: Inbound) -> None:
        if self.troubles:
            raise self.troubles.pop(0)
        self.received.append(inbound)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def receiver(bot: Bot, desk: Desk) -> WebhookReceiver:
    return WebhookReceiver(bot, SECRET, desk.receive)


def body(text: str = "hi", **more: object) -> bytes:
    people = People()
    message = people.message(7, people.user(7, "Li", "en"), {"text": text})
    return json.dumps({"update_id": 5, "message": message, **more}).encode()


async def test_an_update_is_stored(receiver: WebhookReceiver, desk: Desk) -> None:
    assert await receiver.handle(body("在吗"), SECRET) == 200
    assert [inbound.text for inbound in desk.received] == ["在吗"]


@pytest.mark.parametrize(
    ("given", "status"), [(None, 401), ("", 403), ("wrong", 403), (SECRET + "x", 403), ("密", 403)]
)
async def test_without_the_secret_nothing_is_stored(
    receiver: WebhookReceiver, desk: Desk, given: str | None, status: int
) -> None:
    assert await receiver.handle(body(), given) == status
    assert desk.received == []


async def test_an_empty_secret_lets_nobody_in(bot: Bot, desk: Desk) -> None:
    assert await WebhookReceiver(bot, "", desk.receive).handle(body(), "") == 403


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b"5", b'{"update_id":"x"}', b"\xff\xfe", b"[" * 100_000]
)
async def test_what_is_no_update_is_a_bad_request(receiver: WebhookReceiver, raw: bytes) -> None:
    assert await receiver.handle(raw, SECRET) == 400


async def test_too_large_a_body_is_not_read(receiver: WebhookReceiver) -> None:
    assert await receiver.handle(b" " * (LARGEST_BODY + 1), SECRET) == 413


@pytest.mark.parametrize("trouble", [StoreUnavailable("locked"), ZeroDivisionError()])
async def test_what_is_not_stored_is_asked_for_again(
    receiver: WebhookReceiver, desk: Desk, trouble: Exception
) -> None:
    desk.troubles = [trouble]
    assert await receiver.handle(body(), SECRET) == 500
    assert await receiver.handle(body(), SECRET) == 200
    assert len(desk.received) == 1


async def test_an_unreadable_update_is_not_asked_for_again(
    receiver: WebhookReceiver, desk: Desk
) -> None:
    assert await receiver.handle(b'{"update_id": 5, "message": {}}', SECRET) == 200
    assert await receiver.handle(b'{"update_id": 6}', SECRET) == 200
    assert desk.received == []


async def test_telegram_pushes_until_it_is_stored(
    receiver: WebhookReceiver, api: TelegramEmulator, desk: Desk
) -> None:
    async def serve(request: Request) -> Reply:
        raw = json.dumps(request.fields).encode()
        return Reply(await receiver.handle(raw, request.headers.get(SECRET_HEADER.lower())), {})

    shop = HttpServer(serve)
    await shop.start()
    desk.troubles = [StoreUnavailable("locked")] * 2
    await receiver.register(f"{shop.url}/telegram", SECRET)
    api.say(7, "a")
    api.say(7, "b")
    await api.wait_for(lambda: [inbound.text for inbound in desk.received] == ["a", "b"])
    await api.wait_for(lambda: not api.updates.unconfirmed)
    api.updates.repeat_last()
    await api.wait_for(lambda: len(desk.received) == 3)
    api.updates.push_to("", "")
    await shop.stop()
    await receiver.close()
    assert api.updates.pushes[:4] == [500, 500, 200, 200]
    assert desk.received[2] == desk.received[1]


async def test_a_refused_url_stops_the_start_with_one_sentence(receiver: WebhookReceiver) -> None:
    with pytest.raises(SettingRefused, match="XIAOER_WEBHOOK_URL is refused by Telegram: Bad web"):
        await receiver.register("http://shop.example/telegram", SECRET)


async def test_the_webhook_is_set_once_telegram_answers(
    receiver: WebhookReceiver, api: TelegramEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.polling.backoff", lambda *_: 0.01)
    api.refuse("setWebhook", 502, "Bad Gateway", times=2)
    await receiver.register("http://127.0.0.1:9/telegram")
    assert api.updates.webhook_secret == SECRET
    assert api.updates.allowed == {"message", "edited_message", "callback_query"}
