"""A small run goes the whole way: pre-train, train, convert, calibrate, load, predict."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import (
    AutoModel,
    DistilBertConfig,
    DistilBertModel,
    PreTrainedTokenizerFast,
)

from models import UNDERSTANDING_WEIGHTS
from models.errors import ConversionRefused
from models.graph_files import MODEL_FILE
from models.training.corpus import read_messages
from models.training.encoder_export import export_encoder, understanding_graph
from models.training.graph_export import check_graph
from models.training.intent_data import Collator, head_sizes, lesson
from models.training.intents import base_tokenizer, train_intents
from models.training.network import UnderstandingNetwork, contrast_loss
from models.training.precisions import precision_lines
from models.training.pretrain import EncoderShape, pretrain
from models.training.split import split_by_writer
from models.understanding import UnderstandingModel

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # torch's and transformers' own deprecations
]


@pytest.fixture(scope="module")
def base(small_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    build = tmp_path_factory.mktemp("build")
    shape = EncoderShape(layers=1, width=32, heads=2)
    return pretrain(build=build, corpus=small_corpus, epochs=1, shape=shape)


@pytest.fixture(scope="module")
def network(base: Path) -> UnderstandingNetwork:
    torch.manual_seed(1)
    sizes = head_sizes()
    made = UnderstandingNetwork(AutoModel.from_pretrained(base), sizes)
    made.eval()
    return made


@pytest.fixture(scope="module")
def batches(base: Path, small_corpus: Path) -> list[dict[str, torch.Tensor]]:
    lessons = [lesson(message) for message in read_messages(small_corpus)[:12]]
    return [Collator(base_tokenizer(str(base)))(lessons)]


def test_trains_from_its_own_base(base: Path, small_corpus: Path, tmp_path: Path) -> None:
    folder = train_intents(
        build=base.parent, output=tmp_path / "weights", corpus=small_corpus, epochs=2, rate=3e-3
    )
    model = UnderstandingModel.load(folder)
    (found,) = model.predict(["where is my parcel"])
    assert found.top.intent.value in ("greeting", "track_order", "invoice")
    assert model.embed(["hello"]).shape == (1, 32)
    assert 0 < model.thresholds.several <= 1


def test_trains_from_any_local_base(base: Path, small_corpus: Path, tmp_path: Path) -> None:
    tokenizer = PreTrainedTokenizerFast.from_pretrained(base)
    config = DistilBertConfig(
        vocab_size=len(tokenizer), dim=24, n_layers=1, n_heads=2, hidden_dim=48
    )
    DistilBertModel(config).save_pretrained(tmp_path / "other")
    tokenizer.save_pretrained(tmp_path / "other")
    folder = train_intents(
        build=tmp_path / "build",
        output=tmp_path / "weights",
        corpus=small_corpus,
        base=tmp_path / "other",
        epochs=1,
    )
    assert UnderstandingModel.load(folder).embed(["你好"]).shape == (1, 24)


def test_a_run_that_was_done_goes_on_where_it_was(
    base: Path, small_corpus: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        train_intents(
            build=tmp_path, output=tmp_path / "w", corpus=small_corpus, base=base, epochs=1
        )
    lines = [line for line in capfd.readouterr().out.splitlines() if "step" in line]
    assert len([line for line in lines if "steps" in line]) == 2
    assert len([line for line in lines if "steps" not in line]) <= 21  # the second had none to do


def test_the_trained_network_is_measured_beside_the_graph(
    base: Path, small_corpus: Path, tmp_path: Path
) -> None:
    folder = train_intents(
        build=tmp_path, output=tmp_path / "w", corpus=small_corpus, base=base, epochs=1
    )
    parts = split_by_writer(read_messages(small_corpus))
    lines = list(precision_lines(folder, tmp_path, parts))
    assert sum("  fp32: accuracy" in line for line in lines) == 2
    assert sum("the same first choice" in line for line in lines) == 2
    (none,) = precision_lines(folder, tmp_path / "elsewhere", parts)
    assert none.startswith("not measured")


def test_the_exported_graph_speaks_like_the_network(
    network: UnderstandingNetwork, batches: list[dict[str, torch.Tensor]], tmp_path: Path
) -> None:
    file = export_encoder(network, batches, tmp_path)
    assert file.name == MODEL_FILE
    assert not network.training


def test_a_graph_of_another_network_is_refused(
    network: UnderstandingNetwork,
    base: Path,
    batches: list[dict[str, torch.Tensor]],
    tmp_path: Path,
) -> None:
    torch.manual_seed(2)
    other = UnderstandingNetwork(AutoModel.from_pretrained(base), network.sizes)
    file = export_encoder(other, batches, tmp_path)
    with pytest.raises(ConversionRefused, match="off the network's outputs"):
        check_graph(understanding_graph(network), batches, file, file)


def test_likeness_is_rewarded() -> None:
    labels = torch.tensor([0, 0, 1, 1])
    alike = torch.tensor([[1.0, 0], [1, 0], [0, 1], [0, 1]])
    mixed = torch.tensor([[1.0, 0], [0, 1], [1, 0], [0, 1]])
    assert contrast_loss(alike, labels) < contrast_loss(mixed, labels)
    assert np.isfinite(float(contrast_loss(alike, torch.arange(4))))


def test_a_shipped_graph_names_no_path_of_the_machine_it_was_made_on(
    network: UnderstandingNetwork, batches: list[dict[str, torch.Tensor]], tmp_path: Path
) -> None:
    shipped = list(UNDERSTANDING_WEIGHTS.parent.rglob("*.onnx"))
    for file in (export_encoder(network, batches, tmp_path), *shipped):
        assert b"site-packages" not in file.read_bytes()
        assert b"encoder_export.py" not in file.read_bytes()
