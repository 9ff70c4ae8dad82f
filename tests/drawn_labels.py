"""Parcel labels as customers photograph them: drawn, tilted, noisy, and saved as JPEG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from random import Random

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

#: What stands on every label beside its number: a name, a phone, an address, a weight.
AROUND = (
    "TO  WANG XIAOMING",
    "TEL 138 1234 4821",
    "NO. 18 WENSAN ROAD, HANGZHOU 310012",
    "FROM  SHANYU LIVING  0571-8765 4321",
    "1.2 KG   2026-11-20   PCS 1/1",
)


@dataclass(frozen=True, slots=True)
class Label:
    """What is on a label.

    Args:
        barcode: what its barcode says; none if empty. `kind` is the barcode's format.
        printed: lines of print, large, such as its number.
        around: the smaller print.
    """

    barcode: str = ""
    printed: Sequence[str] = ()
    around: Sequence[str] = AROUND
    kind: str = "Code128"


def photo_of(
    label: Label, *, tilt: float = 6.0, noise: int = 14, quality: int = 60, seed: int = 7
) -> bytes:
    """A photo of a label on a table, as a JPEG: `tilt` in degrees, `noise` in grey levels."""
    table = Image.new("RGB", (1500, 1900), (116, 98, 82))
    paper = _paper(label).rotate(tilt, expand=True, resample=Image.Resampling.BICUBIC, fillcolor=0)
    mask = Image.new("L", _paper(label).size, 255).rotate(tilt, expand=True)
    table.paste(paper, (120, 140), mask)
    pixels = np.asarray(table).astype(np.int16)
    pixels = pixels + np.random.default_rng(seed).integers(-noise, noise + 1, pixels.shape)
    return saved(Image.fromarray(pixels.clip(0, 255).astype(np.uint8)), "JPEG", quality=quality)


def scenery(seed: int = 7) -> bytes:
    """A photo without any label: coloured shapes, as a JPEG."""
    random, image = Random(seed), Image.new("RGB", (900, 700), (150, 170, 190))
    draw = ImageDraw.Draw(image)
    for _ in range(40):
        left, top = random.randrange(900), random.randrange(700)
        colour = (random.randrange(256), random.randrange(256), random.randrange(256))
        draw.ellipse((left, top, left + 160, top + 110), fill=colour)
    return saved(image, "JPEG", quality=70)


def saved(image: Image.Image, form: str, **how: int) -> bytes:
    """An image as a file's bytes."""
    into = BytesIO()
    image.save(into, form, **how)
    return into.getvalue()


def _paper(label: Label) -> Image.Image:
    paper = Image.new("RGB", (1150, 1500), "white")
    draw = ImageDraw.Draw(paper)
    top = 60
    if label.barcode:
        drawn = _barcode(label)
        paper.paste(drawn, (70, top))
        top += drawn.height + 60
    for line in label.printed:
        draw.text((70, top), line, fill="black", font=ImageFont.load_default(size=64))
        top += 120
    for line in label.around:
        draw.text((70, top), line, fill="black", font=ImageFont.load_default(size=40))
        top += 90
    return paper


def _barcode(label: Label) -> Image.Image:
    made = zxingcpp.create_barcode(label.barcode, getattr(zxingcpp.BarcodeFormat, label.kind))
    drawn = Image.fromarray(np.array(made.to_image(scale=4))).convert("RGB")
    return drawn if drawn.width <= 1010 else drawn.resize((1010, drawn.height))
