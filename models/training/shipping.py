"""What makes served weights of a trained network: conversion, a mixture, thresholds, one folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from models.batches import in_batches
from models.encoder import Floats
from models.graph_files import TOKENIZER_FILE, file_sha256
from models.intent_decision import decide, mixed
from models.ngrams import NgramModel
from models.training import calibration
from models.training.corpus import LabelledMessage
from models.training.encoder_export import export_encoder, graph_outputs
from models.training.intent_data import INTENTS, LABELS, MOODS, VALUES, Collator, lesson
from models.training.network import UnderstandingNetwork
from models.understanding_config import NGRAM_FILE, Thresholds, UnderstandingConfig

_BATCH = 64


def ship(
    network: UnderstandingNetwork,
    tokenizer: Tokenizer,
    ngrams: NgramModel,
    validation: Sequence[LabelledMessage],
    output: Path,
) -> Path:
    """Convert `network`, calibrate it with `ngrams` on `validation`; write the folder `output`."""
    lessons = [lesson(message) for message in validation]
    batches = [Collator(tokenizer)(part) for part in in_batches(lessons, _BATCH)]
    file = export_encoder(network, batches, output)
    outputs = graph_outputs(file, batches)
    intents = np.concatenate([output[0] for output in outputs])
    several = np.concatenate([output[1] for output in outputs])
    ngrams.save(output / NGRAM_FILE)
    second = ngrams.logits([message.text for message in validation])
    golds = [message.intents for message in validation]
    mixture = calibration.best_mixture(intents, second, golds, INTENTS)
    tokenizer.save(str(output / TOKENIZER_FILE), pretty=False)
    config = _config(network, tokenizer, file).with_mixture(*mixture)
    config = _calibrated(config, mixed(intents, second, mixture[0]), several, validation)
    config.save(output)
    return output


def _config(network: UnderstandingNetwork, tokenizer: Tokenizer, file: Path) -> UnderstandingConfig:
    padding, truncation = tokenizer.padding, tokenizer.truncation
    assert padding is not None and truncation is not None
    return UnderstandingConfig(
        intents=INTENTS,
        moods=MOODS,
        entity_labels=LABELS,
        ngram_share=0.0,
        temperature=1.0,
        thresholds=Thresholds(several=0.5, carry=0.2, reject=0.0, margin=0.0),
        max_tokens=int(truncation["max_length"]),
        pad_id=int(padding["pad_id"]),
        dimension=int(network.encoder.config.hidden_size),
        model_sha256=file_sha256(file),
        slot_values=VALUES,
    )


def _calibrated(
    config: UnderstandingConfig,
    intents: Floats,
    several: Floats,
    validation: Sequence[LabelledMessage],
) -> UnderstandingConfig:
    """`config` with its thresholds chosen on `validation`."""
    golds = [message.intents for message in validation]
    pair = calibration.best_carry(intents, several, golds, config)
    config = config.with_thresholds(Thresholds(*pair, reject=0.0, margin=0.0))
    decisions = [
        decide(row, float(more), config) for row, more in zip(intents, several, strict=True)
    ]
    confidences = np.array([decision.carried[0].confidence for decision in decisions], np.float32)
    margins = np.array([decision.margin for decision in decisions], np.float32)
    right = [
        decision.carried[0].intent in gold for decision, gold in zip(decisions, golds, strict=True)
    ]
    asking = calibration.asking_thresholds(confidences, margins, right)
    return config.with_thresholds(Thresholds(*pair, *asking))
