"""The letter on paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from openlien.kit import pdf

from .content import Letter

TEMPLATE = pdf.Template("openlien.negotiation.letters", "letter")
TABLE_HEADS = ("Bill", "Retail", "Accepted")


def letter_pdf(letter: Letter, *, made_at: datetime, logo: Mapping[str, bytes] | None = None) -> bytes:
    """Return the letter as a PDF; words of people are data there and never commands.

    *Shapes*: `logo` is the company's mark under its file name; without one its name stands there.
    *Raises*: PdfNotMade, PdfTooLong.
    """
    attached = dict(logo or {})
    content = {
        "company": letter.company,
        "logo": next(iter(attached), None),
        "to": list(letter.to),
        "day": letter.day,
        "subject": letter.subject,
        "pieces": list(letter.pieces),
        "heads": list(TABLE_HEADS),
        "rows": [list(row) for row in letter.rows],
        "totals": list(letter.totals),
    }
    return pdf.render(TEMPLATE, content, made_at=made_at, attached=attached)
