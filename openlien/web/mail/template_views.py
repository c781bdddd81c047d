"""Administration > Templates: the list, the editor with its codes and its example."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlien.identity.permissions import Permission
from openlien.integrations.mail.codes import codes_for
from openlien.integrations.mail.template_actions import (
    TemplateDraft,
    add_template,
    change_template,
    switch_template,
)
from openlien.integrations.mail.template_queries import TemplateText, read_template, template_list
from openlien.kit.errors import DomainError, Forbidden, NotFound

from .. import business_time
from ..access import page
from ..admin.places import admin_tabs
from ..cases.forms import new_key
from ..jinja import time_text, url
from ..seen import shows
from .example import WORDS_LETTERS_MAX, example, fitting_cases
from .forms import KINDS, TemplateForm

form_page = require_http_methods(["GET", "HEAD", "POST"])


@page(Permission.TEMPLATES_EDIT)
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """Every template of e-mails and notes."""
    found = template_list(request.actor)  # type: ignore[attr-defined]
    lists = [
        {"title": title, "key": form, "rows": [_row(text) for text in found if text.form == form]}
        for form, title in (("mail", "E-mail templates"), ("note", "Note templates"))
    ]
    return render(request, "mail/templates.jinja", {"tabs": admin_tabs(request), "lists": lists})


@page(Permission.TEMPLATES_EDIT)
@form_page
def new_template(request: HttpRequest) -> HttpResponse:
    """The editor, blank."""
    initial = {
        "key": new_key(),
        "version": 0,
        "form": "note" if request.GET.get("form") == "note" else "mail",
    }
    form = TemplateForm(request.POST or None, auto_id="f-%s", initial=initial)
    return _edited(request, form, None)


@page(Permission.TEMPLATES_EDIT)
@form_page
def edit_template(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """The editor of a template."""
    text = read_template(request.actor, template_id)  # type: ignore[attr-defined]
    copied = ("version", "name", "form", "kind", "subject", "body")
    initial = {name: getattr(text, name) for name in copied} | {"key": new_key()}
    form = TemplateForm(request.POST or None, auto_id="f-%s", initial=initial)
    return _edited(request, form, text)


@page(Permission.TEMPLATES_EDIT)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The example for the text that is being typed, of a case if one is chosen; nothing is saved."""
    posted = {name: request.POST.get(name, "") for name in ("form", "kind", "subject", "body")}
    return render(request, "mail/template_preview.jinja", example(request, **posted))


@page(Permission.TEMPLATES_EDIT)
@require_safe
def case_options(request: HttpRequest) -> HttpResponse:
    """The cases that an example can be about, by number or name."""
    found = fitting_cases(request, request.GET.get("q", "")[:WORDS_LETTERS_MAX].replace("\x00", ""))
    shows(request, "Search", rows=len(found))
    options = [
        {"value": case.number, "label": f"{case.number} · {case.patient}", "note": case.firm}
        for case in found
    ]
    return render(request, "search/options.jinja", {"options": options})


@page(Permission.TEMPLATES_EDIT)
@require_POST
def switch(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """Switches a template off or on; nothing is deleted."""
    actor = request.actor  # type: ignore[attr-defined]
    text = read_template(actor, template_id)
    sent = request.POST.get("version", "")
    is_active = request.POST.get("active") == "on"
    try:
        switch_template(actor, template_id, is_active=is_active, version=int(sent) if sent.isdecimal() else 0)
    except (Forbidden, NotFound):
        raise
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        state = "can be chosen again" if is_active else "is not offered any more"
        messages.success(request, f"{text.name} {state}.")
    return HttpResponseRedirect(url("mail:templates"))


def _edited(request: HttpRequest, form: TemplateForm, text: TemplateText | None) -> HttpResponse:
    is_preview = "preview" in request.POST
    if request.method == "POST" and not is_preview and form.is_valid():
        try:
            _save(request, form, text)
        except (Forbidden, NotFound):
            raise
        except DomainError as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"Template {form.cleaned_data['name']} saved.")
            return HttpResponseRedirect(url("mail:templates"))
    shown = {name: str(form[name].value() or "") for name in ("form", "kind", "subject", "body")}
    context = {
        "tabs": admin_tabs(request),
        "form": form,
        "text": text,
        "changed": time_text(business_time.here(text.changed_at)) if text else "",
        "action": url("mail:template", text.id) if text else url("mail:template_new"),
        "code_lists": [(name, codes_for(kind)) for kind, name in KINDS],
        **example(request, **shown),
    }
    status = form.status if form.is_bound and form.errors and not is_preview else 200
    return render(request, "mail/template.jinja", context, status=status)


def _save(request: HttpRequest, form: TemplateForm, text: TemplateText | None) -> None:
    actor, given = request.actor, form.cleaned_data  # type: ignore[attr-defined]
    draft = TemplateDraft.of(**{name: given[name] for name in ("form", "kind", "name", "subject", "body")})
    if text is None:
        add_template(actor, draft)
    else:
        change_template(actor, text.id, draft, version=given["version"] or 0)


def _row(text: TemplateText) -> dict[str, Any]:
    return {
        "text": text,
        "href": url("mail:template", text.id),
        "switch_href": url("mail:template_switch", text.id),
        "changed": time_text(business_time.here(text.changed_at)),
    }
