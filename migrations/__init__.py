"""Alembic's migrations; they import knowledge.records only."""
