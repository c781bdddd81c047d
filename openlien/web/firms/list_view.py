"""The list of law firms: filtered by the beginnings of words, sorted by a column, fifty on a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from openlien.identity.permissions import Permission
from openlien.kit.money import total
from openlien.receivables.firm_standing import ListedFirm, list_firms

from ..first_import import first_import
from ..jinja import url
from ..sheets import Head, Line, Sheet

FIRMS_A_PAGE = 50
WORDS_LETTERS_MAX = 200
SORT = "-open"
HEADS: dict[str, Head] = {
    "name": Head("Law firm"),
    "cases": Head("Cases", "count"),
    "open_cases": Head("With an open balance", "count"),
    "billed": Head("Billed, $", "money"),
    "collected": Head("Collected, $", "money"),
    "open": Head("Open, $", "money"),
}


def list_context(request: HttpRequest) -> dict[str, Any]:
    """What the list shows."""
    words, sort, place = _asked(request)
    found = _found(request, words, sort)
    last = max(1, -(-len(found) // FIRMS_A_PAGE))
    place = min(place, last)
    first = (place - 1) * FIRMS_A_PAGE
    shown = found[first : first + FIRMS_A_PAGE]
    query = _query(words, sort)
    return {
        "words": words,
        "query": query,
        "columns": [_column(key, head, words, sort) for key, head in HEADS.items()],
        "rows": [{**_cells(each), "href": url("firms:firm", each.id)} for each in shown],
        "totals": {"name": "Total", **_totals(found)} if found else None,
        "found": len(found),
        "shown": f"{first + 1}–{first + len(shown)}" if shown else None,
        "newer_href": url("firms:list", query={**query, "page": str(place - 1)}) if place > 1 else None,
        "older_href": url("firms:list", query={**query, "page": str(place + 1)}) if place < last else None,
        "is_empty": not found and not words,
        "first_import": first_import(request.actor),  # type: ignore[attr-defined]
        "may_add": request.actor.may(Permission.CASES_EDIT),  # type: ignore[attr-defined]
        "may_export": request.actor.may(Permission.PORTFOLIO_EXPORT),  # type: ignore[attr-defined]
    }


def list_sheet(request: HttpRequest) -> Sheet:
    """The firms that the list shows, on all of its pages."""
    words, sort, _ = _asked(request)
    lines = [Line(tuple(_cells(each).values())) for each in _found(request, words, sort)]
    return Sheet("Law firms", tuple(HEADS.values()), lines)


def _asked(request: HttpRequest) -> tuple[str, str, int]:
    words = request.GET.get("q", "")[:WORDS_LETTERS_MAX].replace("\x00", "").strip()
    sort, place = request.GET.get("sort", SORT), request.GET.get("page", "")
    is_number = place.isascii() and place.isdigit() and len(place) < 7
    return words, sort if sort.removeprefix("-") in HEADS else SORT, max(1, int(place)) if is_number else 1


def _found(request: HttpRequest, words: str, sort: str) -> list[ListedFirm]:
    found = list_firms(request.actor, words)  # type: ignore[attr-defined]
    key = sort.removeprefix("-")
    if key == "name":
        return sorted(found, key=lambda each: each.name.casefold(), reverse=sort.startswith("-"))
    return sorted(found, key=lambda each: getattr(each, key), reverse=sort.startswith("-"))


def _column(key: str, head: Head, words: str, sort: str) -> dict[str, Any]:
    is_falling = sort.startswith("-")
    is_sorted = sort.removeprefix("-") == key
    begins = key if key == "name" else f"-{key}"
    turned = (key if is_falling else f"-{key}") if is_sorted else begins
    return {
        "key": key,
        "label": head.label,
        "kind": head.shown_kind,
        "sort_href": url("firms:list", query=_query(words, turned)),
        "sort": ("descending" if is_falling else "ascending") if is_sorted else None,
    }


def _query(words: str, sort: str) -> dict[str, str]:
    return {"q": words, "sort": "" if sort == SORT else sort}


def _cells(each: ListedFirm) -> dict[str, Any]:
    return {key: getattr(each, key) for key in HEADS}


def _totals(found: Sequence[ListedFirm]) -> dict[str, Any]:
    return {
        "cases": sum(each.cases for each in found),
        "open_cases": sum(each.open_cases for each in found),
        "billed": total(each.billed for each in found),
        "collected": total(each.collected for each in found),
        "open": total(each.open for each in found),
    }
