"""The short form of bench/ledger_crashes.py: kill -9 while postings run, on a cluster of its own."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from bench.ledger_crashes import prove

pytestmark = pytest.mark.xdist_group("processes")


def test_killed_postings_are_neither_lost_nor_doubled() -> None:
    with tempfile.TemporaryDirectory(prefix="openlien-") as parent:
        happened = prove(Path(parent) / "postgres", keys=150, kills=4)
    assert happened == {"postings": 150, "kills": 4}
