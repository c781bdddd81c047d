"""What the palette finds: cases, law firms, pages, and what can be done."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openlien.cases.queries import find_firms
from openlien.cases.search import FoundCase, numbers_meant, search_cases, search_words
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission

from ..access import Access, page
from ..jinja import url
from ..seen import shows
from ..shell import navigation
from .places import actions_for, other_places

CASES_SHOWN = 8
FIRMS_SHOWN = 4
WORDS_LETTERS_MAX = 200

Option = dict[str, object]


@page(Access.SIGNED_IN)
def palette(request: HttpRequest) -> HttpResponse:
    """The options for the words of `q`, as the palette takes them; a page of them to a browser alone."""
    words = request.GET.get("q", "")[:WORDS_LETTERS_MAX].replace("\x00", "").strip()
    groups = list(_groups(request, words))
    template = "search/palette.jinja" if request.headers.get("HX-Request") else "search/page.jinja"
    return render(request, template, {"groups": groups, "words": words})


def _groups(request: HttpRequest, words: str) -> Iterator[dict[str, object]]:
    actor = request.actor  # type: ignore[attr-defined]
    if actor.may(Permission.CASES_VIEW) and words:
        cases = search_cases(actor, words, limit=CASES_SHOWN)
        shows(request, "Search", rows=len(cases))
        yield {"title": "Cases", "options": [_case(case) for case in cases]}
        yield {"title": "Do", "options": [*_case_actions(actor, cases, words), *_actions(actor, words)]}
        yield {"title": "Law firms", "options": [_firm(firm) for firm in _firms(actor, words)]}
    elif words:
        yield {"title": "Do", "options": list(_actions(actor, words))}
    yield {"title": "Go to", "options": list(_places(actor, words))}


def _case(case: FoundCase) -> Option:
    return {
        "label": case.patient,
        "href": url("cases:case", case.number),
        "note": " · ".join(filter(None, [case.firm, case.number])),
        "icon": "cases",
    }


def _case_actions(actor: Actor, cases: list[FoundCase], words: str) -> Iterator[Option]:
    """What can be done with a case that was named by its number, or is the only one found."""
    if not cases or not (len(cases) == 1 or cases[0].number in numbers_meant(words)):
        return
    number = cases[0].number
    if actor.may(Permission.PAYMENTS_RECORD):
        yield _action(f"Record payment on {number}", url("cases:record_payment", number), "dollar")
    if actor.may(Permission.CASES_EDIT):
        yield _action(f"Change stage of {number}", url("cases:change_stage", number), "edit")


def _action(label: str, href: str, symbol: str) -> Option:
    return {"label": label, "href": href, "icon": symbol}


def _actions(actor: Actor, words: str) -> Iterator[Option]:
    for label, href, symbol in actions_for(actor):
        if _begins(label, words):
            yield _action(label, href, symbol)


def _firms(actor: Actor, words: str) -> Iterator[tuple[str, str, str]]:
    for firm in find_firms(actor, words, limit=FIRMS_SHOWN):
        if actor.may(Permission.FIRMS_VIEW):
            yield firm.name, url("firms:firm", firm.id), "contacts, figures, cases"
        else:
            yield firm.name, url("cases:list", query={"firm": firm.id}), "its cases"


def _firm(found: tuple[str, str, str]) -> Option:
    name, href, note = found
    return {"label": name, "href": href, "note": note, "icon": "firms"}


def _places(actor: Actor, words: str) -> Iterator[Option]:
    for place in navigation(actor, ""):
        if _begins(str(place["label"]), words):
            yield {**{key: place[key] for key in ("label", "href", "icon", "keys")}}
    for label, href, symbol in other_places(actor) if words else ():
        if _begins(label, words):
            yield _action(label, href, symbol)


def _begins(label: str, words: str) -> bool:
    """Whether each of the words is the beginning of a word of the label."""
    parts = search_words(label)
    return all(any(part.startswith(word) for part in parts) for word in search_words(words))
