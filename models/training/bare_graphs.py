"""Graphs without the remarks of the exporter, which name files of the machine it ran on."""

from __future__ import annotations

from pathlib import Path

import onnx


def strip_remarks(file: Path) -> Path:
    """Take doc strings and metadata out of the ONNX graph in `file`; what it computes stays."""
    model = onnx.load(file)
    del model.metadata_props[:]
    graph = model.graph
    for part in (graph, *graph.node, *graph.input, *graph.output, *graph.value_info):
        part.doc_string = ""
        del part.metadata_props[:]
    for function in model.functions:
        for node in function.node:
            node.doc_string = ""
            del node.metadata_props[:]
    onnx.save(model, file)
    return file
