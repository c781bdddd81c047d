"""The forms of the case file: a plaintiff, an injury, a policy, an expense."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms

from openlien.cases.case_file import coverages, errors, expenses, facts, patients, plaintiffs
from openlien.cases.firm_contacts import VALUE_LETTERS_MAX, ContactNotAnAddress, ContactNotANumber
from openlien.cases.models import Party
from openlien.cases.queries import PlaintiffLine
from openlien.kit.errors import DomainError

from ..sent_forms import reason_of
from ..settlement.panels import PanelForm
from .fields import DayField, MoneyField

KINDS = {MoneyField: "money", DayField: "date"}
NOBODY = ""


class FileForm(PanelForm):
    """A form of the case file; `rows` are the names of its fields as they stand beside each other."""

    rows: ClassVar[tuple[tuple[str, ...], ...]] = ()
    # What stands for no plaintiff; None where one has to be named.
    no_plaintiff: ClassVar[str | None] = None
    # Fields that offer what is on file while somebody types, with the page that knows it.
    offered: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, people: tuple[PlaintiffLine, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        if "plaintiff" in self.fields:
            first = self.no_plaintiff or "Choose a plaintiff"
            choices = [(NOBODY, first), *((str(each.id), each.name) for each in people)]
            self.fields["plaintiff"].choices = choices  # type: ignore[attr-defined]

    def kind_of(self, name: str) -> str | None:
        """How the field is drawn where its widget does not say."""
        return KINDS.get(type(self.fields[name]))

    def plaintiff_id(self) -> UUID | None:
        """The plaintiff that was chosen."""
        chosen = self.cleaned_data["plaintiff"]
        return UUID(chosen) if chosen else None

    def draft(self) -> Any:
        """What was typed, as the action takes it."""
        raise NotImplementedError


class FactsForm(FileForm):
    """What happened, and the injuries in short."""

    rows = (("incident_facts",), ("injuries_summary",))

    incident_facts = forms.CharField(
        label="What happened", max_length=facts.LETTERS_MAX, required=False, widget=forms.Textarea
    )
    injuries_summary = forms.CharField(
        label="Injuries in short",
        max_length=facts.LETTERS_MAX,
        required=False,
        widget=forms.Textarea,
        help_text="The settlement view shows both; single injuries are added to the plaintiff",
    )

    def draft(self) -> facts.FactsDraft:
        """The texts that were typed."""
        names = [name for row in self.rows for name in row]
        return facts.FactsDraft(**{name: self.cleaned_data[name] for name in names})


class PatientForm(FileForm):
    """What one should know before calling the patient, and how they are reached."""

    refusals = {ContactNotAnAddress: "email"}
    rows = (("language", "gender", "marital_status"), ("mobile", "phone"), ("email",), ("home",), ("work",))

    language = forms.CharField(max_length=patients.LANGUAGE_LETTERS_MAX, required=False)
    gender = forms.ChoiceField(choices=[("", "Not recorded"), *Party.Gender.choices], required=False)
    marital_status = forms.ChoiceField(
        choices=[("", "Not recorded"), *Party.MaritalStatus.choices], required=False
    )
    mobile = forms.CharField(max_length=VALUE_LETTERS_MAX, required=False, help_text="With its area code")
    phone = forms.CharField(max_length=VALUE_LETTERS_MAX, required=False)
    email = forms.CharField(label="E-mail", max_length=VALUE_LETTERS_MAX, required=False)
    home = forms.CharField(label="Home address", max_length=VALUE_LETTERS_MAX, required=False)
    work = forms.CharField(
        label="Work address",
        max_length=VALUE_LETTERS_MAX,
        required=False,
        help_text="Blank removes what stands there; name and date of birth are those of the plaintiff",
    )

    def draft(self) -> patients.PatientDraft:
        """What was typed."""
        names = [name for row in self.rows for name in row]
        return patients.PatientDraft(**{name: self.cleaned_data[name] for name in names})

    def refuse(self, error: DomainError) -> None:
        """Shows a broken rule at its field; a number that is none at the one that it names."""
        if isinstance(error, ContactNotANumber):
            self.status = error.status
            self.add_error("mobile" if "mobile" in error.fields["name"] else "phone", reason_of(error))
            return
        super().refuse(error)


class PlaintiffForm(FileForm):
    """Who claims, and with which weight what was spent for all is divided."""

    refusals = {
        errors.PlaintiffListed: "name",
        errors.PersonOfOtherCases: "name",
        errors.WeightOutOfRange: "weight",
    }
    rows = (("name",), ("born_on", "weight"))

    name = forms.CharField(
        max_length=plaintiffs.NAME_LETTERS_MAX,
        error_messages={"required": "Enter the name of the plaintiff."},
    )
    born_on = DayField(label="Date of birth", required=False)
    weight = forms.IntegerField(
        min_value=1,
        max_value=plaintiffs.WEIGHT_MAX,
        initial=1,
        help_text="Expenses and liens of all plaintiffs divide by weight",
        error_messages={
            "required": "Enter a whole number from 1 to 1,000.",
            "invalid": "Enter a whole number from 1 to 1,000.",
        },
    )

    def draft(self) -> plaintiffs.PlaintiffDraft:
        """The plaintiff that was typed."""
        given = self.cleaned_data
        return plaintiffs.PlaintiffDraft(name=given["name"], born_on=given["born_on"], weight=given["weight"])


class InjuryForm(FileForm):
    """One injury of a plaintiff."""

    refusals = {errors.PlaintiffOfAnotherCase: "plaintiff"}
    rows = (("name",), ("plaintiff",), ("description",))

    plaintiff = forms.ChoiceField(
        error_messages={
            "required": "Choose whose injury it is.",
            "invalid_choice": "Choose one of the plaintiffs.",
        }
    )
    name = forms.CharField(
        label="Injury",
        max_length=plaintiffs.INJURY_LETTERS_MAX,
        error_messages={"required": "Enter the injury."},
    )
    description = forms.CharField(
        max_length=plaintiffs.DESCRIPTION_LETTERS_MAX, required=False, widget=forms.Textarea
    )

    def draft(self) -> plaintiffs.InjuryDraft:
        """The injury that was typed."""
        given, whose = self.cleaned_data, self.plaintiff_id()
        assert whose is not None, "The field is required."
        return plaintiffs.InjuryDraft(
            plaintiff_id=whose, name=given["name"], description=given["description"]
        )


class CoverageForm(FileForm):
    """One policy: the insurer, whom it covers, its limits, and whom to call."""

    refusals = {
        errors.PlaintiffOfAnotherCase: "plaintiff",
        errors.AdjusterOfOthers: "adjuster_phone",
        ContactNotANumber: "adjuster_phone",
        ContactNotAnAddress: "adjuster_email",
    }
    rows = (
        ("insurer",),
        ("kind", "plaintiff"),
        ("policy_number", "claim_number"),
        ("insured_name",),
        ("limit_per_person", "limit_per_accident"),
        ("adjuster",),
        ("adjuster_phone", "adjuster_email"),
        ("administrator",),
    )
    no_plaintiff = "A defendant"
    offered = {"insurer": "cases:insurer_options", "administrator": "cases:administrator_options"}

    insurer = forms.CharField(
        max_length=coverages.NAME_LETTERS_MAX,
        help_text="One that is on file under this name is taken",
        error_messages={"required": "Enter the name of the insurer."},
    )
    kind = forms.ChoiceField(
        label="Insurance type",
        choices=[("", "Choose a type"), *coverages.KINDS],
        error_messages={
            "required": "Choose the type of insurance.",
            "invalid_choice": "Choose one of the types.",
        },
    )
    plaintiff = forms.ChoiceField(label="Whose policy", required=False)
    policy_number = forms.CharField(max_length=coverages.NUMBER_LETTERS_MAX, required=False)
    claim_number = forms.CharField(max_length=coverages.NUMBER_LETTERS_MAX, required=False)
    insured_name = forms.CharField(
        label="Name of insured", max_length=coverages.NAME_LETTERS_MAX, required=False
    )
    limit_per_person = MoneyField(required=False)
    limit_per_accident = MoneyField(required=False)
    adjuster = forms.CharField(max_length=coverages.NAME_LETTERS_MAX, required=False)
    adjuster_phone = forms.CharField(max_length=300, required=False)
    adjuster_email = forms.CharField(label="Adjuster e-mail", max_length=300, required=False)
    administrator = forms.CharField(
        label="Third-party administrator",
        max_length=coverages.NAME_LETTERS_MAX,
        required=False,
        help_text="Who handles the claim for the insurer; the adjuster works there",
    )

    def draft(self) -> coverages.CoverageDraft:
        """The policy that was typed."""
        names = [name for row in self.rows for name in row if name != "plaintiff"]
        given = {name: self.cleaned_data[name] for name in names}
        return coverages.CoverageDraft(plaintiff_id=self.plaintiff_id(), **given)


class ExpenseForm(FileForm):
    """Money the firm spent on the case."""

    refusals = {errors.PlaintiffOfAnotherCase: "plaintiff", errors.ExpenseNotPositive: "amount"}
    rows = (
        ("description",),
        ("incurred_on", "amount"),
        ("plaintiff",),
        ("is_recoverable",),
        ("is_financed",),
    )
    no_plaintiff = "All plaintiffs"

    description = forms.CharField(
        label="Spent on",
        max_length=expenses.DESCRIPTION_LETTERS_MAX,
        help_text="What, and who was paid",
        error_messages={"required": "Enter what it was spent on."},
    )
    incurred_on = DayField(
        label="Day",
        help_text="t is today, -3 three days ago",
        error_messages={"required": "Enter the day of the expense."},
    )
    amount = MoneyField(error_messages={"required": "Enter the amount."})
    plaintiff = forms.ChoiceField(
        label="Spent for", required=False, help_text="All plaintiffs: divided by their weights"
    )
    is_recoverable = forms.BooleanField(
        label="Recoverable from the settlement",
        required=False,
        help_text="What is not stays with the firm",
    )
    is_financed = forms.BooleanField(
        label="Financed",
        required=False,
        help_text="It bears interest until the settlement at the rate of the calculation",
    )

    def draft(self) -> expenses.ExpenseDraft:
        """The expense that was typed."""
        names = [name for row in self.rows for name in row if name != "plaintiff"]
        given = {name: self.cleaned_data[name] for name in names}
        return expenses.ExpenseDraft(plaintiff_id=self.plaintiff_id(), **given)
