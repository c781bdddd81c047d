"""The parts of the report about the negotiation: bills, offers, outside bills, fairness, the settlement."""

from __future__ import annotations

from datetime import date
from typing import Any

from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.negotiation.calculations.distribution import Dashboard
from openlien.negotiation.calculations.printed_shares import printed_shares
from openlien.negotiation.queries import (
    CaseFairness,
    OfferRecord,
    agreement_of,
    distribution_of,
    fairness_of,
    offers_of,
    outside_bills_of,
)
from openlien.payments.queries.bills_grid import BillsGrid
from openlien.settlement.queries.tables import settlement_table

from .. import business_time
from ..figures import date_text, money, percent, plural
from ..negotiation.offers.words import state_of, whose
from ..negotiation.outside.words import bills_sheet
from ..sheets import Head, Line, Sheet
from .parts import part, table

BILL_HEADS = (
    Head("Facility"),
    Head("Network"),
    Head("Code"),
    Head("Service", "date"),
    Head("Retail, $", "money"),
    Head("Offer, $", "money"),
    Head("Offer, %", "percent"),
    Head("Reduction, $", "money"),
    Head("Received, $", "money"),
    Head("Balance, $", "money"),
    Head("Pro rata, $", "money"),
)
OFFER_HEADS = (
    Head("Offer"),
    Head("State"),
    Head("Made", "date"),
    Head("Holds until", "date"),
    Head("Ended", "date"),
    Head("Amount, $", "money"),
    Head("Of retail, %", "percent"),
    Head("By"),
    Head("Terms, reasons"),
)
SHARE_HEADS = (Head("Portion"), Head("Amount, $", "money"), Head("Of the settlement, %", "percent"))
SETTLEMENT_HEADS = (
    Head("Settled on", "date"),
    Head("Plaintiff"),
    Head("With"),
    Head("Type"),
    Head("Gross, $", "money"),
    Head("Received, $", "money"),
    Head("Firm fee, $", "money"),
    Head("Distributed, $", "money"),
)


def bills_part(grid: BillsGrid) -> dict[str, Any]:
    """Return each bill with its offer and where it stands."""
    lines = [
        Line(
            (
                line.facility,
                "In" if line.is_in_network else "Out",
                line.code,
                line.service_on,
                line.retail,
                line.offer,
                line.percent_billed,
                line.reduction,
                line.received,
                line.balance,
                line.pro_rata,
            )
        )
        for line in grid.lines
    ]
    sums = grid.totals
    totals = (
        plural(sums.bills, "bill"),
        *(None, None, None),
        sums.retail,
        sums.offer,
        sums.percent_billed,
        sums.reduction,
        sums.received,
        sums.balance,
        sums.pro_rata,
    )
    words = "Reduction and balance are those of the present offer: before there is one nothing is reduced."
    return part(
        "Bills and their offers",
        words=[words if lines else ""],
        tables=[table(Sheet("", BILL_HEADS, lines, totals if lines else None), empty="No bill.")],
    )


def offers_part(actor: Actor, case: CaseHead) -> dict[str, Any]:
    """Return every offer, ours and the firm's, the newest first, and what was agreed."""
    agreement = agreement_of(actor, case)
    agreed = ""
    if agreement:
        by = f" by {agreement.agreed_by}" if agreement.agreed_by else ""
        agreed = (
            f"{money(agreement.amount)} was agreed on {date_text(agreement.agreed_on)}{by},"
            f" with offer no. {agreement.offer_number}."
        )
    lines = [Line(_offer_cells(offer)) for offer in offers_of(actor, case)]
    return part(
        "Offers",
        words=[agreed],
        tables=[table(Sheet("", OFFER_HEADS, lines), empty="No offer was made.")],
    )


def outside_part(actor: Actor, case: CaseHead) -> dict[str, Any]:
    """Return what outside providers get, and what is fair for our bills beside them."""
    found = outside_bills_of(actor, case)
    reading = fairness_of(actor, case)
    sheet = bills_sheet(found)
    if not found.bills:
        sheet = Sheet("", sheet.heads, ())
    return part(
        "Outside bills and fairness",
        words=[fairness_words(reading)],
        tables=[{**table(sheet, empty="No outside bill was entered."), "caption": ""}],
    )


def settlement_part(actor: Actor, case: CaseHead) -> dict[str, Any]:
    """Return who gets which part of the settlement, and the settlements themselves."""
    shared = distribution_of(actor, case)
    tables = []
    if shared.dashboard:
        shares = Sheet("Who gets which part", SHARE_HEADS, _shares(shared.dashboard))
        tables.append(table(shares, empty=""))
    found = settlement_table(actor, case.number)
    lines = [
        Line(
            (
                row.settled_on,
                row.plaintiff or "All plaintiffs",
                row.counterparty.name,
                row.type,
                row.gross,
                row.received.amount,
                row.firm_fee_shown,
                row.distributed.amount,
            )
        )
        for row in found.rows
    ]
    totals = (None, "Total", None, None, found.gross, found.received, found.firm_fee, found.distributed)
    settlements = Sheet("Settlements" if lines else "", SETTLEMENT_HEADS, lines, totals if lines else None)
    tables.append(table(settlements, empty="No settlement is recorded."))
    return part("Settlement", tables=tables)


def fairness_words(reading: CaseFairness) -> str:
    """Return what the comparison says, in a sentence or two."""
    if reading.comparison is None:
        return "Nothing can be compared: no outside bill with a written promise and a copy counts."
    compared = reading.comparison
    verb = "counts" if reading.eligible == 1 else "count"
    said = (
        f"{reading.eligible} of {plural(reading.outside_bills, 'outside bill')} {verb}: by the weighted"
        f" reading they get {percent(compared.ratio, 2)}, so that at least"
        f" {money(compared.fair)} is fair for our {money(reading.offered_retail)} at retail."
    )
    if compared.gap is None:
        return said
    if not compared.gap:
        return f"{said} The offers of {money(reading.offer)} reach it."
    return f"{said} The offers of {money(reading.offer)} fall short of it by {money(compared.gap)}."


def retail_words(grid: BillsGrid, as_of: date) -> str:
    """Return where the negotiation stands, in a sentence."""
    sums = grid.totals
    offered = (
        f"{money(sums.offer)} is offered on {plural(sums.bills_with_offer, 'bill')}"
        f" ({percent(sums.percent_billed, 2)} of their retail)"
        if sums.bills_with_offer
        else "nothing is offered yet"
    )
    return f"Of {money(sums.retail)} at retail {offered} as of {date_text(as_of)}."


def _offer_cells(offer: OfferRecord) -> tuple[Any, ...]:
    said = [offer.terms, offer.justification, offer.ending_reason]
    return (
        whose(offer),
        state_of(offer).text,
        business_time.here(offer.created_at).date(),
        offer.expires_on,
        offer.ended_on,
        offer.amount,
        offer.percent,
        offer.created_by,
        " · ".join(filter(None, said)),
    )


def _shares(board: Dashboard) -> list[Line]:
    shown = printed_shares(board)
    named = (
        (board.fee, shown.fee),
        (board.costs, shown.costs),
        (board.attorney, shown.attorney),
        (board.in_network, shown.in_network),
        (board.out_of_network, shown.out_of_network),
        (board.outside, shown.outside),
        (board.medical, shown.medical),
        (board.client_funding, shown.client_funding),
        (board.remainder, shown.remainder),
    )
    lines = [Line((portion.name, portion.amount, share)) for portion, share in named]
    return [*lines, Line(("Settled amount", board.settled, None))]
