"""The forms of mail and of templates."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from openlien.cases.documents.queries import DocumentLine
from openlien.integrations.mail import errors
from openlien.integrations.mail.addresses import typed_addresses
from openlien.integrations.mail.codes import GENERAL, NEGOTIATION, SETTLEMENT
from openlien.integrations.mail.contacts import Addressee
from openlien.integrations.mail.limits import (
    BODY_LETTERS_MAX,
    NAME_LETTERS_MAX,
    REASON_LETTERS_MAX,
    SUBJECT_LETTERS_MAX,
)
from openlien.integrations.mail.sending import Written
from openlien.integrations.mail.template_queries import TemplateText
from openlien.kit.errors import DomainError

from ..cases.forms import KeyedForm
from ..sent_forms import reason_of

KINDS = ((NEGOTIATION, "Negotiation"), (SETTLEMENT, "Settlement"), (GENERAL, "General"))
FORMS = (("mail", "E-mail"), ("note", "Note"))


class MailForm(KeyedForm):
    """A mail: to whom, what it says, what goes along."""

    template = forms.ChoiceField(required=False)
    to = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    to_typed = forms.CharField(
        label="Other addresses", required=False, max_length=2000, help_text="Parted by commas"
    )
    cc = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    cc_typed = forms.CharField(
        label="Other addresses for a copy", required=False, max_length=2000, help_text="Parted by commas"
    )
    subject = forms.CharField(
        max_length=SUBJECT_LETTERS_MAX,
        help_text="Without names of patients: a subject travels unprotected",
        error_messages={"required": "A mail has a subject."},
    )
    body = forms.CharField(
        label="Text",
        max_length=BODY_LETTERS_MAX,
        widget=forms.Textarea,
        error_messages={"required": "A mail has a text."},
    )
    documents = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        *args: Any,
        templates: list[TemplateText],
        people: list[Addressee],
        papers: list[DocumentLine],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        addresses = [(person.address, person.name) for person in people]
        choices = {
            "template": [("", "Without a template"), *((str(each.id), each.name) for each in templates)],
            "to": addresses,
            "cc": addresses,
            "documents": [(str(paper.id), paper.title) for paper in papers],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def picked(self, name: str) -> list[str]:
        """What is ticked in a list, as the page shows it."""
        return [str(value) for value in (self[name].value() or [])]

    def refuse(self, error: DomainError) -> None:
        """Shows a broken rule at the field it is about."""
        if isinstance(error, errors.DomainError) and error.code != "idempotency_key_reused":
            named = str(error.fields.get("empty") or error.fields.get("field") or "")
            place = {"to": "to_typed"}.get(named, named)
            self.status = error.status
            said = reason_of(error).removeprefix("Not sent. ")
            self.add_error(place if place in self.fields else None, said)
            return
        super().refuse(error)

    def written(self) -> Written:
        """The mail, as the action takes it."""
        given = self.cleaned_data
        return Written(
            to=[*given["to"], *typed_addresses(given["to_typed"])],
            cc=[*given["cc"], *typed_addresses(given["cc_typed"])],
            subject=given["subject"],
            body=given["body"],
            document_ids=[UUID(each) for each in given["documents"]],
            template_id=UUID(given["template"]) if given["template"] else None,
        )


class TemplateForm(KeyedForm):
    """A template: what it makes, for what, its words, and the version that was read."""

    refusals = {
        errors.UnknownCodes: "body",
        errors.PersonalSubject: "subject",
        errors.TemplateNameTaken: "name",
    }

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    name = forms.CharField(
        max_length=NAME_LETTERS_MAX, error_messages={"required": "Enter the name of the template."}
    )
    form = forms.ChoiceField(label="Makes", choices=FORMS, initial="mail")
    kind = forms.ChoiceField(label="For", choices=KINDS, initial=NEGOTIATION)
    subject = forms.CharField(
        max_length=SUBJECT_LETTERS_MAX, error_messages={"required": "Enter the subject of the template."}
    )
    body = forms.CharField(
        label="Text",
        max_length=BODY_LETTERS_MAX,
        widget=forms.Textarea,
        error_messages={"required": "Enter the text of the template."},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["subject"].required = self["form"].value() != "note"

    def refuse(self, error: DomainError) -> None:
        """Shows a broken rule at the field it is about."""
        if isinstance(error, errors.TemplateEmpty):
            self.status = error.status
            self.add_error(str(error.fields["empty"]), reason_of(error))
            return
        super().refuse(error)


class DecisionForm(forms.Form):
    """What somebody decides about a mail: the version that was seen, and why."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    reason = forms.CharField(required=False, max_length=REASON_LETTERS_MAX)
