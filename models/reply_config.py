"""What `config.json` beside the reply model says: its graphs' sizes, marks and checksums."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from models.errors import ModelCorrupt
from models.graph_files import (
    CONFIG_FILE,
    TOKENIZER_FILE,
    require_checksum,
    require_files,
)

ENCODER_FILE = "encoder.int8.onnx"
DECODER_FILE = "decoder.int8.onnx"
PHRASES_FILE = "phrases.npz"
REBUILD = "python -m bot train replies"


@dataclass(frozen=True, slots=True)
class ReplyConfig:
    """The sizes of the graphs, the ids of the marks around a reply, and the checksums.

    layers, heads, head_width: of the decoder; vocabulary: how many tokens it rates;
    source_tokens, reply_tokens: the most that are read, and written with the control head.
    sure: the mean log-probability a token below which words are doubted.
    """

    layers: int
    heads: int
    head_width: int
    vocabulary: int
    start_id: int
    end_id: int
    source_tokens: int
    reply_tokens: int
    sure: float
    encoder_sha256: str
    decoder_sha256: str
    tokenizer_sha256: str
    phrases_sha256: str

    def save(self, folder: Path) -> None:
        text = json.dumps(asdict(self), indent=2)
        (folder / CONFIG_FILE).write_text(text + "\n", encoding="utf-8")


def load_reply_config(folder: Path) -> ReplyConfig:
    """The config of the model in `folder`, every file checked against its checksum.

    Raises ModelMissing or ModelCorrupt, naming the file.
    """
    files = (CONFIG_FILE, ENCODER_FILE, DECODER_FILE, TOKENIZER_FILE, PHRASES_FILE)
    require_files(folder, files, REBUILD)
    try:
        config = _parse(json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise ModelCorrupt(folder / CONFIG_FILE, REBUILD, error) from error
    for name, checksum in (
        (ENCODER_FILE, config.encoder_sha256),
        (DECODER_FILE, config.decoder_sha256),
        (TOKENIZER_FILE, config.tokenizer_sha256),
        (PHRASES_FILE, config.phrases_sha256),
    ):
        require_checksum(folder / name, checksum, REBUILD)
    return config


def _parse(raw: dict[str, object]) -> ReplyConfig:
    values: dict[str, Any] = {field.name: raw[field.name] for field in fields(ReplyConfig)}
    for field in fields(ReplyConfig):
        if type(values[field.name]).__name__ != field.type:
            raise TypeError(f"{field.name} is not of type {field.type}")
    return ReplyConfig(**values)
