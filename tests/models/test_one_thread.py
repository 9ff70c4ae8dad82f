"""NumPy's products keep to one thread where they are told to, and only there."""

from __future__ import annotations

from threadpoolctl import threadpool_info

from models.one_thread import OneThread


def threads() -> set[int]:
    return {one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"}


def test_one_thread_inside_and_as_before_outside() -> None:
    before = threads()
    one_thread = OneThread()
    for _ in range(2):
        with one_thread():
            assert threads() == {1}
        assert threads() == before


def test_a_fault_inside_leaves_nothing_behind() -> None:
    before, one_thread = threads(), OneThread()
    try:
        with one_thread():
            raise ValueError
    except ValueError:
        pass
    assert threads() == before
    with one_thread():
        assert threads() == {1}
