"""What a supplier who asks may be told: our address, payment, packing, the latest useful day.

Revision 0011, after 0010.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TEXTS = ("delivery_address", "payment_terms", "packing")


def upgrade() -> None:
    for name in _TEXTS:
        op.add_column(
            "guardrails", sa.Column(name, sa.String(400), nullable=False, server_default="")
        )
    op.add_column(
        "guardrails",
        sa.Column("tells_latest_day", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    with op.batch_alter_table("guardrails") as table:
        for name in (*_TEXTS, "tells_latest_day"):
            table.drop_column(name)
