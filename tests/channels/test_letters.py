"""Mails as suppliers' programs write them, whole and broken."""

from __future__ import annotations

import os
from base64 import b64encode
from email import message_from_string
from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from bot.channels.letters import read_letter
from bot.channels.mail_text import html_text

OURS = "<xiaoer.3.abc@shop.example>"


def mail(body: str = "OK", **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Wang Fang <Orders@Jade.example>"
    made["Message-ID"] = "<1@jade.example>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(body)
    return made


def raw(head: str, body: bytes) -> bytes:
    return f"From: a@b.example\r\nMessage-ID: <2@b>\r\n{head}\r\n\r\n".encode() + body


def test_a_plain_answer_is_read_with_its_thread() -> None:
    found = read_letter(
        mail(
            "好的，12月1日交货",
            Subject="回复：采购单 PO2611230007",
            In_Reply_To=OURS,
            References=f"<0@x> {OURS}",
            Date="Mon, 23 Nov 2026 10:00:00 +0800",
        ).as_bytes()
    )
    assert (found.external_id, found.sender) == ("<1@jade.example>", "orders@jade.example")
    assert (found.subject, found.text) == ("回复：采购单 PO2611230007", "好的，12月1日交货")
    assert found.references == (OURS, "<0@x>")
    assert f"{found.written_at:%Y-%m-%d %H:%M}" == "2026-11-23 02:00"
    assert not found.is_automatic and found.bounce is None and not found.unreadable


@pytest.mark.parametrize("charset", ["gb18030", "gb2312", "big5", "utf-8"])
def test_words_and_subjects_in_every_charset_are_read(charset: str) -> None:
    said = "單價" if charset == "big5" else "单价"
    subject = b64encode(said.encode(charset)).decode()
    head = f"Subject: =?{charset}?B?{subject}?=\r\nContent-Type: text/plain; charset={charset}"
    found = read_letter(raw(head, said.encode(charset)))
    assert (found.subject, found.text) == (said, said)


def test_characters_beyond_the_charset_that_is_named_are_read_all_the_same() -> None:
    head = "Content-Type: text/plain; charset=gb2312"
    assert read_letter(raw(head, "瓷砖㐂𠀀".encode("gb18030"))).text == "瓷砖㐂𠀀"
    assert read_letter(raw("Content-Type: text/plain", "单价".encode("gbk"))).text == "单价"
    assert read_letter(raw("Content-Type: text/plain; charset=x-no", b"ok")).text == "ok"


def test_html_alone_becomes_text_and_its_table_keeps_its_cells_apart() -> None:
    made = mail()
    made.set_content(
        "<html><head><style>p{}</style></head><body><p>Dear&nbsp;shop,<br>see&amp;say</p>"
        "<table><tr><td>CUP-01</td><td>12.50</td></tr></table><script>x()</script></body></html>",
        subtype="html",
    )
    said = read_letter(made.as_bytes()).text
    assert [line for line in said.splitlines() if line] == [
        "Dear shop,",
        "see&say",
        "CUP-01 | 12.50",
    ]


def test_plain_text_goes_before_html() -> None:
    made = mail("in words")
    made.add_alternative("<p>in html</p>", subtype="html")
    assert read_letter(made.as_bytes()).text == "in words"


def test_attachments_are_named_and_not_read() -> None:
    made = mail("see the list")
    made.add_attachment(b"x" * 1000, maintype="application", subtype="pdf", filename="报价.pdf")
    made.add_attachment("1,2", filename="prices.csv")
    assert (
        read_letter(made.as_bytes()).text
        == "see the list\n\n[附件 / attached: 报价.pdf, prices.csv]"
    )


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\x00\xff\xfe",
        raw('Content-Type: multipart/mixed; boundary="x"', b"no boundary at all"),
        raw("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64", b"!!!!=="),
        raw("Subject: =?utf-8?B?!!?= =?bogus?Q?=ff?=", b"ok"),
        raw("Date: Mon, 99 Nov 2026 99:00:00", b"ok"),
        raw("Content-Type: text/plain; charset*0*=utf-8''%ff", b"ok"),
        raw("Subject: \udcff".encode("utf-8", "replace").decode(), b"a\x00b"),
        raw("Content-Type: message/delivery-status", b"nonsense"),
    ],
)
def test_broken_mails_still_give_a_letter_that_can_be_kept(broken: bytes) -> None:
    found = read_letter(broken)
    assert found.external_id
    assert "\x00" not in found.text + found.subject
    (found.text + found.subject + found.sender).encode()


def test_any_bytes_give_a_letter() -> None:
    whole = mail("x", Subject="s").as_bytes()
    for cut in range(0, len(whole), 7):
        read_letter(whole[:cut] + os.urandom(5) + whole[cut:])


def test_a_mail_without_an_id_has_one_by_its_bytes() -> None:
    plain = b"From: a@b.example\r\n\r\nok"
    assert read_letter(plain).external_id == read_letter(plain).external_id
    assert read_letter(plain).external_id.startswith("sha256:")


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated", "X_Auto_Response_Suppress": "All"},
        {"X_Autoreply": "yes"},
        {"Precedence": "auto_reply"},
        {"Subject": "Out of Office: Purchase order PO2611230007"},
        {"Subject": "Automatic reply: Purchase order"},
        {"Subject": "自动回复：采购单"},
    ],
)
def test_holiday_notes_are_known(headers: dict[str, str]) -> None:
    assert read_letter(mail(**headers).as_bytes()).is_automatic


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "no"}, {"Auto_Submitted": "auto-generated"}, {"Subject": "Re: x"}],
)
def test_an_answer_is_no_holiday_note(headers: dict[str, str]) -> None:
    assert not read_letter(mail(**headers).as_bytes()).is_automatic


def report(action: str = "failed") -> MIMEMultipart:
    """A delivery report as RFC 3464 (appendix E) shows one."""
    made = MIMEMultipart("report", report_type="delivery-status")
    made["From"] = "MAILER-DAEMON@mx.example"
    made["Message-ID"] = "<dsn@mx.example>"
    made["Subject"] = "Undelivered Mail Returned to Sender"
    made.attach(MIMEText("I could not deliver this."))
    fields = (
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; orders@jade.example\n"
        f"Action: {action}\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user\n"
    )
    made.attach(_part("message/delivery-status", fields))
    made.attach(_part("text/rfc822-headers", f"From: desk@shop.example\nMessage-ID: {OURS}\n"))
    return made


def _part(kind: str, text: str) -> Message:
    return message_from_string(f"Content-Type: {kind}\n\n{text}")


def test_a_bounce_names_ours_whom_it_missed_and_why() -> None:
    bounce = read_letter(report().as_bytes()).bounce
    assert bounce is not None
    assert bounce.message_ids == (OURS,)
    assert (bounce.recipient, bounce.why) == ("orders@jade.example", "550 5.1.1 no such user")


def test_a_report_of_delay_is_no_bounce_and_no_answer() -> None:
    found = read_letter(report("delayed").as_bytes())
    assert found.bounce is None and found.is_automatic


def test_an_old_fashioned_bounce_is_known_by_its_sender_and_subject() -> None:
    text = f"<orders@jade.example>: unknown user\n\n--- headers ---\nMessage-ID: {OURS}\n"
    made = mail(text, Subject="failure notice")
    del made["From"]
    made["From"] = "MAILER-DAEMON@mx.example"
    bounce = read_letter(made.as_bytes()).bounce
    assert bounce is not None and OURS in bounce.message_ids


def test_a_supplier_who_speaks_of_failed_delivery_is_no_bounce() -> None:
    assert read_letter(mail("x", Subject="Delivery failed yesterday").as_bytes()).bounce is None


def test_html_that_never_ends_is_read_to_its_end() -> None:
    assert html_text("<p>one<p>two<b").startswith("one\ntwo")
