"""Several open purchase orders of a SKU; room in a supplier's container, and what a pack takes.

Revision 0010, after 0009.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_INDEX = "ix_purchase_order_line_open_sku"
_ROOM = (("supplier", "container_volume"), ("supplier_offer", "pack_volume_ml"))


def upgrade() -> None:
    _index(unique=False)
    for table, column in _ROOM:
        op.add_column(table, sa.Column(column, sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    several = op.get_bind().scalar(
        sa.text(
            "SELECT count(*) FROM (SELECT sku_id FROM purchase_order_line WHERE open "
            "GROUP BY sku_id HAVING count(*) > 1) AS several"
        )
    )
    if several:
        raise RuntimeError(
            f"Items with more than one open purchase order: {several}. Revision 0009 knows one of "
            "each; receive or cancel the others first."
        )
    for table, column in reversed(_ROOM):
        op.drop_column(table, column)
    _index(unique=True)


def _index(*, unique: bool) -> None:
    op.drop_index(_INDEX, "purchase_order_line")
    op.create_index(
        _INDEX,
        "purchase_order_line",
        ["sku_id"],
        unique=unique,
        sqlite_where=sa.text("open"),
        postgresql_where=sa.text("open"),
    )
