"""Courses whose time is over without an agreement go to staff."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.supply.post import tell_staff
from knowledge.queries import negotiations
from knowledge.records import NegotiationState, utcnow
from knowledge.store import Store


class CourseWatch:
    """Hands over what took too long."""

    def __init__(
        self, store: Store, staff_chat: str, clock: Callable[[], datetime] = utcnow
    ) -> None:
        self._store, self._staff_chat, self._clock = store, staff_chat, clock

    async def run(self) -> int:
        """Return how many courses went to staff. Running again is harmless.

        Raises:
            StoreUnavailable: none did; they do next time.
        """
        async with self._store.writing() as unit:
            over = await negotiations.run_out(unit, self._clock())
            for course, order, supplier in over:
                course.state, course.next_move = NegotiationState.WITH_STAFF, "staff"
                course.next_why_zh, course.next_why_en = "期限已到，仍未谈成。", "The time is over."
                text = (
                    "谈判期限已到，请同事处理 / The time of a course is over, it is yours: "
                    f"{supplier.name} · {order.number}"
                )
                await tell_staff(unit, self._staff_chat, f"course_over:{course.key}", text)
        return len(over)
