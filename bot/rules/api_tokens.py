"""What an API token looks like, and what is kept of it."""

from __future__ import annotations

import hashlib

#: By it, secret scanners and people know what they have found.
PREFIX = "xo_"


def kept_of(token: str) -> str:
    """What is kept instead of a token: SHA-256. 256 random bits cannot be guessed from it."""
    return hashlib.sha256(token.encode()).hexdigest()
