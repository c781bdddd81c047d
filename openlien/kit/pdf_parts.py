"""Finished PDFs put behind each other, those of strangers cleaned of what could act.

Reading a file that somebody sent is left to a process of its own, which has little time and memory: a broken
or hostile one costs its own place and nothing else.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openlien.kit import pdf_parts_worker
from openlien.kit.pdf import PdfNotMade, PdfTooLong

WORKER = Path(pdf_parts_worker.__file__)
WALL_SECONDS_MAX = 60
CPU_SECONDS_MAX = 40
MEMORY_BYTES_MAX = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Insert:
    """A cleaned PDF that goes in behind a page of the text, counted from 1, under a bookmark."""

    file: Path
    after_page: int
    bookmark: str


def cleaned(sources: Sequence[Path], folder: Path) -> list[tuple[Path, int] | None]:
    """Return the pages of each PDF as a new file of the folder with their number, without links and scripts.

    None for a file that cannot be read: damaged, or closed by a password.
    *Raises*: PdfNotMade, PdfTooLong.
    """
    targets = [folder / f"clean-{place}.pdf" for place in range(len(sources))]
    pairs = [[str(source), str(target)] for source, target in zip(sources, targets, strict=True)]
    counts = json.loads(_done({"clean": pairs})) if pairs else []
    return [None if count is None else (target, count) for target, count in zip(targets, counts, strict=True)]


def page_count(document: bytes, folder: Path) -> int:
    """Return how many pages a PDF of ours has.

    *Raises*: PdfNotMade.
    """
    source = folder / "counted.pdf"
    source.write_bytes(document)
    return int(_done({"count": str(source)}))


def joined(text: bytes, inserts: Sequence[Insert], folder: Path) -> bytes:
    """Return the text with the inserts behind their pages, in the order given.

    *Raises*: PdfNotMade, PdfTooLong.
    """
    source = folder / "text.pdf"
    source.write_bytes(text)
    parts = [[str(each.file), each.after_page, each.bookmark] for each in inserts]
    return _done({"text": str(source), "inserts": parts})


def _done(order: dict[str, object]) -> bytes:
    limits = {"cpu_seconds_max": CPU_SECONDS_MAX, "memory_bytes_max": MEMORY_BYTES_MAX}
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(WORKER)],
            input=json.dumps({**order, **limits}).encode(),
            capture_output=True,
            timeout=WALL_SECONDS_MAX,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PdfTooLong() from None
    if done.returncode < 0:
        raise PdfTooLong()
    if done.returncode != 0:
        raise PdfNotMade(reason=done.stderr.decode(errors="replace").strip()[-300:] or "nothing came out.")
    return done.stdout
