"""Signed values for cookies: a browser can keep them and cannot make them up."""

from __future__ import annotations

import hashlib
import secrets

from itsdangerous import BadSignature, TimestampSigner


class Seal:
    """Signs short texts for one purpose.

    Args:
        secret: the key; empty takes a random one, and a restart makes every cookie invalid.
        purpose: keeps a cookie of one kind from passing as another.
    """

    def __init__(self, secret: str, purpose: str) -> None:
        self._signer = TimestampSigner(
            secret or secrets.token_urlsafe(32), salt=purpose, digest_method=hashlib.sha256
        )

    def close(self, value: str) -> str:
        """The value with its signature and the present time."""
        return self._signer.sign(value).decode()

    def open(self, sealed: str | None, max_age: int | None = None) -> str | None:
        """The value, or None when it was not sealed here or is older than `max_age` seconds."""
        try:
            return self._signer.unsign(sealed or "", max_age=max_age).decode()
        except (BadSignature, UnicodeError):
            return None
