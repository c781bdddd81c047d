"""An Excel workbook as a temporary CSV file, converted in a process that is allowed to fail."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from openlien.integrations.portfolio_files import spreadsheet_worker
from openlien.integrations.portfolio_files.archive import (
    ArchiveEncrypted,
    BrokenArchive,
    check_workbook_archive,
)
from openlien.integrations.portfolio_files.limits import Limits
from openlien.kit.errors import DomainError

WORKER = Path(spreadsheet_worker.__file__).resolve()
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")


class WorkbookWithoutSheet(DomainError):
    """The workbook "{name}" has no visible sheet with cells."""


class WorkbookTooWide(DomainError):
    """The workbook "{name}" has a sheet of {columns} columns, so it is not a portfolio export."""


class WorkbookTooHeavy(DomainError):
    """The workbook "{name}" needs more memory or time than allowed; save the sheet as CSV."""


@dataclass(frozen=True)
class ConvertedSheet:
    """Where the cells of the sheet lie as UTF-8 CSV, and what its numbers mean."""

    path: Path
    sheet: str
    rows: int
    counts_from_1904: bool


@contextmanager
def converted_sheet(
    path: Path, *, name: str, known_headings: Iterable[str], limits: Limits
) -> Iterator[ConvertedSheet]:
    """Yield the best sheet as a CSV file that only this user can read and that goes when the block ends.

    *Raises*: the refusals of `check_workbook_archive`, WorkbookWithoutSheet, WorkbookTooWide,
    WorkbookTooHeavy.
    """
    check_workbook_archive(path, name=name, limits=limits)
    descriptor, target = tempfile.mkstemp(prefix="openlien-sheet-", suffix=".csv")
    os.close(descriptor)
    try:
        answer = _convert(path, Path(target), name=name, known_headings=known_headings, limits=limits)
        yield ConvertedSheet(Path(target), answer["sheet"], answer["rows"], answer["counts_from_1904"])
    finally:
        os.unlink(target)


def _convert(source: Path, target: Path, *, name: str, known_headings: Iterable[str], limits: Limits) -> dict:
    order = {
        "source": str(source.resolve()),
        "target": str(target),
        "known": sorted(known_headings),
        "header_records_max": limits.header_records_max,
        "columns_max": limits.columns_max,
        "output_bytes_max": limits.text_bytes_max,
        "memory_bytes_max": limits.converter_memory_bytes_max,
        "cpu_seconds_max": limits.converter_cpu_seconds_max,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(WORKER)],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=limits.converter_wall_seconds_max,
            # The parser of a stranger's file sees no key and no database address.
            env={key: os.environ[key] for key in PASSED_ON if key in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise WorkbookTooHeavy(name=name) from None
    if done.returncode != 0:
        raise WorkbookTooHeavy(name=name) if _out_of_means(done) else BrokenArchive(name=name)
    return _checked(json.loads(done.stdout), name=name)


def _out_of_means(done: subprocess.CompletedProcess[bytes]) -> bool:
    """Return whether the process was ended by a limit; a panic of the reader has exit status 1."""
    return done.returncode < 0 or b"MemoryError" in done.stderr or b"memory allocation" in done.stderr


def _checked(answer: dict, *, name: str) -> dict:
    match answer.get("fault"):
        case None:
            return answer
        case "encrypted":
            raise ArchiveEncrypted(name=name)
        case "no_sheet":
            raise WorkbookWithoutSheet(name=name)
        case "too_wide":
            raise WorkbookTooWide(name=name, columns=f"{answer['columns']:,}")
        case _:
            raise BrokenArchive(name=name)
