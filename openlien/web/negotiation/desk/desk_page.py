"""What the desk shows: the tiles, the grid, the cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from markupsafe import Markup

from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money
from openlien.negotiation.access import may_negotiate
from openlien.negotiation.queries import agreement_of, latest_notes
from openlien.payments.queries.bills_grid import BillsGrid, Network, bills_grid, totals_of

from ... import business_time
from ...cases.frame import frame
from ...firms.desk_cards import firm_return_on
from ...jinja import url
from .cards import ABOVE, BELOW, PEOPLE, cards_of
from .columns import GROUP_STARTS, GridColumn, columns_for, groups_for
from .rows import RowWriter
from .screen import Notes, Screen, screen_of
from .tiles import tiles_of

SIZES = (
    (Money("10000000"), " desk-widest"),
    (Money("1000000"), " desk-wider"),
    (Money("100000"), " desk-wide"),
)
NETWORK_LABELS = {Network.ALL: "All", Network.IN: "In network", Network.OUT: "Out of network"}


@dataclass(frozen=True, slots=True)
class Desk:
    """What was read of a case for its desk; `agreed_offer` is the offer by which it is agreed, if it is."""

    actor: Actor
    case: CaseHead
    grid: BillsGrid
    notes: Notes
    writer: RowWriter
    agreed_offer: UUID | None

    @property
    def is_agreed(self) -> bool:
        """Whether a payoff is agreed, so that nothing can be edited."""
        return self.agreed_offer is not None

    @property
    def shows_cost(self) -> bool:
        """Whether its reader may see what bills cost."""
        return self.actor.may(Permission.FUNDING_VIEW)


def read_desk(request: HttpRequest, case: CaseHead) -> Desk:
    """The bills of a case, in the order of service, with their newest notes.

    *Raises*: Forbidden.
    """
    actor = request.actor  # type: ignore[attr-defined]
    grid = bills_grid(actor, case, as_of=business_time.today())
    agreement = agreement_of(actor, case)
    may_edit = may_negotiate(actor, case.negotiator_id) and agreement is None
    writer = RowWriter(case.number, may_edit, columns_for(actor))
    return Desk(
        actor, case, grid, latest_notes(actor, case), writer, agreement.offer_id if agreement else None
    )


def read_again(request: HttpRequest, case: CaseHead) -> Desk:
    """The same after an edit, in three queries: nothing is agreed, or the edit would have been refused.

    The notes are left out, because an answer to an edit leaves their cells as they are.
    """
    actor = request.actor  # type: ignore[attr-defined]
    grid = bills_grid(actor, case, as_of=business_time.today())
    return Desk(actor, case, grid, {}, RowWriter(case.number, True, columns_for(actor)), agreed_offer=None)


def desk_context(request: HttpRequest, case: CaseHead) -> dict[str, Any]:
    """What the page shows."""
    desk = read_desk(request, case)
    screen = screen_of(request.GET, desk.writer.columns)
    around = frame(request, case, "negotiation")
    return {
        **around,
        "held_by": "" if may_negotiate(desk.actor, case.negotiator_id) else _other_negotiator(desk),
        "people": cards_of(PEOPLE, request, case),
        # What others get is asked before the payoff is agreed.
        "above": [] if desk.is_agreed else cards_of(ABOVE, request, case),
        "below": cards_of(BELOW, request, case),
        "tiles": tiles_of(desk.grid, shows_cost=desk.shows_cost),
        "firm_ror": firm_return_on(request, case),
        **grid_context(desk, screen, around["origin"]),
    }


def _other_negotiator(desk: Desk) -> str:
    """Whose case it is, for a reader who negotiates and may not here."""
    return desk.case.negotiator if desk.actor.may(Permission.OFFERS_MAKE) else ""


def grid_context(desk: Desk, screen: Screen, origin: dict[str, str]) -> dict[str, Any]:
    """What the grid shows."""
    ordered = screen.ordered(desk.grid.lines, desk.notes)
    shown = [line for line in ordered if screen.shows(line, desk.notes)]
    passing = {line.bill_id for line in shown}
    rows = (
        desk.writer.row(line, desk.notes.get(line.bill_id), is_hidden=line.bill_id not in passing)
        for line in ordered
    )
    return {
        "may_edit": desk.writer.may_edit,
        "may_write_notes": desk.actor.may(Permission.OFFERS_MAKE),
        "is_agreed": desk.is_agreed,
        "agreed_href": url("offers:offer", desk.case.number, desk.agreed_offer)
        if desk.agreed_offer
        else None,
        "columns": _columns(desk.writer.columns, screen, desk.case.number, origin),
        "groups": [{"label": label, "span": len(columns)} for label, columns in groups_for(desk.actor)],
        "rows": Markup("").join(rows),
        "totals": desk.writer.totals(totals_of(shown, as_of=business_time.today())),
        "bills": len(desk.grid.lines),
        "size": _size(desk.grid),
        "shown_bills": len(shown),
        "screen": screen,
        "networks": [
            {
                "label": label,
                "value": network.value,
                "href": url(
                    "cases:negotiation", desk.case.number, query={**origin, **screen.query(network=network)}
                ),
                "current": network is screen.network,
                "count": desk.grid.counts[network],
                "key": str(place),
            }
            for place, (network, label) in enumerate(NETWORK_LABELS.items())
        ],
        "clear_href": url("cases:negotiation", desk.case.number, query=origin),
        "csv_href": url("desk:csv", desk.case.number, query=screen.query()),
    }


def _size(grid: BillsGrid) -> str:
    """How wide the columns must be for the totals."""
    return next((name for least, name in SIZES if grid.totals.retail >= least), "")


def _columns(
    columns: tuple[GridColumn, ...], screen: Screen, number: str, origin: dict[str, str]
) -> list[dict[str, Any]]:
    made = []
    for column in columns:
        is_sorted = column.key == screen.sort
        turned = screen.query(sort=column.key, is_descending=is_sorted and not screen.is_descending)
        made.append(
            {
                "key": column.key,
                "label": column.label,
                "kind": column.kind,
                "frozen": column.key == "facility",
                "worked": column.key == "offer",
                "group_start": column.key in GROUP_STARTS,
                "sort_href": url("cases:negotiation", number, query={**origin, **turned}),
                "sort": ("descending" if screen.is_descending else "ascending") if is_sorted else None,
            }
        )
    return made
