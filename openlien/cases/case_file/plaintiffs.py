"""Plaintiffs and their injuries, as people enter and correct them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.unit_of_work import action

from ..models import Case, Injury, Party, Plaintiff
from ..wording import plain_text
from .errors import (
    DayToCome,
    PlaintiffListed,
    PlaintiffOfAnotherCase,
    WeightOutOfRange,
)
from .reach import (
    added_before,
    case_to_edit,
    name_key,
    note,
    one_line,
    plaintiff_of,
    refuse_out_of_reach,
    row_to_change,
)

NAME_LETTERS_MAX, INJURY_LETTERS_MAX, DESCRIPTION_LETTERS_MAX = 200, 120, 2000
WEIGHT_MAX = 1000


@dataclass(frozen=True, kw_only=True)
class PlaintiffDraft:
    """A plaintiff as a person enters one; what names nobody divides among the plaintiffs by weight."""

    name: str
    born_on: date | None = None
    weight: int = 1


@dataclass(frozen=True, kw_only=True)
class InjuryDraft:
    """One injury of a plaintiff, in the words of the case file."""

    plaintiff_id: UUID
    name: str
    description: str = ""


@action
def add_plaintiff(
    actor: Actor, *, case_number: str, draft: PlaintiffDraft, today: date, idempotency_key: str | None = None
) -> Plaintiff:
    """A further person who claims in the case.

    *Raises*: Forbidden, NotFound, WordsMissing, PlaintiffListed, DayToCome, WeightOutOfRange, TextTooLong,
    TextNotPlain, IdempotencyKeyReused.
    """
    case = case_to_edit(actor, case_number)
    earlier, digest = added_before(Plaintiff, idempotency_key, case=case_number, **asdict(draft))
    if earlier:
        return earlier
    name = _checked(case, draft, today=today, own=None)
    person = Party.objects.create(
        kind=Party.Kind.PATIENT, name=name, name_key=name_key(name), born_on=draft.born_on
    )
    plaintiff = Plaintiff.objects.create(case=case, party=person, weight=draft.weight)
    note(actor, case.id, f"Plaintiff {name} added", plaintiff, key=idempotency_key, digest=digest)
    return plaintiff


@action
def change_plaintiff(
    actor: Actor, plaintiff_id: UUID, draft: PlaintiffDraft, *, version: int, today: date
) -> Plaintiff:
    """The plaintiff as in the draft; name and day of birth change on every case of the person.

    *Raises*: as `add_plaintiff`, FileChangedMeanwhile, PersonOfOtherCases.
    """
    plaintiff = row_to_change(actor, Plaintiff, plaintiff_id, version=version)
    name = _checked(plaintiff.case, draft, today=today, own=plaintiff)
    person = Party.objects.select_for_update(no_key=True).get(id=plaintiff.party_id)
    if (person.name, person.born_on) != (name, draft.born_on):
        refuse_out_of_reach(actor, person)
        if person.name != name:
            person.name, person.name_key = name, name_key(name)
        person.born_on = draft.born_on
        person.version += 1
        person.save(update_fields=["name", "name_key", "born_on", "version"])
    plaintiff.party, plaintiff.weight = person, draft.weight
    plaintiff.version += 1
    plaintiff.save(update_fields=["weight", "version"])
    return plaintiff


@action
def add_injury(
    actor: Actor, *, case_number: str, draft: InjuryDraft, idempotency_key: str | None = None
) -> Injury:
    """A further injury of a plaintiff of the case.

    *Raises*: Forbidden, NotFound, WordsMissing, PlaintiffOfAnotherCase, TextTooLong, TextNotPlain,
    IdempotencyKeyReused.
    """
    case = case_to_edit(actor, case_number)
    earlier, digest = added_before(Injury, idempotency_key, case=case_number, **asdict(draft))
    if earlier:
        return earlier
    injury = Injury()
    _fill(injury, case, draft)
    injury.save()
    note(actor, case.id, f"Injury {injury.name} added", injury, key=idempotency_key, digest=digest)
    return injury


@action
def change_injury(actor: Actor, injury_id: UUID, draft: InjuryDraft, *, version: int) -> Injury:
    """The injury with every field as in the draft.

    *Raises*: as `add_injury`, and FileChangedMeanwhile.
    """
    injury = row_to_change(actor, Injury, injury_id, version=version, path="plaintiff__case")
    _fill(injury, injury.plaintiff.case, draft)
    injury.version += 1
    injury.save()
    return injury


def _checked(case: Case, draft: PlaintiffDraft, *, today: date, own: Plaintiff | None) -> str:
    name = one_line(draft.name, letters_max=NAME_LETTERS_MAX, field="name", what="the name of the plaintiff")
    if draft.born_on and draft.born_on > today:
        raise DayToCome("born on", draft.born_on)
    if not 1 <= draft.weight <= WEIGHT_MAX:
        raise WeightOutOfRange()
    others = Plaintiff.objects.filter(case=case).exclude(id=own.id if own else None)
    if others.filter(party__name__iexact=name, party__born_on=draft.born_on).exists():
        raise PlaintiffListed(name=name)
    return name


def _fill(injury: Injury, case: Case, draft: InjuryDraft) -> None:
    plaintiff = plaintiff_of(case, draft.plaintiff_id)
    if plaintiff is None:
        raise PlaintiffOfAnotherCase()
    injury.plaintiff = plaintiff
    injury.name = one_line(draft.name, letters_max=INJURY_LETTERS_MAX, field="name", what="the injury")
    injury.description = plain_text(draft.description, letters_max=DESCRIPTION_LETTERS_MAX)
