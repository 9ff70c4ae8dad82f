"""A served understanding model made trainable again, so that training can go on from it.

The shipped graph holds its matrices in int8; as float32 they are a rounding off the trained
ones, which costs less than a tenth of a point. A matrix has lost its name in the graph, but the
bias that is added after it has not.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from models.encoder import Floats
from models.errors import ModelCorrupt
from models.graph_files import MODEL_FILE
from models.training.network import UnderstandingNetwork
from models.understanding_config import REBUILD

_QUANTIZED, _BIAS, _WEIGHT = "_quantized", ".bias", ".weight"
_PREFIX = "network."
#: What of an encoder no output of ours needs, and the graph therefore lacks.
_UNUSED = ("pooler.", "position_ids", "token_type_ids")


def restore(network: UnderstandingNetwork, folder: Path) -> None:
    """Give `network` the weights of the served model in `folder`.

    Raises ModelCorrupt where the graph is not one of such a network: broken, or trained from
    an encoder of other sizes.
    """
    file = folder / MODEL_FILE
    try:
        state = _Weights(onnx.load(file).graph).state()
        missing, _ = network.load_state_dict(state, strict=False)
    except Exception as error:  # protobuf, numpy and torch have classes of their own for it
        raise ModelCorrupt(file, REBUILD, error) from error
    if lacking := [name for name in missing if not any(part in name for part in _UNUSED)]:
        raise ModelCorrupt(file, REBUILD, f"the weights {min(lacking)} are not in it")


class _Weights:
    """The weights of a graph by torch's names."""

    def __init__(self, graph: onnx.GraphProto) -> None:
        self._graph = graph
        self._constants = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
        self._makers = {output: node for node in graph.node for output in node.output}

    def state(self) -> dict[str, Tensor]:
        named = {
            name: values
            for name, values in self._constants.items()
            if name.startswith(_PREFIX) and name.endswith((_BIAS, _WEIGHT))
        }
        tables = {
            name.removesuffix(_QUANTIZED): self._floats(name)
            for name in self._constants
            if name.startswith(_PREFIX) and name.endswith(_WEIGHT + _QUANTIZED)
        }
        found = named | tables | self._matrices()
        return {
            name.removeprefix(_PREFIX): torch.from_numpy(np.array(values, dtype=np.float32))
            for name, values in found.items()
        }

    def _matrices(self) -> dict[str, Floats]:
        """`….weight` for each `….bias` that is added to a product."""
        found = {}
        for node in self._graph.node:
            if node.op_type != "Add":
                continue
            for bias, product in (node.input, reversed(node.input)):
                if bias in self._constants and bias.endswith(_BIAS):
                    name = bias.removesuffix(_BIAS) + _WEIGHT
                    found[name] = self._floats(self._multiplied(product)).T
        return found

    def _multiplied(self, product: str) -> str:
        """The name of the int8 matrix that an output is a product with."""
        node = self._makers[product]
        while node.op_type != "MatMulInteger":
            node = self._makers[node.input[0]]
        return str(node.input[1])

    def _floats(self, quantized: str) -> Floats:
        name = quantized.removesuffix(_QUANTIZED)
        scale, zero = self._constants[name + "_scale"], self._constants[name + "_zero_point"]
        values = self._constants[quantized].astype(np.float32)
        floats: Floats = (values - zero.astype(np.float32)) * scale
        return floats
