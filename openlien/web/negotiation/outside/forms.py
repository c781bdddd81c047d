"""The forms of outside bills; a refusal stands at the field it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from openlien.cases.documents import content
from openlien.cases.documents.actions import NoRoomForDocuments, Upload
from openlien.cases.documents.queries import DocumentLine
from openlien.cases.models import Document
from openlien.kit.errors import DomainError
from openlien.kit.money import Money
from openlien.kit.stored_files import UploadTooLarge
from openlien.negotiation import errors
from openlien.negotiation.actions import OutsideBillTerms
from openlien.negotiation.queries import OutsideBillRecord
from openlien.negotiation.vocabulary import Payer

from ...cases.fields import DayField, MoneyField
from ...cases.forms import KeyedForm
from ...figures import amount, date_text
from ...sent_forms import reason_of

NO_COPY = "No copy yet"
NEGATIVE_FIELDS = {"What was paid": "paid", "The promise": "promised"}


class OutsideBillForm(KeyedForm):
    """An outside bill as the firm tells of it, with the copy that proves it."""

    refusals = {
        errors.ProviderMissing: "provider",
        errors.BillNotPositive: "billed",
        errors.PromiseAboveBill: "promised",
        errors.PaidAboveBill: "paid",
        errors.PayerMissing: "payer",
        errors.CopyRequestedLater: "copy_requested_on",
        errors.CopyNotFound: "copy",
        content.EmptyFile: "file",
        content.FileKindRefused: "file",
        content.FileIsNotWhatItSays: "file",
        content.FileHoldsMacros: "file",
        UploadTooLarge: "file",
        NoRoomForDocuments: "file",
    }

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    provider = forms.CharField(max_length=200, error_messages={"required": "Name the provider."})
    billed = MoneyField(label="Bill amount", error_messages={"required": "Enter the amount of the bill."})
    promised = MoneyField(
        label="Promise to pay", required=False, help_text="What the firm promised this provider in writing"
    )
    payer = forms.ChoiceField(label="Who paid", choices=Payer.choices, required=False)
    paid = MoneyField(label="How much", required=False)
    copy_requested_on = DayField(
        label="Copy requested on", required=False, help_text="t is today, -3 three days ago"
    )
    copy = forms.ChoiceField(label="Copy of the bill", required=False)
    file = forms.FileField(required=False, allow_empty_file=True)

    def __init__(self, *args: Any, documents: Sequence[DocumentLine], **options: Any) -> None:
        super().__init__(*args, **options)
        filed = [(str(line.id), f"{line.title} · {date_text(line.uploaded_at)}") for line in documents]
        self.fields["copy"].choices = [("", NO_COPY), *filed]  # type: ignore[attr-defined]

    @property
    def upload(self) -> Upload | None:
        """The copy as it came with the form; None where none came."""
        file = self.cleaned_data["file"]
        if file is None:
            return None
        title = f"Bill of {self.cleaned_data['provider']}"[:200]
        return Upload(file.name or "file", file.chunks(), Document.Kind.OUTSIDE_BILL, title)

    def terms(self, copy_id: UUID | None = None) -> OutsideBillTerms:
        """What the form says; the copy that came with it goes before the one that was chosen."""
        given = self.cleaned_data
        chosen = UUID(given["copy"]) if given["copy"] else None
        return OutsideBillTerms(
            provider=given["provider"],
            billed=given["billed"],
            promised=given["promised"],
            payer=Payer(given["payer"] or Payer.NONE),
            paid=given["paid"] or Money.zero,
            copy_id=copy_id or chosen,
            copy_requested_on=given["copy_requested_on"],
        )

    def refuse(self, error: DomainError) -> None:
        """Shows a broken rule at its field; an amount below zero at the one that it names."""
        named = NEGATIVE_FIELDS.get(str(error.fields.get("field", "")))
        if isinstance(error, errors.AmountNegative) and named:
            self.status = error.status
            self.add_error(named, reason_of(error))
            return
        super().refuse(error)


def typed_values(bill: OutsideBillRecord) -> dict[str, Any]:
    """An outside bill as its form shows it at first."""
    return {
        "version": bill.version,
        "provider": bill.provider,
        "billed": amount(bill.billed),
        "promised": "" if bill.promised is None else amount(bill.promised),
        "payer": bill.payer.value,
        "paid": amount(bill.paid) if bill.paid else "",
        "copy_requested_on": f"{bill.copy_requested_on:%m/%d/%Y}" if bill.copy_requested_on else "",
        "copy": str(bill.copy_id or ""),
    }
