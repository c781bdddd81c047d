"""Ways to reach invented people: numbers 555-01xx, e-mail under .example, streets of invented towns."""

from __future__ import annotations

from typing import NamedTuple

from openlien.kit.text import fold_name

from .chance import Dice
from .vocabulary.places import STATE_BY_CODE, STREETS


class Contact(NamedTuple):
    """One way to reach a party; the only one of its kind, so the primary one."""

    kind: str
    value: str


def patient_contacts(dice: Dice, name: str, state: str) -> tuple[Contact, ...]:
    """A mobile number, a home address and often an e-mail address."""
    contacts = [Contact("mobile", _phone(dice, state)), Contact("home", _address(dice, state))]
    if dice.happens(0.6):
        contacts.append(Contact("email", f"{_mailbox(name)}{dice.randint(1, 99)}@mail.example"))
    return tuple(contacts)


def person_contacts(dice: Dice, name: str, state: str, *, works_at: str) -> tuple[Contact, ...]:
    """A direct line and an e-mail address at work."""
    return (Contact("phone", _phone(dice, state)), Contact("email", f"{_mailbox(name)}@{_domain(works_at)}"))


def company_contacts(dice: Dice, name: str, state: str) -> tuple[Contact, ...]:
    """Telephone, fax, e-mail and office address."""
    return (
        Contact("phone", _phone(dice, state)),
        Contact("fax", _phone(dice, state)),
        Contact("email", f"office@{_domain(name)}"),
        Contact("office", _address(dice, state)),
    )


def _phone(dice: Dice, state: str) -> str:
    return f"({dice.pick(STATE_BY_CODE[state].area_codes)}) 555-01{dice.randrange(100):02d}"


def _address(dice: Dice, state: str) -> str:
    place = STATE_BY_CODE[state]
    street = f"{dice.randint(100, 9899)} {dice.pick(STREETS)}"
    return f"{street}, {dice.pick(place.towns)}, {state} {place.zip_start}{dice.randrange(100):02d}"


def _mailbox(name: str) -> str:
    return ".".join(fold_name(part) for part in name.split())


def _domain(company: str) -> str:
    return f"{fold_name(company)[:40]}.example"
