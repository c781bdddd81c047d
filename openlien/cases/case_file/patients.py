"""The patient of a case: what one should know before calling, and how they are reached."""

from __future__ import annotations

from dataclasses import dataclass

from openlien.identity.actor import Actor
from openlien.identity.unit_of_work import action

from ..firm_contacts import checked_contact, put_contact
from ..models import ContactPoint, Party
from ..queries import CaseHead
from ..queries.people import contacts_of
from .errors import ChoiceUnknown
from .reach import case_to_edit, one_line, refuse_out_of_reach, refuse_stale

LANGUAGE_LETTERS_MAX = 40
CONTACT_KINDS = (
    ContactPoint.Kind.MOBILE,
    ContactPoint.Kind.PHONE,
    ContactPoint.Kind.EMAIL,
    ContactPoint.Kind.HOME,
    ContactPoint.Kind.WORK,
)


@dataclass(frozen=True, kw_only=True)
class PatientDraft:
    """The patient as a person enters one; blank is not known.

    *Shapes*: gender and marital status are codes of Party; the contacts are the first of each kind.
    """

    language: str = ""
    gender: str = ""
    marital_status: str = ""
    mobile: str = ""
    phone: str = ""
    email: str = ""
    home: str = ""
    work: str = ""


def patient_as_entered(case: CaseHead) -> tuple[PatientDraft, int]:
    """The patient of a case that the actor has read and sees whole, and the version that this is."""
    patient = Party.objects.get(pk=case.patient_id)
    # The first contact of a kind is written last and so stays.
    found = reversed(contacts_of([patient.id]).get(patient.id, ()))
    contacts = {contact.kind: contact.value for contact in found if contact.kind in CONTACT_KINDS}
    draft = PatientDraft(
        language=patient.language, gender=patient.gender, marital_status=patient.marital_status, **contacts
    )
    return draft, patient.version


@action
def change_patient(actor: Actor, *, case_number: str, draft: PatientDraft, version: int) -> Party:
    """The patient of the case as in the draft, on every case of theirs.

    A blank contact removes the first one of its kind; name and day of birth are those of the plaintiff.
    *Raises*: Forbidden, NotFound, FileChangedMeanwhile, PersonOfOtherCases, ChoiceUnknown, ContactNotANumber,
    ContactNotAnAddress, TextTooLong, TextNotPlain.
    """
    case = case_to_edit(actor, case_number)
    patient = Party.objects.select_for_update(no_key=True).get(id=case.patient_id)
    refuse_stale(patient, version)
    refuse_out_of_reach(actor, patient)
    patient.language = one_line(draft.language, letters_max=LANGUAGE_LETTERS_MAX)
    patient.gender = _chosen(draft.gender, Party.Gender.values, "gender")
    patient.marital_status = _chosen(draft.marital_status, Party.MaritalStatus.values, "marital status")
    wanted = {kind: checked_contact(kind, getattr(draft, kind.value)) for kind in CONTACT_KINDS}
    for kind, value in wanted.items():
        put_contact(patient, kind, value)
    patient.version += 1
    patient.save(update_fields=["language", "gender", "marital_status", "version"])
    return patient


def _chosen(code: str, known: list[str], field: str) -> str:
    if code and code not in known:
        raise ChoiceUnknown(field)
    return code
