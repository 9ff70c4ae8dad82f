"""The QR code of the second factor is read back by what reads the labels of parcels."""

from __future__ import annotations

import re
from io import BytesIO

import pyotp
import pytest
from PIL import Image, ImageDraw

from bot.console.qr import QrCode, qr_code

URI = pyotp.TOTP("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").provisioning_uri(
    name="li.wei", issuer_name="Xiaoer"
)


def drawn(code: QrCode, scale: int = 6) -> Image.Image:
    """The path as a browser fills it."""
    image = Image.new("RGB", (code.side * scale,) * 2, "white")
    pen = ImageDraw.Draw(image)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", code.path):
        left, top = int(x) * scale, int(y) * scale
        pen.rectangle((left, top, left + int(width) * scale - 1, top + scale - 1), fill="black")
    return image


def test_it_is_read_back() -> None:
    zxing = pytest.importorskip("zxingcpp")
    (found,) = zxing.read_barcodes(drawn(qr_code(URI)))
    assert found.text == URI


def test_it_is_nothing_but_rectangles_within_its_quiet_zone() -> None:
    code = qr_code(URI)
    assert re.fullmatch(r"(M\d+ \d+h\d+v1h-\d+z)+", code.path)
    out = BytesIO()
    drawn(code, 1).save(out, "PNG")
    dark = Image.open(BytesIO(out.getvalue())).convert("L").point(lambda shade: 255 - shade)
    assert dark.getbbox() == (4, 4, code.side - 4, code.side - 4)
