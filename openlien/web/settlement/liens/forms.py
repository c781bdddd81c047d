"""The form of a lien."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from openlien.cases.models import Lien
from openlien.kit.errors import DomainError
from openlien.settlement.actions.liens import (
    AMOUNTS,
    COMMENTS_LETTERS_MAX,
    DAYS,
    HOLDER_LETTERS_MAX,
    TEXTS,
    LienDraft,
)
from openlien.settlement.errors import HolderMissing, NotOfThisCase
from openlien.web.cases.fields import DayField, MoneyField
from openlien.web.cases.forms import KeyedForm

NOTES = {
    "asserted": "What the holder claims, unconfirmed",
    "confirmed": "What its bills or payments come to",
    "current_payoff": "What satisfies it today",
    "negotiated": "What was agreed; an approved reduction writes it here",
}


class LienForm(KeyedForm):
    """Who holds the lien, its six amounts, and what is known of it."""

    refusals = {HolderMissing: "holder", NotOfThisCase: "plaintiff"}

    holder = forms.CharField(
        label="Lien holder",
        max_length=HOLDER_LETTERS_MAX,
        error_messages={"required": "Say who holds the lien."},
    )
    kind = forms.ChoiceField(
        label="Type",
        choices=[("", "Choose a type"), *Lien.Kind.choices],
        error_messages={
            "required": "Choose the type of the lien.",
            "invalid_choice": "Choose one of the types.",
        },
    )
    plaintiff = forms.ChoiceField(required=False, help_text="All: shared by their weights")
    asserted = MoneyField(label="Unconfirmed", required=False, help_text=NOTES["asserted"])
    confirmed = MoneyField(required=False, help_text=NOTES["confirmed"])
    waived = MoneyField(required=False)
    current_payoff = MoneyField(label="Current payoff", required=False, help_text=NOTES["current_payoff"])
    negotiated = MoneyField(required=False, help_text=NOTES["negotiated"])
    paid = MoneyField(required=False)
    plan_funding = forms.ChoiceField(
        label="Plan funding",
        choices=Lien.PlanFunding.choices,
        required=False,
        help_text="Of a health plan: a self-funded one follows its own terms, not the limits of the state",
    )
    first_notice_on = DayField(label="First notice", required=False)
    reference = forms.CharField(label="Holder's number", max_length=TEXTS["reference"], required=False)
    recovery_agency = forms.CharField(
        max_length=TEXTS["recovery_agency"], required=False, help_text="Who collects for the holder"
    )
    certified_mail_number = forms.CharField(max_length=TEXTS["certified_mail_number"], required=False)
    policy_received_on = DayField(label="Policy received", required=False)
    paid_on = DayField(label="Paid on", required=False)
    check_number = forms.CharField(label="Check number", max_length=TEXTS["check_number"], required=False)
    release_received_on = DayField(label="Release received", required=False)
    is_final = forms.BooleanField(label="The holder has said that the amount is final", required=False)
    comments = forms.CharField(max_length=COMMENTS_LETTERS_MAX, required=False, widget=forms.Textarea)
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, plaintiffs: list[tuple[UUID, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["plaintiff"]
        chosen.choices = [("", "All plaintiffs"), *((str(key), name) for key, name in plaintiffs)]  # type: ignore[attr-defined]

    def draft(self) -> LienDraft:
        """The lien that was typed."""
        given = self.cleaned_data
        names = ("holder", "kind", "comments", "is_final", *TEXTS, *DAYS, *AMOUNTS)
        return LienDraft(
            plaintiff_id=UUID(given["plaintiff"]) if given["plaintiff"] else None,
            plan_funding=given["plan_funding"] or Lien.PlanFunding.UNKNOWN.value,
            **{name: given[name] for name in names},
        )

    def version_seen(self) -> int:
        """The version that the form was opened with; 0, which no lien has, where it carries none."""
        text = self.cleaned_data["version"]
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def refuse(self, error: DomainError) -> None:
        """Shows a broken rule at its field, as far as the form has it."""
        name = str(error.fields.get("field", ""))
        if type(error) not in self.refusals and name in self.fields:
            self.status = error.status
            self.add_error(name, error.sentence.removeprefix("Not saved. "))
            return
        super().refuse(error)
