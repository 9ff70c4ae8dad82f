"""What `config.json` beside the understanding model says: its labels and its thresholds."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
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
from models.values import EntityKind, Intent, Mood, SlotValue

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

    several: from this probability on, a message is taken to carry two intents;
    carry:   and a third, where that has this share of the probability.
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

    Weights from before slot values were learned have none.
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
    slot_values: tuple[SlotValue, ...] = ()

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
    require_files(folder, (CONFIG_FILE, MODEL_FILE, TOKENIZER_FILE, NGRAM_FILE), REBUILD)
    try:
        config = _parse(json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise ModelCorrupt(folder / CONFIG_FILE, REBUILD, error) from error
    require_checksum(folder / MODEL_FILE, config.model_sha256, REBUILD)
    return config


def _parse(raw: dict[str, object]) -> UnderstandingConfig:
    fields = dict(raw)
    return UnderstandingConfig(
        intents=tuple(Intent(one) for one in names(fields["intents"])),
        moods=tuple(Mood(one) for one in names(fields["moods"])),
        entity_labels=names(fields["entity_labels"]),
        ngram_share=number(fields["ngram_share"]),
        temperature=number(fields["temperature"]),
        thresholds=_thresholds(fields["thresholds"]),
        max_tokens=int(number(fields["max_tokens"])),
        pad_id=int(number(fields["pad_id"])),
        dimension=int(number(fields["dimension"])),
        model_sha256=str(fields["model_sha256"]),
        slot_values=tuple(SlotValue(one) for one in names(fields.get("slot_values", []))),
    )


def _thresholds(raw: object) -> Thresholds:
    if not isinstance(raw, dict):
        raise TypeError("thresholds is not an object")
    return Thresholds(**{name: number(raw[name]) for name in _THRESHOLDS})
