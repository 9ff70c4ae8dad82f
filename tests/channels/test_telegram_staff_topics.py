"""Staff on Telegram: a topic for each customer, buttons that do what they say, one ledger."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import pytest_asyncio
from telegram import Bot

from bot.channels.fetching import Fetcher
from bot.channels.outbox import Outbox
from bot.channels.telegram.files import TelegramFiles
from bot.channels.telegram.sender import TelegramSender
from bot.channels.telegram.topics import PAUSE_S, StaffTopics, topic_name
from bot.commands.telegram import Telegram
from bot.desk.staff import StaffDesk
from bot.desk.staff_chat import StaffChat
from bot.settings import Settings
from knowledge.queries.messages import waiting_conversations
from knowledge.queries.topics import Subject
from knowledge.records import (
    Attachment,
    AuditEntry,
    Author,
    Channel,
    ConversationState,
    DeliveryState,
    Message,
    Note,
    OutboxItem,
    Role,
    Staff,
    StaffTopic,
    utcnow,
)
from knowledge.store import Store
from tests.emulator import Fault, Sent, TelegramEmulator
from tests.fakes import STAFF_CHAT, Desk, FakeClock

CHAT = int(STAFF_CHAT)
#: Wang is linked to an account in most tests, Chen is not.
WANG, CHEN = 9, 10


class Room:
    """The desk, the Bot API and the staff's chat between them."""

    def __init__(self, store: Store, bot: Bot, api: TelegramEmulator) -> None:
        self.desk, self.api, self.store = Desk(store), api, store
        self.tick = 0.0
        self.desk.staff = StaffDesk(
            store, self.desk.wording, staff_chat=STAFF_CHAT, clock=self.desk.clock
        )
        self.desk.chat = StaffChat(store, self.desk.staff, self.desk.approvals, STAFF_CHAT)
        self.topics = StaffTopics(
            bot, TelegramSender(bot), STAFF_CHAT, store, clock=lambda: self.tick
        )
        self.clock = FakeClock(utcnow().astimezone())
        self.outbox = Outbox(store, {Channel.TELEGRAM: self.topics}, clock=self.clock)
        self.fetcher = Fetcher(store, {Channel.TELEGRAM: TelegramFiles(bot)}, clock=utcnow)
        wired = SimpleNamespace(
            settings=Settings(staff_chat=STAFF_CHAT),
            receive=self.desk.reception.receive,
            staff_chat=self.desk.chat,
            after_staff=lambda **_: None,
        )
        self.telegram = Telegram(bot, wired)  # type: ignore[arg-type]

    async def settle(self) -> None:
        """Wait until all updates are taken, answer what waits, and send what is queued."""
        await self.api.wait_for(lambda: not self.api.updates.unconfirmed)
        async with self.store.reading() as unit:
            waiting = await waiting_conversations(unit)
        for conversation in waiting:
            await self.desk.answer_all(conversation)
        # What was queued just now is due, however long the machine took for it.
        self.clock.now = max(self.clock.now, utcnow().astimezone()) + timedelta(seconds=1)
        await self.outbox.send_due()

    async def ask_for_a_person(self, account: int = 7, name: str = "Li") -> Sent:
        """A customer asks for a person; the notice of it in the staff chat."""
        self.api.say(account, "转人工", name=name)
        await self.settle()
        return self.staffs()[-1]

    def staffs(self) -> list[Sent]:
        return self.api.sent(CHAT)

    def topic(self) -> int:
        """The only topic."""
        (number,) = self.api.topics[CHAT]
        return number

    def told(self) -> list[str]:
        """What those who pressed a button were told."""
        return [
            fields.get("text", "")
            for method, fields in self.api.calls
            if method == "answerCallbackQuery"
        ]

    async def pressed(self, action: str, **who: Any) -> str:
        """Press a button and wait for what is told of it."""
        count = len(self.told())
        self.api.press(CHAT, action, **who)
        await self.api.wait_for(lambda: len(self.told()) > count)
        await self.settle()
        return self.told()[-1]

    async def audit(self) -> list[tuple[str, int | None, str]]:
        entries = await self.desk.records(AuditEntry)
        return [(one.action, one.staff_id, one.detail) for one in entries]

    async def link(self, user: int = WANG, **more: Any) -> Staff:
        known = {"username": "wang", "name": "王主管", "role": Role.AGENT, **more}
        return await self.desk.shop.add(Staff(password_hash="-", telegram_user_id=user, **known))


@pytest_asyncio.fixture
async def room(store: Store, bot: Bot, api: TelegramEmulator) -> AsyncIterator[Room]:
    made = Room(store, bot, api)
    api.people.chat(CHAT)
    api.topics[CHAT] = {}
    async with made.telegram.running():
        yield made


# --- topics ---


async def test_a_handover_makes_the_customers_topic_and_stands_in_it_with_buttons(
    room: Room,
) -> None:
    notice = await room.ask_for_a_person(name="王芳")
    assert room.api.topics[CHAT] == {notice.topic: "王芳 · Telegram"}
    assert notice.text.startswith("客户要求人工 / asked for a person")
    assert [action for _, action in notice.buttons] == [
        "staff:take",
        "staff:resolve",
        "staff:give_back",
    ]
    (kept,) = await room.desk.records(StaffTopic)
    assert (kept.chat, kept.topic_id) == (STAFF_CHAT, notice.topic)


async def test_what_the_customer_writes_then_goes_to_the_same_topic(room: Room) -> None:
    await room.ask_for_a_person()
    room.api.say(7, "还在吗")
    await room.settle()
    assert [(one.text, one.topic) for one in room.staffs()][1:] == [("Li: 还在吗", room.topic())]


async def test_each_account_has_its_own_topic(room: Room) -> None:
    first = await room.ask_for_a_person(7, "Li")
    second = await room.ask_for_a_person(8, "Li")
    assert first.topic != second.topic and len(room.api.topics[CHAT]) == 2


async def test_a_customer_who_comes_back_keeps_the_topic(room: Room) -> None:
    await room.ask_for_a_person()
    await room.pressed("staff:give_back", user_id=CHEN)
    await room.ask_for_a_person()
    assert len(room.api.topics[CHAT]) == 1


async def test_a_deleted_topic_is_made_anew(room: Room) -> None:
    await room.ask_for_a_person()
    room.api.topics[CHAT].clear()
    room.api.say(7, "还在吗")
    await room.settle()
    assert (room.staffs()[-1].text, room.staffs()[-1].topic) == ("Li: 还在吗", room.topic())
    (kept,) = await room.desk.records(StaffTopic)
    assert kept.topic_id == room.topic()


async def test_a_closed_topic_is_opened_again(room: Room) -> None:
    await room.ask_for_a_person()
    room.api.closed_topics.add(room.topic())
    room.api.say(7, "还在吗")
    await room.settle()
    assert room.staffs()[-1].topic == room.topic() and not room.api.closed_topics


async def test_a_closed_topic_that_cannot_be_opened_is_passed_by(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    await room.ask_for_a_person()
    room.api.closed_topics.add(room.topic())
    room.api.refuse("reopenForumTopic", 400, "Bad Request: not enough rights")
    room.api.say(7, "还在吗")
    await room.settle()
    assert (room.staffs()[-1].text, room.staffs()[-1].topic) == ("Li: 还在吗", None)
    assert "cannot be opened again" in caplog.text


@pytest.mark.parametrize(
    "refusal",
    [
        (400, "Bad Request: the chat is not a forum"),
        (400, "Bad Request: not enough rights to create a topic"),
        (400, "Bad Request: TOPICS_TOO_MUCH"),
        (403, "Forbidden: bot is not an administrator"),
    ],
)
async def test_without_topics_notices_go_to_the_chat_and_the_log_says_so_once(
    room: Room, refusal: tuple[int, str], caplog: pytest.LogCaptureFixture
) -> None:
    room.api.refuse("createForumTopic", *refusal, times=5)
    notice = await room.ask_for_a_person()
    room.api.say(7, "还在吗")
    await room.settle()
    assert [one.topic for one in room.staffs()] == [None, None]
    assert caplog.text.count("Notices go to the staff chat itself") == 1
    room.api.say(CHAT, "您好", user_id=CHEN, reply_to=notice.message_id)
    await room.settle()
    assert room.api.sent(7)[-1].text == "您好"


async def test_topics_are_tried_again_after_a_while(room: Room) -> None:
    room.api.refuse("createForumTopic", 400, "Bad Request: not enough rights to create a topic")
    assert (await room.ask_for_a_person()).topic is None
    room.tick += PAUSE_S
    room.api.say(7, "还在吗")
    await room.settle()
    assert room.staffs()[-1].topic == room.topic()


async def test_a_wait_that_telegram_asks_for_loses_nothing_and_makes_one_topic(room: Room) -> None:
    room.api.flood(3, method="createForumTopic")
    room.api.flood(3)
    room.api.say(7, "转人工")
    await room.settle()
    assert room.staffs() == []
    for _ in range(4):
        room.clock.move(seconds=4)
        await room.settle()
    assert [one.topic for one in room.staffs()] == [room.topic()]
    assert [one.attempts for one in await room.desk.records(OutboxItem)] == [1, 1]


async def test_a_topic_whose_making_was_cut_off_is_made_with_the_next_try(room: Room) -> None:
    room.api.cut("createForumTopic", accepted=False)
    room.api.say(7, "转人工")
    await room.settle()
    assert room.staffs() == []
    room.clock.move(seconds=10)
    await room.settle()
    assert room.staffs()[-1].topic == room.topic()


async def test_what_is_about_no_conversation_goes_to_the_chat_itself(room: Room) -> None:
    item = OutboxItem(channel=Channel.TELEGRAM, destination=STAFF_CHAT, text="晚到包裹")
    async with room.store.writing() as unit:
        unit.add(item)
    await room.settle()
    assert [(one.text, one.topic) for one in room.staffs()] == [("晚到包裹", None)]


def test_a_topic_is_named_after_the_customer_within_telegrams_limit() -> None:
    assert topic_name(Subject(1, Channel.WEB, " 王\n芳 ", None)) == "王 芳 · 网页 Web"
    long = topic_name(Subject(1, Channel.TELEGRAM, "😀" * 100, None))
    assert len(long.encode("utf-16-le")) // 2 <= 128 and long.endswith("😀 · Telegram")
    assert topic_name(Subject(5, Channel.TELEGRAM, "", None)) == "5 · Telegram"


# --- words both ways ---


async def test_words_in_the_topic_reach_the_customer_and_the_ledger_once(room: Room) -> None:
    wang = await room.link()
    await room.ask_for_a_person()
    room.api.say(CHAT, "您好，我来看看。", user_id=WANG, topic=room.topic())
    await room.settle()
    room.api.updates.repeat_last()
    await asyncio.sleep(0.1)
    await room.settle()
    assert [one.text for one in room.api.sent(7)][1:] == ["您好，我来看看。"]
    (said,) = await room.desk.records(Message, Message.author == Author.STAFF)
    assert (said.text, said.staff_id) == ("您好，我来看看。", wang.key)
    assert len(room.staffs()) == 1  # what was written there is not shown there again
    assert (await room.desk.handover("7")).first_answer_at is not None  # type: ignore[union-attr]
    assert ("answer", wang.key, "Telegram") in await room.audit()


async def test_who_is_not_linked_is_named_in_the_audit(room: Room) -> None:
    await room.ask_for_a_person()
    room.api.say(CHAT, "您好", user_id=CHEN, topic=room.topic(), name="Chen")
    await room.settle()
    assert room.api.sent(7)[-1].text == "您好"
    assert ("answer", None, "Telegram: Chen (10)") in await room.audit()


async def test_words_from_the_console_appear_in_the_topic(room: Room) -> None:
    wang = await room.link()
    await room.ask_for_a_person()
    conversation = await room.desk.conversation("7")
    await room.desk.staff.answer(conversation.key, wang.key, "马上为您查。")
    await room.settle()
    assert (room.staffs()[-1].text, room.staffs()[-1].topic) == (
        "💬 王主管: 马上为您查。",
        room.topic(),
    )


async def test_photos_go_both_ways(room: Room) -> None:
    await room.ask_for_a_person()
    room.api.send_photo(7, "p1", b"one", "坏了")
    await room.settle()
    shown = room.staffs()[-1]
    assert (shown.file_id, shown.text, shown.topic) == ("p1", "Li: 坏了", room.topic())
    room.api.send_photo(CHAT, "p2", b"two", "这样装", user_id=CHEN, topic=room.topic())
    await room.settle()
    await room.fetcher.fetch_due()
    sent = room.api.sent(7)[-1]
    assert (sent.file_id, sent.text) == ("p2", "这样装")
    files = await room.desk.records(Attachment)
    assert [one.content for one in files] == [b"one", b"two"]


async def test_what_a_web_customer_cannot_see_is_said_in_the_topic(room: Room) -> None:
    said = room.desk.inbound("w1", "转人工", channel=Channel.WEB)
    await room.desk.reception.receive(said)
    await room.settle()
    room.api.send_photo(CHAT, "p2", b"two", user_id=CHEN, topic=room.topic())
    await room.settle()
    assert "not on Telegram" in room.staffs()[-1].text
    assert await room.desk.records(Message, Message.author == Author.STAFF) == []


async def test_a_voice_message_in_the_topic_is_not_sent_and_staff_are_told(room: Room) -> None:
    await room.ask_for_a_person()
    more: dict[str, Any] = {"message_thread_id": room.topic(), "is_topic_message": True}
    room.api.attach(CHAT, "voice", **more)
    await room.settle()
    assert "not sent: only words" in room.staffs()[-1].text


async def test_what_is_no_word_for_a_customer_is_left_alone(room: Room) -> None:
    await room.ask_for_a_person()
    before = len(room.staffs())
    room.api.say(CHAT, "lunch?", user_id=CHEN)
    room.api.say(CHAT, "in a topic of our own", user_id=CHEN, topic=999_999)
    room.api.say(-77, "another chat", user_id=CHEN, topic=room.topic())
    by_bot: dict[str, Any] = {"from": {"id": 5, "is_bot": True, "first_name": "Helper"}}
    room.api.say(CHAT, "by another bot", topic=room.topic(), **by_bot)
    news = {"id": -55, "type": "channel", "title": "News"}
    room.api.say(CHAT, "a channel's post", topic=room.topic(), sender_chat=news)
    await room.settle()
    assert len(room.api.sent(7)) == 1 and len(room.staffs()) == before
    assert await room.desk.records(Message, Message.author == Author.STAFF) == []


async def test_an_admin_who_stays_anonymous_is_one_of_the_staff(room: Room) -> None:
    await room.ask_for_a_person()
    group = {"id": CHAT, "type": "supergroup", "title": "客服群"}
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    more: dict[str, Any] = {"from": anonymous, "sender_chat": group}
    room.api.say(CHAT, "您好", topic=room.topic(), **more)
    await room.settle()
    assert room.api.sent(7)[-1].text == "您好"
    assert ("answer", None, "Telegram: Staff (?)") in await room.audit()


async def test_a_note_stays_among_staff(room: Room) -> None:
    wang = await room.link()
    await room.ask_for_a_person()
    for user in (WANG, CHEN):
        room.api.say(CHAT, "/note 老客户，注意", user_id=user, topic=room.topic())
    await room.settle()
    assert len(room.api.sent(7)) == 1
    (note,) = await room.desk.records(Note)
    assert (note.text, note.staff_id) == ("老客户，注意", wang.key)
    assert "kept as a note" in room.staffs()[-2].text
    assert "staff link" in room.staffs()[-1].text


async def test_a_switched_off_account_does_nothing(room: Room) -> None:
    await room.link(active=False)
    await room.ask_for_a_person()
    room.api.say(CHAT, "您好", user_id=WANG, topic=room.topic())
    await room.settle()
    assert len(room.api.sent(7)) == 1 and "switched off" in room.staffs()[-1].text
    assert "switched off" in await room.pressed("staff:give_back", user_id=WANG)
    assert await room.desk.handover("7") is not None


# --- buttons ---


async def test_take_puts_it_into_the_hands_of_who_pressed(room: Room) -> None:
    wang = await room.link()
    await room.ask_for_a_person()
    assert await room.pressed("staff:take", user_id=WANG) == "✋ 王主管 接手了 / took it"
    handover = await room.desk.handover("7")
    assert handover is not None and handover.taken_by == wang.key
    assert (room.staffs()[-1].text, room.staffs()[-1].topic) == (
        "✋ 王主管 接手了 / took it",
        room.topic(),
    )
    assert ("take", wang.key, "Telegram") in await room.audit()


async def test_who_is_not_linked_cannot_take_it_and_is_told_how(room: Room) -> None:
    await room.ask_for_a_person()
    told = await room.pressed("staff:take", user_id=CHEN)
    assert told.endswith("python -m bot staff link NAME 10")
    handover = await room.desk.handover("7")
    assert handover is not None and handover.taken_by is None


@pytest.mark.parametrize(
    ("action", "act"),
    [("staff:give_back", "given_back+ask_rating"), ("staff:resolve", "ask_rating")],
)
async def test_give_back_and_resolve_end_it_once(room: Room, action: str, act: str) -> None:
    await room.ask_for_a_person()
    await room.pressed(action, user_id=CHEN)
    assert (await room.desk.conversation("7")).state is ConversationState.WITH_BOT
    assert (await room.desk.messages("7"))[-1].act == act
    room.api.say(7, "转人工")
    await room.settle()
    assert await room.desk.handover("7") is not None


async def test_a_press_that_telegram_repeats_does_nothing_to_a_later_handover(room: Room) -> None:
    await room.ask_for_a_person()
    await room.pressed("staff:give_back", user_id=CHEN)
    last = room.api.updates._last
    room.api.say(7, "转人工")
    await room.settle()
    room.api.updates._last = last
    count = len(room.told())
    room.api.updates.repeat_last()
    await room.api.wait_for(lambda: len(room.told()) > count)
    assert "it was done already" in room.told()[-1]
    assert await room.desk.handover("7") is not None


async def test_forged_presses_do_nothing(room: Room) -> None:
    await room.link()
    notice = await room.ask_for_a_person()
    room.api.say(7, "别的")
    await room.settle()
    before = len(room.staffs())
    answer = room.api.sent(7)[0]
    theirs = room.api.say(CHAT, "hello", user_id=CHEN)
    forged = [
        (CHAT, notice.message_id, "staff:block"),  # no such button
        (CHAT, notice.message_id, "confirm:1"),  # a customer's button
        (CHAT, theirs, "staff:give_back"),  # below a person's message
        (7, answer.message_id, "staff:give_back"),  # by the customer, in their own chat
    ]
    for chat, message, action in forged:
        room.api.forge(chat, message, action, user_id=7 if chat == 7 else WANG)
    elsewhere = room.api.say(-77, "x", user_id=WANG)
    room.api.forge(-77, elsewhere, "staff:give_back", user_id=WANG)
    await room.api.wait_for(lambda: len(room.told()) == 5)
    await room.settle()
    handover = await room.desk.handover("7")
    assert handover is not None and handover.taken_by is None
    assert [one.text for one in room.staffs()[before:]] == ["Li: staff:give_back"]
    assert (await room.audit()) == []


@pytest.mark.parametrize("status", ["left", "kicked"])
async def test_who_is_not_in_the_chat_is_refused(room: Room, status: str) -> None:
    await room.ask_for_a_person()
    room.api.members[66] = status
    assert "only members" in await room.pressed("staff:give_back", user_id=66)
    assert await room.desk.handover("7") is not None


async def test_where_telegram_cannot_say_who_is_in_the_chat_nothing_is_done(room: Room) -> None:
    await room.ask_for_a_person()
    room.api.fail("getChatMember", Fault(500, "Internal Server Error"))
    assert "press again" in await room.pressed("staff:give_back", user_id=CHEN)
    assert await room.desk.handover("7") is not None
    await room.pressed("staff:give_back", user_id=CHEN)
    assert await room.desk.handover("7") is None


async def test_the_buttons_work_in_a_plain_group_too(room: Room) -> None:
    room.api.topics.clear()
    await room.ask_for_a_person()
    await room.pressed("staff:give_back", user_id=CHEN)
    assert await room.desk.handover("7") is None


async def test_commands_in_the_topic_do_what_the_buttons_do(room: Room) -> None:
    wang = await room.link()
    await room.ask_for_a_person()
    room.api.say(CHAT, "/take@xiaoer_bot", user_id=WANG, topic=room.topic())
    await room.settle()
    handover = await room.desk.handover("7")
    assert handover is not None and handover.taken_by == wang.key
    room.api.say(CHAT, "/back", user_id=WANG, topic=room.topic())
    await room.settle()
    assert await room.desk.handover("7") is None
    assert [one.text for one in room.api.sent(7)][1:] != []


async def test_a_decision_outside_of_an_approvals_notice_reaches_no_customer(room: Room) -> None:
    await room.ask_for_a_person()
    room.api.say(CHAT, "/agree", user_id=CHEN, topic=room.topic())
    await room.settle()
    assert len(room.api.sent(7)) == 1 and "nothing to agree to" in room.staffs()[-1].text


async def test_no_item_is_given_up_in_all_this(room: Room) -> None:
    await room.ask_for_a_person()
    states = {one.state for one in await room.desk.records(OutboxItem)}
    assert states == {DeliveryState.SENT}
