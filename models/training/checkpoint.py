"""The trained, unconverted understanding network of a build folder, for comparison."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoModel

from models.encoder import Encoder, Floats
from models.training.encoder_export import network_outputs
from models.training.intent_data import head_sizes
from models.training.intents import NETWORK_FILE, base_tokenizer
from models.training.network import UnderstandingNetwork
from models.understanding_config import UnderstandingConfig


def trained_encoder(build: Path, config: UnderstandingConfig) -> Encoder | None:
    """The float32 network as an encoder, or None where `build` holds no finished run."""
    run = build / "runs" / "intents"
    if not (run / NETWORK_FILE).is_file():
        return None
    base = json.loads((run / "run.json").read_text(encoding="utf-8"))["base"]
    encoder = AutoModel.from_pretrained(base, dtype=torch.float32)
    network = UnderstandingNetwork(encoder, head_sizes())
    network.load_state_dict(torch.load(run / NETWORK_FILE, weights_only=True))
    network.eval()
    return Encoder(_NetworkSession(network), base_tokenizer(base), config)


class _NetworkSession:
    """Runs the network where the encoder expects a session of ONNX Runtime."""

    def __init__(self, network: UnderstandingNetwork) -> None:
        self._network = network

    def run(self, _: Sequence[str], feeds: Mapping[str, NDArray[np.int64]]) -> list[Floats]:
        """The outputs in the order of `models.encoder.OUTPUTS`."""
        batch = {name: torch.from_numpy(values) for name, values in feeds.items()}
        outputs: list[Floats] = network_outputs(self._network, batch)
        return outputs
