"""The form in which people log: a note, a call, or a follow-up; the rules stand in the domain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from openlien.cases.activity import errors
from openlien.cases.activity.actions import FollowUp, Whom
from openlien.cases.activity.queries.people import Assignee, CasePerson
from openlien.cases.models import Activity, Task
from openlien.kit.errors import DomainError

from ..cases.fields import DayField
from ..cases.forms import KeyedForm

NOTE, CALL, TASK = "note", "call", "task"
MODES = ((NOTE, "Note"), (CALL, "Call"), (TASK, "Follow-up"))
DIRECTIONS = (("out", "We called"), ("in", "They called"))
OUTCOMES = Activity.Outcome.choices
TASK_KINDS = Task.Kind.choices
_NOT_OFFERED = {"invalid_choice": "Choose one of the list.", "required": "Choose one of the list."}


class LogForm(KeyedForm):
    """What there is to say of a case; `mode` decides which fields count."""

    refusals = {
        errors.NoteEmpty: "text",
        errors.ContactMissing: "whom",
        errors.ContactNotOfCase: "whom",
        errors.MinutesOutOfRange: "minutes",
        errors.TitleMissing: "title",
        errors.DueDayMissing: "due_on",
        errors.DuePassed: "due_on",
        errors.AssigneeUnknown: "assignee",
    }

    mode = forms.ChoiceField(choices=MODES, error_messages=_NOT_OFFERED)
    text = forms.CharField(max_length=4000, required=False)
    template = forms.CharField(max_length=40, required=False)
    is_pinned = forms.BooleanField(required=False)
    whom = forms.CharField(max_length=200, required=False)
    point = forms.CharField(max_length=60, required=False)
    direction = forms.ChoiceField(choices=DIRECTIONS, required=False, error_messages=_NOT_OFFERED)
    outcome = forms.ChoiceField(choices=OUTCOMES, required=False, error_messages=_NOT_OFFERED)
    minutes = forms.IntegerField(
        required=False, error_messages={"invalid": "Enter whole minutes, such as 12."}
    )
    title = forms.CharField(max_length=200, required=False)
    kind = forms.ChoiceField(choices=TASK_KINDS, required=False, error_messages=_NOT_OFFERED)
    due_on = DayField(required=False)
    assignee = forms.UUIDField(required=False, error_messages={"invalid": "Choose one of the list."})

    def __init__(
        self, *args: Any, people: Sequence[CasePerson], colleagues: Sequence[Assignee], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.people, self.colleagues = people, colleagues

    @property
    def shown(self) -> dict[str, dict[str, Any]]:
        """Each field as the template needs it: id, value and error."""
        return {
            name: {
                "id": self[name].id_for_label or self[name].auto_id,
                "value": "" if self[name].value() is None else self[name].value(),
                "error": " ".join(self[name].errors) or None,
            }
            for name in self.fields
        }

    def whom_meant(self) -> Whom:
        """Somebody of the case when the name that was typed is theirs, else the name."""
        name = " ".join(self.cleaned_data["whom"].split())
        point = self.cleaned_data["point"]
        person = next((each for each in self.people if each.name.casefold() == name.casefold()), None)
        if person is None:
            return Whom(name=name, point=point)
        return Whom(party_id=person.id, point=point or person.phone)

    def follow_up(self) -> FollowUp | None:
        """What is to do next; None when nothing of it was filled in beside a call."""
        given = self.cleaned_data
        if given["mode"] == CALL and not (given["title"] or given["due_on"]):
            return None
        return FollowUp(
            title=given["title"],
            due_on=given["due_on"],
            assignee_id=given["assignee"],
            kind=Task.Kind(given["kind"] or "other"),
            note=given["text"] if given["mode"] == TASK else "",
        )

    def refuse(self, error: DomainError) -> None:
        """Shows a broken rule at its field; a text that is no good stands at the text."""
        named = error.fields.get("field")
        if type(error) not in self.refusals and named in self.fields:
            self.add_error(str(named), error.sentence.removeprefix("Not saved. "))
            return
        super().refuse(error)


class TaskForm(KeyedForm):
    """Another day, another person, or the end of a follow-up."""

    refusals = {errors.DuePassed: "due_on", errors.AssigneeUnknown: "assignee"}

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    due_on = DayField(required=False)
    assignee = forms.UUIDField(required=False, error_messages={"invalid": "Choose one of the list."})
    result = forms.CharField(max_length=500, required=False)

    def due_day(self) -> date | None:
        """The day that was chosen."""
        return self.cleaned_data["due_on"]

    def assignee_id(self) -> UUID | None:
        """The person who was chosen."""
        return self.cleaned_data["assignee"]
