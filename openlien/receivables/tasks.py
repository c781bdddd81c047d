"""Jobs that keep the sums of the book short to read."""

from __future__ import annotations

from procrastinate.contrib.django import app

from openlien.kit.sql import fetch_one


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="fold_moves", pass_context=False)
def fold_moves(timestamp: int) -> None:
    """Folds what was added to the sums since the last time; the figures are the same before and after."""
    fetch_one("SELECT fold_moves_when_many()")
