"""The list of journals, and its exports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.dates import add_months, month_start
from openlien.ledger.queries.approval_queue import paper_counts
from openlien.ledger.queries.journals import (
    JournalPage,
    JournalSort,
    ListedJournal,
    NoSuchPage,
    every_journal,
    journal_page,
)
from openlien.ledger.queries.templates import templates
from openlien.ledger.vocabulary import EntryType

from ... import business_time
from ...access import page
from ...jinja import count, url
from ...seen import shows
from ...sheets import Head, Line, Sheet, exported
from ..places import ledger_tabs
from .list_state import VIEWS, ListState, read_state
from .words import FAMILIES, NOT_NUMBERED

COLUMNS = (
    ("number", "Journal", "text", JournalSort.WRITTEN),
    ("status", "Status", "text", None),
    ("entry", "Entry", "date", JournalSort.ENTRY),
    ("posting", "Posting", "date", JournalSort.POSTING),
    ("description", "Description", "text", None),
    ("template", "Template", "text", None),
    ("case", "Case", "text", None),
    ("debits", "Debits, $", "money", JournalSort.AMOUNT),
    ("credits", "Credits, $", "money", None),
    ("by", "Written by", "text", None),
)
HEADS = (
    Head("Journal"),
    Head("Status"),
    Head("Type"),
    Head("Template"),
    Head("Case"),
    Head("Case account"),
    Head("Entry date", "date"),
    Head("Posting date", "date"),
    Head("Description"),
    Head("Reference"),
    Head("Lines", "count"),
    Head("Debits", "money"),
    Head("Credits", "money"),
    Head("Written by"),
)
PERIODS_SHOWN = 24
PRINTED_JOURNALS_MAX = 5_000


@page(Permission.LEDGER_VIEW)
def entries(request: HttpRequest) -> HttpResponse:
    """The journals that the address asks for, fifty at a time, with totals over all of them."""
    actor = request.actor  # type: ignore[attr-defined]
    state = read_state(request.GET.dict())
    complaints = list(state.ignored)
    found, is_lost = _found(actor, state)
    if is_lost:
        complaints.append("That page of the list does not exist; this is the first one.")
    is_printed = request.GET.get("rows") == "all"
    rows = _all(actor, state) if is_printed else found.rows
    shows(request, "Journals", rows=len(rows))
    return render(
        request,
        "ledger/journals/list.jinja",
        {
            "tabs": ledger_tabs(request),
            "views": _views(actor, state),
            "state": state,
            "columns": [_column(state, *column) for column in COLUMNS],
            "rows": [_row(journal) for journal in rows],
            "totals": found.totals,
            "pages": _pages(state, found),
            "chips": _chips(state),
            "is_printed": is_printed,
            "is_empty": not (found.totals.journals or state.is_filtered or state.view),
            "complaints": complaints,
            "viewer_may_write": actor.may(Permission.JOURNALS_WRITE),
            **_choices(actor),
        },
    )


@page(Permission.LEDGER_VIEW)
def entries_csv(request: HttpRequest) -> HttpResponseBase:
    """Every journal of the list as CSV, in its order."""
    return _exported(request, "csv")


@page(Permission.LEDGER_VIEW)
def entries_xlsx(request: HttpRequest) -> HttpResponseBase:
    """Every journal of the list as a workbook, in its order."""
    return _exported(request, "xlsx")


def _found(actor: Actor, state: ListState) -> tuple[JournalPage, bool]:
    """The page asked for, or the first one and True when there is no such page."""
    chosen = state.filter(actor)
    try:
        return journal_page(actor, chosen, state.order, after=state.after, before=state.before), False
    except NoSuchPage:
        return journal_page(actor, chosen, state.order), True


def _all(actor: Actor, state: ListState) -> tuple[ListedJournal, ...]:
    return tuple(islice(every_journal(actor, state.filter(actor), state.order), PRINTED_JOURNALS_MAX))


def _views(actor: Actor, state: ListState) -> list[dict[str, object]]:
    counts = paper_counts(actor)
    return [
        {
            "label": _with_count(label, next((counts[s] for s in statuses if s in counts), None)),
            "href": url("ledger:entries", query=state.seen_as(key).query()),
            "current": key == state.view,
        }
        for key, label, statuses in VIEWS
    ]


def _with_count(label: str, journals: int | None) -> str:
    return label if journals is None else f"{label} {count(journals)}"


def _column(state: ListState, key: str, label: str, kind: str, sort: JournalSort | None) -> dict[str, object]:
    if sort is None:
        return {"key": key, "label": label, "kind": kind}
    direction = "descending" if state.order.descending else "ascending"
    return {
        "key": key,
        "label": label,
        "kind": kind,
        "sort_href": url("ledger:entries", query=state.sorted_by(sort).query()),
        "sort": direction if state.order.sort is sort else None,
    }


def _row(journal: ListedJournal) -> dict[str, object]:
    return {
        "journal": journal,
        "href": url("ledger:journal", journal.name),
        "label": journal.number or NOT_NUMBERED,
        "family": FAMILIES[journal.status],
        "is_out_of_balance": journal.debits != journal.credits,
    }


def _pages(state: ListState, found: JournalPage) -> dict[str, str | None]:
    query = state.query()
    return {
        "newer": url("ledger:entries", query={**query, "before": found.newer}) if found.newer else None,
        "older": url("ledger:entries", query={**query, "after": found.older}) if found.older else None,
    }


def _chips(state: ListState) -> list[dict[str, str]]:
    named = (
        ("words", "Search", state.words),
        ("type", "Type", EntryType(state.type).label if state.type else ""),
        ("template", "Template", state.template),
        ("account", "Account", state.account),
        ("case", "Case", state.case),
        ("month", "Period", f"{state.month:%B %Y}" if state.month else ""),
    )
    return [
        {"name": name, "value": value, "href": url("ledger:entries", query=state.without(key).query())}
        for key, name, value in named
        if value
    ]


def _choices(actor: Actor) -> dict[str, Sequence[tuple[str, str]]]:
    first = month_start(business_time.today())
    months: Iterable[date] = (add_months(first, -back) for back in range(PERIODS_SHOWN))
    return {
        "types": [("", "Any type"), *EntryType.choices()],
        "template_choices": [("", "Any template"), *((each.code, each.name) for each in templates(actor))],
        "periods": [("", "Any period"), *((f"{month:%Y-%m}", f"{month:%B %Y}") for month in months)],
    }


def _exported(request: HttpRequest, form: str) -> HttpResponseBase:
    actor = request.actor  # type: ignore[attr-defined]
    state = read_state(request.GET.dict())
    chosen = state.filter(actor)
    total = journal_page(actor, chosen, state.order, limit=1).totals.journals
    shows(request, "Journals export", rows=total)
    rows = (Line(_cells(journal)) for journal in every_journal(actor, chosen, state.order))
    name = f"journals-{business_time.today():%Y-%m-%d}"
    return exported(Sheet("Journals", HEADS, rows), form, name=name)


def _cells(journal: ListedJournal) -> tuple[object, ...]:
    return (
        journal.number or "",
        journal.status.label,
        journal.type.label,
        journal.template,
        journal.case_number or "",
        journal.account_number or "",
        journal.entry_on,
        journal.posting_on,
        journal.description,
        journal.reference,
        journal.lines,
        journal.debits,
        journal.credits,
        journal.created_by,
    )
