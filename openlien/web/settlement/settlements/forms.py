"""The panel of a settlement, and that of a fee taken in."""

from __future__ import annotations

from typing import Any

from django import forms

from openlien.cases.firm_contacts import FirmKnown, FirmNameMissing
from openlien.identity.actor import Actor
from openlien.settlement.actions.drafts import COMMENTS_LETTERS_MAX, SettlementDraft
from openlien.settlement.actions.settlements import FEE_COMMENTS_LETTERS_MAX
from openlien.settlement.calculations.check_dates import TooManyDays
from openlien.settlement.errors import (
    AmountNotPositive,
    EscrowAccountInUse,
    NotOfThisCase,
    SettlementNotPositive,
)

from ...cases.fields import DayField, MoneyField
from ..panels import PanelForm, text_of
from ..payers import PayerFields, PayerRow, payer_key
from ..place import uuid_or_none

COPIED = (
    "settled_on",
    "gross",
    "released_to_client_on",
    "released_from_client_on",
    "released_to_payer_on",
    "check_expected_on",
    "days_from_release",
    "distributed_on",
    "expires_on",
    "comments",
)
CHOSEN = {
    "plaintiff": "plaintiff_id",
    "settled_by": "settled_by_id",
    "type": "type_id",
    "escrow_account": "escrow_account_id",
}


class SettlementForm(PayerFields, PanelForm):
    """What was agreed with whom, where its money lies, and the days until it is distributed."""

    refusals = {
        NotOfThisCase: "plaintiff",
        SettlementNotPositive: "gross",
        TooManyDays: "days_from_release",
        EscrowAccountInUse: "escrow_account",
        FirmKnown: "other_firm_text",
        FirmNameMissing: "other_firm_text",
    }

    settled_on = DayField(label="Date", error_messages={"required": "Enter the day of the settlement."})
    plaintiff = forms.ChoiceField(required=False)
    settled_by = forms.ChoiceField(label="Settled by", required=False)
    gross = MoneyField(
        label="Gross settlement amount", error_messages={"required": "Enter the amount of the settlement."}
    )
    type = forms.ChoiceField(label="Settlement type", required=False)
    escrow_account = forms.ChoiceField(
        label="Escrow account", required=False, help_text="Its checks go through this account"
    )
    released_to_client_on = DayField(label="Release to client", required=False)
    released_from_client_on = DayField(label="Release from client", required=False)
    released_to_payer_on = DayField(label="Release to ins./att.", required=False)
    check_expected_on = DayField(label="Check expected date", required=False)
    days_from_release = forms.IntegerField(
        label="Days from release",
        required=False,
        help_text="Follows the expected date, and the other way round, once the release is out",
        error_messages={"invalid": "Enter a whole number of days."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input number"}),
    )
    distributed_on = DayField(label="Date of distribution", required=False)
    expires_on = DayField(
        label="Settlement expires", required=False, help_text="The day it lapses if not effectuated"
    )
    comments = forms.CharField(max_length=COMMENTS_LETTERS_MAX, required=False, widget=forms.Textarea)

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        case_number: str,
        payers: list[PayerRow],
        choices: dict[str, list[tuple[str, str]]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.actor, self.case_number, self.payers = actor, case_number, payers
        self.fields["payer"].label = "Settlement with"
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def word_of(self, name: str, value: str) -> str:
        """A value as people read it: a payer by its name."""
        if name == "payer":
            return next((row.who.name for row in self.payers if row.key == value), value)
        return super().word_of(name, value)

    def draft(self) -> SettlementDraft:
        """What was entered, as the action takes it."""
        given = self.cleaned_data
        coverage_id, party_id = self.named_payer()
        return SettlementDraft(
            **{name: given[name] for name in COPIED},
            **{to: uuid_or_none(given[name]) for name, to in CHOSEN.items()},
            coverage_id=coverage_id,
            party_id=party_id,
        )


class FeeForm(PanelForm):
    """Money that was taken in as fee."""

    refusals = {AmountNotPositive: "amount"}

    amount = MoneyField(error_messages={"required": "Enter the amount that was taken in."})
    recorded_on = DayField(
        label="Recorded on", error_messages={"required": "Enter the day on which it was taken in."}
    )
    comments = forms.CharField(max_length=FEE_COMMENTS_LETTERS_MAX, required=False)


def texts_of(draft: SettlementDraft) -> dict[str, str]:
    """A draft as the texts of the form's fields."""
    return {
        **{name: text_of(getattr(draft, name)) for name in COPIED},
        **{name: text_of(getattr(draft, of)) for name, of in CHOSEN.items()},
        "payer": payer_key(draft.coverage_id, draft.party_id),
    }
