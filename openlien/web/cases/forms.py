"""The forms that change a case; each carries a key, so that sending it twice has one effect."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms

from openlien.cases.actions import (
    NOTE_LETTERS_MAX,
    StageBeginsInFuture,
    StageBeginsTooEarly,
    StageNotNamed,
    StageUnchanged,
)
from openlien.cases.stages import Stage
from openlien.kit.errors import DomainError
from openlien.kit.idempotency import IdempotencyKeyReused
from openlien.kit.money import Money, total
from openlien.payments.actions import (
    PAYER_LETTERS_MAX,
    REASON_LETTERS_MAX,
    REFERENCE_LETTERS_MAX,
    AdjustmentBeforeBill,
    AdjustmentInFuture,
    AdjustmentTooLarge,
    AmountNotPositive,
    DepositInFuture,
    PartNegative,
    PartsDoNotSum,
    ReasonMissing,
)
from openlien.payments.queries import BillLine

from ..sent_forms import reason_of
from .fields import DayField, MoneyField

SPREAD, BY_BILL = "spread", "by_bill"
# Value, name, and what it means.
WAYS_TO_PAY = (
    (SPREAD, "Spread over what is open", "Each bill gets its share of the open balance, to the cent."),
    (BY_BILL, "By bill", "You enter the part of each bill; the parts sum to the amount."),
)
KINDS_OF_ADJUSTMENT = (
    ("reduction", "Reduction", "Negotiated: we agreed to take less."),
    ("bad_debt", "Bad debt", "A loss: this money will not come. Somebody else has to approve it."),
)
_KEY = re.compile(r"[0-9a-f]{32}", re.ASCII)
_SAVED_BEFORE = (
    "This form was saved before with other values. To record something new as well, send it again."
)


def new_key() -> str:
    """A key that no form has had."""
    return uuid.uuid4().hex


class KeyedForm(forms.Form):
    """A form with an idempotency key, whose refusals stand at the field they are about."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    refusals: Mapping[type[DomainError], str] = {}
    status = 422

    def clean_key(self) -> str:
        """The key the form was rendered with, or a new one when it carries none."""
        given = self.cleaned_data["key"]
        return given if _KEY.fullmatch(given) else new_key()

    def refuse(self, error: DomainError) -> None:
        """Shows a broken rule at its field and keeps what was typed; `status` becomes that of the rule."""
        self.status = error.status
        if isinstance(error, IdempotencyKeyReused):
            self.add_error(None, _SAVED_BEFORE)
            self.data = {**self.data.dict(), "key": new_key()}
            return
        self.add_error(self.refusals.get(type(error)), reason_of(error))

    def error_list(self) -> list[tuple[str | None, str]]:
        """Every error with the id of its field, for the summary above the form."""
        return [
            (self[name].id_for_label if name in self.fields else None, str(sentence))
            for name, sentences in self.errors.items()
            for sentence in sentences
        ]


def _required(sentence: str) -> dict[str, str]:
    return {"required": sentence}


class StageForm(KeyedForm):
    """The stage a case reached, since when, and why."""

    refusals = {
        StageUnchanged: "stage",
        StageNotNamed: "stage",
        StageBeginsInFuture: "began_on",
        StageBeginsTooEarly: "began_on",
    }

    stage = forms.ChoiceField(
        choices=[
            ("", "Choose a stage"),
            *((stage.value, stage.label) for stage in Stage if stage != "unknown"),
        ],
        error_messages={
            "required": "Choose the stage that the case has reached.",
            "invalid_choice": "Choose one of the stages.",
        },
    )
    began_on = DayField(
        label="Began on",
        help_text="t is today, -3 three days ago",
        error_messages=_required("Enter the day on which the stage began."),
    )
    note = forms.CharField(max_length=NOTE_LETTERS_MAX, required=False, widget=forms.Textarea)


class PaymentForm(KeyedForm):
    """Money that came in, and how it is shared among the bills."""

    refusals = {
        AmountNotPositive: "amount",
        DepositInFuture: "deposited_on",
        PartsDoNotSum: "how",
        PartNegative: "how",
    }

    amount = MoneyField(error_messages=_required("Enter the amount that came in."))
    deposited_on = DayField(
        label="Deposited on",
        help_text="t is today, -3 three days ago",
        error_messages=_required("Enter the day of the deposit."),
    )
    payer = forms.CharField(max_length=PAYER_LETTERS_MAX, required=False)
    reference = forms.CharField(
        max_length=REFERENCE_LETTERS_MAX, required=False, help_text="Check number or bank reference"
    )
    beyond = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    how = forms.ChoiceField(
        label="Which bills it pays",
        choices=[(value, name) for value, name, _ in WAYS_TO_PAY],
        error_messages={"required": "Say which bills it pays.", "invalid_choice": "Say which bills it pays."},
    )

    def __init__(self, *args: Any, bills: tuple[BillLine, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self.bills = bills
        for line in bills:
            self.fields[part_name(line.id)] = MoneyField(required=False, label=line.facility or "Part")

    def beyond_open(self) -> Money:
        """What of a readable payment is more than its bills have open."""
        parts = self.parts()
        if parts is None:
            return max(Money.zero, self.cleaned_data["amount"] - total(line.open for line in self.bills))
        is_open = {line.id: line.open for line in self.bills}
        return total(max(Money.zero, part - is_open[bill]) for bill, part in parts.items())

    def parts(self) -> dict[UUID, Money] | None:
        """The part of each bill that was given one; None to spread the amount."""
        if self.cleaned_data["how"] == SPREAD:
            return None
        given = {line.id: self.cleaned_data[part_name(line.id)] for line in self.bills}
        return {bill: part for bill, part in given.items() if part}


class AdjustmentForm(KeyedForm):
    """What is given up of a bill, and why."""

    refusals = {
        AmountNotPositive: "amount",
        AdjustmentTooLarge: "amount",
        AdjustmentInFuture: "effective_on",
        AdjustmentBeforeBill: "effective_on",
        ReasonMissing: "reason",
    }

    kind = forms.ChoiceField(
        label="What it is",
        choices=[(value, name) for value, name, _ in KINDS_OF_ADJUSTMENT],
        error_messages={
            "required": "Choose reduction or bad debt.",
            "invalid_choice": "Choose reduction or bad debt.",
        },
    )
    amount = MoneyField(error_messages=_required("Enter the amount that is given up."))
    effective_on = DayField(
        label="Counts from",
        help_text="t is today, -3 three days ago",
        error_messages=_required("Enter the day from which it counts."),
    )
    reason = forms.CharField(
        max_length=REASON_LETTERS_MAX,
        widget=forms.Textarea,
        error_messages=_required("Say why it is given up."),
    )


def part_name(bill_id: UUID) -> str:
    """The name of the field for the part of a bill."""
    return f"part-{bill_id}"
