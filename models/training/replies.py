"""Training the reply model: a small MBart from scratch, or any BART or MBart as a base.

The small one normalises before each layer, as MBart does: with BART's own order the decoder
learned to ignore the plan.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import (
    AutoConfig,
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
    MBartConfig,
    MBartForConditionalGeneration,
    PreTrainedModel,
    PreTrainedTokenizerFast,
)

from models.errors import BaseNotServed
from models.reply_phrases import Phrases
from models.reply_prompt import control_tokens, customer_words
from models.training.by_length import ByLengthTrainer
from models.training.corpus import CORPUS, LabelledMessage, Wording, read_messages, read_wordings
from models.training.progress import (
    Schedule,
    base_digest,
    digest,
    quiet_libraries,
    train_or_resume,
    training_arguments,
)
from models.training.reply_data import SOURCE_TOKENS, PlannedReplies, ReplyCollator
from models.training.reply_export import export_replies
from models.training.reply_modules import SERVED_TYPES
from models.training.split import split_by_writer
from models.training.vocabulary import (
    REPLY_END,
    REPLY_PAD,
    REPLY_START,
    REPLY_UNKNOWN,
    writing_tokenizer,
)

_VOCABULARY = 6000
_BATCH = 64
#: Pairs that the converted model is checked and its doubt is set on.
_SAMPLES = 512
#: What is read, the customer's words, says little beside the plan; what is written is known
#: to the decoder alone. So the decoder is the deeper one.
_ENCODER_LAYERS, _DECODER_LAYERS, _WIDTH = 2, 4, 256


def train_replies(
    *,
    build: Path,
    output: Path,
    corpus: Path = CORPUS,
    base: str | Path | None = None,
    seed: int = 7,
    epochs: float = 45,
    rate: float = 1e-3,
) -> Path:
    """Train the reply model and write it, converted, to `output`.

    `base` is a Hugging Face BART or MBart by name or path; by default a small MBart starts
    from nothing. The unconverted model stays in `build/replies`, which is a base too:
    `base=build/"replies"` trains on. Raises BaseNotServed at once for another kind of base,
    ConversionRefused when the converted model differs.
    """
    quiet_libraries()
    if base:
        check_base(base)
    torch.manual_seed(seed)
    wordings, messages = read_wordings(corpus), split_by_writer(read_messages(corpus)).train
    tokenizer = _based_tokenizer(base) if base else own_tokenizer(wordings, messages)
    model = _based_model(base, tokenizer) if base else _own_model(tokenizer)
    pairs = PlannedReplies(wordings, messages, seed)
    run = build / "runs" / "replies"
    trainer = ByLengthTrainer(
        model=model,
        args=training_arguments(run, Schedule(epochs, _BATCH, rate), seed),
        train_dataset=pairs,
        data_collator=ReplyCollator(tokenizer),
        lengths=pairs.lengths,
    )
    facts = {
        "base": base_digest(base),
        "seed": seed,
        "epochs": epochs,
        "rate": rate,
        "data": digest(wordings, messages),
    }
    train_or_resume(trainer, run, facts)
    for part in (model, tokenizer):
        part.save_pretrained(build / "replies")
    chosen = random.Random(seed).sample(range(len(pairs)), min(_SAMPLES, len(pairs)))
    samples = [pairs[at] for at in chosen]
    return export_replies(model, tokenizer, samples, phrases_of(wordings), output)


def phrases_of(wordings: Sequence[Wording]) -> Phrases:
    """The phrases that replies may be made of once these wordings are learned."""
    return Phrases.of((wording.act, wording.language, wording.text) for wording in wordings)


def check_base(base: str | Path) -> None:
    """Raises BaseNotServed, before anything is trained, for a model that cannot be converted."""
    kind = str(AutoConfig.from_pretrained(str(base)).model_type)
    if kind not in SERVED_TYPES:
        raise BaseNotServed(str(base), kind, SERVED_TYPES)


def own_tokenizer(
    wordings: Sequence[Wording], messages: Sequence[LabelledMessage]
) -> PreTrainedTokenizerFast:
    written = [wording.text for wording in wordings]
    texts = written * 2 + [customer_words(message.text) for message in messages]
    return PreTrainedTokenizerFast(
        tokenizer_object=writing_tokenizer(texts, _VOCABULARY, written),
        bos_token=REPLY_START,
        pad_token=REPLY_PAD,
        eos_token=REPLY_END,
        unk_token=REPLY_UNKNOWN,
    )


def _own_model(tokenizer: PreTrainedTokenizerFast) -> PreTrainedModel:
    return MBartForConditionalGeneration(
        MBartConfig(
            vocab_size=len(tokenizer),
            d_model=_WIDTH,
            encoder_layers=_ENCODER_LAYERS,
            decoder_layers=_DECODER_LAYERS,
            encoder_attention_heads=4,
            decoder_attention_heads=4,
            encoder_ffn_dim=4 * _WIDTH,
            decoder_ffn_dim=4 * _WIDTH,
            max_position_embeddings=SOURCE_TOKENS + 2,
            dropout=0.0,  # it is to learn the wordings by heart
            scale_embedding=True,
            bos_token_id=tokenizer.bos_token_id,
            pad_token_id=tokenizer.pad_token_id,
            eos_token_id=tokenizer.eos_token_id,
            decoder_start_token_id=tokenizer.eos_token_id,
            forced_eos_token_id=None,
            tie_word_embeddings=True,
        )
    )


def _based_tokenizer(base: str | Path) -> PreTrainedTokenizerFast:
    tokenizer: PreTrainedTokenizerFast = AutoTokenizer.from_pretrained(str(base))
    tokenizer.add_tokens(control_tokens(), special_tokens=True)
    return tokenizer


def _based_model(base: str | Path, tokenizer: PreTrainedTokenizerFast) -> PreTrainedModel:
    model: PreTrainedModel = AutoModelForSeq2SeqLM.from_pretrained(str(base), dtype=torch.float32)
    if model.get_input_embeddings().num_embeddings < len(tokenizer):
        model.resize_token_embeddings(len(tokenizer))
    return model
