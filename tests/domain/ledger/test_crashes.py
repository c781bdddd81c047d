"""The short form of bench/ledger_crashes.py: kill -9 while postings run, on a cluster of its own."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.ledger_crashes import prove
from tests import postgres


def test_killed_postings_are_neither_lost_nor_doubled() -> None:
    with tempfile.TemporaryDirectory(prefix="openlien-") as parent:
        happened = prove(Path(parent) / "postgres", keys=150, kills=4, give_tables=postgres.give_tables)
    assert happened == {"postings": 150, "kills": 4}
