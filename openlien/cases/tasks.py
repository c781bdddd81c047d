"""Jobs around the facts of cases."""

from __future__ import annotations

from procrastinate.contrib.django import app

from openlien.kit.clock import now

from .documents.storage import remove_orphans


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="remove_orphaned_files", pass_context=False)
def remove_orphaned_files(timestamp: int) -> None:
    """Removes files that no document knows; the transaction that would have known them never ended."""
    remove_orphans(now=now())
