"""The form of a client's approval; a refusal stands at the field it is about."""

from __future__ import annotations

from django import forms

from openlien.cases.documents.actions import FiledAlready, NoRoomForDocuments
from openlien.cases.documents.content import (
    EmptyFile,
    FileHoldsMacros,
    FileIsNotWhatItSays,
    FileKindRefused,
)
from openlien.kit.stored_files import UploadTooLarge
from openlien.settlement.closing import errors
from openlien.settlement.closing.queries import APPROVALS

from ...cases.fields import DayField
from ...cases.forms import KeyedForm

_REFUSED_FILES = (
    EmptyFile,
    FileKindRefused,
    FileIsNotWhatItSays,
    FileHoldsMacros,
    FiledAlready,
    NoRoomForDocuments,
    UploadTooLarge,
)


class CopyForm(KeyedForm):
    """The copy that the client signed, filed after the approval."""

    refusals = dict.fromkeys(_REFUSED_FILES, "copy")
    copy = forms.FileField(
        label="Signed copy", error_messages={"required": "Choose the file with the signed statement."}
    )


class ApprovalForm(KeyedForm):
    """When and how the client approved, with the signed copy where there is one."""

    refusals = {
        errors.ApprovedInFuture: "approved_on",
        errors.ApprovedBeforeMade: "approved_on",
        errors.HowUnknown: "how",
        **dict.fromkeys(_REFUSED_FILES, "copy"),
    }
    approved_on = DayField(label="Approved on", error_messages={"required": "Enter the day."})
    how = forms.ChoiceField(
        choices=[("", "Choose how"), *APPROVALS],
        error_messages={"required": "Say how the client approved.", "invalid_choice": "Choose one of these."},
    )
    words = forms.CharField(label="Comment", max_length=300, required=False)
    copy = forms.FileField(label="Signed copy", required=False)
