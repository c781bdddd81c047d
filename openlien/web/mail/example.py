"""A template filled: with the examples of its codes, or with a case that somebody chose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from openlien.cases.search import FoundCase, search_cases
from openlien.identity.permissions import Permission
from openlien.integrations.mail.codes import (
    GENERAL,
    NEGOTIATION,
    examples,
    merged,
    personal_names,
    unknown_names,
)
from openlien.integrations.mail.limits import BODY_LETTERS_MAX, SUBJECT_LETTERS_MAX
from openlien.integrations.mail.preview import values_of_case

from .. import business_time
from ..seen import shows
from .forms import KINDS

CASES_MAX = 12
WORDS_LETTERS_MAX = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """The case that the example is about, as typed and as found; `trouble` says why there is none."""

    text: str = ""
    case: FoundCase | None = None
    trouble: str = ""


def may_choose(request: HttpRequest) -> bool:
    """Whether the reader may see how a template reads for a case."""
    may = request.actor.may  # type: ignore[attr-defined]
    return bool(may(Permission.CASES_VIEW) and may(Permission.SETTLEMENTS_VIEW))


def fitting_cases(request: HttpRequest, words: str, *, limit: int = CASES_MAX) -> list[FoundCase]:
    """The cases whose number, patient or firm fits."""
    return search_cases(request.actor, words, limit=limit)  # type: ignore[attr-defined]


def example(request: HttpRequest, *, form: str, kind: str, subject: str, body: str) -> dict[str, Any]:
    """The words of the example beside a template, and what of the template would be refused."""
    kind = kind if kind in dict(KINDS) else GENERAL
    subject = subject[:SUBJECT_LETTERS_MAX] if form == "mail" else ""
    body = body[:BODY_LETTERS_MAX].replace("\r\n", "\n")
    choice = _chosen(request)
    values, source = _values(request, kind, choice)
    return {
        "example_subject": merged(subject, values),
        "example_body": merged(body, values),
        "example_source": source,
        "example_choice": choice,
        "may_choose": may_choose(request),
        "is_mail": form == "mail",
        "unknown": unknown_names(f"{subject}\n{body}", kind),
        "personal": personal_names(subject),
        "example_kind": kind,
    }


def _chosen(request: HttpRequest) -> Choice:
    """What the field says; the number that was picked counts before the words."""
    picked, text = (
        request.POST.get(name, "").replace("\x00", "").strip()[:WORDS_LETTERS_MAX]
        for name in ("example_case", "example_case_text")
    )
    if not (picked or text) or not may_choose(request):
        return Choice()
    found = fitting_cases(request, picked or text, limit=2)
    exact = [case for case in found if case.number.casefold() == (picked or text).casefold()]
    if len(exact or found) == 1:
        case = (exact or found)[0]
        return Choice(f"{case.number} · {case.patient}", case)
    said = "Several cases fit. Choose one from the list." if found else "No case fits. The example stays."
    return Choice(text or picked, trouble=said)


def _values(request: HttpRequest, kind: str, choice: Choice) -> tuple[dict[str, str], str]:
    if choice.case is None:
        return examples(kind), "Made-up values"
    number = choice.case.number
    shows(request, "Template example", case_number=number)
    values, is_found = values_of_case(
        request.actor,  # type: ignore[attr-defined]
        number,
        kind,
        company=settings.COMPANY_NAME,
        today=business_time.today(),
    )
    return values, _source(number, kind, is_found=is_found)


def _source(number: str, kind: str, *, is_found: bool) -> str:
    if kind == GENERAL:
        return f"Values of {number}"
    what = "round of negotiation" if kind == NEGOTIATION else "settlement"
    if is_found:
        return f"Values of {number} and its latest {what}"
    return f"Values of {number}, which has no {what} yet"
