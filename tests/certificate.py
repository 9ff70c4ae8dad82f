"""A certificate that this machine's own servers may show in a test."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def self_signed(folder: Path) -> tuple[Path, Path]:
    """A certificate for `localhost`, signed by nobody, and its key; without openssl a skip."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the test's certificate")
    key, made = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
        f"-subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout {key} -out {made}",
        shell=True,
        check=True,
        capture_output=True,
    )
    return made, key
