"""What `config.json` beside the understanding model says: its labels and its thresholds."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

from models.errors import ModelCorrupt, ModelMissing
from models.values import EntityKind, Intent, Mood

CONFIG_FILE = "config.json"
MODEL_FILE = "model.int8.onnx"
TOKENIZER_FILE = "tokenizer.json"
NGRAM_FILE = "ngrams.npz"
REBUILD = "python -m bot train intents"

#: The entities that the model reads; the others have a fixed form (`models.fixed_forms`).
LEARNED_KINDS = (
    EntityKind.PRODUCT,
    EntityKind.QUANTITY,
    EntityKind.ADDRESS,
    EntityKind.DATE,
    EntityKind.AMOUNT,
)

_THRESHOLDS = ("several", "carry", "reject", "margin")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the model's probabilities turn into decisions; all chosen on validation writers.

    several: from this probability on, a message is taken to carry several intents;
    carry:   then each intent with this share of the probability is carried.
    reject:  below this confidence of the first intent the desk should ask instead of act.
    margin:  likewise, below this distance to the best intent not carried.
    """

    several: float
    carry: float
    reject: float
    margin: float


@dataclass(frozen=True, slots=True)
class UnderstandingConfig:
    """Labels in the order of the model's outputs, its calibration and its checksum.

    `ngram_share`, 0 to 1, is how much of the intents' logits the n-gram model gives.
    """

    intents: tuple[Intent, ...]
    moods: tuple[Mood, ...]
    entity_labels: tuple[str, ...]
    ngram_share: float
    temperature: float
    thresholds: Thresholds
    max_tokens: int
    pad_id: int
    dimension: int
    model_sha256: str

    def with_mixture(self, ngram_share: float, temperature: float) -> UnderstandingConfig:
        return replace(self, ngram_share=ngram_share, temperature=temperature)

    def with_thresholds(self, thresholds: Thresholds) -> UnderstandingConfig:
        return replace(self, thresholds=thresholds)

    def save(self, folder: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2)
        (folder / CONFIG_FILE).write_text(text + "\n", encoding="utf-8")


def entity_labels() -> tuple[str, ...]:
    """The BIO labels: O, then B and I of each learned kind."""
    return ("O", *(f"{edge}-{kind}" for kind in LEARNED_KINDS for edge in "BI"))


def load_config(folder: Path) -> UnderstandingConfig:
    """The config of the model in `folder`, its model file checked against the checksum.

    Raises ModelMissing or ModelCorrupt, naming the file.
    """
    for name in (CONFIG_FILE, MODEL_FILE, TOKENIZER_FILE, NGRAM_FILE):
        if not (folder / name).is_file():
            raise ModelMissing(folder / name, REBUILD)
    try:
        config = _parse(json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise ModelCorrupt(folder / CONFIG_FILE, REBUILD, error) from error
    if file_sha256(folder / MODEL_FILE) != config.model_sha256:
        raise ModelCorrupt(folder / MODEL_FILE, REBUILD, f"its checksum is not {CONFIG_FILE}'s")
    return config


def file_sha256(file: Path) -> str:
    """The file's SHA-256, in hexadecimal."""
    return sha256(file.read_bytes()).hexdigest()


def _parse(raw: dict[str, object]) -> UnderstandingConfig:
    fields = dict(raw)
    return UnderstandingConfig(
        intents=tuple(Intent(name) for name in _strings(fields["intents"])),
        moods=tuple(Mood(name) for name in _strings(fields["moods"])),
        entity_labels=_strings(fields["entity_labels"]),
        ngram_share=_number(fields["ngram_share"]),
        temperature=_number(fields["temperature"]),
        thresholds=_thresholds(fields["thresholds"]),
        max_tokens=int(_number(fields["max_tokens"])),
        pad_id=int(_number(fields["pad_id"])),
        dimension=int(_number(fields["dimension"])),
        model_sha256=str(fields["model_sha256"]),
    )


def _thresholds(raw: object) -> Thresholds:
    if not isinstance(raw, dict):
        raise TypeError("thresholds is not an object")
    return Thresholds(**{name: _number(raw[name]) for name in _THRESHOLDS})


def _strings(raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list) or not all(isinstance(item, str) for item in raw):
        raise TypeError(f"{raw!r} is not a list of names")
    return tuple(raw)


def _number(raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise TypeError(f"{raw!r} is not a number")
    return float(raw)
