"""What the negotiation table shows: its rows with their menus, and demand and offer as they converge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openlien.negotiation.rounds.queries import RoundRow

from ... import business_time
from ...charts import StepSeries, Tone, steps
from ...jinja import money
from ..payers import payer_lines
from ..place import Place
from ..ways import Kind, menu_of

COLUMNS = (
    {"key": "held_on", "label": "Date", "kind": "date"},
    {"key": "plaintiff", "label": "Plaintiff"},
    {"key": "negotiated_by", "label": "Negotiated by"},
    {"key": "with", "label": "Negotiating with"},
    {"key": "demand", "label": "Demand, $", "kind": "money"},
    {"key": "offer", "label": "Offer, $", "kind": "money"},
    {"key": "authorized", "label": "Authorized, $", "kind": "money"},
    {"key": "settlement", "label": "Settlement, $", "kind": "money"},
    {"key": "note", "label": "Note"},
    {"key": "action", "label": "Action", "kind": "actions"},
)


def rounds_words(place: Place, rounds: Sequence[RoundRow], *, may_edit: bool) -> dict[str, Any]:
    """The rounds of the plaintiff that is shown, the latest first; a round of all belongs to each."""
    shown = [row for row in rounds if place.plaintiff_id is None or concerns(row, place)]
    return {
        "round_columns": COLUMNS,
        "rounds": [_line(place, row, may_edit=may_edit) for row in reversed(shown)],
        "rounds_total": len(rounds),
        "rounds_files": {form: place.to("rounds_file", form) for form in ("csv", "xlsx")},
        **convergence_words(shown),
    }


def concerns(row: RoundRow, place: Place) -> bool:
    """Whether a round is about the plaintiff that is shown."""
    return row.plaintiff_id in (None, place.plaintiff_id)


def convergence_words(rounds: Sequence[RoundRow]) -> dict[str, Any]:
    """Demand and offer of the negotiation that the last round belongs to, and where it stands in words."""
    same = _of_last(rounds)
    chart = convergence(same)
    if chart is None:
        return {"convergence": None, "convergence_said": ""}
    last = same[-1]
    is_one_of_several = len({row.plaintiff_id for row in rounds}) > 1
    agreed = next((row.settlement for row in reversed(same) if row.settlement), None)
    said = f"Settled at {money(agreed)}." if agreed else chart.takeaway
    parts = [last.counterparty.name, last.plaintiff if is_one_of_several else "", said]
    return {"convergence": chart, "convergence_said": " · ".join(filter(None, parts))}


def _of_last(rounds: Sequence[RoundRow]) -> list[RoundRow]:
    """Rounds with another payer, or for another plaintiff, are another negotiation and would only blur it."""
    return [
        row
        for row in rounds
        if row.counterparty.key == rounds[-1].counterparty.key
        and (
            row.plaintiff_id == rounds[-1].plaintiff_id or None in (row.plaintiff_id, rounds[-1].plaintiff_id)
        )
    ]


def convergence(same: Sequence[RoundRow]) -> Any:
    """Demand and offer of one negotiation over time; None before there is a figure."""
    sides = [
        StepSeries(label=label, tone=tone, points=points, is_dashed=dashed)
        for label, tone, dashed, points in (
            ("Demand", Tone.NEUTRAL, True, [(row.held_on, row.demand) for row in same if row.demand]),
            ("Offer", Tone.ACTIVE, False, [(row.held_on, row.offer) for row in same if row.offer]),
        )
    ]
    if not any(side.points for side in sides):
        return None
    is_over = any(row.settlement for row in same)
    return steps(sides, title="Demand and offer", until=None if is_over else business_time.today())


def _line(place: Place, row: RoundRow, *, may_edit: bool) -> dict[str, Any]:
    return {
        "row": row,
        "href": place.to("round", row.id) if may_edit else None,
        "with": row.counterparty.name,
        "with_lines": payer_lines(row.counterparty),
        "menu": menu_of(place, Kind.ROUND, row.id, may_edit=may_edit),
    }
