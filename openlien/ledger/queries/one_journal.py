"""One journal, on paper or in the books, with all that is known about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from openlien.cases.models import Party
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money, total
from openlien.kit.sql import fetch_one, load

from ..errors import UnknownJournal
from ..models import GLEntry, JournalAttachment, JournalLine
from ..vocabulary import EntryType, JournalStatus, Policy
from .journals import id_of_number


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of a journal."""

    number: int
    account: str
    account_name: str
    description: str
    debit: Money
    credit: Money
    cost_center: str
    department: str
    project: str
    vendor_id: UUID | None
    vendor: str
    customer: str
    case_number: str


@dataclass(frozen=True, slots=True)
class ChainPlace:
    """Where a journal stands in the books: its seal's numbers, and the links of the hash chain."""

    first: str
    last: str
    posting_hash: str
    seal_hash: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A document that supports the journal."""

    id: UUID
    title: str
    kind: str
    attached_at: datetime


@dataclass(frozen=True, slots=True)
class Act:
    """Who did something to the journal, and when."""

    by_id: UUID | None
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Related:
    """The other journal of a reversal; without a number it is not in the books yet."""

    id: UUID
    number: str | None
    status: JournalStatus

    @property
    def name(self) -> str:
        """What its address calls it."""
        return self.number or str(self.id)


@dataclass(frozen=True, slots=True)
class ShownJournal:
    """A journal with its lines. `digest` is the fingerprint of the content to approve."""

    id: UUID
    number: str | None
    status: JournalStatus
    type: EntryType
    policy: Policy
    event: str
    template_code: str
    template: str
    posts_by_itself: bool
    case_id: UUID | None
    case_number: str
    patient: str
    account_number: str
    entry_on: date
    posting_on: date
    description: str
    reference: str
    debits: Money
    credits: Money
    created: Act
    changed: Act
    submitted: Act
    approved: Act
    rejected: Act
    posted: Act
    rejection_reason: str
    is_posted: bool
    digest: str
    chain: ChainPlace | None
    reverses: Related | None
    reversal: Related | None
    bc_sync_status: str
    bc_id: str
    version: int
    lines: tuple[ShownLine, ...]
    attachments: tuple[Attached, ...]

    @property
    def name(self) -> str:
        """What its address calls it: the number, or the id of a paper."""
        return self.number or str(self.id)

    @property
    def is_of_an_event(self) -> bool:
        """Whether the product booked it by itself, without a paper."""
        return self.is_posted and self.submitted.at is None

    @property
    def difference(self) -> Money:
        """Debits less credits; zero when the journal is in balance."""
        return self.debits - self.credits

    @property
    def has_two_sides(self) -> bool:
        """Whether it could be submitted: two lines at least, in balance."""
        return len(self.lines) > 1 and not self.difference

    def is_own(self, actor: Actor) -> bool:
        """Whether the actor wrote or submitted it, and so cannot approve it."""
        return actor.user_id is not None and actor.user_id in {self.created.by_id, self.submitted.by_id}


def read_journal(actor: Actor, name: str | UUID) -> ShownJournal:
    """The journal with that number or id.

    *Raises*: Forbidden, UnknownJournal.
    """
    actor.require(Permission.LEDGER_VIEW)
    id_ = name if isinstance(name, UUID) else id_of(name)
    row = fetch_one(load("openlien.ledger", "one_journal"), {"id": id_}) if id_ else None
    if row is None:
        raise UnknownJournal()
    return _shown(row, _lines(row.id, is_posted=row.is_posted))


def id_of(name: str) -> UUID | None:
    """The id of the journal with that number or id; None when neither is one."""
    try:
        return UUID(name)
    except ValueError:
        return id_of_number(name)


def _shown(row: Any, lines: tuple[ShownLine, ...]) -> ShownJournal:
    return ShownJournal(
        **{name: getattr(row, name) for name in _SAME},
        status=JournalStatus(row.status),
        type=EntryType(row.type),
        policy=Policy(row.policy),
        posts_by_itself=row.auto_post,
        case_number=row.case_number or "",
        patient=row.patient or "",
        account_number=row.account_number or "",
        debits=total(line.debit for line in lines),
        credits=total(line.credit for line in lines),
        created=Act(row.created_by_id, row.created_by, row.created_at),
        changed=Act(row.updated_by_id, row.updated_by, row.updated_at),
        submitted=Act(row.submitted_by_id, row.submitted_by, row.submitted_at),
        approved=Act(row.approved_by_id, row.approved_by, row.approved_at),
        rejected=Act(None, row.rejected_by, row.rejected_at),
        posted=Act(None, row.posted_by, row.posted_at),
        digest=row.digest or "",
        chain=_chain(row),
        reverses=_related(row.reverses_id, row.reverses_number, JournalStatus.POSTED),
        reversal=_related(row.reversal_id, row.reversal_number, row.reversal_status),
        lines=lines,
        attachments=_attachments(row.id),
    )


_SAME = (
    "id",
    "number",
    "event",
    "template_code",
    "template",
    "case_id",
    "entry_on",
    "posting_on",
    "description",
    "reference",
    "rejection_reason",
    "is_posted",
    "bc_sync_status",
    "bc_id",
    "version",
)


def _chain(row: Any) -> ChainPlace | None:
    if not row.is_posted:
        return None
    return ChainPlace(
        first=f"JE-{row.chain_year}-{row.chain_first:07d}",
        last=f"JE-{row.chain_year}-{row.chain_last:07d}",
        posting_hash=row.posting_hash,
        seal_hash=row.seal_hash,
    )


def _related(id_: UUID | None, number: str | None, status: str | None) -> Related | None:
    return Related(id_, number, JournalStatus(status)) if id_ and status else None


def _lines(journal_id: UUID, *, is_posted: bool) -> tuple[ShownLine, ...]:
    rows: Any
    if is_posted:
        rows = GLEntry.objects.filter(posting_id=journal_id).order_by("line_number")
    else:
        rows = JournalLine.objects.filter(journal_id=journal_id).order_by("line_number")
    rows = list(rows.select_related("account", "case_account__case"))
    vendors = _names({row.vendor_id for row in rows if row.vendor_id})
    return tuple(_line(row, vendors, is_posted=is_posted) for row in rows)


def _names(ids: set[UUID]) -> dict[UUID, str]:
    return dict(Party.objects.filter(id__in=ids).values_list("id", "name")) if ids else {}


def _line(row: Any, vendors: dict[UUID, str], *, is_posted: bool) -> ShownLine:
    return ShownLine(
        number=row.line_number,
        account=row.account.number,
        account_name=row.account.name,
        description=row.description,
        debit=row.debit,
        credit=row.credit,
        cost_center=(row.cost_center if is_posted else row.cost_center_id) or "",
        department=(row.department if is_posted else row.department_id) or "",
        project=row.project,
        vendor_id=row.vendor_id,
        vendor=vendors.get(row.vendor_id, "") if row.vendor_id else "",
        customer=row.customer,
        case_number=row.case_account.case.number if row.case_account_id else "",
    )


def _attachments(journal_id: UUID) -> tuple[Attached, ...]:
    rows = JournalAttachment.objects.filter(journal_id=journal_id).select_related("document")
    return tuple(
        Attached(row.document_id, row.document.title, row.document.get_kind_display(), row.attached_at)
        for row in rows.order_by("attached_at", "id")
    )
