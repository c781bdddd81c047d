"""The form of what the firm told of the settlement."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from openlien.kit.errors import DomainError
from openlien.kit.money import Money
from openlien.negotiation import errors
from openlien.negotiation.actions import FinancialTerms
from openlien.negotiation.queries import FinancialRecord
from openlien.negotiation.vocabulary import FeeBasis

from ...cases.fields import MoneyField
from ...cases.forms import KeyedForm
from ...figures import amount
from ...sent_forms import reason_of

PERCENT_PLACES_MAX = 4
FIELDS = {
    "The settlement": "settled",
    "The attorney fee": "fee",
    "The attorney costs": "costs",
    "Client funding": "client_funding",
}


class FeeField(MoneyField):
    """An amount such as 2,500.00 as Money, or a percentage such as 33.33% as Decimal."""

    def clean(self, value: Any) -> Money | Decimal | None:
        """The fee that was typed."""
        text = str(value or "").strip()
        if not text.endswith("%"):
            return super().clean(value)
        try:
            percent = Decimal(text.removesuffix("%").strip())
        except InvalidOperation:
            raise forms.ValidationError(
                "Enter a percentage like 33.33%, or an amount like 2,500.00."
            ) from None
        if not percent.is_finite() or -percent.as_tuple().exponent > PERCENT_PLACES_MAX:  # type: ignore[operator]
            raise forms.ValidationError("Enter a percentage with at most four decimals.")
        return percent


class FinancialForm(KeyedForm):
    """Settlement, attorney's fee and costs, client funding; what is left blank is not known."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    settled = MoneyField(label="Settled amount", required=False)
    fee = FeeField(
        label="Attorney fee",
        required=False,
        help_text="An amount such as 2,500.00, or a share such as 33.33%",
    )
    costs = MoneyField(label="Attorney costs", required=False)
    client_funding = MoneyField(
        label="Client funding",
        required=False,
        help_text="Cash advances that are paid back out of the settlement",
    )

    refusals = {errors.PercentOutOfRange: "fee", errors.FeeGivenTwice: "fee"}

    def terms(self) -> FinancialTerms:
        """What the form says."""
        given = self.cleaned_data
        fee = given["fee"]
        return FinancialTerms(
            settled=given["settled"],
            fee=fee if isinstance(fee, Money) else None,
            fee_percent=fee if isinstance(fee, Decimal) else None,
            costs=given["costs"],
            client_funding=given["client_funding"],
        )

    def refuse(self, error: DomainError) -> None:
        """Shows a broken rule at its field; an amount below zero at the one that it names."""
        named = FIELDS.get(str(error.fields.get("field", "")))
        if isinstance(error, errors.AmountNegative) and named:
            self.status = error.status
            self.add_error(named, reason_of(error))
            return
        super().refuse(error)


def typed_values(told: FinancialRecord) -> dict[str, Any]:
    """What is known of the settlement as its form shows it at first, the fee on the basis it was given."""
    return {
        "version": told.version,
        "settled": _typed(told.settled),
        "fee": _fee(told),
        "costs": _typed(told.costs),
        "client_funding": _typed(told.client_funding),
    }


def _fee(told: FinancialRecord) -> str:
    if told.fee_basis is FeeBasis.PERCENT and told.fee_percent is not None:
        return f"{told.fee_percent.normalize():f}%"
    return _typed(told.fee)


def _typed(value: Money | None) -> str:
    return "" if value is None else amount(value)
