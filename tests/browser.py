"""The browser of the journeys: found, or installed where that is possible, or asked for in one sentence.

`python -m tests.browser` checks it before any test runs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoBrowser(SystemExit):
    """The journeys need Chromium."""

    def __init__(self) -> None:
        super().__init__(
            "The tests need Chromium: install it (on Debian: apt-get install chromium)"
            " or set OPENLIEN_BROWSER to its path."
        )


def browser_path() -> str:
    """The path of an installed Chromium; tries Debian's package when there is none."""
    return _installed() or _install() or _refuse()


def _installed() -> str | None:
    if given := os.environ.get("OPENLIEN_BROWSER"):
        return given if os.access(given, os.X_OK) else None
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _install() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    subprocess.run(["apt-get", "update", "-qq"], check=False)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=False)
    return _installed()


def _refuse() -> str:
    raise NoBrowser


if __name__ == "__main__":
    sys.stdout.write(f"Browser: {browser_path()}\n")
