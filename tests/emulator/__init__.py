"""A Bot API server for tests: real HTTP, as strict as Telegram, with faults on demand.

async with TelegramEmulator() as api:
    api.say(7, "where is my parcel?")
    await api.wait_for_reply(7)
    assert api.sent(7)[0].text == "…"
"""

from tests.emulator.bot_api import Fault
from tests.emulator.desk import TOKEN, TelegramEmulator
from tests.emulator.sent import Sent

__all__ = ["TOKEN", "Fault", "Sent", "TelegramEmulator"]
