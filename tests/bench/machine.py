"""What this machine multiplies, so that a figure can be read against the arithmetic limit."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np

#: Long enough for a steady clock, short enough to be repeated before each row, seconds.
_MEASURE_S = 0.4
_SIDE = 1024


def matrix_rate() -> float:
    """Billions of fp32 multiply-adds ×2 a second: numpy, square matrices of 1024, all cores."""
    left, right = (np.ones((_SIDE, _SIDE), np.float32) for _ in range(2))
    return _rate(lambda: left @ right)


def engine_rates() -> dict[str, float]:
    """The same product through the engines, GFLOP/s (GOP/s for integers); one thread each."""
    rates = {"int8, ONNX Runtime, 1 thread": _int8_rate()}
    with suppress(ImportError):  # training's packages are not needed for a benchmark
        rates["bf16, PyTorch, 1 thread"] = _bf16_rate()
    return rates


def describe() -> str:
    """The processor, its cores and how busy they were lately."""
    loads = ", ".join(f"{load:.2f}" for load in os.getloadavg())
    return f"{_processor()}, {os.cpu_count()} cores; load average {loads} (1, 5, 15 min)"


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    lines = listing.read_text().splitlines() if listing.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else "unknown processor"


def _rate(multiply: Callable[[], object]) -> float:
    multiply()
    best, end = float("inf"), time.perf_counter() + _MEASURE_S
    while time.perf_counter() < end:
        start = time.perf_counter()
        multiply()
        best = min(best, time.perf_counter() - start)
    return 2 * _SIDE**3 / best / 1e9


def _int8_rate() -> float:
    import onnx
    import onnxruntime
    from onnx import helper

    right = onnx.numpy_helper.from_array(np.ones((_SIDE, _SIDE), np.int8), "right")
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["left", "right"], ["product"])],
        "product",
        [helper.make_tensor_value_info("left", onnx.TensorProto.UINT8, [_SIDE, _SIDE])],
        [helper.make_tensor_value_info("product", onnx.TensorProto.INT32, [_SIDE, _SIDE])],
        [right],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    left = np.ones((_SIDE, _SIDE), np.uint8)
    return _rate(lambda: session.run(None, {"left": left}))


def _bf16_rate() -> float:
    import torch

    torch.set_num_threads(1)
    left, right = (torch.ones(_SIDE, _SIDE, dtype=torch.bfloat16) for _ in range(2))
    return _rate(lambda: left @ right)
