"""The shop's answers to common questions, and the questions that had none."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from knowledge.records.base import Record, UtcDateTime, utcnow


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

    text: str
    language: str = Field(max_length=8)
    intent: str = Field(max_length=40)
    message_id: int | None = Field(default=None, foreign_key="message.id")
