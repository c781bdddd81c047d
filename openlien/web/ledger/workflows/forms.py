"""The forms of the workflows; each carries its idempotency key and the digest of the journal looked at."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from openlien.accounting.actions import charges, closures, openings, settlements
from openlien.identity.actor import Actor
from openlien.kit.dates import DateError, parse_user_date
from openlien.kit.errors import DomainError
from openlien.kit.money import Money
from openlien.ledger.errors import FutureEntryDate, PeriodClosed, PeriodLocked, ReasonRequired
from openlien.ledger.queries.account_read import SettingChoices
from openlien.ledger.queries.line_choices import parties_called
from openlien.payments.actions import AmountNotPositive, RefundTooLarge

from ... import business_time
from ...cases.fields import DayField, MoneyField
from ...cases.forms import KeyedForm
from ...sent_forms import reason_of

REFERENCE_LETTERS_MAX = 35


def _required(sentence: str) -> dict[str, str]:
    return {"required": sentence}


class WorkflowForm(KeyedForm):
    """A form whose journal is looked at before it is posted; `day` names its field of the entry date."""

    previewed = forms.RegexField("^([0-9a-f]{32}|nothing)$", widget=forms.HiddenInput, required=False)
    posting_on = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    day = "on"

    def __init__(self, *args: Any, actor: Actor | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor

    def clean(self) -> dict[str, Any]:
        """What was typed; without JavaScript a company comes by its name alone."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            text = self.data.get(f"{name}_text", "").strip()
            if isinstance(field, PartyField) and self.actor and text and given.get(name, "") is None:
                found = parties_called(self.actor, field.kind, text)
                if len(found) == 1:
                    given[name] = found[0]
                else:
                    self.add_error(name, "Choose one of those that are offered.")
        return given

    def entry_day(self) -> date | None:
        """The entry date, as far as it can be read."""
        text = str(self[self.day].value() or "")
        try:
            return parse_user_date(text, today=business_time.today()) if text.strip() else None
        except DateError:
            return None

    def refuse(self, error: DomainError) -> None:
        """Shows a broken rule at its field; a closed period and a later day are about the entry date."""
        if isinstance(error, (PeriodClosed, PeriodLocked, FutureEntryDate)):
            self.status = error.status
            self.add_error(self.day, reason_of(error).removeprefix("Not posted. "))
            return
        named = getattr(error, "field", error.fields.get("field"))
        if type(error) not in self.refusals and named in self.fields:
            self.status = error.status
            self.add_error(str(named), _short(error))
            return
        super().refuse(error)

    def refuse_stale(self) -> None:
        """Says that somebody changed the same thing meanwhile."""
        self.status = 409
        self.add_error(None, "Somebody changed this while the form was open. Close it and open it again.")


class PartyField(forms.CharField):
    """A company chosen out of many: its id, or None; without JavaScript only its name arrives."""

    def __init__(self, kind: str, **options: Any) -> None:
        super().__init__(required=False, max_length=40, **options)
        self.kind = kind

    def clean(self, value: Any) -> UUID | None:
        """The id that was chosen."""
        text = super().clean(value)
        try:
            return UUID(text) if text else None
        except ValueError:
            raise forms.ValidationError("Choose one of those that are offered.") from None


class ClaimForm(WorkflowForm):
    """A claim that is approved for payment."""

    day = "invoice_on"
    refusals = {
        charges.RetailNotPositive: "retail",
        charges.ContractedAboveRetail: "contracted",
        charges.ContractedNegative: "contracted",
        charges.ServiceAfterInvoice: "service_on",
        charges.InvoiceInFuture: "invoice_on",
    }

    retail = MoneyField(error_messages=_required("Enter the standard charge."), help_text="Standard charge")
    contracted = MoneyField(required=False, help_text="What we pay the provider; blank while it is not known")
    invoice_on = DayField(label="Invoice date", error_messages=_required("Enter the day of the invoice."))
    service_on = DayField(required=False, label="Service date")
    facility = PartyField("facility")
    number = forms.CharField(
        required=False, max_length=charges.NUMBER_LETTERS_MAX, label="Claim number", help_text="Reference"
    )
    code = forms.CharField(required=False, max_length=charges.CODE_LETTERS_MAX, label="Procedure code")
    description = forms.CharField(required=False, max_length=charges.TEXT_LETTERS_MAX)
    is_in_network = forms.BooleanField(required=False, initial=True, label="In network")

    def claim(self) -> charges.Claim:
        """The claim that was typed."""
        given = self.cleaned_data
        return charges.Claim(
            retail=given["retail"],
            contracted=given["contracted"],
            invoice_on=given["invoice_on"],
            service_on=given["service_on"],
            facility_id=given["facility"],
            number=given["number"],
            code=given["code"],
            description=given["description"],
            is_in_network=given["is_in_network"],
        )


class ChargeForm(WorkflowForm):
    """What an approved claim turned out to be."""

    refusals = {
        charges.RetailNotPositive: "retail",
        charges.ContractedAboveRetail: "contracted",
        charges.ContractedNegative: "contracted",
        charges.ChargeUnchanged: "retail",
        ReasonRequired: "reason",
    }

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)
    retail = MoneyField(error_messages=_required("Enter the standard charge."))
    contracted = MoneyField(required=False, help_text="Blank while it is not known")
    on = DayField(label="Counts from", error_messages=_required("Enter the day from which it counts."))
    reason = forms.CharField(
        max_length=charges.REASON_LETTERS_MAX,
        widget=forms.Textarea,
        help_text="Adjustments need documentation",
        error_messages=_required("Say why the charge changes."),
    )


class ProviderForm(WorkflowForm):
    """What the provider of a claim is paid, and out of which money."""

    day = "paid_on"

    amount = MoneyField(error_messages=_required("Enter what the provider is paid."))
    paid_on = DayField(label="Paid on", error_messages=_required("Enter the day of the payment."))
    line = forms.ChoiceField(required=False, label="Paid from")
    reference = forms.CharField(
        required=False, max_length=REFERENCE_LETTERS_MAX, help_text="Check or transfer number"
    )

    def __init__(self, *args: Any, lines: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["line"]
        field.choices = [("", "Our own money"), *lines]
        field.error_messages["invalid_choice"] = "Choose one of the list."


class SettlementForm(WorkflowForm):
    """How a settlement held in trust is divided."""

    day = "settled_on"
    refusals = {
        AmountNotPositive: "amount",
        settlements.SettlementDoesNotSum: "amount",
        settlements.SettledInFuture: "settled_on",
    }

    amount = MoneyField(label="Settlement amount", error_messages=_required("Enter the settlement."))
    settled_on = DayField(label="Settled on", error_messages=_required("Enter the day of the settlement."))
    attorney_fees = MoneyField(required=False, label="Attorney fees and costs")
    own_lien = MoneyField(required=False, label="Our own lien", help_text="Received as a payment")
    other_liens = MoneyField(required=False, label="Other medical liens")
    patient_portion = MoneyField(required=False, help_text="Blank for the rest of the settlement")
    reduce_rest_because = forms.CharField(
        required=False,
        max_length=settlements.REASON_LETTERS_MAX,
        label="Give up the rest of our lien, because",
        help_text="Blank keeps it open",
    )
    close_because = forms.CharField(
        required=False,
        max_length=closures.REASON_LETTERS_MAX,
        label="Close the account, because",
        help_text="Blank leaves it open",
    )

    def shares(self) -> settlements.Shares:
        """The four shares; a blank patient portion is what the others leave."""
        given = self.cleaned_data
        fees, own, others = (
            given[name] or Money.zero for name in ("attorney_fees", "own_lien", "other_liens")
        )
        patient = given["patient_portion"]
        rest = max(Money.zero, given["amount"] - fees - own - others)
        return settlements.Shares(
            attorney_fees=fees,
            own_lien=own,
            other_liens=others,
            patient_portion=rest if patient is None else patient,
        )


class RefundForm(WorkflowForm):
    """An overpayment that was paid back."""

    day = "paid_on"
    refusals = {AmountNotPositive: "amount", RefundTooLarge: "amount"}

    amount = MoneyField(error_messages=_required("Enter what was paid back."))
    paid_on = DayField(label="Paid on", error_messages=_required("Enter the day of the payment."))
    reference = forms.CharField(
        required=False, max_length=REFERENCE_LETTERS_MAX, help_text="Check or transfer number"
    )


class ClosingForm(WorkflowForm):
    """The end of an account."""

    day = "closed_on"
    refusals = {
        ReasonRequired: "reason",
        closures.ClosingDayInFuture: "closed_on",
        closures.ClosingDayTooEarly: "closed_on",
    }

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)
    closed_on = DayField(label="Closing day", error_messages=_required("Enter the closing day."))
    reason = forms.CharField(
        max_length=closures.REASON_LETTERS_MAX,
        widget=forms.Textarea,
        help_text="Kept in the account's history",
        error_messages=_required("Say why the account is closed."),
    )


class OpeningForm(WorkflowForm):
    """What earlier books bring over to an account."""

    refusals = {openings.OpenedInFuture: "on", AmountNotPositive: "retail"}

    retail = MoneyField(
        label="Retail brought over", error_messages=_required("Enter what is still owed at retail.")
    )
    cost = MoneyField(
        required=False, label="Cost brought over", help_text="Not recovered so far; blank is 0.00"
    )
    on = DayField(label="Opening day", error_messages=_required("Enter the opening day."))


class NewAccountForm(WorkflowForm):
    """A new case with its account, and what earlier books bring over."""

    day = "opened_on"
    refusals = {AmountNotPositive: "retail"}

    patient = forms.CharField(
        max_length=openings.NAME_LETTERS_MAX, error_messages=_required("Enter the patient's name.")
    )
    mrn = forms.CharField(
        required=False,
        max_length=openings.MRN_LETTERS_MAX,
        label="MRN",
        help_text="Member registration number",
    )
    law_firm_id = PartyField("law_firm", label="Law firm")
    opened_on = DayField(label="Opened on", error_messages=_required("Enter the opening day."))
    credit_limit = MoneyField(required=False, help_text="Blank for no limit")
    cost_center = forms.ChoiceField(required=False)
    department = forms.ChoiceField(required=False)
    retail = MoneyField(required=False, label="Retail brought over", help_text="Blank without earlier books")
    cost = MoneyField(required=False, label="Cost brought over", help_text="Not recovered so far")

    def __init__(self, *args: Any, choices: SettingChoices, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, known in (("cost_center", choices.cost_centers), ("department", choices.departments)):
            field = self.fields[name]
            field.choices = [("", "None"), *((code, f"{code} {label}") for code, label in known)]
            field.error_messages["invalid_choice"] = "Choose one of the list."

    def opening(self) -> openings.Opening | None:
        """What is brought over; None where both amounts are blank."""
        retail, cost = self.cleaned_data["retail"], self.cleaned_data["cost"]
        if retail is None and cost is None:
            return None
        return openings.Opening(retail=retail or Money.zero, cost=cost or Money.zero)


def _short(error: DomainError) -> str:
    """The sentence without its beginning: the summary above the fields says that nothing was saved."""
    sentence = reason_of(error)
    for beginning in ("Not posted. ", "Not opened. ", "Not approved. ", "Not closed. "):
        sentence = sentence.removeprefix(beginning)
    return sentence
