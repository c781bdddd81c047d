"""Papers and postings as entries for the door: what was approved, and what a reversal mirrors."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from openlien.identity.actor import Actor

from .entries import CaseEffect, Entry, Line
from .models import CaseTransaction, GLAccount, GLEntry, JournalEntry, JournalLine, Posting
from .paper_effects import effects_of_lines
from .vocabulary import AccountRole, EntryType, Policy

_EFFECT_FIELDS = CaseEffect._fields[1:-1]


def entry_of_paper(actor: Actor, paper: JournalEntry, *, poster_id: UUID | None) -> Entry:
    """The entry that posts an approved paper, line by line as it was approved."""
    lines = paper_lines(paper)
    own_case = paper.case_account_id
    effects = (
        mirrored_effects(paper.reverses_id)
        if paper.reverses_id
        else effects_of_lines(
            EntryType(paper.type),
            [line._replace(case_account_id=line.case_account_id or own_case) for line in lines],
            _roles(),
        )
    )
    return Entry(
        key=f"Journal:{paper.id}",
        content=hashlib.sha256(bytes(paper.approved_digest or b"")).hexdigest(),
        type=EntryType(paper.type),
        template=paper.template.code,
        entry_on=paper.entry_on,
        posting_on=paper.posting_on,
        description=paper.description,
        lines=tuple(lines),
        effects=effects,
        reference=paper.reference,
        case_account_id=own_case,
        paper_id=paper.id,
        created_by_id=paper.created_by_id,
        approved_by_id=paper.approved_by_id,
        posted_by_id=poster_id,
        policy=Policy(paper.policy),
        reverses_id=paper.reverses_id,
    )


def entry_that_reverses(
    actor: Actor, posting: Posting, *, number: str, on: date, posting_on: date | None = None
) -> Entry:
    """The entry that takes back what an event posted, let through by its template's policy."""
    return Entry(
        key=f"Reversal:{posting.id}",
        content=hashlib.sha256(posting.id.bytes + on.isoformat().encode()).hexdigest(),
        type=EntryType.REVERSAL,
        template="event-reversal",
        entry_on=on,
        posting_on=posting_on or on,
        description=f"Reversal of {number}",
        lines=tuple(mirrored_lines(posting.id)),
        effects=mirrored_effects(posting.id),
        reference=posting.reference,
        case_account_id=posting.case_account_id,
        created_by_id=actor.user_id,
        posted_by_id=actor.user_id,
        policy=Policy.TEMPLATE,
        reverses_id=posting.id,
    )


def paper_lines(paper: JournalEntry) -> list[Line]:
    """The lines of a paper in their order."""
    rows = JournalLine.objects.filter(journal=paper).select_related("account").order_by("line_number")
    return [_line(row, row.debit, row.credit, row.cost_center_id, row.department_id) for row in rows]


def posted_lines(posting_id: UUID) -> list[Line]:
    """The lines of a journal in the books, in their order."""
    rows = GLEntry.objects.filter(posting_id=posting_id).select_related("account").order_by("line_number")
    return [_line(row, row.debit, row.credit, row.cost_center, row.department) for row in rows]


def mirrored_lines(posting_id: UUID) -> list[Line]:
    """The lines that take back a journal: debit and credit changed over."""
    return [line._replace(debit=line.credit, credit=line.debit) for line in posted_lines(posting_id)]


def mirrored_effects(posting_id: UUID) -> tuple[CaseEffect, ...]:
    """The effects that take back what a journal did to case accounts."""
    rows = CaseTransaction.objects.filter(posting_id=posting_id).order_by("id")
    return tuple(
        CaseEffect(
            row.case_account_id,
            *(-getattr(row, name) for name in _EFFECT_FIELDS),
            row.is_cost_unknown,
        )
        for row in rows
    )


def _line(row: JournalLine | GLEntry, debit: object, credit: object, *dimensions: str | None) -> Line:
    cost_center, department = (code or "" for code in dimensions)
    return Line(
        account=row.account.number,
        debit=debit,  # type: ignore[arg-type]
        credit=credit,  # type: ignore[arg-type]
        description=row.description,
        case_account_id=row.case_account_id,
        cost_center=cost_center,
        department=department,
        project=row.project,
        vendor_id=row.vendor_id,
        customer=row.customer,
    )


def _roles() -> dict[str, AccountRole]:
    rows: Sequence[tuple[str, str]] = GLAccount.objects.filter(role__isnull=False).values_list(
        "number", "role"
    )
    return {number: AccountRole(role) for number, role in rows}
