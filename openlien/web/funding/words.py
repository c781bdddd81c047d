"""What the pages of a line show: figures with their workings, tables, the chart of interest by month."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from openlien.funding.queries.history import (
    FIRST,
    MonthInterest,
    MovementLine,
    financed_bills,
    interest_by_month,
    movements,
    rates,
)
from openlien.funding.queries.lines import LineStanding, line_standing, lines, running_interest
from openlien.identity.permissions import Permission

from .. import business_time
from ..as_of import as_of_asked
from ..charts.bars import Series
from ..charts.columns import Measure, month_column, stacked_columns
from ..charts.parts import Tone
from ..jinja import amount, rate_text, url
from ..ledger.places import ledger_tabs
from ..sheets import Head, Line, Sheet, Sign

MONTHS_DRAWN = 24
LINE_HEADS = (
    Head("Line"),
    Head("Lender"),
    Head("State"),
    Head("Commitment, $", "money"),
    Head("Drawn, $", "money"),
    Head("Base, $", "money"),
    Head("Available, $", "money"),
    Head("Rate, %"),
    Head("Cost to date, $", "money"),
    Head("Interest owed, $", "money"),
)
MONTH_HEADS = (
    Head("Month"),
    Head("Days", "count"),
    Head("Drawn at its end, $", "money"),
    Head("Interest, $", "money"),
    Head("Unused fee, $", "money"),
    Head("Bills", "count"),
)
MOVEMENT_HEADS = (
    Head("Day", "date"),
    Head("Movement"),
    Head("Change of drawn, $", "money"),
    Head("Interest paid, $", "money"),
    Head("Drawn after it, $", "money"),
    Head("Bills", "count"),
    Head("Reference"),
    Head("Booked by"),
    Head("State"),
)
BILL_HEADS = (
    Head("Case"),
    Head("Facility"),
    Head("Code"),
    Head("Service of", "date"),
    Head("Lent since", "date"),
    Head("Contracted, $", "money"),
    Head("Lent, $", "money"),
    Head("Interest, $", "money"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The tabs of the books, with this one open, and whether the reader keeps the lines."""
    tabs = [{**tab, "current": tab["href"] == url("funding:lines")} for tab in ledger_tabs(request)]
    return {
        "tabs": tabs if len(tabs) > 1 else [],
        "may_manage": request.actor.may(Permission.FUNDING_MANAGE),  # type: ignore[attr-defined]
    }


def lines_sheet(request: HttpRequest) -> Sheet:
    """Every line as it stands today."""
    today = business_time.today()
    found = lines(request.actor, as_of=today, today=today)  # type: ignore[attr-defined]
    return Sheet("Warehouse lines", LINE_HEADS, [_line_row(standing) for standing in found])


def line_words(request: HttpRequest, line_id: UUID) -> dict[str, Any]:
    """What the page of a line shows, also behind a drawer."""
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    as_of, complaint = as_of_asked(request)
    standing = line_standing(actor, line_id, as_of=as_of, today=today)
    months = interest_by_month(actor, line_id, as_of=as_of)
    words = frame(request)
    can_book = bool(words["may_manage"]) and as_of == today
    after = _after(request)
    bills = financed_bills(actor, line_id, as_of=as_of, after=after)
    return {
        **words,
        "standing": standing,
        "line": standing.line,
        "as_of": as_of,
        "is_today": as_of == today,
        "complaint": complaint,
        "query": {} if as_of == today else {"as_of": as_of.isoformat()},
        "running": running_interest(actor, standing),
        "workings": workings(standing),
        "chart": month_chart(months) if months else None,
        "months": months_sheet(months),
        "last_month_back": _month_back(line_id, months) if can_book else None,
        "moved": [
            {"cells": movement_cells(each), "back_href": _movement_back(line_id, each) if can_book else None}
            for each in movements(actor, line_id, as_of=as_of)
        ],
        "rates": rates(actor, line_id),
        "bills": bills_sheet(bills.items),
        "bills_total": bills.total,
        "bills_shown": len(bills.items),
        "is_first_page": after == FIRST,
        "older_href": _older(line_id, bills.next_cursor, {} if as_of == today else {"as_of": str(as_of)}),
        "can_book": can_book and not standing.line.closed_on,
        "can_settle": can_book,
    }


def workings(standing: LineStanding) -> dict[str, list[dict[str, Any]]]:
    """The inputs of each figure with their values, for its explanation."""
    line, eligible = standing.line, standing.eligible
    counted = eligible.eligible + eligible.too_old + eligible.over_concentration
    return {
        "available": [
            _input("Cost of cases not yet recovered", amount(counted)),
            _input("Too old", f"- {amount(eligible.too_old)}"),
            _input("Too much of one law firm", f"- {amount(eligible.over_concentration)}"),
            _input("Eligible", amount(eligible.eligible)),
            _input("Advance rate", rate_text(line.advance_rate)),
            _input("Base, rounded down", amount(standing.base.base)),
            _input("Commitment", amount(line.commitment)),
            _input("Drawn", amount(standing.drawn)),
            _input("Available", amount(standing.base.available), total=True),
        ],
        "rate": [
            _input("Reference rate", rate_text(standing.reference)),
            _input("At least the floor", rate_text(line.floor)),
            _input("Spread", rate_text(line.spread)),
            _input("Rate", rate_text(standing.rate), total=True),
        ],
        "cost": [
            _input("Interest accrued", amount(standing.interest)),
            _input("Unused fees", amount(standing.unused_fees)),
            _input("Cost to date", amount(standing.cost)),
            _input("Paid to the lender", f"- {amount(standing.interest_paid)}"),
            _input("Owed", amount(standing.interest_owed), total=True),
        ],
    }


def month_chart(months: list[MonthInterest]) -> Any:
    """Interest and fees by month, the last two years of it."""
    columns = [month_column(each.month, (each.interest, each.unused_fee)) for each in months[-MONTHS_DRAWN:]]
    parts = [Series(label="Interest", tone=Tone.C1), Series(label="Unused fee", tone=Tone.C2)]
    return stacked_columns(columns, series=parts, title="Interest by month", measure=Measure.FLOW)


def months_sheet(months: list[MonthInterest]) -> Sheet:
    """The accrued months, the newest first."""
    rows = [
        Line((f"{each.month:%Y-%m}", each.days, each.drawn, each.interest, each.unused_fee, each.bills))
        for each in reversed(months)
    ]
    return Sheet("Interest by month", MONTH_HEADS, rows)


def movement_cells(each: MovementLine) -> tuple[Any, ...]:
    """One movement as its table and its file show it."""
    kind = "Draw" if each.kind == "draw" else "Repayment"
    state = Sign("Taken back", "neutral") if each.is_reversed else Sign("Booked", "settled")
    return (
        each.moved_on,
        f"{kind} taken back: {each.reason}" if each.is_reversal else kind,
        each.drawn,
        each.interest_paid or None,
        each.balance,
        each.bills,
        each.reference,
        each.recorded_by,
        Sign("Correction", "neutral") if each.is_reversal else state,
    )


def bills_sheet(bills: Any) -> Sheet:
    """Bills that a line has lent on."""
    rows = [
        Line(
            (
                each.case_number,
                each.facility,
                each.code,
                each.service_on,
                each.since,
                each.contracted,
                each.financed,
                each.interest,
            ),
            href=url("cases:case", each.case_number),
        )
        for each in bills
    ]
    return Sheet("Bills financed", BILL_HEADS, rows)


def _line_row(standing: LineStanding) -> Line:
    line = standing.line
    over = standing.base.over_advance
    open_sign = Sign("Over its base", "risk") if over else Sign("Open", "settled")
    cells = (
        line.name,
        line.lender,
        Sign("Closed", "neutral") if line.closed_on else open_sign,
        line.commitment,
        standing.drawn,
        standing.base.base,
        standing.base.available,
        rate_text(standing.rate),
        standing.cost,
        standing.interest_owed,
    )
    return Line(cells, href=url("funding:line", line.id))


def _input(label: str, value: str, *, total: bool = False) -> dict[str, Any]:
    return {"label": label, "value": value, "total": total}


def _after(request: HttpRequest) -> UUID:
    try:
        return UUID(request.GET.get("after", ""))
    except ValueError:
        return FIRST


def _older(line_id: UUID, cursor: UUID | None, query: dict[str, str]) -> str | None:
    return url("funding:line", line_id, query={**query, "after": str(cursor)}) if cursor else None


def _movement_back(line_id: UUID, each: MovementLine) -> str | None:
    if each.is_reversal or each.is_reversed:
        return None
    return url("funding:take_back", line_id, each.id)


def _month_back(line_id: UUID, months: list[MonthInterest]) -> str | None:
    return url("funding:take_back_month", line_id, months[-1].id) if months else None
