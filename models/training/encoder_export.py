"""The trained understanding network as the graph that `models.encoder` runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from torch import Tensor, nn

from models.encoder import OUTPUTS, Floats
from models.training import graph_export
from models.training.graph_export import Graph, Inputs, export_graph, module_outputs
from models.training.network import UnderstandingNetwork
from models.understanding_config import REBUILD


def export_encoder(network: UnderstandingNetwork, samples: Sequence[Inputs], folder: Path) -> Path:
    """Write the int8 graph of `network` into `folder`, checked on `samples` (batches of inputs).

    Raises ConversionRefused when the graph does not agree with the network.
    """
    return export_graph(understanding_graph(network), samples, folder)


def graph_outputs(file: Path, batches: Sequence[Inputs]) -> list[list[Floats]]:
    """The graph's outputs, in the order of OUTPUTS, for each batch of inputs."""
    return graph_export.graph_outputs(file, OUTPUTS, REBUILD, batches)


def network_outputs(network: UnderstandingNetwork, batch: Inputs) -> list[Floats]:
    """The network's outputs, in the order of OUTPUTS, for one batch of inputs."""
    outputs: list[Floats] = module_outputs(_Tuple(network), batch)
    return outputs


class _Tuple(nn.Module):  # type: ignore[misc]
    """The network's outputs as a plain tuple, in the order of OUTPUTS."""

    def __init__(self, network: UnderstandingNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, ...]:
        found = self.network(input_ids, attention_mask)
        return (
            found.intents,
            found.several,
            found.moods,
            found.entities,
            found.embeddings,
            found.slot_values,
        )


def understanding_graph(network: UnderstandingNetwork) -> Graph:
    choices = {"intent_logits": "intents", "entity_logits": "entity labels"}
    return Graph(_Tuple(network), OUTPUTS, choices, REBUILD)
