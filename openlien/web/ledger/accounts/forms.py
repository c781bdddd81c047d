"""The forms that change a case account; each carries the version it was opened with."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from openlien.kit.errors import DomainError
from openlien.kit.money import Money
from openlien.ledger.actions.case_accounts import (
    BC_LETTERS_MAX,
    NOTES_LETTERS_MAX,
    REASON_LETTERS_MAX,
    AccountSettings,
    PortionsAboveWhole,
    StatusUnchanged,
)
from openlien.ledger.errors import ReasonRequired, UnknownAccount, WriteOffRequired, ZeroBalanceRequired
from openlien.ledger.queries.account_read import CaseAccountRecord, SettingChoices
from openlien.ledger.vocabulary import CaseAccountStatus, CollectionStatus

from ...cases.fields import DayField, MoneyField
from ...jinja import amount
from ...sent_forms import reason_of

_PERCENT = re.compile(r"\d{1,3}(\.\d{0,4})?|\.\d{1,4}", re.ASCII)


class PercentField(forms.CharField):
    """A percentage such as 33.33 or 33.33%; blank is None where the field is optional."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 20)
        super().__init__(**options)

    def clean(self, value: Any) -> Decimal | None:
        """The percentage that was typed."""
        text = super().clean(value)
        if not text:
            return None
        bare = text.removesuffix("%").strip()
        try:
            if not _PERCENT.fullmatch(bare):
                raise InvalidOperation
            return Decimal(bare)
        except InvalidOperation:
            raise forms.ValidationError(
                "Enter a percentage like 33.33, with at most four decimals."
            ) from None


class NumbersField(forms.CharField):
    """Numbers of accounts of the chart, separated by commas or blanks, each once."""

    known: frozenset[str] = frozenset()

    def clean(self, value: Any) -> list[str]:
        """The numbers that were typed, in their order."""
        numbers = list(dict.fromkeys(re.split(r"[\s,;]+", super().clean(value).upper())))
        numbers = [number for number in numbers if number]
        if unknown := [number for number in numbers if number not in self.known]:
            raise forms.ValidationError(
                f"The chart of accounts has no active account {unknown[0][:20]}. Choose one from the chart."
            )
        return numbers


class VersionedForm(forms.Form):
    """A form about one version of an account, whose refusals stand at the field they are about."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000, error_messages={"required": "Reload."}
    )
    refusals: Mapping[type[DomainError], str] = {}
    status = 422

    def refuse(self, error: DomainError) -> None:
        """Shows a broken rule at its field and keeps what was typed; `status` becomes that of the rule."""
        self.status = error.status
        named = error.fields.get("field")
        field = self.refusals.get(type(error), named if named in self.fields else None)
        self.add_error(field, reason_of(error))  # type: ignore[arg-type]

    def error_list(self) -> list[tuple[str | None, str]]:
        """Every error with the id of its field, for the summary above the form."""
        return [
            (self[name].id_for_label if name in self.fields else None, str(sentence))
            for name, sentences in self.errors.items()
            for sentence in sentences
        ]


class SettingsForm(VersionedForm):
    """What people set on a case account."""

    refusals = {PortionsAboveWhole: "patient_percent", UnknownAccount: "gl_accounts"}
    # What the form showed when it was opened: what the reader did not touch is not the reader's wish.
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40_000)

    credit_limit = MoneyField(required=False, help_text="Blank for no limit")
    collection_status = forms.ChoiceField(
        choices=CollectionStatus.choices(),
        error_messages={"invalid_choice": "Choose one of the collection statuses."},
    )
    patient_percent = PercentField(required=False, label="Patient portion")
    insurance_percent = PercentField(
        required=False, label="Insurance portion", help_text="The legal case bears the rest"
    )
    settlement_amount = MoneyField(required=False)
    settled_on = DayField(required=False, label="Settled on")
    attorney_fee_percent = PercentField(required=False, label="Attorney fee")
    bc_customer_number = forms.CharField(
        required=False, max_length=BC_LETTERS_MAX, label="Business Central customer"
    )
    gl_accounts = NumbersField(
        required=False,
        max_length=1_000,
        label="GL accounts",
        help_text="Numbers of the chart, separated by commas",
    )
    cost_center = forms.ChoiceField(required=False)
    department = forms.ChoiceField(required=False)
    notes = forms.CharField(
        required=False, max_length=NOTES_LETTERS_MAX, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, choices: SettingChoices, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, known in (("cost_center", choices.cost_centers), ("department", choices.departments)):
            field = self.fields[name]
            field.choices = [("", "None"), *((code, f"{code} {label}") for code, label in known)]
            field.error_messages["invalid_choice"] = "Choose one of the list."
        self.fields["gl_accounts"].known = frozenset(number for number, _ in choices.gl_accounts)

    def settings(self) -> AccountSettings:
        """The settings that were typed."""
        given = self.cleaned_data
        return AccountSettings(
            credit_limit=given["credit_limit"],
            attorney_fee_percent=given["attorney_fee_percent"],
            patient_percent=given["patient_percent"] or Decimal(0),
            insurance_percent=given["insurance_percent"] or Decimal(0),
            settlement_amount=given["settlement_amount"],
            settled_on=given["settled_on"],
            collection_status=CollectionStatus(given["collection_status"]),
            bc_customer_number=given["bc_customer_number"],
            gl_account_numbers=given["gl_accounts"],
            cost_center=given["cost_center"],
            department=given["department"],
            notes=given["notes"],
        )

    def meet(self, account: CaseAccountRecord) -> list[str]:
        """Takes over what somebody else saved meanwhile; what both changed is shown with both values.

        *Shapes*: the labels of the fields taken over. What was typed stays, and saving it again is a choice.
        """
        self.status = 409
        theirs, seen = shown_settings(account), self._seen()
        data, taken = self.data.dict(), []
        who = account.updated_by or "Somebody"
        for name, saved in theirs.items():
            typed = str(data.get(name, ""))
            if self._means(name, saved) in (self._means(name, seen.get(name, "")), self._means(name, typed)):
                continue
            label = self[name].label
            if self._means(name, typed) == self._means(name, seen.get(name, "")):
                data[name] = saved
                taken.append(label)
                continue
            both = f"{who} set this to {saved or 'nothing'} while you were editing. You typed"
            self.add_error(name, f"{both} {typed or 'nothing'}. Save again to keep yours.")
        self.data = {**data, "version": str(account.version), "seen": json.dumps(theirs)}
        return taken

    def _seen(self) -> dict[str, str]:
        try:
            seen = json.loads(self.data.get("seen", ""))
        except ValueError:
            return {}
        return {str(name): str(value) for name, value in seen.items()} if isinstance(seen, dict) else {}

    def _means(self, name: str, text: str) -> object:
        """What a text of the field means: 1250 and 1,250.00 are one amount."""
        try:
            return self.fields[name].clean(text)
        except forms.ValidationError:
            return text


class StatusForm(VersionedForm):
    """The status an account gets, and why."""

    refusals = {
        ReasonRequired: "reason",
        StatusUnchanged: "status",
        WriteOffRequired: "status",
        ZeroBalanceRequired: "status",
    }

    status = forms.ChoiceField(  # type: ignore[assignment]
        choices=CaseAccountStatus.choices(),
        error_messages={"required": "Choose a status.", "invalid_choice": "Choose one of the statuses."},
    )
    reason = forms.CharField(
        max_length=REASON_LETTERS_MAX,
        widget=forms.Textarea,
        help_text="Kept in the account's history",
        error_messages={"required": "Say why the status changes."},
    )


class OverrideForm(VersionedForm):
    """Why charges may exceed the credit limit; blank takes that back."""

    reason = forms.CharField(
        max_length=REASON_LETTERS_MAX,
        required=False,
        widget=forms.Textarea,
        help_text="Leave it blank to take the override back",
    )


def shown_settings(account: CaseAccountRecord) -> dict[str, str]:
    """The settings of an account as the form shows them."""
    standing = account.standing
    return {
        "credit_limit": _money(standing.credit_limit),
        "collection_status": account.collection_status.value,
        "patient_percent": _percent(account.patient_percent),
        "insurance_percent": _percent(account.insurance_percent),
        "settlement_amount": _money(standing.settlement_amount),
        "settled_on": "" if standing.settled_on is None else f"{standing.settled_on:%m/%d/%Y}",
        "attorney_fee_percent": _percent(account.attorney_fee_percent),
        "bc_customer_number": account.bc_customer_number,
        "gl_accounts": ", ".join(account.gl_account_numbers),
        "cost_center": account.cost_center,
        "department": account.department,
        "notes": account.notes,
    }


def _money(value: Money | None) -> str:
    return "" if value is None else amount(value)


def _percent(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
