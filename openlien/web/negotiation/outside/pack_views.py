"""The evidence pack: its drawer, its download, and its place among the documents of the case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from openlien.cases.documents.actions import Upload, file_document, replace_document
from openlien.cases.documents.queries import documents_of
from openlien.cases.models import Document
from openlien.cases.queries import CaseHead
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.negotiation.evidence.justification import justification
from openlien.negotiation.queries import fairness_variants_of

from ...access import page
from ...cases.frame import opened_case
from ...jinja import url
from ...seen import shows
from ...sent_forms import reason_of
from .pack import evidence_pack
from .views import outside_context, read_choice, read_fund, tab_href
from .words import grounds

form_page = require_http_methods(["GET", "HEAD", "POST"])
TITLE = "Evidence pack"
FILE = "file"
WORDS_MAX = 4000


class PackForm(forms.Form):
    """The justification as it is to stand in the pack."""

    words = forms.CharField(
        label="Justification",
        max_length=WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": "10"}),
        help_text="Made of the figures of the case; change what the firm should read.",
        error_messages={"required": "Say why the offer is fair, or why it is not."},
    )


@form_page
@page(Permission.OFFERS_VIEW)
def evidence(request: HttpRequest, number: str) -> HttpResponse:
    """The drawer in which a pack is worded, taken as PDF, or filed among the documents."""
    case = opened_case(request, number, seen="Evidence pack")
    form = PackForm(
        request.POST or None, auto_id="f-%s", initial={"words": "\n".join(_sentences(request, case))}
    )
    refused = ""
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if request.POST.get("do") != FILE:
            return _download(request, case, words)
        try:
            return _filed(request, case, words)
        except (Forbidden, NotFound):
            raise
        except DomainError as error:
            refused = reason_of(error)
    return _drawer(request, case, form, refused)


@page(Permission.OFFERS_VIEW)
@require_safe
def evidence_file(request: HttpRequest, number: str) -> HttpResponse:
    """The pack as PDF with the justification that its figures make."""
    case = opened_case(request, number, seen="Evidence pack")
    return _download(request, case, "\n".join(_sentences(request, case)))


def _download(request: HttpRequest, case: CaseHead, words: str) -> HttpResponse:
    shows(request, "Evidence pack", case_number=case.number)
    response = HttpResponse(_pack(request, case, words), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(case)}"'
    return response


def _filed(request: HttpRequest, case: CaseHead, words: str) -> HttpResponse:
    """The tab again; an earlier pack of the case gets a newer version."""
    actor = request.actor  # type: ignore[attr-defined]
    actor.require(Permission.DOCUMENTS_FILE)
    upload = Upload(_file_name(case), [_pack(request, case, words)], Document.Kind.OTHER, TITLE)
    known = documents_of(actor, case, kind=Document.Kind.OTHER)
    earlier = next((line for line in known if line.title == TITLE and not line.withdrawn_at), None)
    if earlier:
        document = replace_document(actor, earlier.id, upload)
    else:
        document = file_document(actor, upload, case_number=case.number)
    messages.success(request, f"Evidence pack filed among the documents, version {document.version}.")
    return HttpResponseRedirect(url("documents:document", document.id))


def _pack(request: HttpRequest, case: CaseHead, words: str) -> bytes:
    actor = request.actor  # type: ignore[attr-defined]
    chosen, fund = read_choice(request)
    return evidence_pack(
        actor,
        case,
        variants=fairness_variants_of(actor, case, fund=read_fund(fund)[0]),
        chosen=chosen,
        words=[line.strip() for line in words.splitlines() if line.strip()],
    )


def _sentences(request: HttpRequest, case: CaseHead) -> list[str]:
    chosen, fund = read_choice(request)
    variants = fairness_variants_of(
        request.actor,  # type: ignore[attr-defined]
        case,
        fund=read_fund(fund)[0],
    )
    return justification(grounds(variants[chosen]))


def _drawer(request: HttpRequest, case: CaseHead, form: PackForm, refused: str) -> HttpResponse:
    context: dict[str, Any] = outside_context(request, case)
    errors = [(form["words"].id_for_label, str(text)) for text in form.errors.get("words", [])]
    if refused:
        errors.append((None, refused))  # type: ignore[arg-type]
    context |= {
        "form": form,
        "errors": errors,
        "may_file": request.actor.may(Permission.DOCUMENTS_FILE),  # type: ignore[attr-defined]
        "close_href": tab_href(case, context["query"]),
    }
    return render(request, "negotiation/outside/pack.jinja", context, status=422 if errors else 200)


def _file_name(case: CaseHead) -> str:
    return f"{case.number}-evidence-pack.pdf"
