"""Conversations end: an account may have had several, and one at most is not closed.

Revision 0005, after 0004.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    op.add_column("conversation", sa.Column("closed_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_conversation_open",
        "conversation",
        ["account_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )


def downgrade() -> None:
    op.drop_index("ix_conversation_open", table_name="conversation")
    # Drops the column in place: SQLite can since 3.35 (https://sqlite.org/lang_altertable.html).
    op.drop_column("conversation", "closed_at")
