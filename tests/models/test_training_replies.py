"""A small reply model is trained, converted, checked and speaks; a broken one is refused."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from transformers import PreTrainedModel, T5Config

from models.acts import ACTS
from models.errors import BaseNotServed, ConversionRefused
from models.replies import ReplyModel
from models.reply_config import load_reply_config
from models.training import reply_export, reply_onnx
from models.training.corpus import Wording, read_wordings
from models.training.replies import phrases_of, train_replies
from models.training.reply_data import PlannedReplies, Wordings, offers
from models.training.reply_export import export_replies
from models.values import Language, Mood, ReplyPlan
from tests.models.tiny_replies import sample_pairs, tiny_model, tiny_tokenizer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # torch's and transformers' own deprecations
]


def _export(corpus: Path, folder: Path, kind: str = "bart", **options: bool) -> Path:
    tokenizer = tiny_tokenizer(corpus)
    model = tiny_model(tokenizer, kind, **options)
    phrases = phrases_of(read_wordings(corpus))
    return export_replies(model, tokenizer, sample_pairs(corpus), phrases, folder)


def test_trains_from_a_local_base_and_speaks(small_corpus: Path, tmp_path: Path) -> None:
    tokenizer = tiny_tokenizer(small_corpus)
    base = tmp_path / "base"
    tiny_model(tokenizer, "mbart", spread=0.02).save_pretrained(base)
    tokenizer.save_pretrained(base)
    folder = train_replies(
        build=tmp_path / "build",
        output=tmp_path / "weights",
        corpus=small_corpus,
        base=base,
        epochs=90,
        rate=3e-3,
    )
    model = ReplyModel.load(folder)
    plans = [ReplyPlan("greet", language) for language in Language]
    said = model.word_variants([(plan, number) for plan in plans for number in range(8)])
    assert len(set(said)) > 4
    assert sum(text.startswith(("您好", "Hello")) for text in said) > 4  # it learned how to begin


def test_a_base_that_cannot_be_served_is_refused_before_training(tmp_path: Path) -> None:
    T5Config().save_pretrained(tmp_path / "base")
    with pytest.raises(BaseNotServed, match="is of type t5; the base has to be bart or mbart"):
        train_replies(build=tmp_path, output=tmp_path / "weights", base=tmp_path / "base")
    assert not (tmp_path / "weights").exists()


@pytest.fixture
def ties(monkeypatch: pytest.MonkeyPatch) -> None:
    """Untrained weights hardly prefer one token to the next: less may be asked of int8."""
    monkeypatch.setattr(reply_export, "_SAME_NEXT_TOKEN", 0.8)


@pytest.mark.usefixtures("ties")
@pytest.mark.parametrize(("kind", "scale"), [("bart", False), ("bart", True), ("mbart", True)])
def test_either_kind_of_base_is_converted_as_it_was_trained(
    small_corpus: Path, tmp_path: Path, kind: str, scale: bool
) -> None:
    """The gate compares each log-probability; that it passes is what is shown here."""
    folder = _export(small_corpus, tmp_path / "weights", kind, scale=scale)
    assert load_reply_config(folder).layers == 2


def test_a_conversion_that_changes_the_words_is_refused(
    small_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported = reply_onnx.export_graphs

    def damaged(model: PreTrainedModel, encoder: Path, decoder: Path) -> None:
        weight = model.model.decoder.layers[0].fc1.weight
        with torch.no_grad():
            weight.mul_(-1)
            exported(model, encoder, decoder)
            weight.mul_(-1)

    monkeypatch.setattr(reply_export, "export_graphs", damaged)
    with pytest.raises(ConversionRefused, match="log-probabilities"):
        _export(small_corpus, tmp_path / "weights")
    assert not (tmp_path / "weights").exists()


@pytest.mark.usefixtures("ties")
def test_a_quantisation_that_changes_the_words_is_refused(
    small_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quantised = reply_onnx.quantise_graph

    def damaged(exact: Path, small: Path) -> None:
        quantised(exact, small)
        graph = onnx.load(small)
        for weight in graph.graph.initializer:
            if weight.name.endswith("scales"):
                array = np.ascontiguousarray(onnx.numpy_helper.to_array(weight)[::-1])
                weight.CopyFrom(onnx.numpy_helper.from_array(array, weight.name))
        onnx.save(graph, small)

    monkeypatch.setattr(reply_export, "quantise_graph", damaged)
    with pytest.raises(ConversionRefused, match="the same next token"):
        _export(small_corpus, tmp_path / "weights")
    assert not (tmp_path / "weights").exists()


def test_an_epoch_shows_every_wording_that_a_plan_allows_once(small_corpus: Path) -> None:
    wordings = read_wordings(small_corpus)
    pairs = PlannedReplies(wordings, [], 1)
    shown = Counter(pairs[at][1].split("<text>")[1] for at in range(len(pairs)))
    known = Wordings(wordings)
    suited = {wording.text for plan in known.plans() for wording in known.pool(plan)}
    assert set(shown) == suited
    texts = Counter(wording.text for wording in set(wordings))
    assert all(times <= texts[text] for text, times in shown.items())


def test_a_wording_is_shown_after_any_plan_that_it_suits(small_corpus: Path) -> None:
    wordings = read_wordings(small_corpus)
    pairs = PlannedReplies(wordings, [], 1)
    known = Wordings(wordings)
    first = pairs[0][1].split("<text>")[1]
    heads = {re.sub("<variant:.>", "", pairs[0][1].split("<text>")[0]) for _ in range(300)}
    suited = [plan for plan in known.plans() if first in {one.text for one in known.pool(plan)}]
    assert len(heads) == len(suited)


def test_the_same_seed_draws_the_same_pairs(small_corpus: Path) -> None:
    first, again = sample_pairs(small_corpus), sample_pairs(small_corpus)
    assert first == again


def test_the_pool_uses_as_many_offered_slots_as_any_wording() -> None:
    def wording(text: str, *slots: str, mood: Mood | None = None) -> Wording:
        return Wording("delivery_eta", Language.EN, mood, text, frozenset(slots))

    plain, rich = wording("{eta}", "eta"), wording("{eta} {carrier}", "eta", "carrier")
    sorry = wording("sorry, {eta}", "eta", mood=Mood.ANGRY)
    known = Wordings([plain, rich, sorry])

    def pool(mood: Mood, *slots: str) -> list[Wording]:
        return known.pool(ReplyPlan("delivery_eta", Language.EN, mood, frozenset(slots)))

    assert pool(Mood.CALM, "eta", "carrier", "items") == [rich]
    assert pool(Mood.CALM, "eta") == [plain]
    assert pool(Mood.ANGRY, "eta") == [sorry]
    assert pool(Mood.ANGRY, "carrier") == []


def test_every_offer_has_all_that_must_be_said() -> None:
    act = ACTS["parcel_late"]
    every = list(offers(act))
    assert len(every) == 2 ** len(act.may) == len(set(every))
    assert all(act.must <= slots <= act.must | act.may for slots in every)
