"""The templates manager: the list with how often each was used, and the editor with its worked example."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound, StaleVersion
from openlien.ledger.actions.templates import (
    DESCRIPTION_LETTERS_MAX,
    NAME_LETTERS_MAX,
    TemplateIsTheProducts,
    TemplateNameTaken,
    change_template,
    create_template,
)
from openlien.ledger.queries.approval_queue import approval_threshold
from openlien.ledger.queries.line_choices import account_labels
from openlien.ledger.queries.templates import ShownTemplate, read_template, templates
from openlien.ledger.vocabulary import EntryType

from ...access import page
from ...jinja import plural, url
from ...sent_forms import Wrong, reason_of
from ..places import ledger_tabs
from .form_views import form_page
from .template_form import TypedTemplate, example_of, read_template_form, typed_of_template

TYPES = [(word.value, word.label) for word in EntryType if word is not EntryType.REVERSAL]
_FIELDS = {TemplateNameTaken: "name", TemplateIsTheProducts: "is_active"}


@page(Permission.LEDGER_VIEW)
def template_list(request: HttpRequest) -> HttpResponse:
    """All templates: what each books, how it is let through, how often it was used."""
    actor = request.actor  # type: ignore[attr-defined]
    found = templates(actor)
    active = [each for each in found if each.is_active]
    context = {
        "tabs": ledger_tabs(request),
        "groups": [
            ("For journals written by hand", [each for each in active if each.is_for_people]),
            ("Used by what the product books", [each for each in active if not each.is_for_people]),
            ("Switched off", [each for each in found if not each.is_active]),
        ],
        "total": len(found),
        "may_set_up": actor.may(Permission.LEDGER_SET_UP),
        "may_write": actor.may(Permission.JOURNALS_WRITE),
    }
    return render(request, "ledger/journals/templates.jinja", context)


@form_page
@page(Permission.LEDGER_SET_UP)
def template_new(request: HttpRequest) -> HttpResponse:
    """The editor for a new template."""
    typed = read_template_form(request.POST) if request.method == "POST" else TypedTemplate()
    return _answered(request, typed, None)


@form_page
@page(Permission.LEDGER_SET_UP)
def template(request: HttpRequest, code: str) -> HttpResponse:
    """The editor of a template."""
    actor = request.actor  # type: ignore[attr-defined]
    shown = read_template(actor, code)
    if request.method == "POST":
        return _answered(request, read_template_form(request.POST), shown)
    labels = account_labels(actor, {*shown.debit_accounts, *shown.credit_accounts})
    return _answered(request, typed_of_template(shown, labels), shown)


@page(Permission.LEDGER_SET_UP)
@require_POST
def template_example(request: HttpRequest) -> HttpResponse:
    """The worked example alone, for what is typed into the editor."""
    typed = read_template_form(request.POST)
    context = {"example": _example(request.actor, typed)}  # type: ignore[attr-defined]
    return render(request, "ledger/journals/template_example.jinja", context)


def _answered(request: HttpRequest, typed: TypedTemplate, shown: ShownTemplate | None) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    if request.method != "POST" or request.POST.get("do") == "more":
        return _form(request, typed, shown)
    try:
        settings = typed.settings()
        if shown is None:
            saved = create_template(actor, settings)
        else:
            version = int(typed.version) if typed.version.isdecimal() else 0
            saved = change_template(actor, shown.code, settings, version=version)
    except (Forbidden, NotFound):
        raise
    except DomainError as refused:
        return _form(request, typed, shown, _refusal(refused), status=refused.status)
    messages.success(request, f"Template {saved.name} saved.")
    return HttpResponseRedirect(url("ledger:templates"))


def _refusal(refused: DomainError) -> Wrong:
    if isinstance(refused, StaleVersion):
        return Wrong(
            {"": "Somebody else saved this template meanwhile. Reload the page to see it, then change it."}
        )
    field = _FIELDS.get(type(refused)) or str(refused.fields.get("field", "name"))
    return Wrong({field: reason_of(refused).removeprefix("Not posted. ")})


def _form(
    request: HttpRequest,
    typed: TypedTemplate,
    shown: ShownTemplate | None,
    wrong: Wrong | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    wrong = wrong or Wrong()
    context: dict[str, Any] = {
        "tabs": ledger_tabs(request),
        "typed": typed,
        "shown": shown,
        "wrong": wrong,
        "errors": [(f"f-{field}" if field else None, sentence) for field, sentence in wrong.items()],
        "types": _types(shown),
        "action": url("ledger:template", shown.code) if shown else url("ledger:template_new"),
        "used": f"Used {plural(shown.used, 'time')}" if shown else "New",
        "example": _example(actor, typed),
        "letters_max": {"name": NAME_LETTERS_MAX, "description": DESCRIPTION_LETTERS_MAX},
    }
    return render(request, "ledger/journals/template.jinja", context, status=status)


def _types(shown: ShownTemplate | None) -> list[tuple[str, str]]:
    if shown and shown.type is EntryType.REVERSAL:
        return [(EntryType.REVERSAL.value, EntryType.REVERSAL.label)]
    return TYPES


def _example(actor: Actor, typed: TypedTemplate) -> Any:
    labels = account_labels(actor, {*typed.debits, *typed.credits})
    return example_of(typed, labels, threshold=approval_threshold(actor))
