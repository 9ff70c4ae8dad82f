"""What the terminal shows."""

from __future__ import annotations

from bot.channels.sending import Outgoing
from bot.commands.chat import Terminal


async def test_a_file_is_shown_as_text() -> None:
    terminal = Terminal()
    file = {"name": "my-data-20261123.json", "content": '{"orders": []}'}
    await terminal.send(Outgoing(1, "t", "Here it is.", {"document": file}))
    assert terminal.replies == ["Here it is.", '{"orders": []}']
