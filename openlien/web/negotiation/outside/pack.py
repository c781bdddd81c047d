"""The evidence pack of a case as one PDF: figures, bills, justification, the copies behind their sheets."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from openlien.cases.documents.content import JPEG, PDF, PNG
from openlien.cases.documents.queries import DocumentFile, open_document
from openlien.cases.documents.storage import FileMissing
from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.kit import pdf, pdf_parts
from openlien.negotiation.calculations.fairness import Variant
from openlien.negotiation.evidence.exhibits import Copy, Exhibit, exhibits
from openlien.negotiation.queries import CaseFairness, OutsideBillRecord, OutsideBills, outside_bills_of

from ... import business_time
from ...figures import date_text, money, time_text
from ...papers import NOTICE, logo_files
from .pack_words import body

PACK = pdf.Template("openlien.negotiation", "evidence_pack")
PICTURE = pdf.Template("openlien.negotiation", "picture")
PICTURES = {JPEG: "jpg", PNG: "png"}


@dataclass(frozen=True, slots=True)
class Attachment:
    """What becomes of the copy of one bill; `file` holds its pages when it can be attached."""

    copy: Copy
    file: Path | None = None


def evidence_pack(
    actor: Actor,
    case: CaseHead,
    *,
    variants: dict[Variant, CaseFairness],
    chosen: Variant,
    words: Sequence[str],
) -> bytes:
    """Return the pack as a PDF whose page numbers count the copies too.

    *Raises*: Forbidden, PdfNotMade, PdfTooLong.
    """
    found, now = outside_bills_of(actor, case), business_time.now_here()
    with tempfile.TemporaryDirectory(prefix="openlien-pack-") as name:
        folder = Path(name)
        attachments = _attachments(actor, found, folder, now)
        listed = exhibits([each.copy for each in attachments])
        content = {
            **_around(actor, case, now),
            **body(found, variants, chosen, words),
            "exhibits": [_exhibit(each) for each in listed],
        }
        logo = logo_files()
        text = pdf.render(PACK, content | {"logo": next(iter(logo), None)}, made_at=now, attached=logo)
        kept = [
            (exhibit, attachment.file)
            for exhibit, attachment in zip(listed, attachments, strict=True)
            if exhibit.sheet is not None
        ]
        return pdf_parts.joined(text, _inserts(kept, pdf_parts.page_count(text, folder)), folder)


def _around(actor: Actor, case: CaseHead, now: datetime) -> dict[str, Any]:
    facts = [
        ("Case", case.number),
        ("Patient", case.patient),
        ("Loss", date_text(case.date_of_loss) if case.date_of_loss else ""),
        ("Law firm", case.law_firm),
        ("Attorney", case.attorney),
        ("State", case.state),
        ("Stage", case.stage.label),
    ]
    return {
        "company": settings.COMPANY_NAME,
        "title": "Evidence of fair distribution",
        "subtitle": f"{case.number} · {case.patient} · {date_text(now)}",
        "orientation": "portrait",
        "notice": NOTICE,
        "printed_by": actor.name,
        "printed_at": time_text(now),
        "parameters": [[label, value] for label, value in facts if value],
    }


def _inserts(kept: Sequence[tuple[Exhibit, Path | None]], pages: int) -> list[pdf_parts.Insert]:
    """The copies behind their sheets, which are the last pages of the text, one an exhibit."""
    first = pages - len(kept) + 1
    return [
        pdf_parts.Insert(file, first + place, f"Exhibit {exhibit.letter}: {exhibit.copy.shows}")
        for place, (exhibit, file) in enumerate(kept)
        if file is not None
    ]


def _exhibit(exhibit: Exhibit) -> dict[str, Any]:
    copy = exhibit.copy
    return {
        "letter": exhibit.letter,
        "title": copy.title,
        "shows": copy.shows,
        "pages": copy.pages,
        "why_not": copy.why_not,
    }


def _attachments(actor: Actor, found: OutsideBills, folder: Path, now: datetime) -> list[Attachment]:
    """The copies of the bills in their order; every one that can be is a cleaned PDF of the folder."""
    bills = [bill for bill in found.bills if bill.copy_id]
    sources = [_source(actor, bill, folder / f"picture-{place}.pdf", now) for place, bill in enumerate(bills)]
    readable = [source for source in sources if isinstance(source, Path)]
    pages = iter(pdf_parts.cleaned(readable, folder))
    made = []
    for bill, source in zip(bills, sources, strict=True):
        shows = f"{bill.provider}, {money(bill.billed)}"
        clean = next(pages) if isinstance(source, Path) else None
        if clean is not None:
            made.append(Attachment(Copy(bill.copy_title, shows, clean[1]), clean[0]))
        else:
            why_not = source if isinstance(source, str) else "damaged or closed by a password"
            made.append(Attachment(Copy(bill.copy_title, shows, None, why_not)))
    return made


def _source(actor: Actor, bill: OutsideBillRecord, target: Path, now: datetime) -> Path | str:
    """A PDF of the copy, or why there is none."""
    try:
        held = open_document(actor, bill.copy_id)  # type: ignore[arg-type]
    except FileMissing:
        return "its file is missing"
    if held.line.content is PDF:
        return held.path
    if held.line.content not in PICTURES:
        return f"a {held.line.content.name} file"
    try:
        target.write_bytes(_as_page(held, now))
    except pdf.PdfNotMade:
        return "the picture is damaged"
    return target


def _as_page(held: DocumentFile, now: datetime) -> bytes:
    name = f"copy.{PICTURES[held.line.content]}"
    content = {"title": held.line.title, "file": name}
    return pdf.render(PICTURE, content, made_at=now, attached={name: held.path.read_bytes()})
