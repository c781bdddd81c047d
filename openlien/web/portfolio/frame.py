"""What every portfolio page shows around its figures: the day, the filters, what is missing, the exports."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from datetime import date
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError
from openlien.receivables import queries
from openlien.web.jinja import date_text, plural

from .asking import Question, Unanswerable, chips, pickers, read_question

View = Callable[..., HttpResponseBase]
PAGES = (
    ("home", "Overview"),
    ("settled-pending", "Money won"),
    ("at-risk", "At risk"),
    ("firms", "Law firms"),
    ("trends", "Trends"),
)


def answering(title: str, *, page: str) -> Callable[[View], View]:
    """Makes a view of (request, question, …) answer an address, or say why it cannot be answered."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            try:
                question = read_question(request, request.actor)  # type: ignore[attr-defined]
            except Unanswerable as refusal:
                return _refused(request, refusal, title=title, page=page)
            try:
                return view(request, question, *args, **kwargs)
            except (queries.HistoryUnknown, queries.BadCursor) as error:
                return _refused(request, Unanswerable(error, question, field=""), title=title, page=page)

        return answer

    return wrap


def frame(
    question: Question,
    title: str,
    *,
    page: str,
    unknown_cases: int = 0,
    exports: Sequence[dict[str, str]] = (),
    kept: dict[str, str] | None = None,
    typed: str | None = None,
) -> dict[str, object]:
    """Return the context of the frame.

    *Shapes*: `exports` have label, csv and xlsx, for those who may export; `kept` are the fields
    of the page itself that its filter form carries along, such as the category of a list.
    """
    choices = queries.filter_choices(question.actor)
    return {
        "title": title,
        "question": question,
        "as_of_text": date_text(question.as_of),
        "as_of_typed": f"{question.as_of:%m/%d/%Y}" if typed is None else typed,
        "as_of_error": None,
        "pickers": pickers(question, choices),
        "chips": list(chips(question, choices)),
        "carried": kept or {},
        "unfiltered_href": question.unfiltered(),
        "notices": _notices(question, unknown_cases),
        "exports": exports if question.actor.may(Permission.PORTFOLIO_EXPORT) else [],
        "pages": [
            {"label": label, "href": question.link(name), "current": name == page} for name, label in PAGES
        ],
    }


def _notices(question: Question, unknown_cases: int) -> list[tuple[str, str]]:
    found = []
    if question.is_ahead:
        found.append(
            ("info", f"{date_text(question.as_of)} lies ahead: these are today's facts at that day's ages.")
        )
    if unknown_cases:
        what = plural(unknown_cases, "case is", "cases are")
        found.append(
            (
                "warning",
                f"{what} left out of every figure: the stage on {date_text(question.as_of)} is not known.",
            )
        )
    return found


def _refused(request: HttpRequest, refusal: Unanswerable, *, title: str, page: str) -> HttpResponse:
    question, error = refusal.question, refusal.error
    context = frame(question, title, page=page, typed=refusal.typed if refusal.field == "asOf" else None)
    context["as_of_error"] = error.sentence if refusal.field == "asOf" else None
    context["sentence"] = _sentence(error)
    context["refused_title"], context["ways"] = _way_on(question, error, refusal.field)
    return render(request, "portfolio/refused.jinja", context, status=error.status)


def _sentence(error: DomainError) -> str:
    """The sentence of the error with its days written as in text."""
    days = {
        name: date_text(value) if isinstance(value, date) else value for name, value in error.fields.items()
    }
    return type(error)(**days).sentence


def _way_on(question: Question, error: DomainError, field: str) -> tuple[str, list[tuple[str, str]]]:
    if isinstance(error, queries.HistoryUnknown):
        first_known = cast(date, error.fields["known_from"])
        ways = [("Show today", question.here(asOf=None))]
        if first_known != question.today:
            ways.insert(0, (f"Show {date_text(first_known)}", question.here(asOf=first_known.isoformat())))
        return "Not known for that day", ways
    if field == "asOf":
        return "That day could not be read", [("Show today", question.here(asOf=None))]
    if field == "filter":
        return "That filter fits nothing", [("Clear filters", question.here())]
    return "There is no such page", [("First page", question.here())]
