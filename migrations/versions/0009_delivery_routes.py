"""Places, days' plans, routes and stops of a shop that brings its orders itself.

Revision 0009, after 0008.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def _table(name: str, *parts: sa.Column[object] | sa.Constraint) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        *parts,
    )


def upgrade() -> None:
    _table(
        "delivery_place",
        sa.Column("address_key", sa.String(400), nullable=False, unique=True),
        sa.Column("address", sa.String(400), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.Column("window_from", sa.Time()),
        sa.Column("window_until", sa.Time()),
        sa.Column("service_minutes", sa.Integer()),
    )
    _table(
        "delivery_plan",
        sa.Column("day", sa.Date(), nullable=False, unique=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("depot_latitude", sa.Float(), nullable=False),
        sa.Column("depot_longitude", sa.Float(), nullable=False),
        sa.Column("started_at", _MOMENT),
    )
    _table(
        "delivery_route",
        sa.Column("plan_id", sa.Integer(), sa.ForeignKey("delivery_plan.id"), nullable=False),
        sa.Column("vehicle", sa.String(60), nullable=False),
        sa.Column("room", sa.Integer(), nullable=False),
        sa.Column("leaves_at", _MOMENT, nullable=False),
        sa.Column("returns_at", _MOMENT, nullable=False),
        sa.Column("road_m", sa.Integer(), nullable=False),
        sa.UniqueConstraint("plan_id", "vehicle"),
    )
    _table(
        "delivery_stop",
        sa.Column("plan_id", sa.Integer(), sa.ForeignKey("delivery_plan.id"), nullable=False),
        sa.Column("order_id", sa.Integer(), sa.ForeignKey("order.id"), nullable=False),
        sa.Column("route_id", sa.Integer(), sa.ForeignKey("delivery_route.id")),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("address_key", sa.String(400), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.Column("expected_at", _MOMENT),
        sa.Column("reason", sa.String(100), nullable=False),
        sa.UniqueConstraint("plan_id", "order_id"),
    )
    op.create_index("ix_delivery_stop_order_id", "delivery_stop", ["order_id"])
    op.create_index("ix_delivery_stop_route_id", "delivery_stop", ["route_id"])


def downgrade() -> None:
    for name in ("delivery_stop", "delivery_route", "delivery_plan", "delivery_place"):
        op.drop_table(name)
