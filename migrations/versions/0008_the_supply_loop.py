"""The supply loop: forecasts, terms, receipts, suppliers' words, negotiations, delays.

Revision 0008, after 0007.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

#: Newest first, so that what refers to a table goes before it.
_TABLES = (
    "delay_notice",
    "negotiation_move",
    "negotiation",
    "supplier_message",
    "receipt",
    "price_break",
    "guardrails",
    "sales_event",
    "stock_out_day",
    "forecast",
)


def upgrade() -> None:
    op.add_column("sku", sa.Column("shelf_life_days", sa.Integer()))
    for column, default in (("timezone", ""), ("works_on", "12345")):
        length = 60 if column == "timezone" else 7
        _filled("supplier", column, sa.String(length), default)
    for column, number in (("works_from", 9), ("works_until", 18), ("order_minimum_minor", 0)):
        _filled("supplier", column, sa.Integer(), str(number))
    for column in ("promised_at", "confirmed_at", "reminded_at"):
        op.add_column("purchase_order", _time(column))
    _filled("purchase_order", "reminders", sa.Integer(), "0")
    _filled("purchase_order_line", "received_quantity", sa.Integer(), "0")
    # What was received before receipts were kept came whole.
    op.execute(
        "UPDATE purchase_order_line SET received_quantity = quantity WHERE purchase_order_id IN "
        "(SELECT id FROM purchase_order WHERE status = 'received')"
    )
    _create_demand()
    _create_terms()
    _create_talk()
    _create_delays()


def _create_demand() -> None:
    numbers = [
        sa.Column(name, sa.JSON(), nullable=False) for name in ("mean", "low", "high", "spread")
    ]
    _table(
        "forecast",
        _reference("sku", unique=True),
        _time("made_at", nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("model", sa.String(60), nullable=False),
        sa.Column("error", sa.Float(), nullable=False),
        sa.Column("errors", sa.JSON(), nullable=False),
        *numbers,
    )
    _table(
        "stock_out_day",
        _reference("sku"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.UniqueConstraint("sku_id", "day"),
    )
    _table(
        "sales_event",
        sa.Column("code", sa.String(40), nullable=False, unique=True),
        sa.Column("name_zh", sa.String(120), nullable=False),
        sa.Column("name_en", sa.String(120), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        _reference("product", nullable=True),
    )


def _create_terms() -> None:
    _table(
        "guardrails",
        _reference("supplier", unique=True),
        sa.Column("negotiates", sa.Boolean(), nullable=False),
        sa.Column("most_over_percent", sa.Float(), nullable=False),
        sa.Column("latest_days", sa.Integer(), nullable=False),
        sa.Column("least_share_percent", sa.Float(), nullable=False),
        sa.Column("most_share_percent", sa.Float(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("ends_after_days", sa.Integer(), nullable=False),
        sa.Column("accept_up_to_minor", sa.Integer(), nullable=False),
    )
    _table(
        "price_break",
        _reference("supplier_offer", name="offer_id"),
        sa.Column("from_quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price_minor", sa.Integer(), nullable=False),
        sa.UniqueConstraint("offer_id", "from_quantity"),
    )
    _table(
        "receipt",
        _reference("purchase_order_line", name="line_id", index=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        _time("received_at", nullable=False),
        _reference("staff", nullable=True),
        sa.Column("reference", sa.String(80), nullable=False, unique=True),
    )


def _create_talk() -> None:
    _table(
        "supplier_message",
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("external_id", sa.String(400), nullable=False),
        sa.Column("is_ours", sa.Boolean(), nullable=False),
        sa.Column("sender", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(400), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        _reference("supplier", nullable=True, index=True),
        _reference("purchase_order", nullable=True, index=True),
        sa.Column("state", sa.String(40), nullable=False, index=True),
        sa.Column("reading", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(400), nullable=False),
        _time("written_at", nullable=False),
        _reference("staff", name="settled_by", nullable=True),
        sa.UniqueConstraint("channel", "external_id"),
    )
    _table(
        "negotiation",
        _reference("purchase_order", unique=True),
        sa.Column("state", sa.String(40), nullable=False, index=True),
        _time("began_at", nullable=False),
        _time("ends_at", nullable=False),
        sa.Column("limits", sa.JSON(), nullable=False),
        sa.Column("next_move", sa.String(40), nullable=False),
        sa.Column("next_why_zh", sa.String(), nullable=False),
        sa.Column("next_why_en", sa.String(), nullable=False),
        _reference("staff", name="signed_by", nullable=True),
        _time("closed_at"),
    )
    _table(
        "negotiation_move",
        _reference("negotiation"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("why_zh", sa.String(), nullable=False),
        sa.Column("why_en", sa.String(), nullable=False),
        _reference("supplier_message", name="message_id", nullable=True),
        _time("happened_at", nullable=False),
        sa.UniqueConstraint("negotiation_id", "number"),
    )


def _create_delays() -> None:
    _table(
        "delay_notice",
        _reference("purchase_order", index=True),
        _reference("order", index=True),
        _reference("channel_account", name="account_id", index=True),
        _time("expected_at", nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False, index=True),
        _reference("staff", name="settled_by", nullable=True),
        sa.UniqueConstraint("purchase_order_id", "order_id", "expected_at"),
    )


def _filled(table: str, column: str, kind: sa.String | sa.Integer, default: str) -> None:
    """A column that must have a value, with one for the rows that are there."""
    op.add_column(table, sa.Column(column, kind, nullable=False, server_default=default))


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    key = sa.Column("id", sa.Integer(), primary_key=True)
    op.create_table(name, key, _time("created_at", nullable=False), *columns)


def _time(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _reference(
    table: str, *, name: str = "", nullable: bool = False, unique: bool = False, index: bool = False
) -> sa.Column[object]:
    return sa.Column(
        name or f"{table}_id",
        sa.Integer(),
        sa.ForeignKey(f"{table}.id"),
        nullable=nullable,
        unique=unique or None,
        index=index or None,
    )


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
    op.drop_column("purchase_order_line", "received_quantity")
    for column in ("reminders", "reminded_at", "confirmed_at", "promised_at"):
        op.drop_column("purchase_order", column)
    for column in ("order_minimum_minor", "works_until", "works_from", "works_on", "timezone"):
        op.drop_column("supplier", column)
    op.drop_column("sku", "shelf_life_days")
