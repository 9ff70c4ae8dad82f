"""Staff accounts as they were read within the last second.

An open page asks for its viewer with every event; the database is asked once a second at most.
"""

from __future__ import annotations

from collections.abc import Callable

from knowledge.records import Staff
from knowledge.store import Store

FRESH_S = 1.0


class StaffCache:
    """Reads accounts by id. What another process changes is seen after `FRESH_S`."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store = store
        self._clock = clock
        self._read: dict[int, tuple[float, Staff | None]] = {}
        self._forgotten: dict[int, int] = {}

    async def staff(self, staff_id: int) -> Staff | None:
        """The account, or None if there is none.

        Raises:
            StoreUnavailable: it was not read within the last second and cannot be now.
        """
        read_at, found = self._read.get(staff_id, (float("-inf"), None))
        if self._clock() - read_at < FRESH_S:
            return found
        before, begun = self._forgotten.get(staff_id, 0), self._clock()
        async with self._store.reading() as unit:
            found = await unit.get(Staff, staff_id)
        # One that was forgotten while it was read may be the account as it was before.
        if self._forgotten.get(staff_id, 0) == before:
            self._read[staff_id] = (begun, found)
        return found

    def forget(self, staff_id: int) -> None:
        """Read this account anew next time."""
        self._read.pop(staff_id, None)
        self._forgotten[staff_id] = self._forgotten.get(staff_id, 0) + 1
