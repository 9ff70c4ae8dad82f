"""From the trained reply model to the shipped CTranslate2 folder, with a gate."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import ctranslate2
import numpy as np
import torch
from ctranslate2.converters import TransformersConverter
from transformers import PreTrainedModel, PreTrainedTokenizerFast

from models.errors import ConversionRefused
from models.replies import TOKENIZER_FILE
from models.training.network import IGNORED
from models.training.reply_data import ReplyCollator

Pairs = Sequence[tuple[str, str]]
_EXACT = 1e-2
_SAME_NEXT_TOKEN = 0.95

_BART_FIELDS: dict[str, object] = {
    "normalize_before": False,
    "normalize_embedding": True,
    "add_bias_logits": False,
    "add_final_layer_norm": False,
    "extra_pos_embeddings": 2,
}
#: CTranslate2 4.8's loaders read these from config.json; transformers 5 no longer writes
#: them, as they are the same for every BART and every MBart. Without a tokenizer_class an
#: MBart is taken for the one that starts a reply with a language code.
_MISSING_FIELDS = {
    "bart": _BART_FIELDS,
    "mbart": _BART_FIELDS
    | {
        "normalize_before": True,
        "add_final_layer_norm": True,
        "tokenizer_class": "PreTrainedTokenizerFast",
    },
}


def export_replies(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerFast, samples: Pairs, folder: Path
) -> Path:
    """Write the int8 CTranslate2 model and its tokenizer to `folder`, checked on `samples`.

    Raises ConversionRefused when the converted model does not agree with the trained one.
    """
    model.eval()
    with tempfile.TemporaryDirectory() as scratch:
        trained, exact, small = (Path(scratch) / name for name in ("trained", "exact", "small"))
        save_for_conversion(model, tokenizer, trained)
        converter = TransformersConverter(str(trained))
        converter.convert(str(exact))
        converter.convert(str(small), quantization="int8")
        check_replies(model, tokenizer, samples, exact, small)
        folder.mkdir(parents=True, exist_ok=True)
        for file in small.iterdir():
            shutil.copyfile(file, folder / file.name)
    tokenizer.backend_tokenizer.save(str(folder / TOKENIZER_FILE))
    return folder


def save_for_conversion(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerFast, folder: Path
) -> None:
    """Save `model` as CTranslate2's converter expects it."""
    for name, value in _MISSING_FIELDS.get(model.config.model_type, {}).items():
        setattr(model.config, name, value)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def check_replies(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerFast,
    samples: Pairs,
    exact: Path,
    small: Path,
) -> None:
    """The gate. Raises ConversionRefused, saying which of the two models is off and by how much.

    The unquantised model must give each token of the samples the trained model's
    log-probability; the int8 one must choose the same next token after each gold prefix.
    """
    rows = _TeacherForced(model, tokenizer, samples)
    wanted = rows.log_probabilities()
    got = rows.converted_log_probabilities(exact)
    apart = max(float(np.abs(a - b).max()) for a, b in zip(wanted, got, strict=True))
    if not apart <= _EXACT:
        raise ConversionRefused(
            f"the CTranslate2 model is {apart:.3f} off the trained log-probabilities, "
            f"more than {_EXACT}."
        )
    same = rows.same_next_token(small)
    if not same >= _SAME_NEXT_TOKEN:
        raise ConversionRefused(
            f"the int8 model chooses the same next token in {same:.1%}, "
            f"not in {_SAME_NEXT_TOKEN:.0%} or more."
        )


class _TeacherForced:
    """The samples as both models see them: source tokens, and the gold reply's tokens."""

    def __init__(
        self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerFast, samples: Pairs
    ) -> None:
        batch = ReplyCollator(tokenizer)(samples)
        with torch.inference_mode():
            self._logs = model(**batch).logits.float().log_softmax(dim=-1)
        self._labels = batch["labels"]
        keep = batch["attention_mask"].bool()
        named = tokenizer.convert_ids_to_tokens
        self._sources = [
            named(ids[mask].tolist()) for ids, mask in zip(batch["input_ids"], keep, strict=True)
        ]
        self._targets = [named(row[row != IGNORED].tolist()) for row in self._labels]
        self._choices = [named(row.tolist()) for row in self._logs.argmax(dim=-1)]

    def log_probabilities(self) -> list[np.ndarray]:
        """The trained model's log-probability of each gold token, a row a sample."""
        gold = self._labels.clamp(min=0).unsqueeze(-1)
        logs = self._logs.gather(-1, gold).squeeze(-1)
        return [
            row[labels != IGNORED].numpy() for row, labels in zip(logs, self._labels, strict=True)
        ]

    def converted_log_probabilities(self, folder: Path) -> list[np.ndarray]:
        """The converted model's, likewise; CTranslate2 appends the end token itself."""
        bare = [target[:-1] for target in self._targets]
        results = _translator(folder, "float32").score_batch(self._sources, bare)
        return [np.array(result.log_probs) for result in results]

    def same_next_token(self, folder: Path) -> float:
        """How often the int8 model's next token after a gold prefix is the trained model's."""
        translator = _translator(folder, "int8")
        longest = max(map(len, self._targets))
        same = [same for at in range(longest) for same in self._same_at(translator, at)]
        return sum(same) / len(same)

    def _same_at(self, translator: ctranslate2.Translator, at: int) -> list[bool]:
        """Whether both choose the same token at place `at`, for each sample that long."""
        rows = [row for row, target in enumerate(self._targets) if len(target) > at]
        results = translator.translate_batch(
            [self._sources[row] for row in rows],
            target_prefix=[self._targets[row][:at] for row in rows],
            beam_size=1,
            max_decoding_length=at + 1,  # counts the prefix
            return_end_token=True,
        )
        return [
            result.hypotheses[0][at:] == [self._choices[row][at]]
            for row, result in zip(rows, results, strict=True)
        ]


def _translator(folder: Path, kind: str) -> ctranslate2.Translator:
    return ctranslate2.Translator(str(folder), device="cpu", compute_type=kind, intra_threads=1)
