"""From a trained network to the shipped int8 ONNX graph, with a gate.

The gate lets nothing pass that does not speak like the trained network: the exported
graph must give its outputs, and the int8 graph its first choices.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from models.encoder import Floats
from models.errors import ConversionRefused
from models.graph_files import MODEL_FILE, open_session
from models.training.bare_graphs import strip_remarks

Inputs = dict[str, Tensor]
INPUTS = ("input_ids", "attention_mask")
_EXACT = 2e-3
#: Logits this close are a tie, which rounding may decide either way.
_TIE = 0.05
#: Measured at 99% and more on this project's networks.
_SAME_FIRST_CHOICE = 0.96


@dataclass(frozen=True, slots=True)
class Graph:
    """A network as it is exported: INPUTS in, a tuple in the order of `outputs` out.

    `choices` names the outputs whose first choices int8 has to keep, and what they choose;
    `command` is what trains such a network.
    """

    module: nn.Module
    outputs: tuple[str, ...]
    choices: Mapping[str, str]
    command: str


def export_graph(graph: Graph, samples: Sequence[Inputs], folder: Path) -> Path:
    """Write the int8 graph into `folder`, checked on `samples` (batches of inputs).

    Raises ConversionRefused when it does not agree with the network.
    """
    graph.module.eval()
    with tempfile.TemporaryDirectory() as scratch:
        exact, small = Path(scratch) / "exact.onnx", Path(scratch) / MODEL_FILE
        _export(graph, samples[0], exact)
        graph.module.eval()  # the exporter leaves it in training mode
        quantize_dynamic(exact, small, weight_type=QuantType.QInt8, per_channel=True)
        check_graph(graph, samples, exact, strip_remarks(small))
        folder.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copyfile(small, folder / MODEL_FILE))


def check_graph(graph: Graph, samples: Sequence[Inputs], exact: Path, small: Path) -> None:
    """The gate. Raises ConversionRefused, saying which of the two graphs is off and by how much."""
    wanted = [module_outputs(graph.module, batch) for batch in samples]
    got = graph_outputs(exact, graph.outputs, graph.command, samples)
    apart = max(
        float(np.abs(a - b).max())
        for ours, theirs in zip(wanted, got, strict=True)
        for a, b in zip(ours, theirs, strict=True)
    )
    if not apart <= _EXACT:
        raise ConversionRefused(
            f"the ONNX graph is {apart:.4f} off the network's outputs (limit {_EXACT})."
        )
    got = graph_outputs(small, graph.outputs, graph.command, samples)
    for output, what in graph.choices.items():
        agreement = _agreement(wanted, got, graph.outputs.index(output))
        _refuse_below(_SAME_FIRST_CHOICE, agreement, what)


def graph_outputs(
    file: Path, outputs: Sequence[str], command: str, batches: Sequence[Inputs]
) -> list[list[Floats]]:
    """The `outputs` of the graph in `file`, which `command` makes, for each batch of inputs."""
    session = open_session(file, outputs, command)
    feeds = [{name: batch[name].numpy() for name in INPUTS} for batch in batches]
    return [session.run(list(outputs), one) for one in feeds]


@torch.inference_mode()  # type: ignore[untyped-decorator]
def module_outputs(module: nn.Module, batch: Inputs) -> list[Floats]:
    """The network's outputs, in their order, for one batch of inputs."""
    found = module.eval()(*(batch[name] for name in INPUTS))
    return [output.float().numpy() for output in found]


def _export(graph: Graph, sample: Inputs, file: Path) -> None:
    rows, tokens = torch.export.Dim("rows"), torch.export.Dim("tokens")
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            graph.module,
            tuple(sample[name] for name in INPUTS),
            file,
            input_names=list(INPUTS),
            output_names=list(graph.outputs),
            dynamic_shapes=({0: rows, 1: tokens}, {0: rows, 1: tokens}),
            dynamo=True,
            external_data=False,
            verbose=False,
        )


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
