"""A whole course worded by the shipped reply model under the fact lock."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.desk.words import Wording
from bot.rules.negotiation.secrecy import tells_reservation
from bot.rules.policy import Policy
from bot.supply.course_book import terms_from
from bot.supply.course_limits import position_from
from bot.supply.restock import RestockDesk
from bot.wiring import SupplierWording
from knowledge.records import NegotiationMove, NegotiationState, SupplierMessage
from knowledge.store import Store
from models import REPLY_WEIGHTS
from models.replies import ReplyModel
from models.values import ReplyPlan
from tests.fakes import FakeMind
from tests.supply.course import SHOP, Bargain
from tests.supply.shop import ZONE
from tests.supply.waiting import every

_MONEY = re.compile(r"¥([\d,]+\.\d\d)")
_PIECES = re.compile(r"(\d+)(?:件| pieces)")
_DAYS = {
    "zh": re.compile(r"(\d{4})年(\d+)月(\d+)日"),
    "en": re.compile(r"(\d+) (\w+) (\d{4})"),
}
_MONTHS = "January February March April May June July August September October November December"


class ModelMind(FakeMind):
    """Words by the shipped model; nothing else of a mind is asked here."""

    def __init__(self, model: ReplyModel) -> None:
        super().__init__()
        self._model = model

    async def word(self, plan: ReplyPlan) -> str:
        return self._model.word([plan])[0]


class Spoken(Bargain):
    """A course whose supplier is written to by the real wording."""

    def __init__(self, store: Store, words: SupplierWording, language: str) -> None:
        super().__init__(store)
        self.wording = words  # type: ignore[assignment]
        self.language = language

    def restock(self) -> RestockDesk:
        return RestockDesk(
            self.store,
            self.wording,
            policy=Policy(),
            shop_name=SHOP,
            zone=ZONE,
            clock=self.now,
        )


@pytest.fixture(scope="module")
def words() -> SupplierWording:
    return SupplierWording(Wording(ModelMind(ReplyModel.load(REPLY_WEIGHTS))))


#: A supplier who asks, haggles, falls silent, is unclear and then agrees.
_SAID = {
    "zh": (
        "请问送到哪里？",
        "单价57元，12月2日到货。",
        "56元，12月2日到货。",
        "再看看",
        "可以，没问题。",
    ),
    "en": (
        "Where shall we deliver?",
        "CNY 57 each, delivery 2 December 2026.",
        "CNY 56 each, delivery 2 December 2026.",
        "Perhaps, let me see.",
        "Agreed.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_text_has_the_plan_s_figures_and_none_the_hidden_value(
    store: Store, words: SupplierWording, language: str
) -> None:
    bargain = Spoken(store, words, language)
    order = await bargain.begin(
        most_over_percent=10.0, rounds=6, ends_after_days=20, delivery_address="8 Canal Road"
    )
    question, *terms, unclear, yes = _SAID[language]
    for text in (question, *terms):
        await bargain.says(text)
    await bargain.days_pass(2)
    for text in (unclear, yes):
        await bargain.says(text)
    assert (await bargain.course()).state is NegotiationState.TO_SIGN
    await bargain.signing().sign(await bargain.buyer(), order.number)

    reservation = position_from((await bargain.course()).limits).reservation
    letters = {one.key: one for one in await every(store, SupplierMessage) if one.is_ours}
    assert len(letters) == 7
    for letter in letters.values():
        assert "{" not in letter.text and order.number in letter.text
        assert not tells_reservation(letter.text, reservation, [order.number, "J-77"])
    steps = [one for one in await every(store, NegotiationMove) if one.message_id in letters]
    kinds = [one.kind for one in steps if one.side == "shop"]
    assert kinds == ["answer", "counter", "counter", "remind", "ask"]
    for step in steps:
        assert step.message_id is not None
        _has_its_figures(step, letters[step.message_id].text, language)


def _has_its_figures(step: NegotiationMove, text: str, language: str) -> None:
    """Each price, quantity and day of the step is in its text, and no other is."""
    terms = terms_from(step.terms)
    prices = {line.unit_price_minor for line in terms.lines} if terms else set()
    pieces = {line.quantity for line in terms.lines} if terms else set()
    assert {round(float(one.replace(",", "")) * 100) for one in _MONEY.findall(text)} == prices
    assert {int(one) for one in _PIECES.findall(text)} == pieces
    named = {_day(found, language) for found in _DAYS[language].findall(text)}
    wanted = {terms.delivery} if terms else set()
    assert wanted <= named
    # A reminder may name the day of the need, which the order itself has named.
    assert named == wanted or step.kind == "remind"


def _day(found: tuple[str, str, str], language: str) -> date:
    if language == "zh":
        year, month, day = map(int, found)
        return date(year, month, day)
    return date(int(found[2]), _MONTHS.split().index(found[1]) + 1, int(found[0]))
