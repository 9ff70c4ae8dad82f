"""The emulator is as strict as Telegram; otherwise tests against it would prove little."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import httpx
import pytest

from tests.emulator import TOKEN, TelegramEmulator


async def call(api: TelegramEmulator, method: str, token: str = TOKEN, **fields: Any) -> Any:
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{api.url}/bot{token}/{method}", data=fields)
    body = answer.json()
    assert body["ok"] is (answer.status_code == 200)
    assert body["ok"] or body["error_code"] == answer.status_code
    return body


async def refusal(api: TelegramEmulator, method: str, token: str = TOKEN, **fields: Any) -> str:
    body = await call(api, method, token, **fields)
    return f"{body['error_code']} {body['description']}"


async def test_it_knows_one_token_and_its_methods(api: TelegramEmulator) -> None:
    assert (await call(api, "getMe"))["result"]["is_bot"]
    assert await refusal(api, "getMe", token="1:x") == "401 Unauthorized"
    assert await refusal(api, "getMe", token="x") == "404 Not Found"
    assert (await refusal(api, "sendPigeon")).startswith("404")
    assert await refusal(api, "getMe", pigeon=1) == "400 Bad Request: unknown fields pigeon"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"text": "a"}, "400 Bad Request: chat_id is empty"),
        ({"chat_id": 8, "text": "a"}, "400 Bad Request: chat not found"),
        ({"chat_id": 7, "text": " "}, "400 Bad Request: message text is empty"),
        ({"chat_id": 7, "text": "😀" * 2049}, "400 Bad Request: message is too long"),
        ({"chat_id": 7, "text": "a", "reply_markup": "{"}, "400 Bad Request: can't parse reply"),
        ({"chat_id": 7, "text": "a", "reply_markup": '{"x":1}'}, "400 Bad Request: object exp"),
    ],
)
async def test_a_bad_message_is_refused(
    api: TelegramEmulator, fields: dict[str, Any], why: str
) -> None:
    api.say(7, "hi")
    assert (await refusal(api, "sendMessage", **fields)).startswith(why)


async def test_callback_data_has_at_most_64_bytes(api: TelegramEmulator) -> None:
    api.say(7, "hi")
    for data, taken in (("x" * 64, True), ("x" * 65, False), ("单" * 22, False), ("", False)):
        markup = {"inline_keyboard": [[{"text": "b", "callback_data": data}]]}
        body = await call(api, "sendMessage", chat_id=7, text="a", reply_markup=json.dumps(markup))
        assert body["ok"] is taken


async def test_a_chat_takes_so_many_messages_a_second() -> None:
    async with TelegramEmulator(per_chat_per_second=2) as api:
        api.say(7, "hi")
        answers = [await call(api, "sendMessage", chat_id=7, text="a") for _ in range(3)]
    assert [answer["ok"] for answer in answers] == [True, True, False]
    assert answers[2]["parameters"] == {"retry_after": 1}


async def test_an_update_comes_again_until_it_is_confirmed(api: TelegramEmulator) -> None:
    api.say(7, "a")
    api.say(7, "b")
    for _ in range(2):
        found = (await call(api, "getUpdates"))["result"]
        assert [update["message"]["text"] for update in found] == ["a", "b"]
    assert len((await call(api, "getUpdates", limit=1))["result"]) == 1
    rest = (await call(api, "getUpdates", offset=found[0]["update_id"] + 1))["result"]
    assert [update["message"]["text"] for update in rest] == ["b"]


async def test_a_long_poll_waits_and_a_second_one_ends_it(api: TelegramEmulator) -> None:
    first = asyncio.create_task(call(api, "getUpdates", timeout=5))
    await api.wait_for(lambda: len(api.calls) == 1)
    second = asyncio.create_task(call(api, "getUpdates", timeout=5))
    assert (await first)["error_code"] == 409
    api.say(7, "a")
    assert len((await second)["result"]) == 1


async def test_updates_nobody_asked_for_are_not_delivered(api: TelegramEmulator) -> None:
    await call(api, "getUpdates", allowed_updates='["callback_query"]')
    api.say(7, "a")
    assert (await call(api, "getUpdates"))["result"] == []


async def test_a_press_needs_a_button(api: TelegramEmulator) -> None:
    api.say(7, "hi")
    with pytest.raises(LookupError):
        api.press(7, "nothing")
    assert (await refusal(api, "answerCallbackQuery", callback_query_id=1)).startswith("400")


async def test_a_slow_answer_comes_after_the_effect(api: TelegramEmulator) -> None:
    api.say(7, "hi")
    api.slow("sendMessage", 0.3)
    sending = asyncio.create_task(call(api, "sendMessage", chat_id=7, text="a"))
    await api.wait_for_reply(7)
    assert not sending.done()
    assert (await sending)["ok"]


async def test_a_cut_connection_may_hide_a_message_that_was_taken(api: TelegramEmulator) -> None:
    api.say(7, "hi")
    for accepted in (False, True):
        api.cut("sendMessage", accepted=accepted)
        with pytest.raises(httpx.HTTPError):
            await call(api, "sendMessage", chat_id=7, text=f"{accepted}")
    assert [sent.text for sent in api.sent()] == ["True"]


async def test_it_runs_as_a_program_with_a_control_door() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.emulator", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().strip()
    try:
        async with httpx.AsyncClient(base_url=url) as client:

            async def control(door: str, **fields: Any) -> Any:
                return (await client.post(f"/control/{door}", json=fields)).json()

            assert "message_id" in await control("say", chat_id=7, text="在吗")
            assert await control("state") == {"unconfirmed": [1000]}
            await client.post(f"/bot{TOKEN}/sendMessage", data={"chat_id": 7, "text": "在"})
            assert [sent["text"] for sent in (await control("sent", chat_id=7))["sent"]] == ["在"]
            assert (await control("sent", chat_id=8))["sent"] == []
            assert "error" in await control("press", chat_id=7, action="none")
            assert "error" in await control("dance", chat_id=7)
    finally:
        process.terminate()
        await process.wait()
