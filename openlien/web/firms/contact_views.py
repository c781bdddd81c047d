"""The drawers in which a firm is added, and in which it is changed how one is reached."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openlien.cases.firm_contacts import (
    KINDS,
    NAME_LETTERS_MAX,
    VALUE_LETTERS_MAX,
    ContactNotAnAddress,
    ContactNotANumber,
    ContactsChanged,
    FirmKnown,
    FirmNameMissing,
    change_firm_contacts,
    record_firm,
)
from openlien.cases.queries import FirmReach, firm_reach
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound

from ..access import page
from ..jinja import url
from ..sent_forms import reason_of
from .list_view import list_context
from .views import firm_context


class WaysForm(forms.Form):
    """The first number, address or place of each kind."""

    phone = forms.CharField(required=False, max_length=VALUE_LETTERS_MAX, help_text="With its area code")
    fax = forms.CharField(required=False, max_length=VALUE_LETTERS_MAX)
    email = forms.CharField(label="E-mail", required=False, max_length=VALUE_LETTERS_MAX)
    office = forms.CharField(label="Office address", required=False, max_length=VALUE_LETTERS_MAX)
    mailing = forms.CharField(label="Mailing address", required=False, max_length=VALUE_LETTERS_MAX)

    def error_list(self) -> list[tuple[str | None, str]]:
        """Every error with the id of its field, for the summary above the form."""
        return [
            (self[name].id_for_label if name in self.fields else None, str(sentence))
            for name, sentences in self.errors.items()
            for sentence in sentences
        ]

    def refuse(self, error: DomainError) -> None:
        """Shows a broken rule at the field it is about."""
        field = None
        if isinstance(error, ContactNotANumber):
            field = "fax" if "fax" in error.fields["name"] else "phone"
        elif isinstance(error, ContactNotAnAddress):
            field = "email"
        elif isinstance(error, FirmKnown | FirmNameMissing):
            field = "name"
        self.add_error(field, reason_of(error) if field else error.sentence)


class ContactsForm(WaysForm):
    """How a firm is reached; blank removes what stands there."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class FirmForm(WaysForm):
    """A firm that no import brought."""

    name = forms.CharField(
        label="Name of the firm",
        max_length=NAME_LETTERS_MAX,
        error_messages={"required": "Enter the name of the law firm."},
    )
    attorney = forms.CharField(required=False, max_length=NAME_LETTERS_MAX, help_text="Whom to ask for there")

    field_order = ("name", "attorney")


@page(Permission.CASES_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_firm(request: HttpRequest) -> HttpResponse:
    """A law firm to be added, whoever it stands for."""
    actor = request.actor  # type: ignore[attr-defined]
    actor.require(Permission.FIRMS_VIEW)
    initial = {"name": request.GET.get("name", "")[:NAME_LETTERS_MAX]}
    form = FirmForm(request.POST or None, auto_id="f-%s", initial=initial)
    status, known = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                firm_id = record_firm(
                    actor,
                    name=given["name"],
                    attorney=given["attorney"],
                    contacts={kind.value: given[kind.value] for kind in KINDS},
                )
                messages.success(request, f"{given['name']} is on file.")
                return HttpResponseRedirect(url("firms:firm", firm_id))
            except (Forbidden, NotFound):
                raise
            except DomainError as refused:
                status = refused.status
                form.refuse(refused)
                known = refused.fields if isinstance(refused, FirmKnown) else None
    context = {
        **list_context(request),
        "form": form,
        "known": known and {"name": known["name"], "href": url("firms:firm", known["firm_id"])},
        "close_href": url("firms:list"),
    }
    return render(request, "firms/new.jinja", context, status=status)


@page(Permission.CASES_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: HttpRequest, firm_id: UUID) -> HttpResponse:
    """The ways to reach the firm, to be changed."""
    reach = firm_reach(request.actor, firm_id)  # type: ignore[attr-defined]
    form = ContactsForm(request.POST or None, auto_id="f-%s", initial=_present(reach))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _save(request, reach, form)
                messages.success(request, f"{reach.name} is reached this way from now on.")
                return HttpResponseRedirect(url("firms:firm", firm_id))
            except (Forbidden, NotFound):
                raise
            except DomainError as refused:
                status = refused.status
                form.refuse(refused)
    context = {
        **firm_context(request, firm_id),
        "form": form,
        # Who lost a race sees what stands there now, and may save over it knowingly.
        "version": reach.version,
        "present": [(KINDS[place].label, value) for place, value in enumerate(_points(reach).values())]
        if status == ContactsChanged.status
        else [],
        "close_href": url("firms:firm", firm_id),
    }
    return render(request, "firms/contacts.jinja", context, status=status)


def _save(request: HttpRequest, reach: FirmReach, form: ContactsForm) -> None:
    given = form.cleaned_data
    change_firm_contacts(
        request.actor,  # type: ignore[attr-defined]
        reach.id,
        version=given["version"],
        contacts={kind.value: given[kind.value] for kind in KINDS},
    )


def _present(reach: FirmReach) -> dict[str, object]:
    return {**_points(reach), "version": reach.version}


def _points(reach: FirmReach) -> dict[str, str]:
    """The first contact of each kind that the form holds; blank where there is none."""
    points = {kind.value: "" for kind in KINDS}
    for contact in reversed(reach.contacts):
        if contact.kind in points:
            points[contact.kind] = contact.value
    return points
