"""What stands for and against the recovery of a case: coverage, liens, plaintiffs, expenses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from openlien.kit.money import Money, total

from ..models import CaseExpense, ContactPoint, Coverage, Injury, Lien, Plaintiff
from .heads import CaseHead
from .people import Contact, contacts_of

LIEN_AMOUNTS = ("asserted", "confirmed", "waived", "current_payoff", "negotiated", "paid")


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One policy that may pay; a limit that nobody has told us is None.

    `kind` is what people call it, `kind_code` its code; `plaintiff` is blank for a defendant's policy.
    """

    id: UUID
    version: int
    plaintiff_id: UUID | None
    plaintiff: str
    insurer: str
    kind: str
    kind_code: str
    policy_number: str
    claim_number: str
    insured: str
    limit_per_person: Money | None
    limit_per_accident: Money | None
    adjuster: str
    adjuster_phone: str
    adjuster_email: str
    administrator: str


@dataclass(frozen=True, slots=True)
class LienLine:
    """One claim on the recovery with the six amounts it passes through; None where not known yet."""

    holder: str
    kind: str
    is_ours: bool
    asserted: Money | None
    confirmed: Money | None
    waived: Money | None
    current_payoff: Money | None
    negotiated: Money | None
    paid: Money | None
    comments: str


@dataclass(frozen=True, slots=True)
class InjuryLine:
    """One injury in the words of the case file."""

    id: UUID
    version: int
    plaintiff_id: UUID
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class PlaintiffLine:
    """One person who claims; expenses divide by weight. The patient of the case is always one."""

    id: UUID
    version: int
    name: str
    born_on: date | None
    weight: int
    is_patient: bool
    injuries: tuple[InjuryLine, ...]


@dataclass(frozen=True, slots=True)
class ExpenseLine:
    """Money the firm spent on the case; `plaintiff` is blank where it was spent for all."""

    id: UUID
    version: int
    plaintiff_id: UUID | None
    plaintiff: str
    incurred_on: date
    description: str
    amount: Money
    is_recoverable: bool
    is_financed: bool


@dataclass(frozen=True, slots=True)
class Claims:
    """All that stands for and against the recovery; all empty for an actor who does not see the whole case.

    *Units*: `lien_totals` sums each of the six amounts over the liens where it is known.
    """

    coverages: tuple[CoverageLine, ...] = ()
    liens: tuple[LienLine, ...] = ()
    lien_totals: dict[str, Money] | None = None
    plaintiffs: tuple[PlaintiffLine, ...] = ()
    expenses: tuple[ExpenseLine, ...] = ()
    expenses_total: Money = Money.zero

    @property
    def has_injuries(self) -> bool:
        """Whether any injury is recorded one by one."""
        return any(plaintiff.injuries for plaintiff in self.plaintiffs)


def claims_of(case: CaseHead) -> Claims:
    """What stands for and against the recovery of a case that the actor has read."""
    if not case.is_seen_whole:
        return Claims()
    liens, expenses = _liens(case), _expenses(case)
    return Claims(
        coverages=_coverages(case),
        liens=liens,
        lien_totals={
            amount: total(known for lien in liens if (known := getattr(lien, amount)) is not None)
            for amount in LIEN_AMOUNTS
        },
        plaintiffs=_plaintiffs(case),
        expenses=expenses,
        expenses_total=total(line.amount for line in expenses),
    )


def _coverages(case: CaseHead) -> tuple[CoverageLine, ...]:
    found = Coverage.objects.filter(case_id=case.id).order_by("id")
    rows = list(found.select_related("insurer", "adjuster", "administrator", "plaintiff__party"))
    adjusters = {row.adjuster_id for row in rows if row.adjuster_id}
    reached = contacts_of(list(adjusters)) if adjusters else {}
    return tuple(_coverage(row, reached.get(row.adjuster_id, ())) for row in rows)


def _coverage(row: Coverage, reached: tuple[Contact, ...]) -> CoverageLine:
    return CoverageLine(
        id=row.id,
        version=row.version,
        plaintiff_id=row.plaintiff_id,
        plaintiff=row.plaintiff.party.name if row.plaintiff else "",
        insurer=row.insurer.name,
        kind=row.get_kind_display(),
        kind_code=row.kind,
        policy_number=row.policy_number,
        claim_number=row.claim_number,
        insured=row.insured_name,
        limit_per_person=row.limit_per_person,
        limit_per_accident=row.limit_per_accident,
        adjuster=row.adjuster.name if row.adjuster else "",
        adjuster_phone=_first(reached, ContactPoint.Kind.PHONE),
        adjuster_email=_first(reached, ContactPoint.Kind.EMAIL),
        administrator=row.administrator.name if row.administrator else "",
    )


def _first(reached: tuple[Contact, ...], kind: str) -> str:
    return next((contact.value for contact in reached if contact.kind == kind), "")


def _liens(case: CaseHead) -> tuple[LienLine, ...]:
    rank = {kind.value: place for place, kind in enumerate(Lien.Kind)}
    rows = Lien.objects.filter(case_id=case.id).select_related("holder").order_by("id")
    return tuple(
        LienLine(
            holder=row.holder.name,
            kind=row.get_kind_display(),
            is_ours=row.is_ours,
            comments=row.comments,
            **{amount: getattr(row, amount) for amount in LIEN_AMOUNTS},
        )
        for row in sorted(rows, key=lambda row: rank[row.kind])
    )


def _plaintiffs(case: CaseHead) -> tuple[PlaintiffLine, ...]:
    injuries: dict[object, list[InjuryLine]] = {}
    for each in Injury.objects.filter(plaintiff__case_id=case.id).order_by("id"):
        line = InjuryLine(each.id, each.version, each.plaintiff_id, each.name, each.description)
        injuries.setdefault(each.plaintiff_id, []).append(line)
    return tuple(
        PlaintiffLine(
            id=row.id,
            version=row.version,
            name=row.party.name,
            born_on=row.party.born_on,
            weight=row.weight,
            is_patient=row.party_id == case.patient_id,
            injuries=tuple(injuries.get(row.id, ())),
        )
        for row in Plaintiff.objects.filter(case_id=case.id).select_related("party").order_by("id")
    )


def _expenses(case: CaseHead) -> tuple[ExpenseLine, ...]:
    rows = CaseExpense.objects.filter(case_id=case.id).select_related("plaintiff__party")
    return tuple(
        ExpenseLine(
            id=row.id,
            version=row.version,
            plaintiff_id=row.plaintiff_id,
            plaintiff=row.plaintiff.party.name if row.plaintiff else "",
            incurred_on=row.incurred_on,
            description=row.description,
            amount=row.amount,
            is_recoverable=row.is_recoverable,
            is_financed=row.is_financed,
        )
        for row in rows.order_by("incurred_on", "id")
    )
