"""The forms that set up the books; a refusal stands at the field it is about."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from openlien.kit.errors import DomainError
from openlien.ledger.actions.chart import PolicyFields
from openlien.ledger.chart_rules import (
    NAME_LETTERS_MAX,
    NUMBER_LETTERS_MAX,
    SUB_CATEGORY_LETTERS_MAX,
    AccountFields,
)
from openlien.ledger.vocabulary import AccountKind, AccountRole, CreditLimitMode, PostingPack, Side

from ...cases.fields import MoneyField
from ...sent_forms import reason_of

PACKS = (
    (
        PostingPack.COST_RECOVERY.value,
        "Cost recovery",
        "A receipt recovers the cost of its case first; only what comes in above it is revenue.",
    ),
    (
        PostingPack.EXPENSE.value,
        "Expense",
        "Charges are medical expense and receipts lower it, as requirement 3 words it.",
    ),
)
CREDIT_LIMITS = (
    (CreditLimitMode.OFF.value, "Not enforced", "Charges above a limit are booked without a word."),
    (
        CreditLimitMode.WARN.value,
        "Warn",
        "The charge is booked, and its account is marked as over the limit.",
    ),
    (
        CreditLimitMode.BLOCK.value,
        "Block",
        "The charge is refused until somebody gives a reason.",
    ),
)


class SetupForm(forms.Form):
    """A form of a row that two people may change: it carries the version it was read at."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    status = 422

    def refuse(self, error: DomainError) -> None:
        """Shows a broken rule at its field and keeps what was typed; `status` becomes that of the rule."""
        field = getattr(error, "field", error.fields.get("field"))
        self.status = error.status
        self.add_error(field if field in self.fields else None, reason_of(error))

    def error_list(self) -> list[tuple[str | None, str]]:
        """Every error with the id of its field, for the summary above the form."""
        return [
            (self[name].id_for_label if name in self.fields else None, str(sentence))
            for name, sentences in self.errors.items()
            for sentence in sentences
        ]


class AccountForm(SetupForm):
    """One account of the chart."""

    number = forms.CharField(
        max_length=NUMBER_LETTERS_MAX, error_messages={"required": "Enter the number of the account."}
    )
    name = forms.CharField(max_length=NAME_LETTERS_MAX, error_messages={"required": "Name the account."})
    kind = forms.ChoiceField(choices=AccountKind.choices())
    sub_category = forms.CharField(
        label="Sub category", max_length=SUB_CATEGORY_LETTERS_MAX, required=False, help_text="Groups reports"
    )
    normal_side = forms.ChoiceField(
        label="Normal side",
        choices=[("", "The usual side of its kind"), *Side.choices()],
        required=False,
    )
    role = forms.ChoiceField(
        label="Used by the posting rules as",
        choices=[("", "Not used by them"), *AccountRole.choices()],
        required=False,
        help_text="Each use is held by one account; choosing it here takes it from the other.",
    )
    bc_id = forms.UUIDField(
        label="Business Central id",
        required=False,
        error_messages={"invalid": "An id looks like 01a1fb72-6e37-7875-b6f7-90660e3fbbdb."},
    )
    is_active = forms.BooleanField(
        label="Active", required=False, help_text="New journals may use it. Accounts are never deleted."
    )

    def fields_given(self) -> AccountFields:
        """What was entered, as the rules of the chart take it."""
        given = self.cleaned_data
        return AccountFields(
            number=given["number"],
            name=given["name"],
            kind=AccountKind(given["kind"]),
            sub_category=given["sub_category"],
            normal_side=Side(given["normal_side"]) if given["normal_side"] else None,
            role=AccountRole(given["role"]) if given["role"] else None,
            is_active=given["is_active"],
            bc_id=given["bc_id"],
        )


class DimensionForm(SetupForm):
    """A cost center or a department."""

    code = forms.CharField(
        max_length=20,
        help_text="Letters A-Z, digits, hyphens and underscores; it never changes",
        error_messages={"required": "Enter a code."},
    )
    name = forms.CharField(max_length=50, error_messages={"required": "Give it a name."})
    is_active = forms.BooleanField(label="Active", required=False, help_text="New journals may use it.")


class PolicyForm(SetupForm):
    """The rules of the ledger."""

    pack = forms.ChoiceField(
        label="Posting pack", widget=forms.RadioSelect, choices=[(value, name) for value, name, _ in PACKS]
    )
    approval_threshold = MoneyField(
        label="Approval threshold",
        help_text="Journals below it are let through by policy; 0.00: a person approves every journal.",
        error_messages={"required": "Enter an amount; 0.00 means that every journal needs approval."},
    )
    credit_limit_mode = forms.ChoiceField(
        label="Credit limits",
        widget=forms.RadioSelect,
        choices=[(value, name) for value, name, _ in CREDIT_LIMITS],
    )
    ageing_1 = forms.IntegerField(label="Current until day")
    ageing_2 = forms.IntegerField(label="30 until day")
    ageing_3 = forms.IntegerField(label="60 until day")
    ageing_4 = forms.IntegerField(label="90 until day")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for place in range(1, 5):
            self.fields[f"ageing_{place}"].error_messages |= {
                "required": "Enter a number of days.",
                "invalid": "Enter a whole number of days.",
            }

    def refuse(self, error: DomainError) -> None:
        """Shows a broken rule at its field; what is wrong with the ageing limits stands at the first."""
        if getattr(error, "fields", {}).get("field") == "ageing_days":
            self.status = error.status
            self.add_error("ageing_1", reason_of(error))
            return
        super().refuse(error)

    def fields_given(self) -> PolicyFields:
        """What was entered, as the ledger takes it."""
        given = self.cleaned_data
        return PolicyFields(
            pack=PostingPack(given["pack"]),
            approval_threshold=given["approval_threshold"],
            credit_limit_mode=CreditLimitMode(given["credit_limit_mode"]),
            ageing_days=[given[f"ageing_{place}"] for place in range(1, 5)],
        )


def text_of(value: UUID | None) -> str:
    """An id as a form shows it."""
    return str(value or "")
