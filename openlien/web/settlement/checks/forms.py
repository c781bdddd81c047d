"""The panel of a check."""

from __future__ import annotations

from typing import Any

from django import forms

from openlien.settlement import errors
from openlien.settlement.actions.checks import (
    COMMENTS_LETTERS_MAX,
    NUMBER_LETTERS_MAX,
    PAYEE_LETTERS_MAX,
    CheckDraft,
)
from openlien.settlement.check_rules import FIRST_STATUSES, CheckStatus, CheckType, Direction
from openlien.settlement.queries.tables import CheckRow

from ...cases.fields import DayField, MoneyField
from ..panels import PanelForm, text_of
from ..place import uuid_or_none

COPIED = (
    "drawn_on",
    "amount",
    "number",
    "custom_payee",
    "mailed_on",
    "expires_on",
    "received_on",
    "comments",
)
DIRECTIONS = (
    (Direction.IN.value, "In", "Received for the settlement (debit)"),
    (Direction.OUT.value, "Out", "Issued from the settlement (credit)"),
)


def first_statuses() -> list[tuple[str, str]]:
    """The statuses that a new check may start with, each with the direction it belongs to."""
    into, out = FIRST_STATUSES[Direction.IN], FIRST_STATUSES[Direction.OUT]
    said = {True: "", False: " (out only)"}
    return [
        (each.value, each.label + (said[each in into] if each in out else " (in only)"))
        for each in CheckStatus
        if each in {*into, *out}
    ]


class CheckForm(PanelForm):
    """A check that came in for a settlement, or goes out of it."""

    refusals = {
        errors.AmountNotPositive: "amount",
        errors.CheckNumberUsed: "number",
        errors.CheckEnteredTwice: "number",
        errors.EscrowAccountMissing: "settlement",
        errors.ClearedMoneyMissing: "amount",
    }

    settlement = forms.ChoiceField()
    direction = forms.ChoiceField(label="In or out", choices=[each[:2] for each in DIRECTIONS])
    drawn_on = DayField(label="Date", error_messages={"required": "Enter the day of the check."})
    amount = MoneyField(error_messages={"required": "Enter the amount of the check."})
    type = forms.ChoiceField(choices=[(each.value, each.label) for each in CheckType])
    status = forms.ChoiceField(choices=first_statuses)
    number = forms.CharField(label="Check #", max_length=NUMBER_LETTERS_MAX, required=False)
    payee = forms.ChoiceField(required=False)
    custom_payee = forms.CharField(
        label="Custom payee", max_length=PAYEE_LETTERS_MAX, required=False, help_text="Entered by hand"
    )
    mailed_on = DayField(label="Mailed", required=False)
    expires_on = DayField(label="Expiration", required=False, help_text="The day the check goes stale")
    received_on = DayField(label="Received", required=False)
    comments = forms.CharField(max_length=COMMENTS_LETTERS_MAX, required=False, widget=forms.Textarea)

    def __init__(
        self,
        *args: Any,
        settlements: list[tuple[str, str]],
        payees: list[tuple[str, str]],
        row: CheckRow | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.row = row
        self.fields["settlement"].choices = settlements  # type: ignore[attr-defined]
        self.fields["payee"].choices = [("", "Nobody named"), *payees]  # type: ignore[attr-defined]
        if row is not None:
            # What a check is and where it stands does not change here.
            for name in ("settlement", "direction", "status"):
                del self.fields[name]

    def draft(self) -> CheckDraft:
        """What was entered, as the action takes it; a check that is there keeps direction and status."""
        given = self.cleaned_data
        direction = self.row.direction if self.row else Direction(given["direction"])
        status = self.row.status if self.row else CheckStatus(given["status"] or CheckStatus.HOLD.value)
        return CheckDraft(
            direction=direction,
            status=status,
            type=CheckType(given["type"]),
            payee_id=uuid_or_none(given["payee"]),
            **{name: given[name] for name in COPIED},
        )


def texts_of(row: CheckRow) -> dict[str, str]:
    """A check as the texts of the form's fields."""
    return {
        **{name: text_of(getattr(row, name)) for name in COPIED},
        "type": row.type.value,
        "payee": text_of(row.payee_id),
    }
