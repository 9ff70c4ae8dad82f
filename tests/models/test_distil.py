"""Learning from a teacher: what it is asked, what is kept, and that the student comes nearer."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModel

from models.errors import CorpusError
from models.training.corpus import CORPUS, read_messages, read_pairs
from models.training.distil import Lesson, StudentNetwork, distil, lessons, taught
from models.training.pretrain import EncoderShape, train_base
from models.training.split import split_by_writer
from models.values import Language

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
_LINES = ("where is my order", "can I pay by card", "the box was empty", "hello there")


@pytest.fixture(scope="module")
def encoder(small_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    build = tmp_path_factory.mktemp("teacher")
    shape = EncoderShape(layers=1, width=32, heads=2)
    return train_base(build=build, corpus=small_corpus, epochs=0.2, shape=shape)


def test_pairs_are_chinese_and_english() -> None:
    pairs = read_pairs()
    assert len(pairs) > 1000
    assert all(chinese and english for chinese, english in pairs)


def test_half_a_pair_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pairs.txt").write_text("你好 | hello\n再见 |\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="pairs"):
        read_pairs(tmp_path)


def test_lessons_hold_nothing_of_a_test_writer() -> None:
    parts = split_by_writer(read_messages())
    held_out = {message.text for message in (*parts.validation, *parts.test)}
    told = lessons(CORPUS, None)
    assert not held_out & {lesson.text for lesson in told}
    english = {m.text for m in parts.train if m.language is Language.EN}
    assert len(english & {lesson.text for lesson in told if lesson.text == lesson.english}) > 1000
    assert any(lesson.text != lesson.english for lesson in told)


def test_the_teacher_is_asked_once(encoder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "taught.npz"
    first = taught(encoder, _LINES, kept)
    assert first.shape == (4, 32)
    np.testing.assert_allclose(np.linalg.norm(first, axis=1), 1, atol=2e-3)
    before = kept.stat().st_mtime_ns
    again = taught(encoder, _LINES[::-1], kept)
    np.testing.assert_array_equal(first[::-1], again)
    assert kept.stat().st_mtime_ns == before


def test_another_teacher_is_asked_anew(encoder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "taught.npz"
    np.savez(kept, teacher="another", texts=np.array(_LINES), vectors=np.zeros((4, 32)))
    assert np.linalg.norm(taught(encoder, _LINES, kept)) > 0


def test_the_student_comes_nearer_to_the_teacher(encoder: Path, tmp_path: Path) -> None:
    shutil.copytree(encoder, tmp_path / "base")
    before = AutoModel.from_pretrained(tmp_path / "base").state_dict()
    made = distil(
        build=tmp_path,
        teacher=encoder,
        lessons=[Lesson(line, line) for line in _LINES] + [Lesson("箱子是空的", _LINES[2])],
        epochs=2,
    )
    after = AutoModel.from_pretrained(made).state_dict()
    assert any(not torch.equal(before[name], after[name]) for name in before)


def test_the_loss_is_nought_where_the_student_agrees(encoder: Path) -> None:
    torch.manual_seed(0)
    student = StudentNetwork(AutoModel.from_pretrained(encoder).eval(), 8)
    ids = torch.tensor([[1, 9, 10, 2], [1, 11, 2, 0]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    placed = student.place(ids, mask).detach()
    agreeing = student(ids, mask, 3 * placed)["loss"]
    opposed = student(ids, mask, -placed)["loss"]
    assert float(agreeing) == pytest.approx(0, abs=1e-5)
    assert float(opposed) == pytest.approx(2, abs=1e-5)
