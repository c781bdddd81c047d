"""Writing journals: drafts, their change and removal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models.functions import Now

from openlien.cases.models import Case, Party
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, InvalidInput, NotFound, StaleVersion
from openlien.kit.idempotency import content_hash, earlier_result

from ..entries import Line
from ..errors import (
    AccountInactive,
    BothSides,
    FutureEntryDate,
    JournalNotDraft,
    PostingBeforeEntry,
    TemplateInactive,
    TemplateMissing,
    TooManyLines,
    UnknownAccount,
    UnknownCaseAccount,
    WrongPatient,
)
from ..models import (
    CaseAccount,
    CostCenter,
    Department,
    GLAccount,
    JournalEntry,
    JournalLine,
    JournalTemplate,
)
from ..queries.posting_days import period_of
from ..queries.templates import is_for_people
from ..vocabulary import EntryType, JournalStatus
from .unit import ledger_action

LINES_MAX = 1_000
DESCRIPTION_LETTERS_MAX = 500
REFERENCE_LETTERS_MAX = 35
CODE_LETTERS_MAX = 20


class TemplateNotForPeople(DomainError):
    """Not saved. {template} is what the product books by itself; choose a template for journals written by
    hand, or reverse a posted journal from its own page."""


class PostingDayNotOffered(DomainError):
    """Not saved. {month} is {status}: a journal of {entry_on} is posted on {offered_on}."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a person enters as a journal; without a type it has its template's.

    `posting_on` differs from the entry date only where the person confirmed to post to the next open period.
    """

    template: str
    entry_on: date
    description: str
    lines: Sequence[Line]
    type: EntryType | None = None
    posting_on: date | None = None
    reference: str = ""
    case_id: UUID | None = None
    patient_id: UUID | None = None


@ledger_action
def create_journal(
    actor: Actor, draft: Draft, *, today: date, idempotency_key: str | None = None
) -> JournalEntry:
    """The new draft; it may still be out of balance, as drafts are.

    *Raises*: Forbidden, TemplateMissing, TemplateInactive, TemplateNotForPeople, FutureEntryDate,
    PostingBeforeEntry, PostingDayNotOffered, UnknownAccount, AccountInactive, BothSides, TooManyLines,
    UnknownCaseAccount, WrongPatient, InvalidInput, IdempotencyKeyReused.
    """
    actor.require(Permission.JOURNALS_WRITE)
    content = content_hash(**vars(draft))
    if earlier := earlier_result(JournalEntry, idempotency_key, content):
        return earlier
    paper = JournalEntry.objects.create(
        **_header(draft, today=today),
        idempotency_key=idempotency_key,
        content_hash=content,
        created_by_id=actor.user_id,
        updated_by_id=actor.user_id,
    )
    write_lines(paper, draft.lines)
    return paper


@ledger_action
def change_journal(
    actor: Actor, journal_id: UUID, draft: Draft, *, version: int, today: date
) -> JournalEntry:
    """The draft with new content; a rejected journal becomes a draft again.

    *Raises*: as `create_journal`, NotFound, StaleVersion, JournalNotDraft.
    """
    actor.require(Permission.JOURNALS_WRITE)
    paper = locked_paper(journal_id, version=version)
    if paper.status == JournalStatus.REJECTED:
        JournalEntry.objects.filter(id=paper.id).update(status=JournalStatus.DRAFT)
    elif paper.status != JournalStatus.DRAFT:
        raise JournalNotDraft(status=paper.get_status_display().lower())
    JournalLine.objects.filter(journal=paper).delete()
    changes = {**_header(draft, today=today), "updated_by_id": actor.user_id, "updated_at": Now()}
    JournalEntry.objects.filter(id=paper.id).update(**changes, version=paper.version + 1)
    write_lines(paper, draft.lines)
    return JournalEntry.objects.get(id=paper.id)


@ledger_action
def delete_journal(actor: Actor, journal_id: UUID, *, version: int) -> None:
    """Removes a draft or a rejected journal.

    *Raises*: Forbidden, NotFound, StaleVersion, JournalNotDraft.
    """
    actor.require(Permission.JOURNALS_WRITE)
    paper = locked_paper(journal_id, version=version)
    if paper.status == JournalStatus.REJECTED:
        JournalEntry.objects.filter(id=paper.id).update(status=JournalStatus.DRAFT)
    elif paper.status != JournalStatus.DRAFT:
        raise JournalNotDraft(status=paper.get_status_display().lower())
    paper.delete()


def locked_paper(journal_id: UUID, *, version: int | None = None) -> JournalEntry:
    """The paper, locked until the transaction ends.

    *Raises*: NotFound, StaleVersion when it changed since that version.
    """
    paper = (
        JournalEntry.objects.select_for_update(of=("self",))
        .select_related("template")
        .filter(id=journal_id)
        .first()
    )
    if paper is None:
        raise NotFound()
    if version is not None and version != paper.version:
        raise StaleVersion(yours=f"version {version}", theirs=f"version {paper.version}")
    return paper


def _header(draft: Draft, *, today: date) -> dict[str, object]:
    template = _template(draft.template)
    if draft.type is EntryType.REVERSAL:
        raise TemplateNotForPeople(template=EntryType.REVERSAL.label)
    description = plain_text(draft.description, letters_max=DESCRIPTION_LETTERS_MAX)
    if not description:
        raise InvalidInput("description", "Not saved. Say in a few words what this journal is for.")
    return {
        "template": template,
        "type": draft.type or EntryType(template.type),
        "entry_on": draft.entry_on,
        "posting_on": checked_posting_day(draft.entry_on, draft.posting_on, today=today),
        "description": description,
        "reference": plain_text(draft.reference, letters_max=REFERENCE_LETTERS_MAX),
        "case_account": _case_account(draft),
    }


def _template(code: str) -> JournalTemplate:
    template = JournalTemplate.objects.filter(code=code).first()
    if template is None:
        raise TemplateMissing()
    if not template.is_active:
        raise TemplateInactive(template=template.name)
    if not is_for_people(template):
        raise TemplateNotForPeople(template=template.name)
    return template


def checked_posting_day(entry_on: date, posting_on: date | None, *, today: date) -> date:
    """The day to post on: the entry date, or the first day of the next open period (ruling C7).

    *Raises*: FutureEntryDate, PostingBeforeEntry, PostingDayNotOffered.
    """
    if entry_on > today:
        raise FutureEntryDate(entry_on=entry_on, today=today)
    if posting_on is None or posting_on == entry_on:
        return entry_on
    if posting_on < entry_on:
        raise PostingBeforeEntry()
    period = period_of(entry_on)
    if not period.allows(posting_on):
        raise PostingDayNotOffered(
            month=period.month_name,
            status=period.status.label.lower(),
            entry_on=entry_on,
            offered_on=entry_on if period.is_open else period.next_open_on,
        )
    return posting_on


def _case_account(draft: Draft) -> CaseAccount | None:
    if draft.case_id is None:
        return None
    case = Case.objects.filter(id=draft.case_id).select_related("account").first()
    if case is None:
        raise UnknownCaseAccount()
    if draft.patient_id and draft.patient_id != case.patient_id:
        raise WrongPatient()
    return case.account


def write_lines(paper: JournalEntry, lines: Sequence[Line]) -> None:
    """Adds the lines to a draft that has none, numbered from 1.

    *Raises*: TooManyLines, BothSides, UnknownAccount, AccountInactive, InvalidInput, TextTooLong,
    TextNotPlain.
    """
    if len(lines) > LINES_MAX:
        raise TooManyLines(lines=len(lines), lines_max=LINES_MAX)
    if any((line.debit.cents > 0) + (line.credit.cents > 0) != 1 for line in lines):
        raise BothSides()
    if any(line.debit.cents < 0 or line.credit.cents < 0 for line in lines):
        raise BothSides()
    accounts = _accounts({line.account for line in lines})
    _check_dimensions(lines)
    _check_vendors({line.vendor_id for line in lines if line.vendor_id})
    JournalLine.objects.bulk_create(
        JournalLine(
            journal=paper,
            line_number=number,
            account=accounts[line.account],
            debit=line.debit,
            credit=line.credit,
            description=plain_text(line.description, letters_max=DESCRIPTION_LETTERS_MAX),
            cost_center_id=line.cost_center or None,
            department_id=line.department or None,
            project=plain_text(line.project, letters_max=CODE_LETTERS_MAX),
            vendor_id=line.vendor_id,
            customer=plain_text(line.customer, letters_max=CODE_LETTERS_MAX),
            case_account_id=line.case_account_id,
        )
        for number, line in enumerate(lines, start=1)
    )


def _accounts(numbers: set[str]) -> dict[str, GLAccount]:
    found = {account.number: account for account in GLAccount.objects.filter(number__in=numbers)}
    for number in sorted(numbers):
        if number not in found:
            raise UnknownAccount(account=number)
        if not found[number].is_active:
            raise AccountInactive(account=number)
    return found


def _check_dimensions(lines: Sequence[Line]) -> None:
    for field, model in (("cost_center", CostCenter), ("department", Department)):
        wanted = {getattr(line, field) for line in lines} - {""}
        known = set(model.objects.filter(code__in=wanted, is_active=True).values_list("code", flat=True))
        if unknown := sorted(wanted - known):
            words = field.replace("_", " ")
            raise InvalidInput(
                field, f"Not saved. There is no active {words} {unknown[0]}; choose one of the list."
            )


def _check_vendors(ids: set[UUID]) -> None:
    # Asked here, because the foreign key is judged only when the transaction ends.
    if ids and Party.objects.filter(id__in=ids).count() < len(ids):
        raise InvalidInput(
            "vendor", "Not saved. There is no such vendor; choose one of those that are offered."
        )
