"""Runs a benchmark in the repository's own environment, whichever Python has started it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]


def run_module(module: str, *arguments: str) -> int:
    """The exit status of `python -m module arguments`, run with what `make test` has installed."""
    own = REPOSITORY / ".venv" / "bin" / "python"
    command = [str(own) if own.exists() else sys.executable, "-m", module, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"}
    return subprocess.run(command, check=False, env=environment, cwd=REPOSITORY).returncode
