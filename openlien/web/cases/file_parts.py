"""The parts of a case file: which form each has, what it starts with, and what saves and removes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from openlien.cases.case_file import coverages, expenses, plaintiffs
from openlien.cases.queries import Claims, CoverageLine, ExpenseLine, InjuryLine, PlaintiffLine
from openlien.identity.actor import Actor
from openlien.kit.errors import NotFound
from openlien.settlement.actions import case_file as removals

from ..jinja import money
from ..settlement.panels import text_of
from .file_forms import CoverageForm, ExpenseForm, FileForm, InjuryForm, PlaintiffForm

Line = PlaintiffLine | InjuryLine | CoverageLine | ExpenseLine


@dataclass(frozen=True, kw_only=True)
class FilePart:
    """One part: `add` and `change` take the actor, where, the form's draft and the day; `lost` what goes."""

    one: str
    form: type[FileForm]
    lines: Callable[[Claims], Iterable[Line]]
    name_of: Callable[[Any], str]
    initial: Callable[[Any], dict[str, Any]]
    add: Callable[..., Any]
    change: Callable[..., Any]
    remove: Callable[..., str]
    lost: str

    def line(self, claims: Claims, row_id: UUID) -> Any:
        """The line of that id.

        *Raises*: NotFound.
        """
        for each in self.lines(claims):
            if each.id == row_id:
                return each
        raise NotFound()


def _plaintiff(line: PlaintiffLine) -> dict[str, Any]:
    return {"name": line.name, "born_on": text_of(line.born_on), "weight": str(line.weight)}


def _injury(line: InjuryLine) -> dict[str, Any]:
    return {"plaintiff": str(line.plaintiff_id), "name": line.name, "description": line.description}


def _coverage(line: CoverageLine) -> dict[str, Any]:
    same = ("insurer", "policy_number", "claim_number", "adjuster", "adjuster_phone", "adjuster_email")
    return {
        **{name: getattr(line, name) for name in (*same, "administrator")},
        "kind": line.kind_code,
        "plaintiff": text_of(line.plaintiff_id),
        "insured_name": line.insured,
        "limit_per_person": text_of(line.limit_per_person),
        "limit_per_accident": text_of(line.limit_per_accident),
    }


def _expense(line: ExpenseLine) -> dict[str, Any]:
    return {
        "description": line.description,
        "incurred_on": text_of(line.incurred_on),
        "amount": text_of(line.amount),
        "plaintiff": text_of(line.plaintiff_id),
        "is_recoverable": line.is_recoverable,
        "is_financed": line.is_financed,
    }


def _undated(write: Callable[..., Any]) -> Callable[..., Any]:
    """The same action where the day does not matter."""

    def called(actor: Actor, *given: Any, today: date, **named: Any) -> Any:
        return write(actor, *given, **named)

    return called


PARTS: dict[str, FilePart] = {
    "plaintiff": FilePart(
        one="plaintiff",
        form=PlaintiffForm,
        lines=lambda claims: claims.plaintiffs,
        name_of=lambda line: line.name,
        initial=_plaintiff,
        add=plaintiffs.add_plaintiff,
        change=plaintiffs.change_plaintiff,
        remove=removals.remove_plaintiff,
        lost="The injuries of the plaintiff leave the case file too.",
    ),
    "injury": FilePart(
        one="injury",
        form=InjuryForm,
        lines=lambda claims: [each for person in claims.plaintiffs for each in person.injuries],
        name_of=lambda line: line.name,
        initial=_injury,
        add=_undated(plaintiffs.add_injury),
        change=_undated(plaintiffs.change_injury),
        remove=removals.remove_injury,
        lost="It leaves the case file.",
    ),
    "coverage": FilePart(
        one="policy",
        form=CoverageForm,
        lines=lambda claims: claims.coverages,
        name_of=lambda line: f"policy of {line.insurer}",
        initial=_coverage,
        add=_undated(coverages.add_coverage),
        change=_undated(coverages.change_coverage),
        remove=removals.remove_coverage,
        lost="It leaves the case file; nobody negotiates or settles with it any more.",
    ),
    "expense": FilePart(
        one="expense",
        form=ExpenseForm,
        lines=lambda claims: claims.expenses,
        name_of=lambda line: f"expense of {money(line.amount)}",
        initial=_expense,
        add=expenses.add_expense,
        change=expenses.change_expense,
        remove=removals.remove_expense,
        lost="It leaves the case file; saved calculations mark that their source has changed.",
    ),
}
