"""What of a picture is sent: the picture, and nothing that a camera wrote into it."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from bot.desk.inbound import LARGEST_FILE
from bot.desk.pictures import PictureRefused, picture_of

SECRET = "Canon of Wang, 30.2741N"


def drawn(kind: str, **more: object) -> bytes:
    """A picture that says where it was taken, twice as wide as high and lying on its side."""
    image = Image.new("RGB", (64, 32), "red")
    image.putpixel((0, 0), (0, 0, 255))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x9286] = 6, SECRET, SECRET
    out = BytesIO()
    image.save(out, kind, exif=exif, **more)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "more", "media_type"),
    [
        ("JPEG", {}, "image/jpeg"),
        ("JPEG", {"progressive": True, "comment": SECRET}, "image/jpeg"),
        ("PNG", {}, "image/png"),
        ("WEBP", {"lossless": True, "xmp": SECRET.encode()}, "image/webp"),
        ("WEBP", {}, "image/webp"),
    ],
)
def test_a_picture_keeps_its_pixels_and_nothing_else(
    kind: str, more: dict[str, object], media_type: str
) -> None:
    content = drawn(kind, **more)
    assert SECRET.encode() in content
    picture = picture_of(content)
    assert picture.media_type == media_type and SECRET.encode() not in picture.content
    before, after = Image.open(BytesIO(content)), Image.open(BytesIO(picture.content))
    assert after.convert("RGB").tobytes() == before.convert("RGB").tobytes()
    assert dict(after.getexif()) == ({0x0112: 6} if kind == "JPEG" else {})
    assert picture_of(picture.content) == picture


def test_words_in_a_png_are_left_out_and_what_is_seen_through_stays() -> None:
    said = PngImagePlugin.PngInfo()
    said.add_itxt("Comment", SECRET)
    out = BytesIO()
    Image.new("RGBA", (4, 4), (1, 2, 3, 128)).save(out, "PNG", pnginfo=said)
    picture = picture_of(out.getvalue())
    assert SECRET.encode() in out.getvalue() and SECRET.encode() not in picture.content
    assert Image.open(BytesIO(picture.content)).getpixel((0, 0)) == (1, 2, 3, 128)


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"PK\x03\x04"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_hangs_behind_a_picture_is_cut_off(kind: str, tail: bytes) -> None:
    content = drawn(kind)
    assert picture_of(content + tail) == picture_of(content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_is_cut_short_is_refused(kind: str) -> None:
    content = drawn(kind)
    for length in (13, len(content) // 2, len(content) - 3):
        with pytest.raises(PictureRefused) as refused:
            picture_of(content[:length])
        assert refused.value.reason == "no_picture"


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html></html>",
        b"GIF89a\x01\x00\x01\x00",
        b"%PDF-1.7",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xd9",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x04\x00\x00\x00WEBP",
        b"RIFF",
    ],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(PictureRefused) as refused:
        picture_of(content)
    assert refused.value.reason == "no_picture"


def test_nothing_and_too_much_are_refused() -> None:
    for content, reason in ((b"", "empty"), (b"\xff" * (LARGEST_FILE + 1), "too_large")):
        with pytest.raises(PictureRefused) as refused:
            picture_of(content)
        assert refused.value.reason == reason
