"""The words of a mail: its plain text, or else its HTML without the marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from html.parser import HTMLParser

#: What senders call these, and what they really use: the larger set reads the smaller.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs"}
_GUESSED = ("utf-8", "gb18030")
_SKIPPED = frozenset({"script", "style", "head", "title", "template"})
_LINES = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote"})


def decoded(raw: bytes, charset: str) -> str:
    """Bytes in words: by the charset that is named, or else by what fits."""
    named = charset.strip("\"' ").lower()
    for guess in (_WIDER.get(named, named), *_GUESSED):
        try:
            return raw.decode(guess)
        except (LookupError, ValueError):
            continue
    return raw.decode("latin-1")


def storable(text: str) -> str:
    """The text without what a database refuses: NUL, and half a surrogate pair."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def text_of(mail: Message) -> str:
    """What a mail says; empty where it has no words."""
    for kind in ("text/plain", "text/html"):
        for part in _parts(mail):
            if part.get_content_type() == kind and not _is_file(part):
                words = _words(part)
                text = words if kind == "text/plain" else html_text(words)
                if text.strip():
                    return storable(text.replace("\r\n", "\n")).strip()
    return ""


def attachments_of(mail: Message) -> list[str]:
    """The names of the files that came with a mail; they are not kept."""
    return [
        storable(part.get_filename() or part.get_content_type())
        for part in _parts(mail)
        if _is_file(part)
    ]


def html_text(html: str) -> str:
    """The words of HTML, a line each, the cells of a table apart.

    `<tr><td>CUP-01</td><td>12.50</td></tr>` → CUP-01 | 12.50
    """
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()).strip("| ") for line in "".join(reader.said).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _parts(mail: Message) -> Iterator[Message]:
    """The parts with something in them; not those of a mail within the mail."""
    if mail.get_content_maintype() == "message":
        return
    if not mail.is_multipart():
        yield mail
        return
    for part in mail.get_payload():
        if isinstance(part, Message):
            yield from _parts(part)


def _is_file(part: Message) -> bool:
    is_named = part.get_filename() is not None or part.get_content_disposition() == "attachment"
    return is_named or part.get_content_maintype() not in {"text", "multipart", "message"}


def _words(part: Message) -> str:
    raw = part.get_payload(decode=True)
    charset = part.get_param("charset", "")
    named = charset if isinstance(charset, str) else charset[2]
    return decoded(raw, named) if isinstance(raw, bytes) else ""


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._skipping += 1
        elif tag in _LINES:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skipping = max(0, self._skipping - 1)
        elif tag in {"td", "th"}:
            self.said.append(" | ")
        elif tag in _LINES:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            # A line break in HTML's source is a space.
            self.said.append(re.sub(r"\s+", " ", data))
