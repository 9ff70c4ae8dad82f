"""Whatever the weights want, a reply keeps the rules: shown on weights that want nothing good."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from tokenizers import Tokenizer

from models.acts import ACTS
from models.errors import ModelCorrupt, ModelMissing
from models.replies import ReplyModel
from models.reply_config import load_reply_config
from models.reply_phrases import Phrases
from models.reply_rules import Draft, ReplyRules
from models.reply_sampling import chances, choose
from models.training import reply_export
from models.training.corpus import CORPUS, read_wordings
from models.training.replies import own_tokenizer, phrases_of
from models.training.reply_data import every_plan
from models.training.reply_scores import fault
from models.values import Language, Mood, ReplyPlan
from tests.models.tiny_replies import sample_pairs, tiny_model, tiny_tokenizer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # torch's and transformers' own deprecations
]

_SLOT = re.compile(r"\{(\w+)\}")
REPLY_FILES = (
    "config.json",
    "encoder.int8.onnx",
    "decoder.int8.onnx",
    "tokenizer.json",
    "phrases.npz",
)
LATE = ReplyPlan(
    "parcel_late", Language.ZH, Mood.WORRIED, frozenset({"order_number", "eta"}), "怎么还没到"
)


@pytest.fixture(scope="module")
def untrained_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of random weights that knows every act, slot and character of the corpus."""
    tokenizer = tiny_tokenizer(CORPUS, 3000)
    folder = tmp_path_factory.mktemp("untrained")
    model, pairs = tiny_model(tokenizer, "mbart"), sample_pairs(CORPUS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reply_export, "_SAME_NEXT_TOKEN", 0.8)  # untrained, it has many ties
        phrases = phrases_of(read_wordings())
        return reply_export.export_replies(model, tokenizer, pairs, phrases, folder)


@pytest.fixture(scope="module")
def untrained(untrained_folder: Path) -> ReplyModel:
    return ReplyModel.load(untrained_folder)


@pytest.fixture(scope="module")
def babble(untrained: ReplyModel) -> list[tuple[ReplyPlan, str]]:
    """What it says to 500 plans, each drawn in one variant and doubted by nobody."""
    plans = Random(3).sample(list(every_plan()), 500)
    texts = untrained.word_variants([(plan, at % 8) for at, plan in enumerate(plans)])
    return list(zip(plans, texts, strict=True))


def test_nearly_all_plans_get_words_even_from_an_untrained_model(
    babble: list[tuple[ReplyPlan, str]],
) -> None:
    assert sum(text != "" for _, text in babble) > 0.9 * len(babble)


def test_only_offered_slots_are_said_and_each_once(babble: list[tuple[ReplyPlan, str]]) -> None:
    for plan, text in babble:
        said = Counter(_SLOT.findall(text))
        assert said.keys() <= plan.slots, text
        assert max(said.values(), default=1) == 1, text


def test_what_must_be_said_is_said_or_nothing_is(babble: list[tuple[ReplyPlan, str]]) -> None:
    for plan, text in babble:
        assert not text or ACTS[plan.act].must <= set(_SLOT.findall(text)), text


def test_no_digit_bracket_or_mark_is_written(babble: list[tuple[ReplyPlan, str]]) -> None:
    for _, text in babble:
        assert not re.search(r"[\d{}<>\[\]\ufffd\\]|[^\S \n]", _SLOT.sub("", text)), text


def test_the_language_is_the_plans(babble: list[tuple[ReplyPlan, str]]) -> None:
    for plan, text in babble:
        bare = _SLOT.sub("", text)
        han, latin = re.search(r"[\u3000-\u9fff]", bare), re.search("[A-Za-z]{2}", bare)
        if text:
            assert (bool(han), bool(latin)) == (
                plan.language == Language.ZH,
                plan.language == Language.EN,
            )


def test_whatever_is_said_keeps_the_wording_rules(babble: list[tuple[ReplyPlan, str]]) -> None:
    assert {fault(plan, text) for plan, text in babble if text} == {""}


def test_the_same_message_gets_the_same_reply(untrained: ReplyModel) -> None:
    assert untrained.word_variants([(LATE, 2)]) == untrained.word_variants([(LATE, 2)])
    assert untrained.word([LATE]) == untrained.word([LATE])


def test_different_messages_get_different_words(untrained: ReplyModel) -> None:
    plans = [(replace(LATE, customer_text=f"到哪了{'啊' * many}"), 0) for many in range(8)]
    assert len(set(untrained.word_variants(plans))) > 4


def test_variants_of_a_plan_get_different_words(untrained: ReplyModel) -> None:
    assert len(set(untrained.word_variants([(LATE, number) for number in range(8)]))) > 4


def test_a_reply_does_not_depend_on_what_it_is_written_beside(
    untrained: ReplyModel, babble: list[tuple[ReplyPlan, str]]
) -> None:
    for at in range(0, len(babble), 25):
        plan, text = babble[at]
        assert untrained.word_variants([(plan, at % 8)]) == [text]


def test_a_plan_without_a_fact_that_must_be_said_gets_no_words(untrained: ReplyModel) -> None:
    assert untrained.word_variants([(replace(LATE, slots=frozenset({"eta"})), 0)]) == [""]


def test_words_that_are_doubted_are_not_said(untrained_folder: Path, tmp_path: Path) -> None:
    doubtful = Path(shutil.copytree(untrained_folder, tmp_path / "doubtful"))
    replace(load_reply_config(doubtful), sure=-0.0).save(doubtful)
    assert ReplyModel.load(doubtful).word([LATE]) == [""]
    assert ReplyModel.load(doubtful).word_variants([(LATE, 0)]) != [""]


def test_words_that_nobody_wrote_are_not_said(untrained_folder: Path, tmp_path: Path) -> None:
    plans = [plan for plan in every_plan() if plan.act == "greet"]
    model = _sure_of_all(untrained_folder, tmp_path / "sure")
    assert any(model.first_words(plans))
    assert set(model.word(plans)) == {""}


def test_words_that_are_not_doubted_are_said(
    untrained_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Phrases, "allow", lambda *_: True)
    plans = [plan for plan in every_plan() if plan.act == "greet"]
    model = _sure_of_all(untrained_folder, tmp_path / "sure")
    said = model.word(plans)
    for one, text in zip(model.first_words(plans), said, strict=True):
        assert text == one.text or one.score == -np.inf


def _sure_of_all(untrained: Path, folder: Path) -> ReplyModel:
    """The model, never in doubt of its own words."""
    shutil.copytree(untrained, folder)
    replace(load_reply_config(folder), sure=-100.0).save(folder)
    return ReplyModel.load(folder)


def _rules(tokenizer: Tokenizer) -> ReplyRules:
    return ReplyRules(tokenizer, tokenizer.get_vocab_size(), _id(tokenizer, "</s>"))


def _id(tokenizer: Tokenizer, token: str) -> int:
    number = tokenizer.token_to_id(token)
    assert number is not None
    return number


def test_every_wording_of_the_corpus_can_be_written() -> None:
    """Each token of each wording is one that the rules allow in its language."""
    wordings = read_wordings()
    tokenizer = own_tokenizer(wordings, []).backend_tokenizer
    rules = _rules(tokenizer)
    barred = []
    for wording in wordings:
        slots = wording.slots | ACTS[wording.act].must
        draft = rules.draft(ReplyPlan(wording.act, wording.language, slots=slots), 96)
        for token in tokenizer.encode(wording.text, add_special_tokens=False).ids:
            if draft.bias[token] < 0:
                barred.append(wording.text)
            draft.take(token, 0.0)
        if draft.bias[draft.end] < 0:
            barred.append(wording.text)
    assert barred == []


def _draft(tokenizer: Tokenizer, most: int) -> Draft:
    return _rules(tokenizer).draft(LATE, most)


def test_near_the_limit_only_what_is_missing_may_be_said_and_then_the_end() -> None:
    tokenizer = tiny_tokenizer(CORPUS, 3000).backend_tokenizer
    draft = _draft(tokenizer, 5)
    words = tokenizer.encode("您好", add_special_tokens=False).ids * 2
    slots = [_id(tokenizer, slot) for slot in ("{eta}", "{order_number}")]
    for token in words[:2]:
        draft.take(token, -1.0)
    assert sorted(np.flatnonzero(draft.bias == 0)) == sorted(slots)
    for slot in slots:
        draft.take(slot, -1.0)
    assert list(np.flatnonzero(draft.bias == 0)) == [draft.end]
    draft.take(draft.end, -1.0)
    assert draft.done
    assert draft.mean == -np.inf


def test_a_reply_without_words_at_the_limit_is_given_up() -> None:
    tokenizer = tiny_tokenizer(CORPUS, 3000).backend_tokenizer
    draft = _draft(tokenizer, 4)
    draft.take(tokenizer.encode("，").ids[0], -1.0)
    assert draft.done
    assert draft.tokens == []


def test_tokens_are_drawn_from_the_likely_ones_only() -> None:
    scores = np.array([[2.0, 1.9, -9.0, -np.inf]] * 100, dtype=np.float32)
    drawn = choose(scores, np.linspace(0, 0.999, 100), 0)
    assert set(drawn.tolist()) == {0, 1}
    assert choose(scores, np.zeros(100), 0).tolist() == [0] * 100


def test_chance_has_more_of_a_say_at_the_beginning() -> None:
    scores = np.array([[2.0, 1.6]] * 100, dtype=np.float32)
    beginning, later = (choose(scores, np.linspace(0, 0.999, 100), place) for place in (0, 9))
    assert beginning.sum() > later.sum() == 0


def test_chance_is_drawn_from_the_whole_plan() -> None:
    assert chances(LATE, 1, 5).tolist() == chances(replace(LATE), 1, 5).tolist()
    others = [
        chances(LATE, 2, 5),
        chances(replace(LATE, customer_text="到哪了"), 1, 5),
        chances(replace(LATE, mood=Mood.CALM), 1, 5),
    ]
    assert all(other.tolist() != chances(LATE, 1, 5).tolist() for other in others)


@pytest.mark.parametrize("name", REPLY_FILES)
def test_a_missing_reply_file_is_named(untrained_folder: Path, tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(untrained_folder, tmp_path / "replies"))
    (folder / name).unlink()
    with pytest.raises(ModelMissing, match=f"{name} is missing; `python -m bot train replies`"):
        ReplyModel.load(folder)


@pytest.mark.parametrize("name", REPLY_FILES)
def test_a_damaged_reply_file_is_named(untrained_folder: Path, tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(untrained_folder, tmp_path / "replies"))
    (folder / name).write_bytes(b"not a model")
    with pytest.raises(ModelCorrupt, match=f"{name} cannot be used .*train replies"):
        ReplyModel.load(folder)


@pytest.mark.parametrize(("field", "value"), [("sure", "very"), ("layers", 2.5), ("end_id", None)])
def test_a_reply_config_of_another_shape_is_refused(
    untrained_folder: Path, tmp_path: Path, field: str, value: object
) -> None:
    folder = Path(shutil.copytree(untrained_folder, tmp_path / "replies"))
    file = folder / "config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {field: value}))
    with pytest.raises(ModelCorrupt, match=r"config\.json"):
        ReplyModel.load(folder)
