"""Pictures that staff send: what may be sent, and without what a camera wrote into it.

Nothing is decoded here: a hostile picture would be read by a decoder inside the desk's own process.
The container is taken apart instead, and only the parts that draw the picture are put together
again; where it was taken, with what and by whom is left out. JPEG: ITU-T T.81, annex B; EXIF 2.32,
section 4.6.4 (orientation, which is kept); PNG: https://www.w3.org/TR/png-3/#11Chunks; WebP:
RFC 9649.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.desk.inbound import LARGEST_FILE
from bot.errors import XiaoerError

_JPEG, _PNG, _RIFF, _WEBP = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF", b"WEBP"
#: Frames of a JPEG: baseline, progressive and the rest (T.81, table B.1).
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_SCAN, _END, _COMMENT = 0xDA, 0xD9, 0xFE
_APP0, _APP1, _APP2, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
#: Ancillary chunks of a PNG that say how its colours look.
_PNG_KEPT = frozenset({b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"})
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP", b"ANIM", b"ANMF"})
#: The flags of VP8X that announce EXIF and XMP.
_WEBP_TOLD = 0b00001100


class PictureRefused(XiaoerError):
    """A picture that is not sent.

    Args:
        reason: `empty`, `too_large` or `no_picture`, as the console words it.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"The picture cannot be sent ({reason}).")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that may be sent, with nothing in it but the picture."""

    content: bytes
    media_type: str


def picture_of(content: bytes) -> Picture:
    """The picture in a file, whatever the file is called.

    Raises:
        PictureRefused: it is none of JPEG, PNG and WebP, not a whole one, or too large.
    """
    if not content:
        raise PictureRefused("empty")
    if len(content) > LARGEST_FILE:
        raise PictureRefused("too_large")
    for begins, media_type, bare in _KINDS:
        if begins(content):
            try:
                return Picture(bare(content), media_type)
            except (ValueError, IndexError, struct.error) as broken:
                raise PictureRefused("no_picture") from broken
    raise PictureRefused("no_picture")


def _bare_jpeg(content: bytes) -> bytes:
    parts, turned, has_frame, has_scan = [], 1, False, False
    for marker, segment in _segments(content):
        if marker == _APP1:
            turned = _orientation(segment[4:]) or turned
            continue
        has_frame = has_frame or marker in _FRAMES
        has_scan = has_scan or marker == _SCAN
        if marker in _FRAMES and 0 in struct.unpack(">HH", segment[5:9])[1:]:
            raise ValueError("no width")
        if _draws(marker, segment):
            parts.append(segment)
    if not has_frame or not has_scan:
        raise ValueError("no frame")
    exif = [_turned(turned)] if turned != 1 else []
    return b"".join([b"\xff\xd8", *exif, *parts, b"\xff\xd9"])


def _draws(marker: int, segment: bytes) -> bool:
    """Whether a segment has part in how the picture looks."""
    if marker == _APP2:
        return segment[4:16] == b"ICC_PROFILE\x00"
    if _APP0 <= marker <= _APP15:
        return marker in {_APP0, _APP14}
    return marker != _COMMENT


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment with its marker, a scan with its data, up to the end of the image."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise ValueError("no marker")
        while content[at + 1] == 0xFF:  # fill bytes
            at += 1
        marker = content[at + 1]
        if marker == _END:
            return
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if end < at + 4 or end > len(content):
            raise ValueError("cut short")
        if marker == _SCAN:
            end = _after_scan(content, end)
        yield marker, content[at:end]
        at = end


def _after_scan(content: bytes, at: int) -> int:
    """Where the next marker stands: in a scan's data 0xFF is followed by 0, or restarts it."""
    while True:
        at = content.index(b"\xff", at)
        following = content[at + 1]
        if following != 0 and following != 0xFF and not 0xD0 <= following <= 0xD7:
            return at
        at += 1 if following == 0xFF else 2


def _orientation(exif: bytes) -> int:
    """How the picture is turned, 1 to 8; 0 where it is not said."""
    if exif[:6] != b"Exif\x00\x00":
        return 0
    tiff = exif[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 10:
        return 0
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    if first + 2 > len(tiff):
        return 0
    (count,) = struct.unpack_from(f"{order}H", tiff, first)
    for at in range(first + 2, min(first + 2 + 12 * count, len(tiff) - 11), 12):
        tag, kind = struct.unpack_from(f"{order}HH", tiff, at)
        (value,) = struct.unpack_from(f"{order}H", tiff, at + 8)
        if (tag, kind) == (0x0112, 3):
            return value if 1 <= value <= 8 else 0
    return 0


def _turned(orientation: int) -> bytes:
    """An EXIF segment that says nothing but how the picture is turned."""
    tiff = b"MM\x00\x2a" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    body = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _bare_png(content: bytes) -> bytes:
    parts, at = [_PNG], len(_PNG)
    names: list[bytes] = []
    while not names or names[-1] != b"IEND":
        length, name = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise ValueError("cut short")
        names.append(name)
        is_critical = not name[0] & 0x20
        if is_critical or name in _PNG_KEPT:
            parts.append(content[at:end])
        at = end
    if names[0] != b"IHDR" or b"IDAT" not in names:
        raise ValueError("no image")
    return b"".join(parts)


def _bare_webp(content: bytes) -> bytes:
    end = min(8 + int.from_bytes(content[4:8], "little"), len(content))
    parts, at, draws = [], 12, False
    while at < end:
        name, length = struct.unpack_from("<4sI", content, at)
        after = at + 8 + length
        if after > len(content):
            raise ValueError("cut short")
        draws = draws or name in {b"VP8 ", b"VP8L", b"ANMF"}
        chunk = content[at:after] + b"\x00" * (length % 2)
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_TOLD]) + chunk[9:]
        if name in _WEBP_KEPT:
            parts.append(chunk)
        at = after + length % 2
    if not draws:
        raise ValueError("no image")
    body = _WEBP + b"".join(parts)
    return _RIFF + struct.pack("<I", len(body)) + body


_KINDS: tuple[tuple[Callable[[bytes], bool], str, Callable[[bytes], bytes]], ...] = (
    (lambda content: content.startswith(_JPEG), "image/jpeg", _bare_jpeg),
    (lambda content: content.startswith(_PNG), "image/png", _bare_png),
    (
        lambda content: content.startswith(_RIFF) and content[8:12] == _WEBP,
        "image/webp",
        _bare_webp,
    ),
)
