"""Customers' phone numbers and addresses do not get into the log."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from sqlalchemy.exc import IntegrityError

from bot.cli import main
from bot.log_masking import Masking, mask_logs, masked
from knowledge.records import Customer
from knowledge.store import Store

PHONES = [
    "13812344821",
    "138 1234 4821",
    "138-1234-4821",
    "+8613812344821",
    "+86 138-1234-4821",
    "86 13812344821",
    "008613812344821",
    "+44 7700 900123",
    "+1 (555) 123-4567",
    "(555) 123-4567",
    "555-123-4567",
    "0571-87654321",
    "07700 900123",
]
EMAILS = ["lilei@example.com", "li.lei+shop@mail.example.co.uk"]
ADDRESSES = [
    "浙江省杭州市西湖区文三路8号",
    "杭州市文三路8号3栋502室",
    "上海市浦东新区世纪大道100弄6号楼",
    "阳光小区12栋3单元",
    "221B Baker Street",
    "42 Great Russell Street, London, WC1B 3DG",
    "1600 Pennsylvania Ave., Washington, DC 20500",
]
#: What staff need in order to find the case, and what only looks like a number of somebody's.
KEPT = [
    "XE2611230042",
    "SF1234567890123",
    "order XE2611230042 of customer C0001",
    "R2611260007",
    "2026-11-23 10:00:00,123",
    "Update 834512309 cannot be taken in",
    "chat -1001398765432",
    "telegram:7:1234",
    "1732330000000",
    "took 0.13812344821 s",
    "550e8400-0571-4567-a716-446655440000",
    "http://127.0.0.1:8000/chat",
    "12,900.00 CNY",
    "Turn 17 of conversation 42 failed.",
    "bot/desk/answer.py, line 123, in _answer",
]


@pytest.mark.parametrize("private", [*PHONES, *EMAILS, *ADDRESSES])
@pytest.mark.parametrize(
    "around", ["{}", "call {} now", "请联系{}。", "电话:{}", "Tel.{}", "('{}',)", "{}，谢谢"]
)
def test_what_identifies_a_customer_is_masked(private: str, around: str) -> None:
    shown = masked(around.format(private))
    assert private not in shown
    assert not any(part in shown for part in ("13812", "4821", "lilei", "文三", "Baker", "Russell"))


@pytest.mark.parametrize("text", KEPT)
def test_what_staff_need_stays_readable(text: str) -> None:
    assert masked(text) == text


def test_a_bots_token_is_masked() -> None:
    told = masked(
        "POST https://api.telegram.org/bot1234567890:AAF-abcdefghijklmnopqrstuvwxyz0123456/x"
    )
    assert told == "POST https://api.telegram.org/[token]/x"


def test_a_very_long_line_takes_no_time() -> None:
    for piece in ("1", "街", "a.", "12 Main ", "+1 "):
        assert masked(piece * 20_000)


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger whose one handler masks, as the root logger's do."""
    written = io.StringIO()
    logger = logging.Logger("masked")
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logger.addHandler(handler)
    mask_logs(logger)
    yield logger, written


Log = tuple[logging.Logger, io.StringIO]


def test_arguments_are_masked(log: Log) -> None:
    log[0].warning("%s wrote from %s", "李雷 13812344821", "a@b.cn")
    assert log[1].getvalue() == "WARNING 李雷 [phone] wrote from [e-mail]\n"


def test_arguments_by_name_are_masked(log: Log) -> None:
    log[0].warning("to %(phone)s", {"phone": "+8613812344821"})
    assert log[1].getvalue() == "WARNING to [phone]\n"


def test_a_traceback_is_masked(log: Log) -> None:
    try:
        try:
            raise KeyError("文三路8号")
        except KeyError as error:
            raise ValueError("no such phone: 13812344821") from error
    except ValueError:
        log[0].exception("A turn failed for %s", "lilei@example.com")
    told = log[1].getvalue()
    assert "A turn failed for [e-mail]" in told
    assert "ValueError: no such phone: [phone]" in told and "KeyError: '[address]'" in told
    assert "test_a_traceback_is_masked" in told
    assert not any(part in told for part in ("lilei", "1381234", "文三路8号", "4821\n"))


def test_a_traceback_that_another_handler_wrote_down_is_masked(log: Log) -> None:
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "failed", (), None)
    record.exc_text = "ValueError: 13812344821"
    log[0].handle(record)
    assert log[1].getvalue() == "ERROR failed\nValueError: [phone]\n"


def test_a_stack_is_masked(log: Log) -> None:
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "failed", (), None)
    record.stack_info = "Stack: 13812344821"
    log[0].handle(record)
    assert "Stack: [phone]" in log[1].getvalue()


def test_arguments_that_do_not_fit_are_masked_and_break_nothing(log: Log) -> None:
    log[0].warning("%d %s", "13812344821")
    assert log[1].getvalue() == "WARNING %d %s ('[phone]',)\n"


def test_masking_is_set_up_once(log: Log) -> None:
    mask_logs(log[0])
    assert [type(one) for one in log[0].handlers[0].filters] == [Masking]


def test_every_command_logs_masked(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, root.handlers = root.handlers, []
    try:
        with pytest.raises(SystemExit):
            main(["--help"])
        assert main(["import", "/no/such/file"]) == 2
        logging.getLogger("anything").error("call %s", "13812344821")
    finally:
        root.handlers = before
    assert "anything: call [phone]" in capsys.readouterr().err


async def test_a_failed_statement_is_logged_without_its_values(store: Store) -> None:
    with pytest.raises(IntegrityError) as caught:
        for _ in range(2):
            async with store.writing() as unit:
                unit.add(Customer(reference="C0001", name="李雷", phone="+8613812344821"))
    assert "李雷" not in str(caught.value) and "INSERT INTO customer" in str(caught.value)
