"""Jobs for the tests: one that says it began and then waits until it is let go."""

from __future__ import annotations

from pathlib import Path

from procrastinate.contrib.django import app


@app.task
def wait_at(place: str) -> None:
    """Notes the beginning in a file, waits at a pipe until somebody opens it, notes the end."""
    with Path(place, "notes").open("a") as notes:
        notes.write("begun\n")
    Path(place, "gate").read_text()
    with Path(place, "notes").open("a") as notes:
        notes.write("ended\n")
