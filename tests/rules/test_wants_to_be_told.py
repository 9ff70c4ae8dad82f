"""Who wants to hear when goods are back, and who only asks about them."""

from __future__ import annotations

import pytest

from bot.rules.answers import wants_to_be_told


@pytest.mark.parametrize(
    "text",
    [
        "到货通知我",
        "到貨通知我",
        "有货的时候通知我一下",
        "补货了记得告诉我",
        "到货提醒",
        "let me know when it’s back",
        "Tell me when the travel mug is available",
        "please tell me if it comes back in stock",
        "ping me as soon as they are in stock again",
    ],
)
def test_hears_the_wish_to_be_told(text: str) -> None:
    assert wants_to_be_told(text)


@pytest.mark.parametrize(
    "text",
    [
        "有货吗",
        "告诉我有没有货",
        "什么时候到货",
        "我要退货告诉我怎么办",
        "tell me if it is in stock",
        "let me know when you get back to me",
        "let me know when my order ships",
    ],
)
def test_takes_no_question_for_the_wish(text: str) -> None:
    assert not wants_to_be_told(text)
