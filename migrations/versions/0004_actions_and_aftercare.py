"""The ledger of actions, cases about goods, attachments, ratings, and who waits for what.

Revision 0004, after 0003.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stock_watch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["channel_account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "product_id"),
    )
    op.create_index(
        "ix_stock_watch_untold",
        "stock_watch",
        ["product_id"],
        sqlite_where=sa.text("told_at IS NULL"),
        postgresql_where=sa.text("told_at IS NULL"),
    )

    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("idempotency_key", sa.String(length=160), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("risks", sa.JSON(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decision_note", sa.String(length=400), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["channel_account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["order.id"],
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("idempotency_key"),
    )
    op.create_index("ix_action_account", "action", ["account_id", "id"])
    op.create_index("ix_action_conversation_id", "action", ["conversation_id"])
    op.create_index("ix_action_order", "action", ["order_id", "id"])
    op.create_index(
        "ix_action_waiting",
        "action",
        ["id"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )

    op.create_table(
        "return_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("return_case_id", sa.Integer(), nullable=False),
        sa.Column("sku_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("new_sku_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["new_sku_id"],
            ["sku.id"],
        ),
        sa.ForeignKeyConstraint(
            ["return_case_id"],
            ["return_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["sku_id"],
            ["sku.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_return_line_return_case_id", "return_line", ["return_case_id"])

    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("external_id", sa.String(length=250), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused", sa.String(length=200), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["message.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_attachment_message_id", "attachment", ["message_id"])
    op.create_index(
        "ix_attachment_unfetched",
        "attachment",
        ["id"],
        sqlite_where=sa.text("fetched_at IS NULL AND refused = ''"),
        postgresql_where=sa.text("fetched_at IS NULL AND refused = ''"),
    )

    op.create_table(
        "rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("comment", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["handover_id"],
            ["handover.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("handover_id"),
    )
    op.create_index("ix_rating_conversation_id", "rating", ["conversation_id"])

    op.add_column(
        "channel_account", sa.Column("notices_off_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "channel_account", sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "channel_account", sa.Column("slowed_at", sa.DateTime(timezone=True), nullable=True)
    )

    op.add_column(
        "invoice",
        sa.Column("kind", sa.String(length=40), server_default="personal", nullable=False),
    )
    op.add_column(
        "invoice", sa.Column("email", sa.String(length=200), server_default="", nullable=False)
    )
    op.add_column("invoice", sa.Column("action_id", sa.Integer(), nullable=True))
    op.create_index("ix_invoice_action_id", "invoice", ["action_id"])

    op.add_column("order", sa.Column("packed_at", sa.DateTime(timezone=True), nullable=True))

    op.add_column("return_case", sa.Column("number", sa.String(length=40), nullable=True))
    op.add_column(
        "return_case",
        sa.Column("kind", sa.String(length=40), server_default="return", nullable=False),
    )
    op.add_column(
        "return_case", sa.Column("cure", sa.String(length=20), server_default="", nullable=False)
    )
    op.add_column(
        "return_case", sa.Column("refund_minor", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column(
        "return_case", sa.Column("postage", sa.String(length=20), server_default="", nullable=False)
    )
    op.add_column("return_case", sa.Column("action_id", sa.Integer(), nullable=True))
    op.add_column("return_case", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_return_case_action_id", "return_case", ["action_id"])
    op.create_index("ix_return_case_number", "return_case", ["number"], unique=True)

    op.create_index("ix_return_case_status_closed", "return_case", ["status", "closed_at"])
    op.create_index("ix_refund_paid", "refund", ["paid_at"])
    op.create_index("ix_shipment_delivered", "shipment", ["delivered_at"])


def downgrade() -> None:
    op.drop_index("ix_shipment_delivered", table_name="shipment")
    op.drop_index("ix_refund_paid", table_name="refund")
    op.drop_index("ix_return_case_status_closed", table_name="return_case")

    op.drop_index("ix_return_case_number", table_name="return_case")
    op.drop_index("ix_return_case_action_id", table_name="return_case")
    op.drop_column("return_case", "closed_at")
    op.drop_column("return_case", "action_id")
    op.drop_column("return_case", "postage")
    op.drop_column("return_case", "refund_minor")
    op.drop_column("return_case", "cure")
    op.drop_column("return_case", "kind")
    op.drop_column("return_case", "number")

    op.drop_column("order", "packed_at")

    op.drop_index("ix_invoice_action_id", table_name="invoice")
    op.drop_column("invoice", "action_id")
    op.drop_column("invoice", "email")
    op.drop_column("invoice", "kind")

    op.drop_column("channel_account", "slowed_at")
    op.drop_column("channel_account", "blocked_at")
    op.drop_column("channel_account", "notices_off_at")

    op.drop_index("ix_rating_conversation_id", table_name="rating")

    op.drop_table("rating")
    op.drop_index("ix_attachment_message_id", table_name="attachment")

    op.drop_table("attachment")
    op.drop_index("ix_return_line_return_case_id", table_name="return_line")

    op.drop_table("return_line")
    op.drop_index("ix_action_waiting", table_name="action")
    op.drop_index("ix_action_order", table_name="action")
    op.drop_index("ix_action_conversation_id", table_name="action")
    op.drop_index("ix_action_account", table_name="action")

    op.drop_table("action")
    op.drop_index("ix_stock_watch_untold", table_name="stock_watch")

    op.drop_table("stock_watch")
