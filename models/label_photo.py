"""Reading a photo: its barcodes and its printed text. This is a process of its own.

`models.label_reader` starts it, asks over its pipes and ends it, so that a hostile picture can harm
no conversation and the memory of a reading is given back. It knows no setting and no record, and
loads nothing over the network: the models lie inside the package `rapidocr`.

A question is a letter (C for codes, T for text), a length (4 bytes, big-endian) and the picture; an
answer is a length and JSON: a list of texts, or the name of what went wrong.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from PIL.Image import Image

LENGTH = struct.Struct(">I")
CODES, TEXT = b"C", b"T"
#: A picture with more pixels is not even decoded (a phone's largest have 50 million).
MOST_PIXELS = 52_000_000
#: What cameras and screens save; no other decoder is offered a stranger's bytes.
FORMATS = ("JPEG", "PNG", "WEBP")
#: The longest side that is looked at, pixels. Text costs memory with its square: 0.6 GB at 1280.
CODES_SIDE, TEXT_SIDE = 2400, 1280
#: The most memory this process may ask for, bytes.
MOST_MEMORY = 3 * 1024**3
#: At most so many texts of so many characters come back.
MOST_TEXTS, LONGEST_TEXT = 200, 500

#: Kinds that couriers and shops print. Those of the shelf (EAN, UPC) name goods, not parcels.
_PRINTED = "Code128,Code39,Code93,Codabar,QRCode,DataMatrix,PDF417,Aztec,MaxiCode"


class TooManyPixels(ValueError):
    """The picture would take too much memory."""


def read_codes(photo: bytes) -> list[str]:
    """What the barcodes and QR codes in a photo say."""
    import zxingcpp

    formats = zxingcpp.barcode_formats_from_str(_PRINTED)
    # Plain: the other modes put brackets into the numbers of GS1, such as the US Post's.
    image, plain = opened(photo, CODES_SIDE).convert("L"), zxingcpp.TextMode.Plain
    found = zxingcpp.read_barcodes(image, formats=formats, text_mode=plain)
    return [code.text for code in found if code.valid]


class TextReader:
    """Reads printed lines; the models are loaded for the first photo."""

    def __init__(self) -> None:
        self._engine: Callable[[Any], Any] | None = None

    def read(self, photo: bytes) -> list[str]:
        """The printed lines of a photo, as they lie from the top."""
        import numpy as np

        pixels = np.asarray(opened(photo, TEXT_SIDE).convert("RGB"))[:, :, ::-1]
        if self._engine is None:
            self._engine = _engine()
        return [str(line) for line in self._engine(pixels).txts or ()]


def _engine() -> Callable[[Any], Any]:
    from rapidocr import RapidOCR

    # One thread: the desk answers others meanwhile. One line at a time: half the memory.
    engine: Callable[[Any], Any] = RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.limit_type": "max",
            "Det.limit_side_len": TEXT_SIDE,
            "Rec.rec_batch_num": 1,
        }
    )
    return engine


def opened(photo: bytes, side: int) -> Image:
    """A photo the right way up, its longest side at most `side` pixels.

    Raises:
        TooManyPixels: before any of them is decoded.
        OSError: it is no picture, or not a whole one.
    """
    from PIL import Image, ImageOps

    image = Image.open(BytesIO(photo), formats=FORMATS)
    if image.width * image.height > MOST_PIXELS:
        raise TooManyPixels
    image.draft(None, (side, side))  # a JPEG is decoded smaller, at a fraction of the cost
    image.thumbnail((side, side))
    return ImageOps.exif_transpose(image)


def serve(asked: BinaryIO, answered: BinaryIO) -> None:
    """Answer until nobody asks any more."""
    text = TextReader()
    while kind := asked.read(1):
        (size,) = LENGTH.unpack(asked.read(LENGTH.size))
        read = read_codes if kind == CODES else text.read
        answer = json.dumps(_tried(read, asked.read(size))).encode()
        answered.write(LENGTH.pack(len(answer)) + answer)
        answered.flush()


def _tried(read: Callable[[bytes], list[str]], photo: bytes) -> list[str] | str:
    try:
        return [one[:LONGEST_TEXT] for one in read(photo)[:MOST_TEXTS]]
    except Exception as error:
        return type(error).__name__  # its message may quote the picture


def _be_modest() -> None:
    """Take only so much memory, and leave no picture in a core file, where that can be said."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Serve on the standard pipes; what libraries print does not get between the answers."""
    answered = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _be_modest()
    serve(sys.stdin.buffer, answered)


if __name__ == "__main__":
    main()
