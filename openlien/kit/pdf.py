"""Documents as PDF, set by Typst from a template and data.

A template is `typ/<name>.typ` in a package, and reads its data with `json("/content.json")`: text from people
is a value there, never a part of the source, so nothing in it can be a command. `typ/paper.typ` of this
package holds what templates share and is imported as "/kit/paper.typ".

Each document is set by a process of its own: Typst keeps what it has laid out, which a web server would carry
on for ever (400 MB after 5,000 rows), and a document that takes too long can be given up.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from openlien.kit import pdf_worker
from openlien.kit.errors import DomainError

WORKER = Path(pdf_worker.__file__)
SHARED = "openlien.kit"
WALL_SECONDS_MAX = 40
CPU_SECONDS_MAX = 60
# The process that sets a document needs no key and no database address.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TYPST_FONT_PATHS")


class PdfNotMade(DomainError):
    """The PDF could not be made. Take the CSV or the spreadsheet, and tell your administrator: {reason}"""

    status = 500


class PdfTooLong(DomainError):
    """This is too long for a PDF. Narrow the period or the filter, or take the CSV, which has no limit."""


@dataclass(frozen=True)
class Template:
    """The template `typ/<name>.typ` of a package; it may import others of its package as "/own/x.typ"."""

    package: str
    name: str


REPORT = Template(SHARED, "report")


def render(
    template: Template,
    content: Mapping[str, Any],
    *,
    made_at: datetime,
    attached: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return the PDF of the template with this content; the same input gives the same bytes.

    *Shapes*: `content` is what JSON can hold; `attached` are files by the name under which the content
    mentions them, such as {"logo.svg": …}. `made_at` is written into the document.
    *Raises*: PdfNotMade when the template or its data is wrong; PdfTooLong.
    """
    with tempfile.TemporaryDirectory(prefix="openlien-pdf-") as folder:
        root = Path(folder)
        _lay_out(root, template, content, attached or {})
        return _compiled(
            {
                "template": str(root / "own" / f"{template.name}.typ"),
                "root": folder,
                "made_at": int(made_at.timestamp()),
                "no_packages": str(root / "no-packages"),
                "cpu_seconds_max": CPU_SECONDS_MAX,
            }
        )


def _lay_out(
    root: Path, template: Template, content: Mapping[str, Any], attached: Mapping[str, bytes]
) -> None:
    for place, package in (("kit", SHARED), ("own", template.package)):
        (root / place).mkdir()
        for source in files(package).joinpath("typ").iterdir():
            (root / place / source.name).write_bytes(source.read_bytes())
    (root / "no-packages").mkdir()
    (root / "content.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    for name, held in attached.items():
        (root / Path(name).name).write_bytes(held)


def _compiled(order: dict[str, object]) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(WORKER)],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=WALL_SECONDS_MAX,
            env={key: os.environ[key] for key in PASSED_ON if key in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PdfTooLong() from None
    if done.returncode < 0:
        raise PdfTooLong()
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF-"):
        raise PdfNotMade(reason=done.stderr.decode(errors="replace").strip()[:300] or "no document came out.")
    return done.stdout
