"""The staff's room: queues, drafts, ready answers, tokens, topics, figures, candidates.

Revision 0006, after 0005.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_OPEN = sa.text("resolved_at IS NULL")
_UNSETTLED = sa.text("settled_at IS NULL")
_OF_AUDIT: dict[str, list[str]] = {
    "ix_audit_entry_at": [],
    "ix_audit_entry_staff": ["staff_id"],
    "ix_audit_entry_action": ["action"],
    "ix_audit_entry_on": ["subject"],
}
#: (table, column) whose beginnings are searched for; SQLite's unique indexes do for it.
_BEGINNINGS = (
    ("customer", "reference"),
    ("customer", "phone"),
    ("order", "number"),
    ("shipment", "tracking_number"),
    ("product", "code"),
    ("sku", "code"),
)
#: Customers' names by the beginnings of their words; the content stays in the table.
_NAMES_SQLITE = (
    "CREATE VIRTUAL TABLE customer_search USING fts5("
    "name, content='customer', content_rowid='id', tokenize='unicode61')",
    "INSERT INTO customer_search(customer_search) VALUES ('rebuild')",
    "CREATE TRIGGER customer_search_insert AFTER INSERT ON customer BEGIN "
    "INSERT INTO customer_search(rowid, name) VALUES (new.id, new.name); END",
    "CREATE TRIGGER customer_search_delete AFTER DELETE ON customer BEGIN "
    "INSERT INTO customer_search(customer_search, rowid, name) "
    "VALUES ('delete', old.id, old.name); END",
    "CREATE TRIGGER customer_search_update AFTER UPDATE OF name ON customer BEGIN "
    "INSERT INTO customer_search(customer_search, rowid, name) "
    "VALUES ('delete', old.id, old.name); "
    "INSERT INTO customer_search(rowid, name) VALUES (new.id, new.name); END",
)
_NAMES_POSTGRESQL = (
    "CREATE INDEX ix_customer_name_search ON customer USING gin (to_tsvector('simple', name))",
)
_FORGET_SQLITE = (
    "DROP TRIGGER customer_search_update",
    "DROP TRIGGER customer_search_delete",
    "DROP TRIGGER customer_search_insert",
    "DROP TABLE customer_search",
)
_FORGET_POSTGRESQL = ("DROP INDEX ix_customer_name_search",)
_UNANSWERED = sa.text("resolved_at IS NULL AND first_answer_at IS NULL")
_TABLES = (
    "wrong_answer",
    "article_candidate",
    "job_run",
    "daily_figure",
    "staff_topic",
    "draft",
    "canned_reply",
    "api_token",
)
#: The inbox's queues, by index: the columns in whose order each is shown.
_QUEUES = {
    "ix_handover_waits": ("taken_by", "waits_since", "id"),
    "ix_handover_waits_all": ("waits_since", "id"),
    "ix_handover_snoozed": ("snoozed_until", "id"),
}
#: (table, column) of what came into tables that were there.
_COLUMNS = (
    ("handover", "waits_since"),
    ("handover", "snoozed_until"),
    ("handover", "escalated_at"),
    ("staff", "sessions_from"),
    ("knowledge_gap", "settled_at"),
)


def upgrade() -> None:
    for table, column in _COLUMNS:
        op.add_column(table, sa.Column(column, sa.DateTime(timezone=True)))
    op.add_column("staff", sa.Column("totp_secret", sa.String(64)))
    op.add_column("staff", sa.Column("totp_step", sa.Integer()))
    op.add_column("staff", sa.Column("telegram_user_id", sa.BigInteger()))
    op.create_index("ix_staff_telegram_user_id", "staff", ["telegram_user_id"], unique=True)
    # Whoever was not answered yet has waited since the handover; of the others the last word
    # decides.
    op.execute(
        "UPDATE handover SET waits_since = created_at "
        "WHERE resolved_at IS NULL AND first_answer_at IS NULL"
    )
    op.execute(
        "UPDATE handover SET waits_since = (SELECT m.created_at FROM message m WHERE m.id = "
        "(SELECT max(l.id) FROM message l WHERE l.conversation_id = handover.conversation_id "
        "AND l.author IN ('customer', 'staff')) AND m.author = 'customer') "
        "WHERE resolved_at IS NULL AND first_answer_at IS NOT NULL"
    )
    for index, columns in _QUEUES.items():
        op.create_index(
            index, "handover", list(columns), sqlite_where=_OPEN, postgresql_where=_OPEN
        )
    op.create_index(
        "ix_handover_unanswered",
        "handover",
        ["id"],
        sqlite_where=_UNANSWERED,
        postgresql_where=_UNANSWERED,
    )
    _create_tables()
    _create_indexes()


def _create_indexes() -> None:
    """What the tables of the records are searched and sorted by."""
    op.create_index(
        "ix_knowledge_gap_open",
        "knowledge_gap",
        ["id"],
        sqlite_where=_UNSETTLED,
        postgresql_where=_UNSETTLED,
    )
    op.create_index("ix_customer_name", "customer", ["name", "id"])
    op.create_index("ix_order_placed", "order", ["placed_at", "id"])
    for column in ("staff_id", "subject"):
        op.drop_index(f"ix_audit_entry_{column}", table_name="audit_entry")
    for name, columns in _OF_AUDIT.items():
        op.create_index(name, "audit_entry", [*columns, "created_at", "id"])
    op.execute(f'CREATE INDEX ix_order_phone_search ON "order" (phone{_beginning()})')
    if not _is_sqlite():
        for table, column in _BEGINNINGS:
            name = f"ix_{table}_{column}_search"
            op.execute(f'CREATE INDEX {name} ON "{table}" ({column}{_beginning()})')
    for statement in _NAMES_SQLITE if _is_sqlite() else _NAMES_POSTGRESQL:
        op.execute(statement)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _beginning() -> str:
    """The order of code points, in which texts that begin alike stand together."""
    return "" if _is_sqlite() else ' COLLATE "C"'


def _drop_indexes() -> None:
    for statement in _FORGET_SQLITE if _is_sqlite() else _FORGET_POSTGRESQL:
        op.execute(statement)
    if not _is_sqlite():
        for table, column in _BEGINNINGS:
            op.execute(f"DROP INDEX ix_{table}_{column}_search")
    op.execute("DROP INDEX ix_order_phone_search")
    for name in _OF_AUDIT:
        op.drop_index(name, table_name="audit_entry")
    for column in ("staff_id", "subject"):
        op.create_index(f"ix_audit_entry_{column}", "audit_entry", [column])
    op.drop_index("ix_order_placed", table_name="order")
    op.drop_index("ix_customer_name", table_name="customer")
    op.drop_index("ix_knowledge_gap_open", table_name="knowledge_gap")


def _create_tables() -> None:
    _table(
        "api_token",
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        _reference("staff", nullable=True),
        _time("last_used_at"),
        _time("revoked_at"),
    )
    _table(
        "canned_reply",
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        _reference("staff", nullable=True),
        _time("updated_at", nullable=False),
    )
    op.create_index("ix_canned_reply_staff_id", "canned_reply", ["staff_id"])
    _table(
        "draft",
        _reference("staff"),
        _reference("conversation"),
        sa.Column("text", sa.String(), nullable=False),
        _time("updated_at", nullable=False),
        sa.UniqueConstraint("staff_id", "conversation_id"),
    )
    op.create_index("ix_draft_conversation_id", "draft", ["conversation_id"])
    _table(
        "staff_topic",
        sa.Column(
            "account_id",
            sa.Integer(),
            sa.ForeignKey("channel_account.id"),
            nullable=False,
            unique=True,
        ),
        sa.Column("chat", sa.String(40), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.UniqueConstraint("chat", "topic_id"),
    )
    _table(
        "daily_figure",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("part", sa.String(60), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.UniqueConstraint("day", "name", "part", "language"),
    )
    op.create_index("ix_daily_figure_name", "daily_figure", ["name", "day"])
    _table(
        "job_run",
        sa.Column("name", sa.String(60), nullable=False),
        _time("ended_at"),
        sa.Column("error", sa.String(400), nullable=False),
    )
    op.create_index("ix_job_run_name", "job_run", ["name", "id"])
    _table(
        "article_candidate",
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("message_id", sa.Integer(), sa.ForeignKey("message.id"), unique=True),
        _reference("staff"),
        sa.Column("state", sa.String(40), nullable=False),
    )
    _table(
        "wrong_answer",
        sa.Column(
            "message_id", sa.Integer(), sa.ForeignKey("message.id"), nullable=False, unique=True
        ),
        _reference("staff"),
        sa.Column("note", sa.String(400), nullable=False),
    )


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    key = sa.Column("id", sa.Integer(), primary_key=True)
    op.create_table(name, key, _time("created_at", nullable=False), *columns)


def _time(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _reference(table: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(f"{table}_id", sa.Integer(), sa.ForeignKey(f"{table}.id"), nullable=nullable)


def downgrade() -> None:
    _drop_indexes()
    for table in _TABLES:
        op.drop_table(table)
    for index in _QUEUES:
        op.drop_index(index, table_name="handover")
    op.drop_index("ix_handover_unanswered", table_name="handover")
    # Drops columns in place: SQLite can since 3.35 (https://sqlite.org/lang_altertable.html).
    op.drop_column("staff", "totp_secret")
    op.drop_column("staff", "totp_step")
    op.drop_index("ix_staff_telegram_user_id", table_name="staff")
    op.drop_column("staff", "telegram_user_id")
    for table, column in _COLUMNS:
        op.drop_column(table, column)
