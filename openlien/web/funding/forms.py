"""The forms of warehouse lines; a refusal stands at the field it is about."""

from __future__ import annotations

from typing import Any

from django import forms

from openlien.funding import errors
from openlien.funding.calculations.day_counts import DayCount
from openlien.kit.errors import DomainError
from openlien.kit.money import Rate
from openlien.ledger.errors import PeriodClosed, PeriodLocked

from ..cases.fields import DayField, MoneyField
from ..cases.forms import KeyedForm

_AMOUNT = {"required": "Enter an amount."}
_DAY = {"required": "Enter a day."}
_RATE = {"required": "Enter a percentage; 0 is one."}


class PercentField(forms.CharField):
    """A percentage such as 4.31 as a Rate; blank is None where the field is optional."""

    def clean(self, value: Any) -> Rate | None:
        """The rate that was typed."""
        text = super().clean(value).strip().removesuffix("%").strip()
        if not text:
            return None
        try:
            return Rate.percent(text)
        except DomainError:
            raise forms.ValidationError("Enter a percentage like 4.31.") from None


def kind_of(field: Any) -> str | None:
    """How the component shows a field of these forms."""
    kinds = {MoneyField: "money", DayField: "date", PercentField: "percent"}
    return kinds.get(type(field.field))


class FundingForm(KeyedForm):
    """A form of funding: where its month is closed, a day in an open one can be given."""

    refusals = {
        errors.DayInFuture: "on",
        errors.LineNotOpen: "on",
        errors.MonthAccrued: "on",
        errors.TakenBackTooEarly: "on",
        errors.ReasonMissing: "reason",
        errors.RateIsSet: "reason",
        PeriodClosed: "posting_on",
        PeriodLocked: "posting_on",
    }

    def refuse(self, error: DomainError) -> None:
        """Shows a broken rule at its field, or above the form when the form has no such field."""
        if self.refusals.get(type(error)) not in {None, *self.fields}:
            self.status = error.status
            self.add_error(None, error.sentence)
            return
        super().refuse(error)


def _posting_day() -> DayField:
    return DayField(label="Post on", required=False, help_text="Only where the month of that day is closed")


class DrawForm(FundingForm):
    """Money drawn for the bills of a case."""

    refusals = {
        **FundingForm.refusals,
        errors.AmountNotPositive: "amount",
        errors.BeyondAvailability: "amount",
        errors.BeyondCommitment: "amount",
        errors.MoreThanLeft: "amount",
        errors.NothingToFinance: "case_number",
        errors.FinancedElsewhere: "case_number",
    }
    case_number = forms.CharField(
        label="Case",
        max_length=20,
        help_text="Shared over what its bills have left of their contracted amounts",
        error_messages={"required": "Enter the number of the case, such as CASE-2026-00001."},
    )
    amount = MoneyField(error_messages=_AMOUNT)
    on = DayField(label="Drawn on", error_messages=_DAY)
    reference = forms.CharField(max_length=35, required=False)
    posting_on = _posting_day()


class RepayForm(FundingForm):
    """Principal and interest paid to the lender."""

    refusals = {
        **FundingForm.refusals,
        errors.AmountNotPositive: "principal",
        errors.RepaidBeyondDrawn: "principal",
        errors.RepaidTooMuch: "principal",
        errors.InterestBeyondOwed: "interest",
    }
    principal = MoneyField(required=False)
    interest = MoneyField(required=False, help_text="Interest and fees that are accrued")
    case_number = forms.CharField(
        label="Case",
        max_length=20,
        required=False,
        help_text="Blank spreads it over every bill the line has lent on",
    )
    on = DayField(label="Paid on", error_messages=_DAY)
    reference = forms.CharField(max_length=35, required=False)
    posting_on = _posting_day()


class RateForm(FundingForm):
    """The reference rate from a day on."""

    refusals = {**FundingForm.refusals, errors.TermOutOfRange: "reference"}
    on = DayField(label="From", error_messages=_DAY)
    reference = PercentField(label="Reference rate", error_messages=_RATE)
    reason = forms.CharField(
        max_length=300, required=False, help_text="Needed where the rate of that day is replaced"
    )


class AccrueForm(FundingForm):
    """The month to accrue."""

    posting_on = _posting_day()


class TakeBackForm(FundingForm):
    """Why and from which day a movement is taken back."""

    on = DayField(label="Taken back on", error_messages=_DAY)
    reason = forms.CharField(max_length=300, error_messages={"required": "Say why."})
    posting_on = _posting_day()


class TakeBackMonthForm(FundingForm):
    """Why an accrued month is taken back."""

    reason = forms.CharField(max_length=300, error_messages={"required": "Say why."})
    posting_on = _posting_day()


class LineForm(FundingForm):
    """The terms of a new line."""

    refusals = {
        **FundingForm.refusals,
        errors.LineNameTaken: "name",
        errors.AmountNotPositive: "commitment",
        errors.DayInFuture: "opened_on",
    }
    name = forms.CharField(max_length=80, error_messages={"required": "Name the line."})
    lender = forms.CharField(max_length=120, error_messages={"required": "Name the lender."})
    commitment = MoneyField(error_messages=_AMOUNT)
    advance_rate = PercentField(
        label="Advance rate", error_messages=_RATE, help_text="Of the cost of cases not yet recovered"
    )
    spread = PercentField(error_messages=_RATE, help_text="Added to the reference rate")
    floor = PercentField(required=False, help_text="The reference rate counts at least this much")
    unused_fee = PercentField(label="Unused fee", required=False, help_text="A year, on what is not drawn")
    day_count = forms.ChoiceField(label="Day count", choices=[(each.value, each.label) for each in DayCount])
    age_days_max = forms.IntegerField(
        label="Age limit in days", required=False, min_value=0, help_text="Older cases do not count"
    )
    debtor_share_max = PercentField(
        label="Most of one law firm", required=False, help_text="A share of what is not too old"
    )
    opened_on = DayField(label="Opened on", error_messages=_DAY)
