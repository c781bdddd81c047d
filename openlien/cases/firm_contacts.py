"""Law firms entered by hand, and how they are reached."""

from __future__ import annotations

import re
from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.errors import Conflict, DomainError, NotFound

from .firm_names import firm_key
from .models import ContactPoint, Party
from .wording import fitting_key, plain_text

KINDS = (
    ContactPoint.Kind.PHONE,
    ContactPoint.Kind.FAX,
    ContactPoint.Kind.EMAIL,
    ContactPoint.Kind.OFFICE,
    ContactPoint.Kind.MAILING,
)
NUMBERS = {
    ContactPoint.Kind.PHONE: "phone number",
    ContactPoint.Kind.MOBILE: "mobile number",
    ContactPoint.Kind.FAX: "fax number",
}
VALUE_LETTERS_MAX = 300
NAME_LETTERS_MAX = 200
DIGITS_MIN, DIGITS_MAX = 7, 15
_NUMBER = re.compile(r"[0-9+()./\-\s]+((x|ext\.?|#)\s*[0-9]+)?", re.ASCII | re.IGNORECASE)


class ContactNotANumber(DomainError):
    """Not saved. Enter the {name} with its area code, such as (213) 555-0142."""


class ContactNotAnAddress(DomainError):
    """Not saved. Enter an e-mail address such as office@firm.example."""


class ContactsChanged(Conflict):
    """Not saved. Somebody changed how this firm is reached while you were editing.
    Look at what stands there now and save again.
    """


class FirmNameMissing(DomainError):
    """Not saved. Enter the name of the law firm."""


class FirmKnown(Conflict):
    """Not saved. {name} is on file already; choose it instead of adding it again."""


@action
def record_firm(actor: Actor, *, name: str, contacts: Mapping[str, str], attorney: str = "") -> UUID:
    """The id of a law firm that no import brought, with its attorney and how it is reached.

    An import that later brings a firm of this name finds this one.
    *Raises*: Forbidden, FirmNameMissing, FirmKnown with `firm_id`, ContactNotANumber, ContactNotAnAddress,
    TextTooLong, TextNotPlain, NameTooLong.
    """
    actor.require(Permission.FIRMS_VIEW)
    actor.require(Permission.CASES_EDIT)
    stated = " ".join(plain_text(name, letters_max=NAME_LETTERS_MAX).split())
    lawyer = " ".join(plain_text(attorney, letters_max=NAME_LETTERS_MAX).split())
    key, lawyer_key = fitting_key(firm_key(stated)), fitting_key(firm_key(lawyer))
    if not key:
        raise FirmNameMissing()
    wanted = {ContactPoint.Kind(kind): checked_contact(kind, value) for kind, value in contacts.items()}
    _refuse_known(key)
    firm = Party.objects.create(kind=Party.Kind.LAW_FIRM, name=stated, name_key=key, version=0)
    for kind, value in wanted.items():
        put_contact(firm, kind, value)
    # The audit trail books changes, not what enters: this one says who added the firm.
    firm.version = 1
    firm.save(update_fields=["version"])
    if lawyer:
        Party.objects.create(kind=Party.Kind.ATTORNEY, name=lawyer, name_key=lawyer_key, belongs_to=firm)
    return firm.id


@action
def change_firm_contacts(actor: Actor, firm_id: UUID, *, version: int, contacts: Mapping[str, str]) -> int:
    """The next version of a firm whose first contact of each given kind is this one; a blank one removes it.

    A kind that is not given stays. Further points of a kind, which an import brought, stay as they are.
    *Raises*: Forbidden, NotFound, ContactsChanged, ContactNotANumber, ContactNotAnAddress, TextTooLong,
    TextNotPlain.
    """
    actor.require(Permission.FIRMS_VIEW)
    actor.require(Permission.CASES_EDIT)
    wanted = {ContactPoint.Kind(kind): checked_contact(kind, value) for kind, value in contacts.items()}
    firm = Party.objects.select_for_update().filter(kind=Party.Kind.LAW_FIRM, id=firm_id).first()
    if firm is None:
        raise NotFound()
    if firm.version != version:
        raise ContactsChanged()
    changed = [put_contact(firm, kind, value) for kind, value in wanted.items()]
    if any(changed):
        firm.version += 1
        firm.save(update_fields=["version"])
    return firm.version


def _refuse_known(key: str) -> None:
    """Holds a lock on the name until the transaction ends, so that of two people at once one is refused."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"law firm {key}"])
    known = Party.objects.filter(kind=Party.Kind.LAW_FIRM, name_key=key).order_by("id").first()
    if known is not None:
        raise FirmKnown(name=known.name, firm_id=known.id)


def checked_contact(kind: str, value: str) -> str:
    """The number, address or place in one line; blank stays blank.

    *Raises*: ContactNotANumber, ContactNotAnAddress, TextTooLong, TextNotPlain.
    """
    text = " ".join(plain_text(value, letters_max=VALUE_LETTERS_MAX).split())
    if not text:
        return ""
    if kind in NUMBERS:
        digits = sum(letter.isdigit() for letter in text)
        if not _NUMBER.fullmatch(text) or not DIGITS_MIN <= digits <= DIGITS_MAX:
            raise ContactNotANumber(name=NUMBERS[ContactPoint.Kind(kind)])
    if kind == ContactPoint.Kind.EMAIL:
        try:
            validate_email(text)
        except ValidationError:
            raise ContactNotAnAddress() from None
    return text


def put_contact(party: Party, kind: str, value: str) -> bool:
    """Whether the first point of this kind had to change for that value; a blank one removes the point."""
    points = ContactPoint.objects.filter(party=party, kind=kind)
    point = points.order_by("-is_primary", "id").first()
    if (point.value if point else "") == value:
        return False
    if point is None:
        ContactPoint.objects.create(party=party, kind=kind, value=value, is_primary=True)
    elif value:
        point.value = value
        point.save(update_fields=["value"])
    else:
        point.delete()
    return True
