"""Policies that may pay in a case: who insures whom up to what, and whom to call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db.models import Count, Q

from openlien.identity.actor import Actor
from openlien.identity.unit_of_work import action
from openlien.kit.amounts import refuse_negative
from openlien.kit.money import Money

from ..firm_contacts import checked_contact, put_contact
from ..models import Case, ContactPoint, Coverage, Party
from .errors import AdjusterOfOthers, ChoiceUnknown
from .reach import (
    added_before,
    case_to_edit,
    cases_to_edit,
    name_key,
    note,
    one_line,
    plaintiff_of,
    row_to_change,
)

NAME_LETTERS_MAX, NUMBER_LETTERS_MAX = 200, 60
TEXTS = {
    "policy_number": NUMBER_LETTERS_MAX,
    "claim_number": NUMBER_LETTERS_MAX,
    "insured_name": NAME_LETTERS_MAX,
}
KINDS: tuple[tuple[str, str], ...] = tuple(Coverage.Kind.choices)
LIMITS = ("limit_per_person", "limit_per_accident")


@dataclass(frozen=True, kw_only=True)
class CoverageDraft:
    """A policy as a person enters it: a plaintiff's own, or a defendant's where none is named.

    A limit of None is not known. Insurer, administrator and adjuster are named; one that is on file under
    that name is taken, else it is added.
    """

    insurer: str
    kind: str
    plaintiff_id: UUID | None = None
    policy_number: str = ""
    claim_number: str = ""
    insured_name: str = ""
    limit_per_person: Money | None = None
    limit_per_accident: Money | None = None
    adjuster: str = ""
    adjuster_phone: str = ""
    adjuster_email: str = ""
    administrator: str = ""


CHOICES_MAX = 12


def companies_on_file(actor: Actor, kind: str, words: str) -> list[tuple[str, int]]:
    """The insurers or administrators whose names hold the words, each with how many policies name it.

    *Shapes*: pairs by name, at most twelve; for somebody of one law firm those that its cases name.
    *Raises*: Forbidden.
    """
    role = "administrator" if kind == Party.Kind.TPA else "insurer"
    policies = Coverage.objects.filter(case__in=cases_to_edit(actor), **{f"{role}__isnull": False})
    wanted = " ".join(words.replace("\x00", "").split())[:NAME_LETTERS_MAX]
    if wanted:
        policies = policies.filter(**{f"{role}__name__icontains": wanted})
    counted = policies.values_list(f"{role}__name").annotate(policies=Count("id"))
    return list(counted.order_by(f"{role}__name")[:CHOICES_MAX])


@action
def add_coverage(
    actor: Actor, *, case_number: str, draft: CoverageDraft, idempotency_key: str | None = None
) -> Coverage:
    """A further policy of the case.

    *Raises*: Forbidden, NotFound, WordsMissing, ChoiceUnknown, PlaintiffOfAnotherCase, NegativeAmount,
    AdjusterOfOthers, ContactNotANumber, ContactNotAnAddress, TextTooLong, TextNotPlain,
    IdempotencyKeyReused.
    """
    case = case_to_edit(actor, case_number)
    earlier, digest = added_before(Coverage, idempotency_key, case=case_number, **asdict(draft))
    if earlier:
        return earlier
    coverage = Coverage(case=case)
    _fill(actor, coverage, case, draft)
    coverage.save()
    summary = f"Policy of {coverage.insurer.name} added"
    note(actor, case.id, summary, coverage, key=idempotency_key, digest=digest)
    return coverage


@action
def change_coverage(actor: Actor, coverage_id: UUID, draft: CoverageDraft, *, version: int) -> Coverage:
    """The policy with every field as in the draft.

    Rounds and settlements keep the company as it was when it was chosen.
    *Raises*: as `add_coverage`, and FileChangedMeanwhile.
    """
    coverage = row_to_change(actor, Coverage, coverage_id, version=version)
    _fill(actor, coverage, coverage.case, draft)
    coverage.version += 1
    coverage.save()
    return coverage


def _fill(actor: Actor, coverage: Coverage, case: Case, draft: CoverageDraft) -> None:
    if draft.kind not in Coverage.Kind.values:
        raise ChoiceUnknown("kind")
    refuse_negative(**{name: limit for name in LIMITS if (limit := getattr(draft, name)) is not None})
    coverage.plaintiff = plaintiff_of(case, draft.plaintiff_id)
    coverage.kind = draft.kind
    for name, letters_max in TEXTS.items():
        setattr(coverage, name, one_line(getattr(draft, name), letters_max=letters_max))
    for name in LIMITS:
        setattr(coverage, name, getattr(draft, name))
    stated = one_line(
        draft.insurer, letters_max=NAME_LETTERS_MAX, field="insurer", what="the name of the insurer"
    )
    before = coverage.insurer if coverage.insurer_id else None
    coverage.insurer = _party(Party.Kind.INSURER, stated, before=before)
    third = one_line(draft.administrator, letters_max=NAME_LETTERS_MAX)
    coverage.administrator = _party(Party.Kind.TPA, third, before=coverage.administrator) if third else None
    coverage.adjuster = _adjuster(actor, coverage, draft)


def _party(kind: str, name: str, *, before: Party | None, belongs_to: Party | None = None) -> Party:
    """The party of that name; one that keeps its name stays the party it is."""
    if before is not None and before.name == name:
        return before
    key = name_key(name)
    same = Party.objects.filter(Q(name__iexact=name) | Q(name_key=key), kind=kind)
    if kind == Party.Kind.ADJUSTER:
        # Two insurers may each have somebody of that name.
        same = same.filter(belongs_to=belongs_to)
    known = same.order_by("id").first()
    return known or Party.objects.create(kind=kind, name=name, name_key=key, belongs_to=belongs_to)


def _adjuster(actor: Actor, coverage: Coverage, draft: CoverageDraft) -> Party | None:
    name = one_line(draft.adjuster, letters_max=NAME_LETTERS_MAX)
    wanted = {
        ContactPoint.Kind.PHONE: checked_contact(ContactPoint.Kind.PHONE, draft.adjuster_phone),
        ContactPoint.Kind.EMAIL: checked_contact(ContactPoint.Kind.EMAIL, draft.adjuster_email),
    }
    if not name:
        return None
    before = coverage.adjuster
    works_for = coverage.administrator or coverage.insurer
    person = _party(Party.Kind.ADJUSTER, name, before=before, belongs_to=works_for)
    is_same = before is not None and person.id == before.id
    # For somebody else than before a blank means that nobody said; for the same person that it is gone.
    _put_contacts(actor, person, {kind: value for kind, value in wanted.items() if value or is_same})
    return person


def _put_contacts(actor: Actor, person: Party, wanted: Mapping[str, str]) -> None:
    """How the adjuster is reached, on every case that names the person.

    *Raises*: AdjusterOfOthers when the actor would change somebody of cases beyond its reach.
    """
    changed = [put_contact(person, kind, value) for kind, value in wanted.items()]
    named_by = Coverage.objects.filter(adjuster=person)
    if any(changed) and named_by.exclude(case__in=cases_to_edit(actor)).exists():
        raise AdjusterOfOthers(name=person.name)
