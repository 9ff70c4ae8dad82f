"""NumPy's products in one thread, for small ones beside other work.

OpenBLAS's threads spin while they wait for each other. Where another process keeps the cores busy,
a product of two threads then takes some fifteen times as long as one of one thread: an answer of
a supplier 200 ms in place of 13 (2 cores, two processes that read).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from threadpoolctl import ThreadpoolController


class OneThread:
    """`with one_thread(): …`; the limit is the whole process's, so one at a time is in it."""

    def __init__(self) -> None:
        self._libraries = ThreadpoolController()
        self._alone = Lock()

    @contextmanager
    def __call__(self) -> Iterator[None]:
        with self._alone, self._libraries.limit(limits=1, user_api="blas"):
            yield
