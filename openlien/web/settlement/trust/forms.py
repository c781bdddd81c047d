"""The forms of trust accounts; a refusal stands at the field it is about."""

from __future__ import annotations

from typing import Any

from django import forms

from openlien.ledger.errors import PeriodClosed, PeriodLocked
from openlien.settlement.trust import errors
from openlien.settlement.trust.shares import SHARES

from ...cases.fields import DayField, MoneyField
from ...cases.forms import KeyedForm

_SHARE_CHOICES = [("", "Choose a share"), *((share.value, share.label) for share in SHARES)]
_CHOOSE = {"required": "Choose a share.", "invalid_choice": "Choose a share."}


def kind_of(field: Any) -> str | None:
    """How the component shows a field of these forms."""
    kinds = {MoneyField: "money", DayField: "date"}
    return kinds.get(type(field.field))


class TransferForm(KeyedForm):
    """Money that moves between two shares of a case."""

    refusals = {
        errors.ShareTooSmall: "amount",
        errors.TransferNotPositive: "amount",
        errors.TransferMovesNothing: "to_share",
        errors.TransferReasonMissing: "reason",
        errors.TransferInFuture: "moved_on",
        PeriodClosed: "moved_on",
        PeriodLocked: "moved_on",
    }
    from_share = forms.ChoiceField(label="From", choices=_SHARE_CHOICES, error_messages=_CHOOSE)
    to_share = forms.ChoiceField(label="To", choices=_SHARE_CHOICES, error_messages=_CHOOSE)
    amount = MoneyField(error_messages={"required": "Enter an amount."})
    moved_on = DayField(label="On", error_messages={"required": "Enter a day."})
    reason = forms.CharField(max_length=300, widget=forms.Textarea, error_messages={"required": "Say why."})


class PrepareForm(KeyedForm):
    """What the bank's statement says at the end of the month."""

    refusals = {errors.ReopeningReasonMissing: "reason"}
    bank_balance = MoneyField(
        label="Balance on the bank's statement",
        error_messages={"required": "Enter the balance that the statement ends with."},
    )
    reason = forms.CharField(
        max_length=300,
        required=False,
        label="Why another version",
        help_text="The month was completed: say what changed",
    )


class MistakeForm(KeyedForm):
    """What the bank has to put right about a line."""

    refusals = {errors.BankErrorReasonMissing: "reason"}
    reason = forms.CharField(
        max_length=300,
        label="What the bank puts right",
        error_messages={"required": "Say what the bank has to put right."},
    )
