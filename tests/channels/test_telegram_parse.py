"""From Telegram's JSON to what the desk understands."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Update

from bot.channels.telegram.parse import parse
from bot.channels.telegram.staff_parse import StaffWord, parse_staff
from bot.desk.inbound import Attached, Inbound
from knowledge.records import Channel, MessageKind
from tests.emulator.people import BOT, CONTENT, People

DATE = 1_763_888_400
LI = {
    "id": 7,
    "is_bot": False,
    "first_name": "丽",
    "last_name": "李",
    "language_code": "zh-hans",
}


def message(chat: int = 7, sender: dict[str, Any] = LI, **content: Any) -> dict[str, Any]:
    made = People().message(chat, sender, content)
    return {**made, "message_id": 31, "date": DATE}


def parsed(kind: str = "message", **content: Any) -> Inbound | None:
    return parse(update(kind, message(**content)))


def update(kind: str, content: dict[str, Any]) -> Update:
    made = Update.de_json({"update_id": 1, kind: content}, None)
    assert made is not None
    return made


def test_a_text_message() -> None:
    assert parsed(text="在吗") == Inbound(
        channel=Channel.TELEGRAM,
        account="7",
        external_id="7:31",
        kind=MessageKind.TEXT,
        text="在吗",
        display_name="丽 李",
        language_hint="zh-hans",
    )


@pytest.mark.parametrize(
    ("text", "name", "arguments"),
    [
        ("/start", "start", ""),
        ("/start promo-11", "start", "promo-11"),
        ("/Help", "help", ""),
        ("/orders@xiaoer_bot  X1\nX2 ", "orders", "X1\nX2"),
        ("/human", "human", ""),
        ("/language en", "language", "en"),
        ("/notices", "notices", ""),
        ("/privacy", "privacy", ""),
    ],
)
def test_a_known_command(text: str, name: str, arguments: str) -> None:
    found = parsed(text=text)
    assert found is not None
    assert (found.kind, found.text) == (MessageKind.COMMAND, name)
    assert found.data == {"name": name, "arguments": arguments}


@pytest.mark.parametrize("text", ["/refund", "/", "//help", "/helpme", "see /help", "/help-me"])
def test_an_unknown_command_is_text(text: str) -> None:
    found = parsed(text=text)
    assert found is not None
    assert (found.kind, found.text, found.data) == (MessageKind.TEXT, text, {})


@pytest.mark.parametrize(("user_id", "own"), [(7, True), (8, False), (None, False)])
def test_a_contact_is_the_senders_own_only_if_telegram_says_so(
    user_id: int | None, own: bool
) -> None:
    contact = {"phone_number": "+8613812345678", "first_name": "x", "user_id": user_id}
    found = parsed(contact={name: value for name, value in contact.items() if value is not None})
    assert found is not None
    assert found.kind is MessageKind.CONTACT
    assert found.data == {"phone": "+8613812345678", "own": own}


def test_a_pressed_button_says_its_label() -> None:
    keyboard = {"inline_keyboard": [[{"text": "取消订单", "callback_data": "cancel:5"}]]}
    press = People().press(message(sender=BOT, text="?", reply_markup=keyboard), LI, "cancel:5")
    found = parse(update("callback_query", press))
    assert found is not None
    assert (found.kind, found.text, found.data) == (
        MessageKind.BUTTON,
        "取消订单",
        {"action": "cancel:5"},
    )
    assert (found.account, found.external_id) == ("7", f"cb:{press['id']}")


def test_a_button_under_a_message_no_longer_at_hand_says_its_action() -> None:
    old = {"chat": {"id": 7, "type": "private"}, "message_id": 1, "date": 0}
    found = parse(update("callback_query", People().press(old, LI, "yes")))
    assert found is not None
    assert (found.account, found.text) == ("7", "yes")


@pytest.mark.parametrize("kind", ["voice", "sticker", "video"])
def test_what_cannot_be_read_is_kept_by_its_type(kind: str) -> None:
    found = parsed(**{kind: CONTENT[kind]})
    assert found is not None
    assert (found.kind, found.text, found.data) == (MessageKind.UNREADABLE, "", {"type": kind})


def test_the_largest_size_of_a_photo_is_attached() -> None:
    small = {"file_id": "s", "file_unique_id": "s", "width": 90, "height": 90}
    large = {**small, "file_id": "l", "width": 900, "height": 900, "file_size": 1234}
    found = parsed(photo=[small, large], caption="this arrived broken")
    assert found is not None
    assert (found.kind, found.text) == (MessageKind.PHOTO, "this arrived broken")
    assert found.data == {"type": "photo", "count": 1}
    assert found.attachments == (Attached("photo", "l", "", "image/jpeg", 1234),)


def test_a_document_keeps_its_name_and_type() -> None:
    document = {
        "file_id": "d",
        "file_unique_id": "d",
        "file_name": "发票\u202efdp.exe",
        "mime_type": "application/pdf",
        "file_size": 9,
    }
    found = parsed(document=document)
    assert found is not None and found.kind is MessageKind.PHOTO
    assert found.attachments == (
        Attached("document", "d", "发票\u202efdp.exe", "application/pdf", 9),
    )


def test_an_animation_is_no_document_although_telegram_sends_one_with_it() -> None:
    moving = {**CONTENT["document"], "width": 9, "height": 9, "duration": 1}
    found = parsed(animation=moving, document=CONTENT["document"])
    assert found is not None
    assert (found.kind, found.data) == (MessageKind.UNREADABLE, {"type": "animation"})


def test_the_parts_of_an_album_share_an_id() -> None:
    found = parsed(photo=CONTENT["photo"], media_group_id="55")
    assert found is not None
    assert (found.external_id, found.part) == ("7:album:55", "7:31")


def test_a_pin_has_coordinates_and_a_venue_an_address() -> None:
    pin, venue = parsed(location=CONTENT["location"]), parsed(venue=CONTENT["venue"])
    assert pin is not None and venue is not None
    at = {"latitude": 31.23, "longitude": 121.47}
    assert (pin.kind, pin.text, pin.data) == (MessageKind.LOCATION, "", at)
    address = CONTENT["venue"]["address"]
    assert (venue.kind, venue.text) == (MessageKind.LOCATION, address)
    assert venue.data == {**at, "title": "和平饭店", "address": address}


def test_an_edit_has_the_messages_id_and_its_time() -> None:
    found = parsed("edited_message", text="改了", edit_date=DATE + 60)
    assert found is not None
    assert (found.external_id, found.text) == ("7:31", "改了")
    assert found.edited_at == datetime.fromtimestamp(DATE + 60, UTC)


def test_a_moving_location_is_not_an_edit_worth_keeping() -> None:
    assert parsed("edited_message", location=CONTENT["location"], edit_date=DATE + 5) is None


@pytest.mark.parametrize(
    "text", ["\u202e!tfel ot thgir", "x" * 4096, "z͑ͫ̓ͪ̂" * 300, "👩‍👩‍👧‍👦" * 100, "<b>&amp;</b> {slot}"]
)
def test_hostile_text_passes_through_unharmed(text: str) -> None:
    found = parsed(text=text)
    assert found is not None and found.text == text


def test_what_no_database_can_hold_is_replaced() -> None:
    odd = {**LI, "first_name": "a\x00", "last_name": "\ud800"}
    found = parsed(text="a\x00b\ud83d", sender=odd)
    assert found is not None
    assert (found.text, found.display_name) == ("a\ufffdb\ufffd", "a\ufffd \ufffd")


@pytest.mark.parametrize(
    "content",
    [
        {"chat": -100, "text": "in a group"},
        {"chat": -100, "sender": BOT, "text": "by a bot"},
        {"delete_chat_photo": True},
    ],
)
def test_groups_and_service_messages_are_not_customers(content: dict[str, Any]) -> None:
    assert parsed(**content) is None


def test_edits_and_presses_in_groups_and_posts_in_channels_are_nothing() -> None:
    assert parsed("edited_message", chat=-100, text="in a group", edit_date=DATE) is None
    assert parsed("channel_post", chat=-100, text="news") is None
    press = People().press(message(chat=-100, sender=BOT, text="?"), LI, "confirm:1")
    assert parse(update("callback_query", press)) is None


def test_an_update_of_another_kind_is_nothing() -> None:
    made = Update.de_json({"update_id": 1}, None)
    assert made is not None and parse(made) is None


def staff_update(reply_to: dict[str, Any] | None, chat: int = -100, **content: Any) -> Update:
    notice = {} if reply_to is None else {"reply_to_message": reply_to}
    wang = {"id": 9, "is_bot": False, "first_name": "Wang"}
    return update("message", message(chat=chat, sender=wang, **notice, **content))


NOTICE = {**message(chat=-100, sender=BOT, text="customer 7 waits"), "message_id": 12}


def test_a_staff_members_reply_to_a_notice() -> None:
    word = parse_staff(staff_update(NOTICE, text="Tell her tomorrow."), "-100")
    assert word == StaffWord("Wang", 9, "Tell her tomorrow.", "-100:31", "-100:12", 12)


def test_other_talk_in_the_staff_chat_is_left_alone() -> None:
    person = {**NOTICE, "from": LI}
    topic = {**NOTICE, "forum_topic_created": {"name": "t", "icon_color": 1}}
    assert parse_staff(staff_update(None, text="lunch?"), "-100") is None
    assert parse_staff(staff_update(person, text="yes"), "-100") is None
    assert parse_staff(staff_update(topic, text="in the topic"), "-100") is None
    assert parse_staff(staff_update(NOTICE, chat=-200, text="elsewhere"), "-100") is None
    assert parse_staff(staff_update(NOTICE, text="no chat is set"), "") is None
    assert parse_staff(staff_update(NOTICE, sticker=CONTENT["sticker"]), "-100") is None


@pytest.mark.parametrize(
    "broken", [{"chat": None}, {"chat": {"id": "\ud800", "type": "private"}}, {"text": []}]
)
def test_an_update_that_makes_no_sense_is_passed_over_and_logged(
    broken: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    assert parse(update("message", {**message(text="在吗"), **broken})) is None
    assert "makes no sense" in caplog.text
