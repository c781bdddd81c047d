"""Rows that leave a case file; what settlements rest on stays."""

from __future__ import annotations

from uuid import UUID

from openlien.cases.case_file.errors import ExpensePaidBack, PatientStays, SharedBySettlement
from openlien.cases.case_file.reach import note, refuse_while_named, row_to_change
from openlien.cases.models import CaseExpense, Coverage, Injury, Plaintiff
from openlien.identity.actor import Actor
from openlien.identity.unit_of_work import action

from ..check_rules import CheckStatus, CheckType
from ..models import Check, Settlement
from ..queries.sources import COMMON


@action
def remove_plaintiff(actor: Actor, plaintiff_id: UUID, *, version: int) -> str:
    """The name of the plaintiff who left the case, with the injuries; the person stays on file.

    *Raises*: Forbidden, NotFound, FileChangedMeanwhile, PatientStays, StillNamed, SharedBySettlement.
    """
    plaintiff = row_to_change(actor, Plaintiff, plaintiff_id, version=version)
    name = plaintiff.party.name
    if plaintiff.party_id == plaintiff.case.patient_id:
        raise PatientStays(name=name)
    refuse_while_named(plaintiff, but=[Injury])
    shared = (
        Settlement.objects.filter(case_id=plaintiff.case_id, plaintiff=None).order_by("settled_on").first()
    )
    if shared is not None:
        raise SharedBySettlement(settled_on=shared.settled_on)
    note(actor, plaintiff.case_id, f"Plaintiff {name} removed", plaintiff)
    plaintiff.delete()
    return name


@action
def remove_injury(actor: Actor, injury_id: UUID, *, version: int) -> str:
    """The name of the injury that left the case file.

    *Raises*: Forbidden, NotFound, FileChangedMeanwhile.
    """
    injury = row_to_change(actor, Injury, injury_id, version=version, path="plaintiff__case")
    note(actor, injury.plaintiff.case_id, f"Injury {injury.name} removed", injury)
    injury.delete()
    return injury.name


@action
def remove_coverage(actor: Actor, coverage_id: UUID, *, version: int) -> str:
    """The insurer whose policy left the case file.

    *Raises*: Forbidden, NotFound, FileChangedMeanwhile, StillNamed.
    """
    coverage = row_to_change(actor, Coverage, coverage_id, version=version)
    refuse_while_named(coverage)
    insurer = coverage.insurer.name
    note(actor, coverage.case_id, f"Policy of {insurer} removed", coverage)
    coverage.delete()
    return insurer


@action
def remove_expense(actor: Actor, expense_id: UUID, *, version: int) -> str:
    """The expense that left the case file, in its own words.

    *Raises*: Forbidden, NotFound, FileChangedMeanwhile, ExpensePaidBack, StillNamed.
    """
    expense = row_to_change(actor, CaseExpense, expense_id, version=version)
    refuse_while_named(expense)
    _refuse_paid_back(expense)
    note(actor, expense.case_id, f"Expense of ${expense.amount.amount:,} removed", expense)
    expense.delete()
    return expense.description


def _refuse_paid_back(expense: CaseExpense) -> None:
    """Raises: ExpensePaidBack when a check that is not void pays it, alone or in its share."""
    keys = {str(expense.id)} if expense.plaintiff_id else {str(expense.id), COMMON}
    checks = Check.objects.filter(settlement__case_id=expense.case_id, type=CheckType.CASE_EXPENSE.value)
    for check in checks.exclude(status=CheckStatus.VOID.value).order_by("drawn_on", "id"):
        if keys & {str(line.get("key", "")) for line in check.lines}:
            raise ExpensePaidBack(drawn_on=check.drawn_on)
