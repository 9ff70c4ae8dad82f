"""Keeping customers out of the log: phone numbers, e-mail and postal addresses are masked.

Nothing of theirs is logged on purpose, but an error's text or a traceback may quote a value.
The filter sits on the handlers, so that it sees what every library logs too. It masks what has
a plain form; a name, or an address without a house number, it cannot know. Order and tracking
numbers stay readable: staff need them to find the case.
"""

from __future__ import annotations

import logging
import re

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
#: A number that begins with its country, a Chinese mobile number, or one with an area code in
#: front. Neither may be part of a longer word or number.
_PHONE = re.compile(
    r"(?<![\w+])(?<!\w-)(?<!\d\.)(?:"
    r"(?:\+|00)[1-9](?:[ ().-]{0,2}\d){6,13}"
    r"|(?:86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}"
    r"|0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}"
    r"|\(?[2-9]\d{2}\)?[ .-]\d{3}[ .-]\d{4}"
    r")(?![\w-])",
    re.ASCII,
)
_ADDRESS_ZH = re.compile(
    r"[\u4e00-\u9fff0-9]{0,40}[\u4e00-\u9fff](?:路|街|道|巷|弄|胡同|大街|村|小区|花园|公寓|大厦|广场)"
    r"[\u4e00-\u9fff]{0,6}\s?\d{1,5}\s?(?:号|弄|栋|幢|座|楼|室|单元)"
    r"(?:\s?[\dA-Za-z一二三四五六七八九十-]{1,6}\s?(?:号楼|号|栋|幢|座|楼|层|室|单元))*"
)
_ADDRESS_EN = re.compile(
    r"(?<![A-Za-z0-9])(?<!\d[.-])\d{1,5}[A-Za-z]?,? (?:[A-Z][\w'’.-]{0,24} ){1,4}"
    r"(?:Street|Road|Avenue|Lane|Drive|Boulevard|Square|Court|Place|Terrace|Crescent|Close"
    r"|Highway|Way|St|Rd|Ave|Ln|Dr|Blvd|Sq|Ct|Pl)\b\.?"
    r"(?:, ?[A-Z0-9][\w'’ .-]{0,40}){0,4}"
)
#: Telegram's bot token stands in the address of every call, which HTTP libraries log.
_TOKEN = re.compile(r"(?<!\w)(?:bot)?\d{6,12}:[\w-]{30,64}", re.ASCII)

_MASKS = (
    (_TOKEN, "[token]"),
    (_EMAIL, "[e-mail]"),
    (_ADDRESS_ZH, "[address]"),
    (_ADDRESS_EN, "[address]"),
    (_PHONE, "[phone]"),
)
_FORMATTER = logging.Formatter()


def masked(text: str) -> str:
    """The text with what identifies a customer masked.

    `"call +8613812344821"` → `"call [phone]"`.
    """
    for pattern, mask in _MASKS:
        text = pattern.sub(mask, text)
    return text


class Masking(logging.Filter):
    """Masks a record's message, arguments, traceback and stack; lets every record through."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(_message(record)), None
        if record.exc_info and not record.exc_text:
            record.exc_text = _FORMATTER.formatException(record.exc_info)
        if record.exc_text:
            # A formatter takes this text where it is set, and does not look at the error itself.
            record.exc_text = masked(record.exc_text)
        if record.stack_info:
            record.stack_info = masked(record.stack_info)
        return True


def mask_logs(root: logging.Logger) -> None:
    """Have everything that the root logger's handlers write masked; twice changes nothing."""
    for handler in root.handlers:
        if not any(isinstance(known, Masking) for known in handler.filters):
            handler.addFilter(Masking())


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        # Arguments that do not fit the message: logging would print both, unmasked.
        return f"{record.msg} {record.args!r}"
