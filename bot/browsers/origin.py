"""Whether a request that changes something came from one of our own pages."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit


def same_origin(headers: Mapping[str, str]) -> bool:
    """Whether a browser says that the sending page and this server share their host and port.

    Browsers put `Origin` on every POST; one without it is not from a page and is refused.
    A proxy in front must pass the `Host` that the browser asked for.
    """
    origin = urlsplit(headers.get("origin", ""))
    host = headers.get("host", "").lower()
    return bool(host) and origin.scheme in {"http", "https"} and origin.netloc.lower() == host
