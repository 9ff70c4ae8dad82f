"""The learned reading of suppliers' answers is read as it was trained, and refused when broken."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import torch

from bot.commands.answers.corpus import FOLDER, open_order, written_answers
from bot.commands.answers.labels import labelled
from bot.rules.supplier_answers.marking import marked
from models import ANSWER_WEIGHTS, BASE_WEIGHTS
from models.answer_labels import LabelledText
from models.answer_roles import ADAPTER_FILE, AnswerRoles
from models.errors import ModelCorrupt, ModelMissing
from models.training.answer_network import AnswerNetwork
from models.training.answer_roles import begin, fit, write_adapter

TODAY = date(2026, 11, 27)


@pytest.fixture(scope="module")
def texts() -> list[LabelledText]:
    return [labelled(one) for one in written_answers(FOLDER / "second")[:24]]


@pytest.fixture(scope="module")
def trained(texts: list[LabelledText]) -> AnswerNetwork:
    torch.manual_seed(1)
    network, prepared = begin(texts, BASE_WEIGHTS)
    fit(network, prepared, 2, random.Random(1))
    return network


def test_it_is_read_as_it_was_trained(
    texts: list[LabelledText], trained: AnswerNetwork, tmp_path: Path
) -> None:
    write_adapter(trained, tmp_path)
    served = AnswerRoles.load(tmp_path)
    _, prepared = begin(texts, BASE_WEIGHTS)
    for text, one in list(zip(texts, prepared, strict=True))[:8]:
        with torch.no_grad():
            told = trained([one])
        read = served.read(text.marked)
        # int8 rows and bfloat16 layers: a probability may move in the second decimal.
        assert np.abs(read.acts - told.acts.softmax(-1)[0].numpy()).max() < 0.1
        assert np.abs(read.roles - told.roles.softmax(-1).numpy()).max(initial=0) < 0.1
        assert np.abs(read.days - told.days.sigmoid().numpy()).max(initial=0) < 0.1


def test_training_brings_the_loss_down(texts: list[LabelledText], trained: AnswerNetwork) -> None:
    from models.training.answer_loss import loss_of

    torch.manual_seed(1)
    network, prepared = begin(texts, BASE_WEIGHTS)
    network.eval()
    with torch.no_grad():
        before, after = loss_of(network(prepared), prepared), loss_of(trained(prepared), prepared)
    assert float(after) < float(before)


@pytest.mark.parametrize("text", ["", "ok", "ok " * 300, "yes\nyes"])
def test_texts_without_figures_and_very_long_ones_are_read(text: str) -> None:
    roles = AnswerRoles.load().read(marked(text, open_order("three", TODAY)).text)
    assert roles.roles.shape == (0, 8) and roles.items.shape == (0, 3)
    assert roles.acts.sum() == pytest.approx(1, abs=1e-3)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="train answers"):
        AnswerRoles.load(tmp_path)
    with pytest.raises(ModelMissing, match="train base"):
        AnswerRoles.load(ANSWER_WEIGHTS, tmp_path)


def test_a_cut_or_foreign_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / ADAPTER_FILE
    whole = (ANSWER_WEIGHTS / ADAPTER_FILE).read_bytes()
    for broken in (whole[: len(whole) // 2], b"no archive", b""):
        file.write_bytes(broken)
        with pytest.raises(ModelCorrupt):
            AnswerRoles.load(tmp_path)


@pytest.mark.parametrize("name", ["head/role.w", "head/act.w", "head/mark", "head/fit.w"])
def test_a_head_that_is_missing_or_of_another_shape_is_refused(tmp_path: Path, name: str) -> None:
    with np.load(ANSWER_WEIGHTS / ADAPTER_FILE) as held:
        parts = {one: held[one] for one in held.files}
    for changed in (None, parts[name][:, :3]):
        kept = {one: value for one, value in parts.items() if changed is not None or one != name}
        if changed is not None:
            kept[name] = changed[:1]
        np.savez(tmp_path / ADAPTER_FILE, **kept)
        with pytest.raises(ModelCorrupt):
            AnswerRoles.load(tmp_path)
