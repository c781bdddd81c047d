"""What stands for and against the recovery of a case: coverage, liens, plaintiffs, expenses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openlien.kit.money import Money, total

from ..models import CaseExpense, Coverage, Injury, Lien, Plaintiff
from .heads import CaseHead

LIEN_AMOUNTS = ("asserted", "confirmed", "waived", "current_payoff", "negotiated", "paid")


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One policy that may pay; a limit that nobody has told us is None."""

    insurer: str
    kind: str
    policy_number: str
    claim_number: str
    insured: str
    limit_per_person: Money | None
    limit_per_accident: Money | None
    adjuster: str
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

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class PlaintiffLine:
    """One person who claims; expenses divide by weight."""

    name: str
    weight: int
    injuries: tuple[InjuryLine, ...]


@dataclass(frozen=True, slots=True)
class ExpenseLine:
    """Money the firm spent on the case."""

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
    rows = Coverage.objects.filter(case_id=case.id).select_related("insurer", "adjuster", "administrator")
    return tuple(
        CoverageLine(
            insurer=row.insurer.name,
            kind=row.get_kind_display(),
            policy_number=row.policy_number,
            claim_number=row.claim_number,
            insured=row.insured_name,
            limit_per_person=row.limit_per_person,
            limit_per_accident=row.limit_per_accident,
            adjuster=row.adjuster.name if row.adjuster else "",
            administrator=row.administrator.name if row.administrator else "",
        )
        for row in rows.order_by("id")
    )


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
    for injury in Injury.objects.filter(plaintiff__case_id=case.id).order_by("id"):
        injuries.setdefault(injury.plaintiff_id, []).append(InjuryLine(injury.name, injury.description))
    return tuple(
        PlaintiffLine(row.party.name, row.weight, tuple(injuries.get(row.id, ())))
        for row in Plaintiff.objects.filter(case_id=case.id).select_related("party").order_by("id")
    )


def _expenses(case: CaseHead) -> tuple[ExpenseLine, ...]:
    rows = CaseExpense.objects.filter(case_id=case.id).order_by("incurred_on", "id")
    return tuple(
        ExpenseLine(row.incurred_on, row.description, row.amount, row.is_recoverable, row.is_financed)
        for row in rows
    )
