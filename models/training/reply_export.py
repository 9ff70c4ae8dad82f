"""From the trained reply model to the shipped folder, with a gate.

The gate lets nothing pass that does not speak like the trained model: it writes gold
replies with the graphs, a token at a time as the desk does, and compares.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from transformers import PreTrainedModel, PreTrainedTokenizerFast

from models.encoder import Floats
from models.errors import ConversionRefused
from models.graph_files import TOKENIZER_FILE, file_sha256
from models.reply_config import DECODER_FILE, ENCODER_FILE, PHRASES_FILE, ReplyConfig
from models.reply_graphs import ReplyGraphs
from models.reply_phrases import Phrases
from models.reply_prompt import TEXT
from models.training.network import IGNORED
from models.training.reply_data import SOURCE_TOKENS, TARGET_TOKENS, ReplyCollator
from models.training.reply_onnx import export_graphs, quantise_graph

Pairs = Sequence[tuple[str, str]]
_EXACT = 1e-2
_SAME_NEXT_TOKEN = 0.95
#: Words are doubted that are less likely than all but this share of the corpus's own.
_DOUBTED = 0.02
_BATCH, _CHECKED = 64, 48


def export_replies(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerFast,
    samples: Pairs,
    phrases: Phrases,
    folder: Path,
) -> Path:
    """Write the int8 graphs, the tokenizer, the phrases and the config to `folder`, checked
    on `samples`.

    `samples` are pairs of the training too; how sure the model is of them says below what
    its own words are doubted. Raises ConversionRefused when the converted model does not
    agree with the trained one.
    """
    model.eval()
    with tempfile.TemporaryDirectory() as scratch:
        exact, small = Path(scratch, "exact"), Path(scratch, "small")
        for made in (exact, small):
            made.mkdir()
        export_graphs(model, exact / ENCODER_FILE, exact / DECODER_FILE)
        for name in (ENCODER_FILE, DECODER_FILE):
            quantise_graph(exact / name, small / name)
        tokenizer.backend_tokenizer.save(str(small / TOKENIZER_FILE), pretty=False)
        phrases.save(small)
        config = reply_config(model, small, sure_from(model, tokenizer, samples))
        check_replies(model, tokenizer, samples[:_CHECKED], exact, small)
        folder.mkdir(parents=True, exist_ok=True)
        for name in (ENCODER_FILE, DECODER_FILE, TOKENIZER_FILE, PHRASES_FILE):
            shutil.copyfile(small / name, folder / name)
    config.save(folder)
    return folder


@torch.inference_mode()  # type: ignore[untyped-decorator]
def sure_from(model: PreTrainedModel, tokenizer: PreTrainedTokenizerFast, samples: Pairs) -> float:
    """The mean log-probability a token, the control head left out, that nearly all reach."""
    means: list[Tensor] = []
    head_end = tokenizer.convert_tokens_to_ids(TEXT)
    for at in range(0, len(samples), _BATCH):
        batch = ReplyCollator(tokenizer)(samples[at : at + _BATCH])
        labels = batch["labels"]
        after_head = (labels == head_end).cumsum(dim=1) > 0
        counted = after_head & (labels != IGNORED) & (labels != head_end)
        logs = model(**batch).logits.float().log_softmax(dim=-1)
        gold = logs.gather(-1, labels.clamp(min=0).unsqueeze(-1)).squeeze(-1)
        means.append((gold * counted).sum(dim=1) / counted.sum(dim=1))
    return float(torch.cat(means).quantile(_DOUBTED))


def reply_config(model: PreTrainedModel, folder: Path, sure: float = 0.0) -> ReplyConfig:
    """The sizes of `model`, and the checksums of the files in `folder`."""
    config = model.config
    return ReplyConfig(
        layers=len(model.model.decoder.layers),
        heads=config.decoder_attention_heads,
        head_width=config.d_model // config.decoder_attention_heads,
        vocabulary=model.lm_head.weight.shape[0],
        # MBart begins with what ends the reply, whatever its config says.
        start_id=config.decoder_start_token_id
        if config.model_type == "bart"
        else config.eos_token_id,
        end_id=config.eos_token_id,
        source_tokens=SOURCE_TOKENS,
        reply_tokens=TARGET_TOKENS,
        sure=round(sure, 3),
        encoder_sha256=file_sha256(folder / ENCODER_FILE),
        decoder_sha256=file_sha256(folder / DECODER_FILE),
        tokenizer_sha256=file_sha256(folder / TOKENIZER_FILE),
        phrases_sha256=file_sha256(folder / PHRASES_FILE),
    )


def check_replies(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerFast,
    samples: Pairs,
    exact: Path,
    small: Path,
) -> None:
    """The gate. Raises ConversionRefused, saying which of the two models is off and by how much.

    The float32 graphs must give each token of the samples the trained model's
    log-probability; the int8 ones must choose the same next token after each gold prefix.
    """
    config = reply_config(model, small)
    rows = _TeacherForced(model, tokenizer, samples)
    apart = float(np.abs(rows.gold(rows.trained) - rows.gold(rows.written(exact, config))).max())
    if not apart <= _EXACT:
        raise ConversionRefused(
            f"the ONNX graphs are {apart:.3f} off the trained log-probabilities, "
            f"more than {_EXACT}."
        )
    same = rows.same_next_token(rows.written(small, config))
    if not same >= _SAME_NEXT_TOKEN:
        raise ConversionRefused(
            f"the int8 model chooses the same next token in {same:.1%}, "
            f"not in {_SAME_NEXT_TOKEN:.0%} or more."
        )


class _TeacherForced:
    """The samples as both models see them: log-probabilities [n, t, vocabulary]."""

    def __init__(
        self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerFast, samples: Pairs
    ) -> None:
        batch = ReplyCollator(tokenizer)(samples)
        with torch.inference_mode():
            self.trained: Floats = model(**batch).logits.float().log_softmax(dim=-1).numpy()
        self._labels: NDArray[np.int64] = batch["labels"].numpy()
        self._real = self._labels != IGNORED
        self._sources = [
            ids[mask.bool()].tolist()
            for ids, mask in zip(batch["input_ids"], batch["attention_mask"], strict=True)
        ]

    def written(self, folder: Path, config: ReplyConfig) -> Floats:
        """The same of the graphs in `folder`, which write the gold tokens one after another."""
        writing = ReplyGraphs.of_folder(folder, config).read(self._sources)
        tokens = np.where(self._real, self._labels, config.end_id)
        steps = [writing.begin([[config.start_id]] * len(tokens))]
        steps += [writing.go_on(column) for column in tokens.T[:-1]]
        logits = torch.from_numpy(np.stack(steps, axis=1))
        found: Floats = logits.log_softmax(dim=-1).numpy()
        return found

    def gold(self, logs: Floats) -> Floats:
        """The log-probability of each gold token, all samples in a row."""
        gold = np.where(self._real, self._labels, 0)[..., None]
        found: Floats = np.take_along_axis(logs, gold, axis=-1)[..., 0][self._real]
        return found

    def same_next_token(self, logs: Floats) -> float:
        """How often the next token after a gold prefix is the trained model's."""
        same = logs.argmax(axis=-1) == self.trained.argmax(axis=-1)
        return float(same[self._real].mean())
