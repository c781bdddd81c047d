"""The report of one case, as PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from openlien.identity.permissions import Permission

from .. import business_time
from ..access import page
from ..cases.frame import opened_case
from ..papers import PDF_TYPE
from .paper import case_paper


@page(Permission.OFFERS_VIEW)
@require_safe
def case_report(request: HttpRequest, number: str) -> HttpResponse:
    """All that was negotiated, settled, paid and said on a case as of today, to save.

    *Raises*: PdfNotMade, PdfTooLong.
    """
    case = opened_case(request, number, seen="Case report")
    document = case_paper(request.actor, case, as_of=business_time.today())  # type: ignore[attr-defined]
    response = HttpResponse(document, content_type=PDF_TYPE)
    name = f"{case.number}-report-{business_time.today().isoformat()}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
