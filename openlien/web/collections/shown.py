"""Firms and cases as rows of the tree: links, words for days, the bar of stages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from openlien.collections.figures import Figures
from openlien.collections.filters import CollectionSort
from openlien.collections.queries.tree import FIRM_CASES, CaseRow, FirmRow
from openlien.kit.money import Money

from ..jinja import EMPTY, age_words, amount, date_short, percent, plural, url
from .list_state import ListState

COLUMNS = (
    ("name", "Firm / case", "text", CollectionSort.NAME),
    ("stage", "Stage", "text", None),
    ("billed", "Billed, $", "money", CollectionSort.BILLED),
    ("offer", "Offer, $", "money", CollectionSort.OFFER),
    ("percent", "% of billed", "percent", None),
    ("balance", "Balance, $", "money", CollectionSort.BALANCE),
    ("ror", "ROR", "percent", None),
    ("contact", "Last contact", "text", None),
    ("next", "Next step", "text", None),
    ("owner", "Owner", "text", None),
)
NO_FIRM_NAME = "No law firm"
CONTACTS = {"call": "call", "email": "e-mail", "fax": "fax"}
BAR_WIDTH = 100
_ANY_NUMBER = "CASE-0000-00000"


class Cells(NamedTuple):
    """The six figures as they are printed; `is_refund` says that the balance is owed to the payer."""

    billed: str
    offer: str
    percent: str
    balance: str
    ror: str
    is_refund: bool
    is_loss: bool


class Slice(NamedTuple):
    """One stage of the bar of a firm."""

    family: str
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class ShownFirm:
    """One firm's row, with its cases when it is open; `hidden_cases` did not fit."""

    id: str
    name: str
    cases: int
    is_open: bool
    toggle_href: str
    rows_href: str
    bar: tuple[Slice, ...]
    stages: str
    cells: Cells
    contact: str
    next: str
    is_late: bool
    owner: str
    rows: tuple[ShownCase, ...]
    hidden_cases: str
    all_href: str


class ShownCase(NamedTuple):
    """One case's row; the page takes it apart in this order."""

    number: str
    href: str
    peek_href: str
    patient: str
    stage: str
    family: str
    cells: Cells
    contact: str
    next: str
    is_late: bool
    owner: str


def cells_of(figures: Figures) -> Cells:
    """The figures of a case, a firm or the whole list as cells."""
    balance, ror = figures.balance, figures.ror
    return Cells(
        billed=amount(figures.billed),
        offer=amount(figures.offer) if figures.offer is not None else EMPTY,
        percent=percent(figures.percent) if figures.percent is not None else EMPTY,
        balance=amount(balance),
        ror=percent(ror) if ror is not None else EMPTY,
        is_refund=balance < Money.zero,
        is_loss=ror is not None and ror < 0,
    )


def firm_shown(
    row: FirmRow, cases: list[CaseRow] | None, state: ListState, opened: set[str], today: date
) -> ShownFirm:
    """The row of a firm; `cases` is None while it is folded."""
    is_open = cases is not None
    toggled = opened ^ {str(row.id)}
    hidden = row.cases - len(cases) if cases else 0
    return ShownFirm(
        id=str(row.id),
        name=row.name or NO_FIRM_NAME,
        cases=row.cases,
        is_open=is_open,
        toggle_href=url("collections:list", query=state.whole(open=",".join(sorted(toggled)) or "none")),
        rows_href=url("collections:rows", row.id, query=state.query()),
        bar=tuple(_slices(row)),
        stages=", ".join(f"{cases} {stage.label}" for stage, cases in row.stages),
        cells=cells_of(row.figures),
        contact=_ago(row.contacted_on, today),
        next=_day(row.next_on, today) if row.next_on else EMPTY,
        is_late=row.next_on is not None and row.next_on < today,
        owner=row.owner or (plural(row.owners, "owner") if row.owners else EMPTY),
        rows=cases_shown(cases, state, today) if cases else (),
        hidden_cases=plural(hidden, "more case") if hidden > 0 and is_open else "",
        all_href=url("cases:list", query={"firm": row.id}),
    )


def cases_shown(cases: list[CaseRow], state: ListState, today: date) -> tuple[ShownCase, ...]:
    """The rows of the cases of one firm."""
    # One address is made and the numbers are put into it: making hundreds would be most of the page's time.
    begin, end = url("cases:negotiation", _ANY_NUMBER, query={"list": state.text()}).split(_ANY_NUMBER)
    peek = url("collections:list", query=state.whole(peek=_ANY_NUMBER))
    return tuple(
        ShownCase(
            number=case.number,
            href=f"{begin}{case.number}{end}",
            peek_href=peek.replace(_ANY_NUMBER, case.number),
            patient=case.patient,
            stage=case.stage.label,
            family=case.stage.color,
            cells=cells_of(case.figures),
            contact=_contact(case, today),
            next=next_words(case, today),
            is_late=case.next_on is not None and case.next_on < today,
            owner=case.owner,
        )
        for case in cases
    )


def columns_of(state: ListState) -> list[dict[str, Any]]:
    """The heads of the columns with the addresses that sort by them."""
    direction = "descending" if state.order.descending else "ascending"
    made = []
    for key, label, kind, sort in COLUMNS:
        column: dict[str, Any] = {"key": key, "label": label, "kind": kind, "frozen": key == "name"}
        if sort is not None:
            column["sort_href"] = url("collections:list", query=state.sorted_by(sort).whole(page=""))
            column["sort"] = direction if state.order.sort is sort else None
        made.append(column)
    return made


def next_words(case: CaseRow, today: date) -> str:
    """What comes next on a case: the follow-up, or the end of an offer."""
    if case.next_on is None:
        return EMPTY
    return f"{_day(case.next_on, today)} {case.next_what or 'offer ends'}"


def is_cut(cases: list[CaseRow]) -> bool:
    """Whether a firm may have more cases than are shown."""
    return len(cases) >= FIRM_CASES


def _slices(row: FirmRow) -> list[Slice]:
    by_family: dict[str, int] = {}
    for stage, cases in row.stages:
        by_family[stage.color] = by_family.get(stage.color, 0) + cases
    slices, at = [], 0.0
    for family, cases in by_family.items():
        width = BAR_WIDTH * cases / row.cases
        slices.append(Slice(family, f"{at:.2f}", f"{width:.2f}"))
        at += width
    return slices


def _contact(case: CaseRow, today: date) -> str:
    if case.contacted_on is None:
        return "never"
    return f"{_day(case.contacted_on, today)} {CONTACTS.get(case.contact_kind, '')}".strip()


def _ago(day: date | None, today: date) -> str:
    if day is None:
        return "never"
    days = (today - day).days
    return "today" if days <= 0 else f"{age_words(days)} ago"


def _day(day: date, today: date) -> str:
    if day == today:
        return "Today"
    return date_short(day, today)
