"""Patients: invented, of all ages and languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .chance import Dice
from .contacts import Contact, patient_contacts
from .directory import person_name
from .vocabulary.people import (
    FEMALE,
    LANGUAGE_WEIGHTS,
    LANGUAGES,
    MALE,
    MARITAL_STATUS_WEIGHTS,
    MARITAL_STATUSES,
    OTHER,
)


@dataclass(frozen=True, slots=True)
class Person:
    """One patient."""

    name: str
    gender: str
    born_on: date
    language: str
    marital_status: str
    state: str
    contacts: tuple[Contact, ...]


def person_of(dice: Dice, state: str, *, on: date) -> Person:
    """A patient of that state, of eighteen to eighty-six years on that day."""
    gender = dice.pick((FEMALE, MALE, OTHER), (51, 47, 2))
    name = person_name(dice, gender)
    years = dice.triangular(18, 86, 36)
    return Person(
        name=name,
        gender=gender,
        born_on=on - timedelta(days=int(years * 365.25) + 6),
        language=dice.pick(LANGUAGES, LANGUAGE_WEIGHTS),
        marital_status=dice.pick(MARITAL_STATUSES, MARITAL_STATUS_WEIGHTS),
        state=state,
        contacts=patient_contacts(dice, name, state),
    )
