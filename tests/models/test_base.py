"""The base: read from a packed file, cut down, taught to stand in for the whole, packed again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModel, AutoTokenizer

from models import BASE_WEIGHTS
from models.entity_spans import entities_from_labels, past_spaces
from models.errors import ModelCorrupt
from models.packed_encoder import (
    SPECIAL,
    EncoderSizes,
    PackedEncoder,
    read_packed,
    write_packed,
)
from models.training.base import BASE_FILE, own_base, train_base
from models.training.corpus import LabelledMessage
from models.training.intent_data import LABELS, token_labels
from models.training.intents import base_tokenizer, train_intents
from models.training.multilingual import cut, kept_rows
from models.training.network import IGNORED
from models.training.packed_bert import packed_bert, save_as_bert
from models.understanding import UnderstandingModel
from models.unigram import unigram_reading_tokenizer
from models.values import Entity, EntityKind, Intent, Language, Mood

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
_WORDS = (
    "▁where ▁is ▁my ▁order ▁ 订单 我的 到 哪 了 ? ， 在 吗 ▁the ▁invoice 发票 ▁Bonjour 龘".split()
)
_LETTERS = [chr(code) for code in range(ord("a"), ord("z") + 1)]


@pytest.fixture(scope="module")
def packed() -> PackedEncoder:
    """A tiny encoder with weights drawn by chance, as the package's file holds them."""
    chance = np.random.default_rng(3)
    pieces = [(piece, 0.0) for piece in SPECIAL]
    pieces += [(piece, -3.0 - at / 10) for at, piece in enumerate([*_WORDS, *_LETTERS])]
    sizes = EncoderSizes(width=32, layers=4, heads=2, inner=64, positions=200, norm_epsilon=2**-40)
    shapes = {
        "emb.word": (len(pieces), 32),
        "emb.pos": (200, 32),
        "emb.type": (64,),
        "emb.ln.w": (32,),
        "emb.ln.b": (32,),
    }
    for layer in range(4):
        for name, shape in (("q", (32, 32)), ("k", (32, 32)), ("v", (32, 32)), ("ao", (32, 32))):
            shapes |= {f"l{layer}.{name}.w": shape, f"l{layer}.{name}.b": (shape[0],)}
        shapes |= {f"l{layer}.fi.w": (64, 32), f"l{layer}.fi.b": (64,)}
        shapes |= {f"l{layer}.fo.w": (32, 64), f"l{layer}.fo.b": (32,)}
        for name in ("aln", "oln"):
            shapes |= {f"l{layer}.{name}.w": (32,), f"l{layer}.{name}.b": (32,)}
    tensors = {
        name: (0.2 * chance.standard_normal(shape)).astype(np.float32)
        for name, shape in shapes.items()
    }
    return PackedEncoder(sizes, pieces, tensors)


@pytest.fixture(scope="module")
def file(packed: PackedEncoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("packed") / "encoder.bin"
    write_packed(packed, where)
    return where


def test_what_is_written_is_read_again(packed: PackedEncoder, file: Path) -> None:
    found = read_packed(file, "again")
    assert found.sizes == packed.sizes
    assert [piece for piece, _ in found.pieces] == [piece for piece, _ in packed.pieces]
    for name, values in packed.tensors.items():
        # Four bits reach from -8 to 7 of a scale: at most an eighth of the largest weight off.
        limit = np.abs(values).max() / 7.9 if found.tensors[name].size > 200 else 1e-6
        assert np.abs(found.tensors[name] - values).max() <= limit, name


def test_packing_what_was_packed_changes_nothing(file: Path, tmp_path: Path) -> None:
    once = read_packed(file, "again")
    write_packed(once, tmp_path / "again.bin")
    again = read_packed(tmp_path / "again.bin", "again")
    assert all(np.array_equal(once.tensors[name], again.tensors[name]) for name in once.tensors)


@pytest.mark.parametrize("damage", ["cut short", "no encoder"])
def test_a_damaged_file_is_named(file: Path, tmp_path: Path, damage: str) -> None:
    broken = tmp_path / "broken.bin"
    data = file.read_bytes()
    broken.write_bytes(data[: len(data) // 2] if damage == "cut short" else b"PK" + data)
    with pytest.raises(ModelCorrupt, match=r"broken\.bin.*bring it anew"):
        read_packed(broken, "bring it anew")


def test_pieces_that_no_text_uses_are_dropped(packed: PackedEncoder) -> None:
    kept = kept_rows(packed, ["我的订单到哪了", "where is my order 我的订单到哪了"], [])
    names = [packed.pieces[row][0] for row in kept]
    assert names[:4] == list(SPECIAL)
    assert "订单" in names and "z" in names
    assert "▁Bonjour" not in names and "龘" not in names  # a rare character


def test_nothing_is_unknown(packed: PackedEncoder) -> None:
    small = cut(packed, range(len(packed.pieces)), [1, 3])
    tokenizer = unigram_reading_tokenizer(small.pieces)
    for text in ("where is my order", "订单到哪了？😀", "𠮷 𝔘 \t é"):
        assert "<unk>" not in tokenizer.encode(text).tokens


def test_entities_begin_after_the_space_that_their_piece_holds(packed: PackedEncoder) -> None:
    tokenizer = unigram_reading_tokenizer(cut(packed, range(len(packed.pieces)), [0]).pieces)
    text = "where is my invoice"
    product = Entity(EntityKind.PRODUCT, "invoice", 12, 19)
    message = LabelledMessage(
        text, Language.EN, (Intent.INVOICE,), Mood.CALM, (product,), "en-a-plain"
    )
    encoded = tokenizer.encode(text)
    starts = [past_spaces(text, start, end) for start, end in encoded.offsets[1:-1]]
    assert starts == [0, 6, 9, 12]
    labels = token_labels(message, encoded)
    assert labels == [IGNORED, 0, 0, 0, LABELS.index("B-product"), IGNORED]
    named = [LABELS[label] if label != IGNORED else "O" for label in labels]
    assert entities_from_labels(text, encoded.offsets, named) == [product]


def test_a_layer_of_the_cut_encoder_is_the_whole_ones(
    packed: PackedEncoder, tmp_path: Path
) -> None:
    rows = range(len(packed.pieces))
    whole = save_as_bert(cut(packed, rows, range(4)), tmp_path / "whole")
    part = save_as_bert(cut(packed, rows, [0, 1]), tmp_path / "part")
    text = AutoTokenizer.from_pretrained(part)("where is my order", return_tensors="pt")
    fed = {name: text[name] for name in ("input_ids", "attention_mask")}
    with torch.inference_mode():
        deep, shallow = (
            AutoModel.from_pretrained(folder).eval()(**fed, output_hidden_states=True)
            for folder in (whole, part)
        )
    torch.testing.assert_close(deep.hidden_states[2], shallow.hidden_states[2])


def test_the_base_is_made_packed_and_trained_from(
    file: Path, small_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build, shipped = tmp_path / "build", tmp_path / "weights"
    made = train_base(
        build=build, output=shipped, corpus=small_corpus, file=file, layers=[1, 3], epochs=0.2
    )
    assert AutoModel.from_pretrained(made).config.num_hidden_layers == 2
    monkeypatch.setattr("models.training.base.BASE_WEIGHTS", shipped)
    again = own_base(tmp_path / "elsewhere", small_corpus, None, 7)
    pieces = read_packed(shipped / BASE_FILE, "again").pieces
    first, second = packed_bert(made, pieces), packed_bert(again, pieces)
    assert first.sizes == second.sizes
    for name, values in first.tensors.items():
        assert np.abs(second.tensors[name] - values).max() <= np.abs(values).max() / 7.9, name
    folder = train_intents(
        build=tmp_path / "elsewhere", output=tmp_path / "w", corpus=small_corpus, epochs=0.5
    )
    assert UnderstandingModel.load(folder).embed(["我的订单"]).shape == (1, 32)
    assert base_tokenizer(str(again)).encode("订单").tokens[0] == "<s>"


def test_teaching_brings_the_shallow_encoder_nearer_to_the_deep_one(
    file: Path, small_corpus: Path, tmp_path: Path
) -> None:
    """Measured where it counts: the last layer of both, on text that neither has a label for."""

    def apart(epochs: float) -> float:
        build = tmp_path / str(epochs)
        train_base(build=build, corpus=small_corpus, file=file, layers=[1, 3], epochs=epochs)
        fed = AutoTokenizer.from_pretrained(build / "base")(
            "where is my order", return_tensors="pt"
        )
        with torch.inference_mode():
            last = [
                AutoModel.from_pretrained(build / name)
                .eval()(fed["input_ids"], fed["attention_mask"])
                .last_hidden_state
                for name in ("teacher", "base")
            ]
        return float((last[0] - last[1]).pow(2).mean())

    assert apart(3) < apart(0.01)


def test_the_shipped_base_is_whole() -> None:
    found = read_packed(BASE_WEIGHTS / BASE_FILE, "python -m bot train base")
    assert found.tensors["emb.word"].shape == (len(found.pieces), found.sizes.width)


def test_a_base_without_a_tensor_is_refused(packed: PackedEncoder, tmp_path: Path) -> None:
    tensors = {name: values for name, values in packed.tensors.items() if name != "l1.fo.b"}
    write_packed(replace(packed, tensors=tensors), tmp_path / "lacking.bin")
    with pytest.raises(ModelCorrupt, match=r"l1\.fo\.b"):
        read_packed(tmp_path / "lacking.bin", "again")


def test_a_stopped_training_leaves_no_half_made_base(
    file: Path, small_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("models.training.base.teach_shallower", killed)
    with pytest.raises(KeyboardInterrupt):
        train_base(build=tmp_path, corpus=small_corpus, file=file, layers=[1, 3])
    assert not (tmp_path / "base").exists()


def test_without_the_package_the_base_is_pre_trained_and_says_so(
    small_corpus: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("models.training.base.packed_file", lambda: None)
    made = train_base(build=tmp_path, corpus=small_corpus, epochs=0.01)
    assert (made / "config.json").is_file()
    assert "from nothing" in capsys.readouterr().out
