"""The panel of a round."""

from __future__ import annotations

from typing import Any

from django import forms

from openlien.cases.firm_contacts import FirmKnown, FirmNameMissing
from openlien.identity.actor import Actor
from openlien.negotiation.rounds.actions import NOTE_LETTERS_MAX, RoundDraft
from openlien.negotiation.rounds.errors import LinkedAmountNeeded
from openlien.settlement.errors import NotOfThisCase

from ...cases.fields import DayField, MoneyField
from ..panels import PanelForm, text_of
from ..payers import PayerFields, PayerRow, payer_key
from ..place import uuid_or_none
from .note_templates import note_template_choices

COPIED = ("held_on", "authorized", "demand", "offer", "settlement", "note")


class RoundForm(PayerFields, PanelForm):
    """Who spoke with whom on which day, and the four amounts."""

    refusals = {
        NotOfThisCase: "plaintiff",
        LinkedAmountNeeded: "settlement",
        FirmKnown: "other_firm_text",
        FirmNameMissing: "other_firm_text",
    }

    held_on = DayField(label="Date", error_messages={"required": "Enter the day of the negotiation."})
    negotiated_by = forms.ChoiceField(label="Negotiated by", required=False)
    plaintiff = forms.ChoiceField(required=False)
    authorized = MoneyField(required=False, help_text="What the plaintiff lets us accept")
    demand = MoneyField(required=False)
    offer = MoneyField(required=False)
    settlement = MoneyField(required=False)
    note_template = forms.ChoiceField(label="Note template", required=False)
    note = forms.CharField(max_length=NOTE_LETTERS_MAX, required=False, widget=forms.Textarea)

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        case_number: str,
        payers: list[PayerRow],
        plaintiffs: list[tuple[str, str]],
        staff: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.actor, self.case_number, self.payers = actor, case_number, payers
        self.fields["payer"].label = "Negotiating with"
        self.fields["note_template"].choices = note_template_choices(actor)  # type: ignore[attr-defined]
        self.fields["plaintiff"].choices = [("", "All plaintiffs"), *plaintiffs]  # type: ignore[attr-defined]
        self.fields["negotiated_by"].choices = [("", "Nobody named"), *staff]  # type: ignore[attr-defined]

    def word_of(self, name: str, value: str) -> str:
        """A value as people read it: a payer by its name."""
        if name == "payer":
            return next((row.who.name for row in self.payers if row.key == value), value)
        return super().word_of(name, value)

    def draft(self) -> RoundDraft:
        """What was entered, as the action takes it."""
        given = self.cleaned_data
        coverage_id, party_id = self.named_payer()
        return RoundDraft(
            **{name: given[name] for name in COPIED},
            plaintiff_id=uuid_or_none(given["plaintiff"]),
            negotiated_by_id=uuid_or_none(given["negotiated_by"]),
            coverage_id=coverage_id,
            party_id=party_id,
        )


def texts_of(draft: RoundDraft) -> dict[str, str]:
    """A draft as the texts of the form's fields."""
    return {
        **{name: text_of(getattr(draft, name)) for name in COPIED},
        "payer": payer_key(draft.coverage_id, draft.party_id),
        "plaintiff": text_of(draft.plaintiff_id),
        "negotiated_by": text_of(draft.negotiated_by_id),
    }
