"""The files of an ONNX model's folder, and how they are opened: shared by the readers of text."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import onnxruntime
from tokenizers import Tokenizer

from models.errors import ModelCorrupt, ModelMissing

CONFIG_FILE = "config.json"
MODEL_FILE = "model.int8.onnx"
TOKENIZER_FILE = "tokenizer.json"


def require_files(folder: Path, names: Iterable[str], command: str) -> None:
    """Raises ModelMissing, naming the first file that is not in `folder`."""
    for name in names:
        if not (folder / name).is_file():
            raise ModelMissing(folder / name, command)


def require_checksum(file: Path, wanted: str, command: str) -> None:
    """Raises ModelCorrupt where `file` is not the one that the config was written for."""
    if file_sha256(file) != wanted:
        raise ModelCorrupt(file, command, f"its checksum is not {CONFIG_FILE}'s")


def file_sha256(file: Path) -> str:
    """The file's SHA-256, in hexadecimal."""
    return sha256(file.read_bytes()).hexdigest()


def number(raw: object) -> float:
    """`raw` as a number of a config. Raises TypeError."""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise TypeError(f"{raw!r} is not a number")
    return float(raw)


def names(raw: object) -> tuple[str, ...]:
    """`raw` as a list of names in a config. Raises TypeError."""
    if not isinstance(raw, list) or not all(isinstance(item, str) for item in raw):
        raise TypeError(f"{raw!r} is not a list of names")
    return tuple(raw)


def open_session(file: Path, outputs: Iterable[str], command: str) -> onnxruntime.InferenceSession:
    """An ONNX Runtime session of one thread a call, with these outputs. Raises ModelCorrupt."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime raises a class of its own for every cause
        raise ModelCorrupt(file, command, error) from error
    if {output.name for output in session.get_outputs()} != set(outputs):
        raise ModelCorrupt(file, command, f"its outputs are not {tuple(outputs)}")
    return session


def open_tokenizer(file: Path, command: str) -> Tokenizer:
    """The tokenizer in `file`. Raises ModelCorrupt."""
    try:
        return Tokenizer.from_file(str(file))
    except Exception as error:  # the Rust side raises bare Exception
        raise ModelCorrupt(file, command, error) from error
