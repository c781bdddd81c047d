"""The report of a case on paper: its parts in the order in which a reader asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings

from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit import pdf
from openlien.negotiation.queries import agreement_of
from openlien.payments.queries import CaseBills, bills_of
from openlien.payments.queries.bills_grid import BillsGrid, bills_grid

from .. import business_time
from ..figures import EMPTY, date_text, money, percent, time_text
from ..papers import NOTICE, logo_files
from . import facts
from . import money as money_parts
from . import negotiation as negotiation_parts

TEMPLATE = pdf.Template("openlien.web.case_report", "case_report")


def case_paper(actor: Actor, case: CaseHead, *, as_of: date) -> bytes:
    """Return the report of a case that the actor has read; what the actor may not see is left out.

    *Raises*: Forbidden, PdfNotMade, PdfTooLong.
    """
    now, logo = business_time.now_here(), logo_files()
    grid, bills = bills_grid(actor, case, as_of=as_of), bills_of(actor, case)
    content = {
        "company": settings.COMPANY_NAME,
        "logo": next(iter(logo), None),
        "title": f"Case report {case.number}",
        "subtitle": f"{case.patient} · as of {date_text(as_of)}",
        "orientation": "landscape",
        "notice": NOTICE,
        "printed_by": actor.name,
        "printed_at": time_text(now),
        "takeaway": negotiation_parts.retail_words(grid, as_of),
        "figures": _figures(actor, case, grid, bills),
        "parts": list(_parts(actor, case, grid, bills, as_of)),
    }
    return pdf.render(TEMPLATE, content, made_at=now, attached=logo)


def _figures(actor: Actor, case: CaseHead, grid: BillsGrid, bills: CaseBills) -> list[list[str]]:
    agreement, sums = agreement_of(actor, case), grid.totals
    offered = f"{money(sums.offer)} ({percent(sums.percent_billed, 2)})" if sums.bills_with_offer else EMPTY
    return [
        ["Billed", money(bills.billed)],
        ["Offered", offered],
        ["Agreed", money(agreement.amount) if agreement else EMPTY],
        ["Collected", money(bills.collected)],
        ["Outstanding", money(bills.open)],
    ]


def _parts(
    actor: Actor, case: CaseHead, grid: BillsGrid, bills: CaseBills, as_of: date
) -> Iterator[dict[str, Any]]:
    yield facts.case_part(case)
    yield facts.people_part(actor, case, as_of=as_of)
    yield facts.stages_part(case, as_of=as_of)
    yield negotiation_parts.bills_part(grid)
    yield negotiation_parts.offers_part(actor, case)
    yield negotiation_parts.outside_part(actor, case)
    if actor.may(Permission.SETTLEMENTS_VIEW):
        yield negotiation_parts.settlement_part(actor, case)
    yield money_parts.payments_part(actor, case, bills, as_of=as_of)
    yield facts.activity_part(actor, case)
