"""The shop's answers to common questions, and the questions that had none."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from knowledge.records.base import EnumText, Record, UtcDateTime, utcnow


class Article(Record, table=True):
    """An answer in one language. The same slug in the other language says the same."""

    __tablename__ = "article"
    __table_args__ = (UniqueConstraint("slug", "language"),)

    slug: str = Field(max_length=80)
    language: str = Field(max_length=8)
    topic: str = Field(max_length=40, index=True)
    """The intent it answers."""
    title: str = Field(max_length=200)
    body: str
    terms: str = ""
    """The search terms of title, questions and body (`knowledge.terms`)."""
    updated_at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime)


class ArticleQuestion(Record, table=True):
    """A way customers ask for an article, with its sentence embedding.

    `embedding` is float32 little-endian, L2-normalised.
    """

    __tablename__ = "article_question"

    article_id: int = Field(foreign_key="article.id", index=True)
    text: str
    embedding: bytes


class KnowledgeGap(Record, table=True):
    """A question that no article answered."""

    __tablename__ = "knowledge_gap"
    __table_args__ = (
        Index("ix_knowledge_gap_created", "created_at"),
        Index(
            "ix_knowledge_gap_open",
            "id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    text: str
    language: str = Field(max_length=8)
    intent: str = Field(max_length=40)
    message_id: int | None = Field(default=None, foreign_key="message.id")
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When staff had it answered, or found that it needs no answer."""


class CandidateState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    """An article was made of it."""
    DROPPED = "dropped"


class ArticleCandidate(Record, table=True):
    """A staff member's answer that may become an article."""

    __tablename__ = "article_candidate"

    question: str
    answer: str
    language: str = Field(max_length=8)
    topic: str = Field(max_length=40)
    """The intent that the customer's message was read as."""
    message_id: int | None = Field(default=None, foreign_key="message.id", unique=True)
    """The staff member's words."""
    staff_id: int = Field(foreign_key="staff.id")
    state: CandidateState = Field(default=CandidateState.OPEN, sa_type=EnumText(CandidateState))
