"""A small reply model is trained, converted, checked and speaks; a broken one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import BartConfig, BartForConditionalGeneration, PreTrainedTokenizerFast

from models.acts import ACTS
from models.errors import ConversionRefused
from models.replies import ReplyModel
from models.training.corpus import Wording, read_messages, read_wordings
from models.training.replies import train_replies
from models.training.reply_data import PlannedReplies, Wordings, offers
from models.training.reply_export import export_replies
from models.training.vocabulary import writing_tokenizer
from models.values import Language, Mood, ReplyPlan

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # torch's and transformers' own deprecations
]


def _tokenizer(corpus: Path) -> PreTrainedTokenizerFast:
    texts = [wording.text for wording in read_wordings(corpus)]
    return PreTrainedTokenizerFast(
        tokenizer_object=writing_tokenizer(texts, 700),
        bos_token="<s>",
        pad_token="<pad>",
        eos_token="</s>",
        unk_token="<unk>",
    )


def _model(tokenizer: PreTrainedTokenizerFast) -> BartForConditionalGeneration:
    torch.manual_seed(1)
    config = BartConfig(
        vocab_size=len(tokenizer),
        d_model=32,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        max_position_embeddings=98,
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
        decoder_start_token_id=2,
        forced_eos_token_id=None,
        init_std=0.3,
    )
    return BartForConditionalGeneration(config).eval()


def test_trains_from_a_local_base_and_speaks(small_corpus: Path, tmp_path: Path) -> None:
    tokenizer = _tokenizer(small_corpus)
    base = tmp_path / "base"
    _model(tokenizer).save_pretrained(base)
    tokenizer.save_pretrained(base)
    folder = train_replies(
        build=tmp_path / "build",
        output=tmp_path / "weights",
        corpus=small_corpus,
        base=base,
        epochs=60,
        rate=3e-3,
    )
    model = ReplyModel.load(folder, workers=1)
    assert model.word_variants([(ReplyPlan("greet", Language.EN), 0)])[0]


def test_a_conversion_that_changes_the_words_is_refused(
    small_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokenizer = _tokenizer(small_corpus)
    pairs = PlannedReplies(read_wordings(small_corpus), read_messages(small_corpus), 1)
    samples = [pairs[at] for at in range(4)]
    model = _model(tokenizer)
    saved = BartForConditionalGeneration.save_pretrained

    def damaged(self: BartForConditionalGeneration, folder: Path) -> None:
        with torch.no_grad():
            self.model.decoder.layers[0].fc1.weight.mul_(-1)
        saved(self, folder)
        with torch.no_grad():
            self.model.decoder.layers[0].fc1.weight.mul_(-1)

    monkeypatch.setattr(BartForConditionalGeneration, "save_pretrained", damaged)
    with pytest.raises(ConversionRefused, match="log-probabilities"):
        export_replies(model, tokenizer, samples, tmp_path)
    assert not list(tmp_path.glob("*.bin"))


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
