"""One page of a list, or all of it for paper, with totals, pager, exports and a trace in the access log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openlien.receivables import queries
from openlien.web.seen import shows
from openlien.web.sheets import Sheet

from .asking import Question
from .exports import offered
from .frame import frame
from .reading import every_item

# A printed list holds every row; beyond this many a browser gives up, and the export is the better paper.
PRINTED_ROWS_MAX = 5_000
PAGE_ROWS = 50
CURSOR_MAX = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One list: how to ask for it, how to show it, what it is called.

    *Shapes*: `ask` takes limit and cursor; `totals` reads the sums of exactly the rows listed off an answer;
    `export` is the name of the file's address and its arguments; `context` is what only this page shows.
    """

    title: str
    page: str
    about: str
    ask: Callable[..., Any]
    totals: Callable[[Any], queries.Part | None]
    sheet: Callable[[Any, queries.Part | None], Sheet]
    export: tuple[str, ...]
    kept: dict[str, str]
    tables: tuple[str, ...] = ()
    template: str = "portfolio/cases.jinja"
    searchable: bool = False
    context: Callable[[Any], dict[str, object]] = lambda found: {}


def listed(request: HttpRequest, question: Question, listing: Listing) -> HttpResponse:
    """Return the page of a list; with `?rows=all` every row of it, as it is printed."""
    on_paper = request.GET.get("rows") == "all"
    cursor = None if on_paper else request.GET.get("cursor", "")[:CURSOR_MAX] or None
    found = listing.ask(limit=PAGE_ROWS, cursor=cursor)
    items = list(islice(every_item(listing.ask), PRINTED_ROWS_MAX)) if on_paper else found.items
    shows(request, listing.title, rows=len(items))
    kept = {name: value for name, value in listing.kept.items() if value}
    context = frame(
        question,
        listing.title,
        page=listing.page,
        unknown_cases=found.unknown_cases,
        exports=[
            {"label": "This list", **_files(question, listing, kept)},
            *offered(question, *listing.tables),
        ],
        kept=kept,
    )
    words = {
        "about": listing.about,
        "sheet": listing.sheet(items, listing.totals(found)),
        "shown": len(items),
        "total": found.total,
        "search": kept.get("q", "") if listing.searchable else None,
        "on_paper": on_paper,
        "is_narrowed": question.is_narrowed or bool(kept),
        "clear_href": question.unfiltered(),
        "first_href": question.here(**kept) if cursor else None,
        "next_href": question.here(**kept, cursor=found.next_cursor)
        if found.next_cursor and not on_paper
        else None,
        "paper_href": question.here(**kept, rows="all"),
        "screen_href": question.here(**kept),
    }
    return render(request, listing.template, {**context, **words, **listing.context(found)})


def _files(question: Question, listing: Listing, kept: dict[str, str]) -> dict[str, str]:
    name, *codes = listing.export
    return {form: question.link(name, *codes, form, **kept) for form in ("csv", "xlsx")}
