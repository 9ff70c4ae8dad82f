"""What the bot was about to say is not said once staff have taken the conversation."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.outbox import Outbox
from bot.channels.sending import Outgoing
from bot.errors import SendFailed
from knowledge.errors import StoreUnavailable
from knowledge.queries.web_chat import messages_of_account
from knowledge.records import Channel, DeliveryState, OrderStatus, OutboxItem, utcnow
from knowledge.store import Store
from models.values import Intent
from tests.fakes import Desk, FakeClock


class Way:
    """A channel that takes every message, once its gate is open."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.trouble: list[Exception] = []
        self.asked = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()

    async def send(self, outgoing: Outgoing) -> str:
        self.asked.set()
        await self.gate.wait()
        if self.trouble:
            raise self.trouble.pop(0)
        self.taken.append(outgoing.text)
        return f"x{outgoing.key}"


@pytest.fixture
def way() -> Way:
    return Way()


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def outbox_of(desk: Desk, way: Way, clock: FakeClock | None = None) -> Outbox:
    senders = {Channel.TELEGRAM: way, Channel.WEB: way}
    return Outbox(desk.store, senders, clock=clock or utcnow)


async def states(desk: Desk, account: str) -> list[DeliveryState]:
    items = await desk.records(OutboxItem, OutboxItem.destination == account)
    return [one.state for one in items]


async def test_a_queued_reply_is_withheld_and_the_words_of_staff_are_sent(
    any_store: Store, way: Way
) -> None:
    desk = Desk(any_store)
    agent = await desk.shop.staff()
    await desk.ask("anna", "你好")
    conversation = await desk.conversation("anna")
    await desk.staff.answer(conversation.key, agent.key, "您好，我来看看。")
    await outbox_of(desk, way).send_due()
    assert [text for text in way.taken if "客户" not in text] == ["您好，我来看看。"]
    assert await states(desk, "anna") == [DeliveryState.WITHHELD, DeliveryState.SENT]


async def test_a_reply_that_has_to_be_tried_again_is_looked_at_again(desk: Desk, way: Way) -> None:
    clock = FakeClock(utcnow().astimezone())
    outbox = outbox_of(desk, way, clock)
    way.trouble = [SendFailed("down")]
    agent = await desk.shop.staff()
    await desk.ask("anna", "你好")
    clock.move(seconds=1)
    await outbox.send_due()
    await desk.staff.take((await desk.conversation("anna")).key, agent.key)
    clock.move(minutes=10)
    await outbox.send_due()
    assert way.taken == []
    assert await states(desk, "anna") == [DeliveryState.WITHHELD]


async def test_each_item_read_ahead_is_looked_at_when_its_turn_comes(desk: Desk, way: Way) -> None:
    agent = await desk.shop.staff()
    first, second = await desk.ask("anna", "你好"), await desk.ask("anna", "谢谢")
    way.gate.clear()
    sending = asyncio.create_task(outbox_of(desk, way).send_due())
    await way.asked.wait()  # the first is on its way, the second read behind it
    await desk.staff.take((await desk.conversation("anna")).key, agent.key)
    way.gate.set()
    await sending
    assert way.taken == [first.text] and second.text not in way.taken
    assert await states(desk, "anna") == [DeliveryState.SENT, DeliveryState.WITHHELD]


async def test_that_a_colleague_comes_is_told_although_staff_are_there_already(
    desk: Desk, way: Way
) -> None:
    agent = await desk.shop.staff()
    told = await desk.ask("anna", "转人工")
    await desk.staff.answer((await desk.conversation("anna")).key, agent.key, "您好")
    await outbox_of(desk, way).send_due()
    assert [text for text in way.taken if text in {told.text, "您好"}] == [told.text, "您好"]


async def test_what_was_done_is_told_whoever_holds_the_conversation(desk: Desk, way: Way) -> None:
    agent, customer = await desk.shop.staff(), await desk.shop.customer()
    goods = (await desk.shop.product(), 1)
    await desk.shop.order(customer, goods, status=OrderStatus.PREPARING)
    await desk.identify("anna", customer)
    asked = await desk.ask("anna", "取消订单")
    (confirm, *_) = asked.buttons.values()
    done = await desk.press("anna", confirm)
    assert "action_done" in done.act
    await desk.staff.take((await desk.conversation("anna")).key, agent.key)
    await outbox_of(desk, way).send_due()
    assert done.text in way.taken


async def test_a_conversation_given_back_before_the_reply_leaves_is_the_bots_again(
    desk: Desk, way: Way
) -> None:
    agent = await desk.shop.staff()
    reply = await desk.ask("anna", "你好")
    conversation = await desk.conversation("anna")
    await desk.staff.take(conversation.key, agent.key)
    await desk.staff.give_back(conversation.key, agent.key)
    await outbox_of(desk, way).send_due()
    assert way.taken[0] == reply.text


async def test_a_withheld_reply_is_not_on_the_customers_page(desk: Desk, way: Way) -> None:
    agent = await desk.shop.staff()
    said = desk.inbound("w1", "你好", channel=Channel.WEB)
    received = await desk.reception.receive(said)
    await desk.answer_all(received.conversation_id)
    await desk.staff.take(received.conversation_id, agent.key)
    await outbox_of(desk, way).send_due()
    async with desk.store.reading() as unit:
        shown = await messages_of_account(unit, "w1", None)
    assert [message.text for message in shown] == ["你好"]


async def test_where_it_cannot_be_asked_nothing_is_sent_and_no_attempt_is_lost(
    desk: Desk, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FakeClock(utcnow().astimezone())
    outbox = outbox_of(desk, way, clock)
    reply = await desk.ask("anna", "你好")
    clock.move(seconds=1)

    async def away(_item: OutboxItem) -> bool:
        raise StoreUnavailable("locked")

    with monkeypatch.context() as patched:
        patched.setattr(outbox, "_is_overtaken", away)
        await outbox.send_due()
    (item,) = await desk.records(OutboxItem)
    assert (way.taken, item.state, item.attempts) == ([], DeliveryState.QUEUED, 0)
    clock.move(seconds=5)
    await outbox.send_due()
    assert way.taken == [reply.text]


async def test_a_turn_worked_out_while_staff_took_it_queues_nothing(any_store: Store) -> None:
    desk = Desk(any_store)
    agent = await desk.shop.staff()
    await desk.ask("anna", "你好")
    conversation = await desk.conversation("anna")
    desk.mind.on_understand = lambda _text: desk.staff.take(conversation.key, agent.key)
    desk.mind.hears("运费多少", Intent.SHIPPING_FEE)
    assert await desk.say("anna", "运费多少") == []
    assert len(await desk.sent_to("anna")) == 1
