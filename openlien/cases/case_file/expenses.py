"""What the firm spent on a case, as people enter and correct it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.unit_of_work import action
from openlien.kit.money import Money

from ..models import Case, CaseExpense
from .errors import DayToCome, ExpenseNotPositive
from .reach import added_before, case_to_edit, note, one_line, plaintiff_of, row_to_change

DESCRIPTION_LETTERS_MAX = 200


@dataclass(frozen=True, kw_only=True)
class ExpenseDraft:
    """Money the firm spent: for one plaintiff, or for all by their weights where none is named.

    What is not recoverable stays with the firm; a financed one bears interest until the settlement.
    """

    incurred_on: date
    description: str
    amount: Money
    plaintiff_id: UUID | None = None
    is_recoverable: bool = True
    is_financed: bool = False


@action
def add_expense(
    actor: Actor, *, case_number: str, draft: ExpenseDraft, today: date, idempotency_key: str | None = None
) -> CaseExpense:
    """A further expense of the case; a saved calculation marks that its source has changed.

    *Raises*: Forbidden, NotFound, WordsMissing, DayToCome, ExpenseNotPositive, PlaintiffOfAnotherCase,
    TextTooLong, TextNotPlain, IdempotencyKeyReused.
    """
    case = case_to_edit(actor, case_number)
    earlier, digest = added_before(CaseExpense, idempotency_key, case=case_number, **asdict(draft))
    if earlier:
        return earlier
    expense = CaseExpense(case=case)
    _fill(expense, case, draft, today=today)
    expense.save()
    summary = f"Expense of ${expense.amount.amount:,} added"
    note(actor, case.id, summary, expense, key=idempotency_key, digest=digest)
    return expense


@action
def change_expense(
    actor: Actor, expense_id: UUID, draft: ExpenseDraft, *, version: int, today: date
) -> CaseExpense:
    """The expense with every field as in the draft; what it was stays in the audit trail.

    *Raises*: as `add_expense`, and FileChangedMeanwhile.
    """
    expense = row_to_change(actor, CaseExpense, expense_id, version=version)
    _fill(expense, expense.case, draft, today=today)
    expense.version += 1
    expense.save()
    return expense


def _fill(expense: CaseExpense, case: Case, draft: ExpenseDraft, *, today: date) -> None:
    if draft.amount <= Money.zero:
        raise ExpenseNotPositive()
    if draft.incurred_on > today:
        raise DayToCome("incurred on", draft.incurred_on)
    expense.plaintiff = plaintiff_of(case, draft.plaintiff_id)
    expense.incurred_on, expense.amount = draft.incurred_on, draft.amount
    expense.is_recoverable, expense.is_financed = draft.is_recoverable, draft.is_financed
    expense.description = one_line(
        draft.description,
        letters_max=DESCRIPTION_LETTERS_MAX,
        field="description",
        what="what it was spent on",
    )
