"""The list of rules, and a page for each of them on which it can be tried."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openlien.calculator import queries
from openlien.calculator.rules import Calculated, Rule
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError
from openlien.web import business_time
from openlien.web.access import page
from openlien.web.sent_forms import Wrong
from openlien.web.sheets import exported

from .answers import shown_answer
from .forms import example_command, example_values, form_fields, sent_values
from .lists import chosen, list_sheet, shelves
from .sources import source_facts

TEXT_MAX = 20_000
WORDS_MAX = 100


@page(Permission.CALCULATE)
def index(request: HttpRequest) -> HttpResponse:
    """Every rule, shelf by shelf, or those that the words of `q` are found in."""
    words = request.GET.get("q", "")[:WORDS_MAX].strip()
    only_law = request.GET.get("show") == "law"
    rules = queries.list_rules(request.actor)  # type: ignore[attr-defined]
    found = chosen(rules, words, only_law=only_law)
    return render(
        request,
        "rules/list.jinja",
        {
            "shelves": shelves(found, business_time.today()),
            "found": len(found),
            "all": len(rules),
            "words": words,
            "only_law": only_law,
        },
    )


@page(Permission.CALCULATE)
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every rule with its source and last check, as CSV or XLSX."""
    rules = queries.list_rules(request.actor)  # type: ignore[attr-defined]
    return exported(list_sheet(rules, business_time.today()), form, name="rules")


@page(Permission.CALCULATE)
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, name: str) -> HttpResponse:
    """One rule: its sources and numbers, a form filled with an example, and the answer to what was sent."""
    found = queries.get_rule(request.actor, name)  # type: ignore[attr-defined]
    if request.method != "POST":
        return _shown(request, found, example_values(found))
    values = sent_values(found, request.POST, today=business_time.today(), letters_max=TEXT_MAX)
    wrong, answer = Wrong(), None
    try:
        answer = queries.calculate_typed(request.actor, name, values)  # type: ignore[attr-defined]
    except DomainError as refused:
        wrong = _wrong(found, refused)
    return _shown(request, found, values, wrong=wrong, answer=answer)


def _wrong(found: Rule, refused: DomainError) -> Wrong:
    """The refusal under the field that it names; under the first one when it names none of the form."""
    labels = {each.name: each.label for each in found.inputs}
    field = str(refused.fields.get("field", ""))
    if field not in labels:
        return Wrong({found.inputs[0].name: refused.sentence})
    # A program reads the name of the input; a person reads its label.
    sentence = refused.sentence
    if sentence.startswith(f"{field} "):
        sentence = labels[field] + sentence.removeprefix(field)
    return Wrong({field: sentence})


def _shown(
    request: HttpRequest,
    found: Rule,
    values: dict[str, str],
    *,
    wrong: Wrong | None = None,
    answer: Calculated | None = None,
) -> HttpResponse:
    context = {
        "rule": found,
        "facts": source_facts(found, business_time.today()),
        "fields": form_fields(found, values, wrong or Wrong()),
        "errors": (wrong or Wrong()).summary,
        "answer": None if answer is None else shown_answer(found, answer),
        "command": example_command(found),
    }
    return render(request, "rules/rule.jinja", context, status=422 if wrong else 200)
