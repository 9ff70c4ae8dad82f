"""What `config.json` beside the sentiment model says: its outputs, calibration and checksum."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from models.errors import ModelCorrupt
from models.graph_files import (
    CONFIG_FILE,
    MODEL_FILE,
    TOKENIZER_FILE,
    names,
    number,
    require_checksum,
    require_files,
)
from models.values import Polarity

REBUILD = "python -m bot train sentiment --text FOLDER"
OUTPUTS = ("polarity_logits",)


@dataclass(frozen=True, slots=True)
class SentimentConfig:
    """`polarities` in the order of the logits; the confidence is their softmax / temperature."""

    polarities: tuple[Polarity, ...]
    temperature: float
    max_tokens: int
    pad_id: int
    model_sha256: str

    def save(self, folder: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2)
        (folder / CONFIG_FILE).write_text(text + "\n", encoding="utf-8")


def load_sentiment_config(folder: Path) -> SentimentConfig:
    """The config of the model in `folder`, its model file checked against the checksum.

    Raises ModelMissing or ModelCorrupt, naming the file.
    """
    require_files(folder, (CONFIG_FILE, MODEL_FILE, TOKENIZER_FILE), REBUILD)
    try:
        config = _parse(json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise ModelCorrupt(folder / CONFIG_FILE, REBUILD, error) from error
    require_checksum(folder / MODEL_FILE, config.model_sha256, REBUILD)
    return config


def _parse(raw: dict[str, object]) -> SentimentConfig:
    config = SentimentConfig(
        polarities=tuple(Polarity(name) for name in names(raw["polarities"])),
        temperature=number(raw["temperature"]),
        max_tokens=int(number(raw["max_tokens"])),
        pad_id=int(number(raw["pad_id"])),
        model_sha256=str(raw["model_sha256"]),
    )
    if set(config.polarities) != set(Polarity) or config.temperature <= 0 or config.max_tokens < 4:
        raise ValueError("polarities, temperature or max_tokens is out of range")
    return config
