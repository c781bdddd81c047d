"""The forms of a payment plan and of a reminder; sent twice, each has one effect."""

from __future__ import annotations

from typing import Any

from django import forms

from openlien.payments.plans.choices import CHANNELS
from openlien.payments.plans.errors import (
    CancellationReasonMissing,
    FirstDayOver,
    FirstDayTooFar,
    NothingToPlan,
    PlanBeyondBalance,
    ReminderDaysOutOfRange,
    SplitUnclear,
)
from openlien.payments.plans.queries import PlanRecord
from openlien.payments.plans.schedule import (
    INSTALMENTS_MAX,
    InstalmentNotPositive,
    InstalmentTooSmall,
    Interval,
    TooManyInstalments,
)
from openlien.payments.plans.terms import DAYS_MAX, NOTE_LETTERS_MAX, REASON_LETTERS_MAX, PlanTerms

from ..cases.fields import DayField, MoneyField
from ..cases.forms import KeyedForm

BY_COUNT, BY_EACH = "count", "each"
# Value, name, and what it means.
WAYS_TO_SPLIT = (
    (BY_COUNT, "By number", "So many instalments; they differ by a cent at most."),
    (BY_EACH, "By amount", "Each instalment is this much; the last one holds what is left."),
)
_DAYS_ERRORS = {
    "invalid": "Enter a number of days, or 0 for no reminder.",
    "max_value": f"Enter 0 to {DAYS_MAX} days.",
    "min_value": f"Enter 0 to {DAYS_MAX} days.",
}


class PlanForm(KeyedForm):
    """What is to come, from when on, how often, and who is reminded when."""

    refusals = {
        NothingToPlan: "amount",
        PlanBeyondBalance: "amount",
        FirstDayOver: "first_due_on",
        FirstDayTooFar: "first_due_on",
        TooManyInstalments: "count",
        InstalmentTooSmall: "count",
        InstalmentNotPositive: "each",
        SplitUnclear: "split",
        ReminderDaysOutOfRange: "days_before",
    }

    amount = MoneyField(
        label="Amount of the plan", error_messages={"required": "Enter the amount of the plan."}
    )
    first_due_on = DayField(
        label="First instalment due",
        help_text="t is today, +7 in a week, +1m in a month",
        error_messages={"required": "Enter the day on which the first instalment is due."},
    )
    interval = forms.ChoiceField(
        label="How often",
        choices=[(each.value, each.label) for each in Interval],
        error_messages={"invalid_choice": "Choose one of the intervals."},
    )
    split = forms.ChoiceField(
        label="How it is split", choices=[(value, name) for value, name, _ in WAYS_TO_SPLIT]
    )
    count = forms.IntegerField(
        label="Number of instalments",
        required=False,
        min_value=1,
        max_value=INSTALMENTS_MAX,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Enter a whole number.",
            "min_value": f"Enter 1 to {INSTALMENTS_MAX} instalments.",
            "max_value": f"Enter 1 to {INSTALMENTS_MAX} instalments.",
        },
    )
    each = MoneyField(label="Amount of each", required=False)
    days_before = forms.IntegerField(
        label="Remind, days before",
        min_value=0,
        max_value=DAYS_MAX,
        help_text="0 is not at all",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": "Enter 0 for no reminder before the day.", **_DAYS_ERRORS},
    )
    days_after = forms.IntegerField(
        label="Remind, days after",
        min_value=0,
        max_value=DAYS_MAX,
        help_text="When it is late; 0 is not at all",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": "Enter 0 for no reminder after the day.", **_DAYS_ERRORS},
    )
    is_reminded_on_day = forms.BooleanField(label="Remind on the day itself", required=False)
    note = forms.CharField(
        label="What was agreed", required=False, max_length=NOTE_LETTERS_MAX, widget=forms.Textarea
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """The typed values, with the one way of splitting that was chosen."""
        given = super().clean() or self.cleaned_data
        way = given.get("split")
        if way == BY_COUNT and not given.get("count") and "count" not in self.errors:
            self.add_error("count", "Enter how many instalments there are.")
        if way == BY_EACH and not given.get("each") and "each" not in self.errors:
            self.add_error("each", "Enter how much each instalment is.")
        return given

    def terms(self) -> PlanTerms:
        """What was agreed to, of a form that is in order."""
        given = self.cleaned_data
        by_count = given["split"] == BY_COUNT
        return PlanTerms(
            amount=given["amount"],
            first_due_on=given["first_due_on"],
            interval=Interval(given["interval"]),
            count=given["count"] if by_count else None,
            each=None if by_count else given["each"],
            days_before=given["days_before"],
            days_after=given["days_after"],
            is_reminded_on_day=given["is_reminded_on_day"],
            note=given["note"],
        )


def typed_plan(plan: PlanRecord) -> dict[str, Any]:
    """The values of a form about what is not paid yet of a plan."""
    unpaid = [one for one in plan.instalments if one.paid < one.amount]
    first = unpaid[0] if unpaid else plan.instalments[-1]
    return {
        "amount": plan.unpaid,
        "first_due_on": f"{first.due_on:%m/%d/%Y}",
        "interval": plan.interval.value,
        "split": BY_COUNT,
        "count": len(unpaid),
        "days_before": plan.days_before,
        "days_after": plan.days_after,
        "is_reminded_on_day": plan.is_reminded_on_day,
        "note": plan.note,
        "version": plan.version,
    }


class CancelForm(KeyedForm):
    """Why a plan is cancelled."""

    refusals = {CancellationReasonMissing: "reason"}

    reason = forms.CharField(
        max_length=REASON_LETTERS_MAX,
        widget=forms.Textarea,
        error_messages={"required": "Say why the plan is cancelled: the reason stays with the case."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReminderForm(KeyedForm):
    """How somebody was reminded."""

    channel = forms.ChoiceField(
        label="Sent by",
        choices=[(channel.value, channel.label) for channel in CHANNELS],
        error_messages={"required": "Say how it was sent.", "invalid_choice": "Say how it was sent."},
    )
    note = forms.CharField(
        label="To whom, and what was said",
        required=False,
        max_length=NOTE_LETTERS_MAX,
        widget=forms.Textarea,
    )
