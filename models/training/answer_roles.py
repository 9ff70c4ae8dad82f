"""Training the learned reading of suppliers' answers, and writing what it adds to the base.

A run takes minutes on two cores: the lower layers read each text once, only thin matrices above
them are trained. The file holds int8 rows with a float16 scale each.
"""

from __future__ import annotations

import math
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

from models import ANSWER_WEIGHTS, BASE_WEIGHTS
from models.answer_labels import LabelledText
from models.answer_marks import FIGURE_SIGNS
from models.answer_roles import (
    ADAPTER_FILE,
    LOWER,
    encode,
    marks_of,
    read_base,
    tokens_of,
)
from models.training.answer_loss import loss_of
from models.training.answer_network import AnswerNetwork, LowRank, Prepared
from models.training.packed_bert import save_as_bert
from models.training.progress import quiet_libraries
from models.unigram import unigram_reading_tokenizer

EPOCHS = 14
_BATCH = 16
#: Texts of like length are batched together within so many.
_NEIGHBOURS = 256
_LAYER_RATE, _HEAD_RATE, _DECAY, _WARMUP = 1e-3, 2e-3, 0.05, 0.1
#: transformers' names of a layer's parts, and the packed file's.
_PARTS = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi",
    "output.dense": "fo",
    "output.LayerNorm": "oln",
}


def train_answers(
    texts: Sequence[LabelledText],
    *,
    output: Path = ANSWER_WEIGHTS,
    base: Path = BASE_WEIGHTS,
    epochs: float = EPOCHS,
    seed: int = 7,
) -> Path:
    """Train on labelled texts and write the adapter; returns its file.

    Raises:
        ModelMissing: there is no base. ModelCorrupt: it cannot be used.
    """
    quiet_libraries()
    torch.manual_seed(seed)
    network, prepared = begin(texts, base)
    fit(network, prepared, epochs, random.Random(seed))
    return write_adapter(network, output)


def begin(texts: Sequence[LabelledText], base: Path) -> tuple[AnswerNetwork, list[Prepared]]:
    """A network on the base, and the texts as its lower layers read them."""
    packed = read_base(base)
    tokenizer = unigram_reading_tokenizer(packed.pieces)
    with tempfile.TemporaryDirectory() as scratch:
        folder = save_as_bert(packed, Path(scratch))
        encoder = AutoModel.from_pretrained(folder, add_pooling_layer=False).eval()
    network = AnswerNetwork(encoder.encoder.layer[LOWER:], packed.sizes.width)
    return network, [_prepared(one, tokenizer, encoder) for one in texts]


def _prepared(labelled: LabelledText, tokenizer: Tokenizer, encoder: nn.Module) -> Prepared:
    marked = labelled.marked
    coded = encode(tokenizer, marked.text)
    with torch.no_grad():
        ids = torch.tensor([coded.ids])
        states = encoder(ids, output_hidden_states=True).hidden_states[LOWER][0]
    signs = torch.zeros(len(marked.figures), len(FIGURE_SIGNS))
    for row, figure in enumerate(marked.figures):
        signs[row, list(figure.signs)] = 1
    return Prepared(
        labelled=labelled,
        states=states.to(torch.float16),
        marks=torch.from_numpy(marks_of(marked, coded)),
        figures=[tokens_of(coded, one.span) for one in marked.figures],
        days=[tokens_of(coded, one.span) for one in marked.days],
        names=[tokens_of(coded, one.span) for one in marked.names],
        signs=signs,
        pairs=torch.tensor([one.pairs for one in marked.figures], dtype=torch.float32),
    )


def fit(
    network: AnswerNetwork, prepared: Sequence[Prepared], epochs: float, rng: random.Random
) -> None:
    """Train the network: AdamW, a rise and a cosine's fall, layers at half the heads' rate."""
    layers = [one for one in network.layers.parameters() if one.requires_grad]
    known = {id(one) for one in network.layers.parameters()}
    heads = [one for one in network.parameters() if id(one) not in known]
    optimizer = torch.optim.AdamW(
        [{"params": layers, "lr": _LAYER_RATE}, {"params": heads, "lr": _HEAD_RATE}],
        weight_decay=_DECAY,
    )
    steps = math.ceil(epochs * len(_batches(prepared, rng)))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [_LAYER_RATE, _HEAD_RATE], total_steps=steps + 1, pct_start=_WARMUP
    )
    network.train()
    done, began = 0, time.monotonic()
    while done < steps:
        for batch in _batches(prepared, rng)[: steps - done]:
            loss = loss_of(network(batch), batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
        spent = time.monotonic() - began
        sys.stderr.write(f"training: step {done}/{steps}, loss {loss.item():.2f}, {spent:.0f} s\n")
    network.eval()


def _batches(prepared: Sequence[Prepared], rng: random.Random) -> list[list[Prepared]]:
    """Every text once, in batches of like length, in a random order."""
    order = list(prepared)
    rng.shuffle(order)
    made = []
    for at in range(0, len(order), _NEIGHBOURS):
        near = sorted(order[at : at + _NEIGHBOURS], key=lambda one: len(one.states))
        made += [near[start : start + _BATCH] for start in range(0, len(near), _BATCH)]
    rng.shuffle(made)
    return made


def write_adapter(network: AnswerNetwork, folder: Path) -> Path:
    """Write what the network adds to the base; returns the file."""
    held: dict[str, Any] = {}
    for name, value in _named(network).items():
        rows = value.detach().float().numpy()
        rows = rows.reshape(-1, rows.shape[-1]) if rows.ndim > 1 else rows[None]
        scale = np.abs(rows).max(axis=1, keepdims=True) / 127
        scale = np.where(scale == 0, 1, scale).astype(np.float16)
        halves = np.clip(np.round(rows / scale.astype(np.float32)), -127, 127).astype(np.int8)
        shape = tuple(value.shape)
        held[name] = halves.reshape(shape)
        held[f"{name}/scale"] = scale[0] if len(shape) == 1 else scale
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / ADAPTER_FILE
    np.savez_compressed(file, **held)
    return file


def _named(network: AnswerNetwork) -> dict[str, torch.Tensor]:
    """The trained tensors by the names of `models.plain_bert` and `models.answer_roles`."""
    found = {}
    for number, layer in enumerate(network.layers, start=LOWER):
        modules = dict(layer.named_modules())
        for theirs, ours in _PARTS.items():
            module = modules[theirs]
            if isinstance(module, LowRank):
                found[f"l{number}.{ours}.a"], found[f"l{number}.{ours}.b"] = module.a, module.b
                found[f"l{number}.{ours}.bias"] = module.layer.bias
            else:
                found[f"l{number}.{ours}.w"] = module.weight
                found[f"l{number}.{ours}.bias"] = module.bias
    found["head/mark"] = network.mark
    for name, module in network.named_children():
        if isinstance(module, nn.Linear):
            found[f"head/{name}.w"], found[f"head/{name}.b"] = module.weight, module.bias
    return found
