"""The two parts of a reply model as ONNX graphs, in float32 and in int8."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from torch import nn
from transformers import PreTrainedModel

from models.encoder import Floats
from models.reply_graphs import decoder_inputs, decoder_outputs, encoder_outputs
from models.training.bare_graphs import strip_remarks
from models.training.reply_modules import ReadingPart, WritingPart

#: Weights share a scale in blocks of so many. ONNX Runtime 1.32 computes blocks of 64 to the
#: same bit whatever is computed beside them; blocks of 128 are 1e-6 apart.
_BLOCK = 64
_INT8_ACTIVATIONS = 4  # MatMulNBits' accuracy_level
_MIDDLE = 128  # the zero of an unsigned byte
_DYNAMIC = torch.export.Dim.AUTO


def export_graphs(model: PreTrainedModel, encoder: Path, decoder: Path) -> None:
    """Write the float32 graphs of a BART or an MBart."""
    layers, heads = len(model.model.decoder.layers), model.config.decoder_attention_heads
    width = model.config.d_model // heads
    rows, source, new, past = 2, 7, 3, 5  # as an example; all are free in the graph
    tokens = torch.zeros(rows, source, dtype=torch.long)
    cross_bias = torch.zeros(rows, 1, 1, source)
    _export(
        ReadingPart(model),
        (tokens, cross_bias),
        ({0: _DYNAMIC, 1: _DYNAMIC}, {0: _DYNAMIC, 3: _DYNAMIC}),
        (["tokens", "bias"], encoder_outputs(layers)),
        encoder,
    )
    written = tuple(torch.zeros(rows, heads, past, width) for _ in range(2 * layers))
    read = tuple(torch.zeros(rows, heads, source, width) for _ in range(2 * layers))
    _export(
        WritingPart(model),
        (
            torch.zeros(rows, new, dtype=torch.long),
            torch.zeros(rows, new, dtype=torch.long),
            torch.zeros(rows, 1, new, past + new),
            cross_bias,
            written,
            read,
        ),
        (
            {0: _DYNAMIC, 1: _DYNAMIC},
            {0: _DYNAMIC, 1: _DYNAMIC},
            {0: _DYNAMIC, 2: _DYNAMIC, 3: _DYNAMIC},
            {0: _DYNAMIC, 3: _DYNAMIC},
            tuple({0: _DYNAMIC, 2: _DYNAMIC} for _ in written),
            tuple({0: _DYNAMIC, 2: _DYNAMIC} for _ in read),
        ),
        (decoder_inputs(layers), decoder_outputs(layers)),
        decoder,
    )


def quantise_graph(exact: Path, small: Path) -> None:
    """Write the int8 graph of a float32 one: weights and the table of tokens, in blocks."""
    logging.getLogger("onnxruntime.quantization.matmul_nbits_quantizer").setLevel(logging.ERROR)
    quantizer = MatMulNBitsQuantizer(
        onnx.load(exact),
        bits=8,
        block_size=_BLOCK,
        is_symmetric=True,
        accuracy_level=_INT8_ACTIVATIONS,
    )
    quantizer.process()
    made: onnx.ModelProto = quantizer.model.model
    _quantise_table(made.graph)
    onnx.save(made, small)
    strip_remarks(small)


def _export(
    part: nn.Module,
    example: tuple[object, ...],
    dynamic: tuple[object, ...],
    names: tuple[list[str], list[str]],
    file: Path,
) -> None:
    for library in ("torch.onnx", "onnx_ir"):
        logging.getLogger(library).setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            part.eval(),
            example,
            file,
            input_names=names[0],
            output_names=names[1],
            dynamic_shapes=dynamic,
            dynamo=True,
            external_data=False,
            verbose=False,
        )


def _quantise_table(graph: onnx.GraphProto) -> None:
    """Put the embedding's look-up into int8: the Gather that `tokens` choose from."""
    at, gather = next(
        (at, node)
        for at, node in enumerate(graph.node)
        if node.op_type == "Gather" and node.input[1] == "tokens"
    )
    table = next(found for found in graph.initializer if found.name == gather.input[0])
    bytes_, scales = _in_blocks(numpy_helper.to_array(table))
    graph.initializer.remove(table)
    graph.initializer.append(numpy_helper.from_array(bytes_, "table_bytes"))
    graph.initializer.append(numpy_helper.from_array(scales, "table_scales"))
    looked_up = helper.make_node(
        "GatherBlockQuantized",
        ["table_bytes", "tokens", "table_scales"],
        list(gather.output),
        domain="com.microsoft",
        bits=8,
        block_size=_BLOCK,
        gather_axis=0,
        quantize_axis=1,
    )
    graph.node.remove(gather)
    graph.node.insert(at, looked_up)


def _in_blocks(table: Floats) -> tuple[NDArray[np.uint8], Floats]:
    """A table [n, width] as bytes around 128, and the scale of each block of a row."""
    rows, width = table.shape
    blocks = -(-width // _BLOCK)
    padded = np.zeros((rows, blocks * _BLOCK), dtype=np.float32)
    padded[:, :width] = table
    cut = padded.reshape(rows, blocks, _BLOCK)
    scales = np.maximum(np.abs(cut).max(axis=2), 1e-12) / (_MIDDLE - 1)
    rounded = np.rint(cut / scales[..., None]) + _MIDDLE
    return rounded.reshape(rows, -1)[:, :width].astype(np.uint8), scales.astype(np.float32)
