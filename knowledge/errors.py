"""What can go wrong with the records.

KnowledgeError
├── StoreUnavailable   the database cannot be opened or is locked for too long
├── SchemaOutdated     migrations have not been applied (`python -m bot migrate`)
└── IntakeError        records handed in by the shop are not usable as a whole
"""

from __future__ import annotations


class KnowledgeError(Exception):
    """Anything the records refuse; the message is one sentence for staff."""


class StoreUnavailable(KnowledgeError):
    """The database cannot be reached or stayed locked; nothing was written."""


class SchemaOutdated(KnowledgeError):
    """The tables were made by a newer version of this code."""


class IntakeError(KnowledgeError):
    """A whole file or request cannot be read; single bad rows are reported, not raised."""
