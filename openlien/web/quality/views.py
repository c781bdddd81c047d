"""What needs attention: every kind of doubt with its amount, and the records behind each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.receivables import queries
from openlien.receivables.queries import Doubt
from openlien.receivables.queries.paging import LIMIT_MAX
from openlien.web.access import page
from openlien.web.seen import shows
from openlien.web.sheets import Head, Line, Sheet, exported

from .advice import ADVICE

CURSOR_MAX = 500

KIND_HEADS = (
    Head("What is in doubt"),
    Head("Records", "count"),
    Head("Amount in question, $", "money"),
    Head("What it means"),
    Head("What to do"),
)
RECORD_HEADS = (
    Head("Case"),
    Head("Bill"),
    Head("Name"),
    Head("Amount, $", "money"),
    Head("Reason"),
)


@page(Permission.DATA_QUALITY_VIEW)
def overview(request: HttpRequest) -> HttpResponse:
    """Every kind of doubt, those with records first."""
    counts = queries.data_quality(request.actor)  # type: ignore[attr-defined]
    return render(
        request,
        "quality/overview.jinja",
        {
            "sheet": kinds(counts),
            "records": sum(each.count for each in counts),
            "files": _files("quality:kinds-export"),
        },
    )


@page(Permission.DATA_QUALITY_VIEW)
def overview_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The kinds of doubt as CSV or XLSX."""
    return exported(kinds(queries.data_quality(request.actor)), form, name="data-quality")  # type: ignore[attr-defined]


@page(Permission.DATA_QUALITY_VIEW)
def records(request: HttpRequest, code: str) -> HttpResponse:
    """The records with one doubt, a page at a time."""
    doubt, actor = _doubt(code), request.actor  # type: ignore[attr-defined]
    cursor = request.GET.get("cursor", "")[:CURSOR_MAX] or None
    here = reverse("quality:records", args=[doubt.value])
    try:
        found = queries.doubtful_records(actor, doubt, cursor=cursor)
    except queries.BadCursor as error:
        words = {"doubt": doubt, "sentence": error.sentence, "first_href": here}
        return render(request, "quality/no_page.jinja", words, status=error.status)
    shows(request, f"Data quality: {doubt.label}", rows=len(found.items))
    following = reverse("quality:records", args=[doubt.value], query={"cursor": found.next_cursor})
    return render(
        request,
        "quality/records.jinja",
        {
            "doubt": doubt,
            "advice": ADVICE[doubt],
            "sheet": sheet_of(doubt, found.items),
            "shown": len(found.items),
            "total": found.total,
            "first_href": here if cursor else None,
            "next_href": following if found.next_cursor else None,
            "files": _files("quality:records-export", doubt.value),
        },
    )


@page(Permission.DATA_QUALITY_VIEW)
def records_file(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """All records with one doubt as CSV or XLSX."""
    doubt, actor = _doubt(code), request.actor  # type: ignore[attr-defined]
    total = queries.doubtful_records(actor, doubt, limit=1).total
    shows(request, f"Data quality: {doubt.label}, export", rows=total)
    name = f"data-quality-{doubt.value.replace('_', '-')}"
    return exported(sheet_of(doubt, _every_record(actor, doubt)), form, name=name)


def kinds(counts: Iterable[queries.DoubtCount]) -> Sheet:
    """Return the kinds of doubt as a table, those with records first."""
    return Sheet(
        "Records that need attention",
        KIND_HEADS,
        tuple(
            Line(
                (
                    each.doubt.label,
                    each.count,
                    each.amount,
                    ADVICE[each.doubt].meaning,
                    ADVICE[each.doubt].action,
                ),
                reverse("quality:records", args=[each.doubt.value]),
            )
            for each in sorted(counts, key=lambda each: not each.count)
        ),
    )


def sheet_of(doubt: Doubt, items: Iterable[queries.DoubtfulRecord]) -> Sheet:
    """Return records with one doubt as a table; each leads to its case."""
    return Sheet(
        doubt.label,
        RECORD_HEADS,
        (
            Line(
                (record.case_number, record.bill, record.name, record.amount, record.reason),
                reverse("cases:case", args=[record.case_number]) if record.case_id else None,
            )
            for record in items
        ),
    )


def _every_record(actor: Actor, doubt: Doubt) -> Iterator[queries.DoubtfulRecord]:
    cursor: str | None = None
    while True:
        found = queries.doubtful_records(actor, doubt, limit=LIMIT_MAX, cursor=cursor)
        yield from found.items
        cursor = found.next_cursor
        if cursor is None:
            return


def _doubt(code: str) -> Doubt:
    try:
        return Doubt(code)
    except ValueError:
        raise NotFound() from None


def _files(name: str, *codes: str) -> dict[str, str]:
    return {form: reverse(name, args=[*codes, form]) for form in ("csv", "xlsx")}
