"""The letter of one offer, and the page that edits the text of all of them with an example beside it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden
from openlien.negotiation.letters import errors
from openlien.negotiation.letters.actions import write_letter
from openlien.negotiation.letters.content import Letter, example_letter
from openlien.negotiation.letters.fields import FIELDS, unknown_fields
from openlien.negotiation.letters.models import BODY_LETTERS_MAX, SUBJECT_LETTERS_MAX
from openlien.negotiation.letters.queries import LetterText, letter_text, letter_texts

from ... import business_time
from ...access import page
from ...cases.forms import KeyedForm
from ...jinja import time_text, url
from .case_views import opened_offer
from .letters import as_file, letter_document, letter_name, on_paper
from .places import offer_tabs

form_page = require_http_methods(["GET", "HEAD", "POST"])


class LetterForm(KeyedForm):
    """The text of the letter, and the version that was read."""

    refusals = {errors.UnknownFields: "body"}
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    subject = forms.CharField(
        max_length=SUBJECT_LETTERS_MAX, error_messages={"required": "A letter has a subject."}
    )
    body = forms.CharField(
        label="Text",
        max_length=BODY_LETTERS_MAX,
        widget=forms.Textarea,
        help_text="A blank line begins a paragraph. {{bills}} on a line of its own is the table of the bills",
        error_messages={"required": "A letter has a text."},
    )


@page(Permission.OFFERS_VIEW)
@require_safe
def letter_file(request: HttpRequest, number: str, offer_id: UUID) -> HttpResponse:
    """The letter of an offer of ours as a PDF."""
    case, offer = opened_offer(request, number, offer_id)
    made = letter_document(request.actor, case, offer)  # type: ignore[attr-defined]
    return as_file(made, letter_name(offer))


@page(Permission.OFFERS_APPROVE)
@form_page
def editor(request: HttpRequest) -> HttpResponse:
    """The page on which the text of the letter is changed, with an example beside it."""
    actor = request.actor  # type: ignore[attr-defined]
    texts = letter_texts(actor)
    shown = _asked(request, texts)
    initial = {"subject": shown.subject, "body": shown.body, "version": texts[0].number}
    form = LetterForm(request.POST or None, auto_id="f-%s", initial=initial)
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        given = form.cleaned_data
        try:
            written = write_letter(
                actor, subject=given["subject"], body=given["body"], version=given["version"]
            )
        except Forbidden:
            raise
        except DomainError as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"Version {written.number} of the letter is in force.")
            return HttpResponseRedirect(url("offers:letter"))
    context = {
        "tabs": offer_tabs(actor, "letter"),
        "form": form,
        "present": texts[0],
        "is_earlier": shown.number != texts[0].number,
        "shown": shown,
        "fields": FIELDS,
        "versions": [_version(text, texts[0]) for text in texts],
        **_preview(form["subject"].value() or "", form["body"].value() or ""),
    }
    is_refused = bool(form.is_bound and form.errors and "preview" not in request.POST)
    return render(
        request, "negotiation/offers/letter.jinja", context, status=form.status if is_refused else 200
    )


@page(Permission.OFFERS_APPROVE)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The example letter with the text that is being typed; nothing is saved."""
    typed = _preview(request.POST.get("subject", ""), request.POST.get("body", ""))
    return render(request, "negotiation/offers/letter_preview.jinja", typed)


@page(Permission.OFFERS_APPROVE)
@require_safe
def example_file(request: HttpRequest) -> HttpResponse:
    """The letter in force with an example of each field, as a PDF."""
    text = letter_text(request.actor)  # type: ignore[attr-defined]
    return as_file(on_paper(_example(text)), "offer-letter-example")


def _preview(subject: str, body: str) -> dict[str, Any]:
    subject, body = subject[:SUBJECT_LETTERS_MAX], body[:BODY_LETTERS_MAX].replace("\r\n", "\n")
    return {
        "letter": _example(LetterText(0, subject, body, "", None)),
        "unknown": unknown_fields(f"{subject}\n{body}"),
    }


def _example(text: LetterText) -> Letter:
    return example_letter(text, company=settings.COMPANY_NAME)


def _asked(request: HttpRequest, texts: tuple[LetterText, ...]) -> LetterText:
    """The version that the address names, or the one in force."""
    wanted = request.GET.get("version", "")
    return next((text for text in texts if str(text.number) == wanted), texts[0])


def _version(text: LetterText, present: LetterText) -> dict[str, Any]:
    at = business_time.here(text.written_at)
    return {
        "name": f"Version {text.number}" if text.number else "As it came",
        "who": text.written_by,
        "when": time_text(at) if at else "",
        "href": url("offers:letter", query={"version": str(text.number)}),
        "is_present": text is present,
    }
