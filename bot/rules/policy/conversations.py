"""Who customers are, how conversations with them go, and what they are told unasked."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import Field

from bot.rules.section import Count, Minutes, Section

NoticeKind = Literal[
    "shipped",
    "out_for_delivery",
    "pickup",
    "delivered",
    "late",
    "exception",
    "refund_paid",
    "back_in_stock",
    "case",
]


class Identity(Section):
    """How often a customer may try to prove who they are."""

    tries: Count = Field(
        default=5, description="Wrong pairs of order number and phone digits an account may try."
    )
    window_minutes: Minutes = Field(default=30, description="Within this long.")
    order_tries: Count = Field(
        default=15, description="Wrong pairs that all accounts together may try on one order."
    )
    order_window_hours: Annotated[int, Field(ge=1, le=720)] = Field(
        default=24, description="Within this long."
    )

    @property
    def window(self) -> timedelta:
        return timedelta(minutes=self.window_minutes)

    @property
    def order_window(self) -> timedelta:
        return timedelta(hours=self.order_window_hours)


class Conversations(Section):
    """How conversations are kept."""

    new_after_days: Annotated[int, Field(ge=1, le=3650)] = Field(
        default=3,
        description="A message that comes this long after the last one of either side begins a "
        "new conversation: what was half done is dropped, what is open stays known. Notices do "
        "not count, and what waits for staff goes on whatever its age.",
    )

    handover_reminder_minutes: Minutes = Field(
        default=10,
        description="Staff are reminded of a handover that nobody answered for this long, "
        "opening hours alone counted.",
    )
    handover_escalation_minutes: Minutes = Field(
        default=20,
        description="Supervisors are told of a handover that nobody answered for this much longer "
        "after the reminder, opening hours alone counted. The default is twice the reminder's.",
    )
    messages_a_minute: Count = Field(
        default=20,
        description="An account that writes more often is asked once to slow down; what is over "
        "is kept for staff and not answered.",
    )
    photo_seconds: Annotated[int, Field(ge=0, le=60)] = Field(
        default=10,
        description="The answer to a photo waits this long at most for the number on a parcel "
        "label to be read; 0 to read none.",
    )

    @property
    def new_after(self) -> timedelta:
        return timedelta(days=self.new_after_days)

    @property
    def handover_reminder(self) -> timedelta:
        return timedelta(minutes=self.handover_reminder_minutes)

    @property
    def handover_escalation(self) -> timedelta:
        return timedelta(minutes=self.handover_escalation_minutes)


class Notices(Section):
    """What customers are told without asking."""

    told: tuple[NoticeKind, ...] = Field(
        default=(
            "shipped",
            "out_for_delivery",
            "pickup",
            "delivered",
            "late",
            "exception",
            "refund_paid",
            "back_in_stock",
            "case",
        ),
        description="The notices that are sent; leave one out to stop it for everyone.",
    )
    quiet_from: time = Field(default=time(22), description="Nothing is sent from this time on …")
    quiet_to: time = Field(default=time(8), description="… until this time, in the shop's zone.")

    def is_quiet(self, local: datetime) -> bool:
        """Whether a local (zoned) time lies in the quiet hours, which may pass midnight."""
        at = local.timetz().replace(tzinfo=None)
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= at < self.quiet_to
        return at >= self.quiet_from or at < self.quiet_to
