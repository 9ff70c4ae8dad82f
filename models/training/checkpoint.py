"""The trained, unconverted understanding network of a build folder, for comparison."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import torch
from transformers import AutoModel

from models.batches import in_batches
from models.script import plain_script
from models.training.intent_data import INTENTS, LABELS, MOODS
from models.training.intents import NETWORK_FILE, base_tokenizer
from models.training.network import HeadSizes, UnderstandingNetwork
from models.values import Intent

Predict = Callable[[Sequence[str]], list[Intent]]


def trained_intents(build: Path) -> Predict | None:
    """The float32 network's first choices, or None where `build` holds no finished run."""
    run = build / "runs" / "intents"
    if not (run / NETWORK_FILE).is_file():
        return None
    base = json.loads((run / "run.json").read_text(encoding="utf-8"))["base"]
    encoder = AutoModel.from_pretrained(base, dtype=torch.float32)
    network = UnderstandingNetwork(encoder, HeadSizes(len(INTENTS), len(MOODS), len(LABELS)))
    network.load_state_dict(torch.load(run / NETWORK_FILE, weights_only=True))
    network.eval()
    tokenizer = base_tokenizer(base)

    @torch.inference_mode()  # type: ignore[untyped-decorator]
    def predict(texts: Sequence[str]) -> list[Intent]:
        found: list[Intent] = []
        for batch in in_batches([plain_script(text) for text in texts], 32):
            rows = tokenizer.encode_batch(batch)
            ids = torch.tensor([row.ids for row in rows])
            mask = torch.tensor([row.attention_mask for row in rows])
            found += [INTENTS[at] for at in network(ids, mask).intents.argmax(dim=-1).tolist()]
        return found

    return cast(Predict, predict)
