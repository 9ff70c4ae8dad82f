"""From the trained understanding network to the shipped int8 ONNX graph, with a gate.

The gate lets nothing pass that does not speak like the trained network: the exported
graph must give its logits, and the int8 graph its first choices.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from models.encoder import OUTPUTS, Floats, open_session
from models.errors import ConversionRefused
from models.training.network import UnderstandingNetwork
from models.understanding_config import MODEL_FILE

Inputs = dict[str, Tensor]
_EXACT = 2e-3
#: Logits this close are a tie, which rounding may decide either way.
_TIE = 0.05
#: Measured at 99% and more on this project's networks.
_SAME_FIRST_CHOICE = 0.96
_SAME_ENTITY_LABEL = 0.96


def export_encoder(network: UnderstandingNetwork, samples: Sequence[Inputs], folder: Path) -> Path:
    """Write the int8 graph of `network` into `folder`, checked on `samples` (batches of inputs).

    Raises ConversionRefused when the graph does not agree with the network.
    """
    network.eval()
    with tempfile.TemporaryDirectory() as scratch:
        exact, small = Path(scratch) / "exact.onnx", Path(scratch) / MODEL_FILE
        _export(network, samples[0], exact)
        network.eval()  # the exporter leaves it in training mode
        quantize_dynamic(exact, small, weight_type=QuantType.QInt8, per_channel=True)
        check_graphs(network, samples, exact, small)
        folder.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copyfile(small, folder / MODEL_FILE))


def check_graphs(
    network: UnderstandingNetwork, samples: Sequence[Inputs], exact: Path, small: Path
) -> None:
    """The gate. Raises ConversionRefused, saying which of the two graphs is off and by how much."""
    wanted = [network_outputs(network, batch) for batch in samples]
    got = [graph_outputs(exact, batch) for batch in samples]
    apart = max(
        float(np.abs(a[n] - b[n]).max()) for a, b in zip(wanted, got, strict=True) for n in range(5)
    )
    if not apart <= _EXACT:
        raise ConversionRefused(
            f"the ONNX graph is {apart:.4f} off the network's outputs (limit {_EXACT})."
        )
    got = [graph_outputs(small, batch) for batch in samples]
    _refuse_below(_SAME_FIRST_CHOICE, _agreement(wanted, got, 0), "intents")
    _refuse_below(_SAME_ENTITY_LABEL, _agreement(wanted, got, 3), "entity labels")


def graph_outputs(file: Path, batch: Inputs) -> list[Floats]:
    """The graph's outputs, in the order of OUTPUTS, for one batch of inputs."""
    feeds = {name: batch[name].numpy() for name in ("input_ids", "attention_mask")}
    outputs: list[Floats] = open_session(file).run(list(OUTPUTS), feeds)
    return outputs


class _Graph(nn.Module):  # type: ignore[misc]
    """The network's outputs as a plain tuple, in the order of OUTPUTS."""

    def __init__(self, network: UnderstandingNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, ...]:
        found = self.network(input_ids, attention_mask)
        return (found.intents, found.several, found.moods, found.entities, found.embeddings)


def _export(network: UnderstandingNetwork, sample: Inputs, file: Path) -> None:
    rows, tokens = torch.export.Dim("rows"), torch.export.Dim("tokens")
    names = ("input_ids", "attention_mask")
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Graph(network).eval(),
            tuple(sample[name] for name in names),
            file,
            input_names=list(names),
            output_names=list(OUTPUTS),
            dynamic_shapes=({0: rows, 1: tokens}, {0: rows, 1: tokens}),
            dynamo=True,
            external_data=False,
            verbose=False,
        )


@torch.inference_mode()  # type: ignore[untyped-decorator]
def network_outputs(network: UnderstandingNetwork, batch: Inputs) -> list[Floats]:
    """The network's outputs, in the order of OUTPUTS, for one batch of inputs."""
    found = _Graph(network).eval()(batch["input_ids"], batch["attention_mask"])
    return [output.float().numpy() for output in found]


def _agreement(wanted: list[list[Floats]], got: list[list[Floats]], output: int) -> float:
    same = [_as_good(a[output], b[output]) for a, b in zip(wanted, got, strict=True)]
    return float(np.concatenate([part.ravel() for part in same]).mean())


def _as_good(wanted: Floats, got: Floats) -> NDArray[np.bool_]:
    """Whether the first choice of `got` is one that `wanted` rates with its own best."""
    chosen = np.take_along_axis(wanted, got.argmax(-1)[..., None], axis=-1)[..., 0]
    good: NDArray[np.bool_] = chosen >= wanted.max(axis=-1) - _TIE
    return good


def _refuse_below(limit: float, agreement: float, what: str) -> None:
    if not agreement >= limit:
        raise ConversionRefused(
            f"the int8 graph's first choices of {what} agree in {agreement:.1%}, "
            f"not in {limit:.0%} or more."
        )
