"""A small table that somebody sends, as CSV text: it is read, looked at, and only then saved."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from openlien.integrations.portfolio_files.encoding import encoding_of
from openlien.integrations.portfolio_files.limits import DEFAULT_LIMITS
from openlien.integrations.portfolio_files.spreadsheet import converted_sheet
from openlien.kit.errors import DomainError

FILE_BYTES_MAX = 1024 * 1024


def text_of_table(upload: UploadedFile | None, headings: Sequence[str], *, missing: type[DomainError]) -> str:
    """The file as CSV text; a workbook is converted in a process of its own.

    *Raises*: `missing` for no file or one that is too large, and what is wrong with a workbook or a character
    set.
    """
    if upload is None or not upload.size or upload.size > FILE_BYTES_MAX:
        raise missing()
    name = upload.name or "file"
    with tempfile.NamedTemporaryFile(prefix="openlien-table-") as kept:
        for chunk in upload.chunks():
            kept.write(chunk)
        kept.flush()
        path = Path(kept.name)
        if path.read_bytes()[:4] != b"PK\x03\x04":
            return path.read_text(encoding=encoding_of(path, name=name, limits=DEFAULT_LIMITS))
        known = [heading.casefold() for heading in headings]
        with converted_sheet(path, name=name, known_headings=known, limits=DEFAULT_LIMITS) as sheet:
            return sheet.path.read_text(encoding="utf-8")
