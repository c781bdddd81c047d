"""The letter of an offer as a file: shown, and filed with the case when the offer is sent."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import HttpResponse

from openlien.cases.documents.actions import Upload, file_document
from openlien.cases.models import Document
from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.negotiation.letters.content import Letter, letter_of
from openlien.negotiation.letters.paper import letter_pdf
from openlien.negotiation.queries import OfferRecord

from ... import business_time

PDF_TYPE = "application/pdf"


def letter_document(actor: Actor, case: CaseHead, offer: OfferRecord) -> bytes:
    """The letter of an offer of ours as a PDF, by the template in force.

    *Raises*: Forbidden, OursOnly, PdfNotMade, PdfTooLong.
    """
    company, today = settings.COMPANY_NAME, business_time.today()
    return on_paper(letter_of(actor, case, offer, company=company, today=today))


def on_paper(letter: Letter) -> bytes:
    """The letter as a PDF under the company's own mark.

    *Raises*: PdfNotMade, PdfTooLong.
    """
    return letter_pdf(letter, made_at=business_time.now_here(), logo=_logo())


def file_letter(actor: Actor, case: CaseHead, offer: OfferRecord, made: bytes) -> Document:
    """The letter among the documents of the case.

    *Raises*: as file_document.
    """
    name = f"{letter_name(offer)}.pdf"
    title = f"Letter of our offer no. {offer.number}"
    kind = Document.Kind.CORRESPONDENCE
    upload = Upload(name=name, chunks=[made], kind=kind, title=title)
    return file_document(actor, upload, case_number=case.number)


def letter_name(offer: OfferRecord) -> str:
    """The name of the letter's file without its ending."""
    return f"offer-{offer.case_number}-{offer.number}"


def as_file(made: bytes, name: str) -> HttpResponse:
    """A PDF to save."""
    response = HttpResponse(made, content_type=PDF_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def _logo() -> dict[str, bytes]:
    """The company's own mark by its file name, when the settings name a file."""
    file = Path(settings.COMPANY_LOGO or "")
    kind = file.suffix.lower()
    return {f"logo{kind}": file.read_bytes()} if kind in {".svg", ".png"} and file.is_file() else {}
