"""Row 12: the import of a 200,000-row portfolio export, with the receivables kept in step."""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = 200_000
SECONDS_MAX, MEGABYTES_MAX = 60, 300


def main(arguments: list[str] | None = None) -> dict[str, float]:
    """Prints and returns the seconds and the peak memory of one import into an empty book of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--steps", action="store_true", help="Print what each step took.")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        # A process of its own, so that its peak memory is that of the import alone.
        command = [
            sys.executable,
            "-m",
            "bench.rows.import_portfolio",
            folder,
            str(options.rows),
            str(int(options.steps)),
        ]
        environment = {**os.environ, "OPENLIEN_HOME": folder, "DATABASE_URL": ""}
        answer = subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE, text=True)
    seconds, megabytes = map(float, answer.stdout.split()[-2:])
    print(
        f"12  import of {options.rows:,} rows: {seconds:.1f} s (limit {SECONDS_MAX}), "
        f"{megabytes:.0f} MB at the peak (limit {MEGABYTES_MAX})"
    )
    return {"seconds": seconds, "megabytes": megabytes}


def _import(folder: Path, rows: int, *, show_steps: bool) -> None:
    from bench.rows.portfolio_export import AS_OF, write_export
    from openlien.project.cli.database import migrate_in_own_process
    from openlien.project.database import roles
    from openlien.project.runtime import configure_django, database_running

    paths = write_export(folder, bills=rows)
    with database_running() as address:
        roles.prepare(address)
        migrate_in_own_process()
        configure_django()
        from openlien.identity.actor import system_actor
        from openlien.integrations.imports.actions import import_paths

        clock = _Steps(show=show_steps)
        began = time.perf_counter()
        report = import_paths(system_actor("cli"), paths, as_of=AS_OF, today=AS_OF, progress=clock)
        seconds = time.perf_counter() - began
        clock("", 0, "")
        assert report["changes"]["bills"]["created"] > rows * 0.98
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(seconds, peak)


class _Steps:
    """Prints on standard error how long each step took."""

    def __init__(self, *, show: bool):
        self._show, self._step, self._began = show, "", time.perf_counter()

    def __call__(self, done: int, total: int, step: str) -> None:
        if step == self._step:
            return
        now = time.perf_counter()
        if self._show and self._step:
            print(f"    {now - self._began:6.2f} s  {self._step}", file=sys.stderr)
        self._step, self._began = step, now


if __name__ == "__main__":
    if len(sys.argv) == 4 and Path(sys.argv[1]).is_dir():
        _import(Path(sys.argv[1]), int(sys.argv[2]), show_steps=sys.argv[3] == "1")
    else:
        main()
