"""Where Chromium is, for the tests and measurements that need a browser."""

from __future__ import annotations

import os
import shutil

_NAMES = ("chromium", "chromium-browser", "google-chrome")
#: None where there is no browser.
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
HOW = "This needs Chromium: `apt-get install chromium`, or name a Chromium or Chrome in CHROMIUM."
