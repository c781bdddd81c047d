"""The forms of fee schedules."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from openlien.cases.fee_schedules.actions import NAME_LETTERS_MAX
from openlien.cases.fee_schedules.errors import (
    NotAFacility,
    PricesChangedMeanwhile,
    RowsRefused,
    ScheduleNameMissing,
    ScheduleNameTaken,
    VersionOfThatDay,
)
from openlien.cases.fee_schedules.price_files import PricesTooMany, PricesUnreadable
from openlien.cases.fee_schedules.pricing import QUANTITY_MAX, CodeUnreadable
from openlien.kit.errors import DomainError

from ..cases.fields import DayField
from ..sent_forms import reason_of

KEEP, LEAVE_OUT = "keep", "leave_out"
OTHERS = (
    (KEEP, "Keep their prices: the list holds what changes"),
    (LEAVE_OUT, "Have no price any more: the list holds every code"),
)


class FeesForm(forms.Form):
    """A form whose refusals stand at the field they are about."""

    status = 422
    refusals: dict[type[DomainError], str] = {}

    def refuse(self, error: DomainError) -> None:
        """Shows a broken rule at its field, or above the form."""
        self.status = error.status
        self.add_error(self.refusals.get(type(error)), reason_of(error))

    def error_list(self) -> list[tuple[str | None, str]]:
        """Every error with the id of its field, for the summary above the form."""
        return [
            (self[name].id_for_label if name in self.fields else None, str(sentence))
            for name, sentences in self.errors.items()
            for sentence in sentences
        ]


class ScheduleForm(FeesForm):
    """A new schedule."""

    refusals = {ScheduleNameMissing: "name", ScheduleNameTaken: "name", NotAFacility: "facility"}

    name = forms.CharField(
        max_length=NAME_LETTERS_MAX, error_messages={"required": "Enter a name for the schedule."}
    )
    facility = forms.ChoiceField(
        required=False, help_text="A facility with its own schedule is priced by it first"
    )

    def __init__(self, *args: Any, facilities: list[tuple[UUID, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["facility"].choices = _choices("Every facility", facilities)  # type: ignore[attr-defined]


class NameForm(FeesForm):
    """Another name for a schedule; `name_before` is the one that was read."""

    refusals = {ScheduleNameMissing: "name", ScheduleNameTaken: "name"}

    name = forms.CharField(
        max_length=NAME_LETTERS_MAX, error_messages={"required": "Enter a name for the schedule."}
    )
    name_before = forms.CharField(max_length=NAME_LETTERS_MAX, widget=forms.HiddenInput)


class VersionForm(FeesForm):
    """Prices from a day on, as a file or as typed rows."""

    refusals = {
        VersionOfThatDay: "effective_on",
        RowsRefused: "rows",
        PricesChangedMeanwhile: "rows",
        PricesUnreadable: "rows",
        PricesTooMany: "rows",
    }

    effective_on = DayField(
        label="Prices hold from", error_messages={"required": "Enter the first day of the prices."}
    )
    others = forms.ChoiceField(
        label="Codes that the list does not name", choices=OTHERS, initial=KEEP, widget=forms.RadioSelect
    )
    rows = forms.CharField(
        label="Or type or paste the prices",
        required=False,
        max_length=1024 * 1024,
        strip=False,
        widget=forms.Textarea(attrs={"rows": "10", "spellcheck": "false", "class": "input num"}),
        help_text="A first line with Code and Retail price, then a line for each code",
    )


class LookUpForm(FeesForm):
    """A code, a quantity and a day."""

    refusals = {CodeUnreadable: "code"}

    code = forms.CharField(max_length=40, error_messages={"required": "Enter a code."})
    quantity = forms.IntegerField(
        min_value=1,
        max_value=QUANTITY_MAX,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Enter a whole number."},
    )
    on = DayField(label="Day of service")
    facility = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, facilities: list[tuple[UUID, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["facility"].choices = _choices("Any facility", facilities)  # type: ignore[attr-defined]


def _choices(nobody: str, facilities: list[tuple[UUID, str]]) -> list[tuple[str, str]]:
    return [("", nobody), *((str(facility_id), name) for facility_id, name in facilities)]
