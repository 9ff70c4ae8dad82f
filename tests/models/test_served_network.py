"""A served model can be trained on: as a network it says what its graph says."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModel

from models.errors import ModelCorrupt
from models.graph_files import MODEL_FILE
from models.training.corpus import read_messages
from models.training.encoder_export import graph_outputs, network_outputs
from models.training.intent_data import Collator, head_sizes, lesson
from models.training.intents import base_tokenizer, train_intents
from models.training.network import UnderstandingNetwork
from models.training.pretrain import EncoderShape, pretrain
from models.training.served_network import restore

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # torch's and transformers' own deprecations
]


@pytest.fixture(scope="module")
def build(small_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder with a tiny encoder."""
    folder = tmp_path_factory.mktemp("build")
    shape = EncoderShape(layers=2, width=32, heads=2)
    pretrain(build=folder, corpus=small_corpus, epochs=1, shape=shape)
    return folder


@pytest.fixture(scope="module")
def served(build: Path, small_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    return train_intents(build=build, output=folder, corpus=small_corpus, epochs=1, rate=3e-3)


def _network(build: Path) -> UnderstandingNetwork:
    encoder = AutoModel.from_pretrained(build / "base", dtype=torch.float32)
    return UnderstandingNetwork(encoder, head_sizes())


def test_the_network_says_what_the_graph_says(
    build: Path, served: Path, small_corpus: Path
) -> None:
    network = _network(build)
    restore(network, served)
    lessons = [lesson(message) for message in read_messages(small_corpus)[::7]]
    batch = Collator(base_tokenizer(str(build / "base")))(lessons)
    ours = network_outputs(network, batch)
    theirs = graph_outputs(served / MODEL_FILE, [batch])[0]
    apart = [float(np.abs(a - b).max()) for a, b in zip(ours, theirs, strict=True)]
    assert max(apart) < 0.2  # what int8 rounds away, in logits that differ by several
    assert (ours[0].argmax(-1) == theirs[0].argmax(-1)).mean() > 0.9


def test_weights_of_another_size_are_refused(
    served: Path, small_corpus: Path, tmp_path: Path
) -> None:
    pretrain(
        build=tmp_path,
        corpus=small_corpus,
        epochs=1,
        shape=EncoderShape(layers=1, width=64, heads=2),
    )
    with pytest.raises(ModelCorrupt, match=r"model\.int8\.onnx"):
        restore(_network(tmp_path), served)


def test_a_broken_graph_is_refused(build: Path, served: Path, tmp_path: Path) -> None:
    broken = Path(shutil.copytree(served, tmp_path / "broken"))
    (broken / MODEL_FILE).write_bytes(b"no graph")
    with pytest.raises(ModelCorrupt, match=r"model\.int8\.onnx"):
        restore(_network(build), broken)
