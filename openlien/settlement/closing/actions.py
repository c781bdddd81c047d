"""Closing statements made as versions, and the client's approval recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models.functions import Now

from openlien.cases.documents.actions import Upload, file_document
from openlien.cases.models import Activity, Document
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.errors import NotFound

from ..models import ClosingStatement, Settlement
from ..reach import lock_settlement
from .errors import (
    ApprovedBeforeMade,
    ApprovedInFuture,
    HowUnknown,
    NotApprovedYet,
    NothingChanged,
    StatementSuperseded,
)
from .facts import digest_of, facts_of
from .paper import statement_pdf

WORDS_LETTERS_MAX = 300
_EDIT = Permission.SETTLEMENTS_EDIT


@dataclass(frozen=True, kw_only=True)
class Approval:
    """When and how the client approved, and what there is to say about it."""

    approved_on: date
    how: str
    words: str = ""


@action
def make_statement(actor: Actor, settlement_id: UUID, *, made_at: datetime, company: str) -> ClosingStatement:
    """The next version of the statement, frozen with its PDF; the one before is superseded.

    *Raises*: Forbidden, NotFound, NothingChanged, CalculationMissing, SettlementOverspent, ChecksDisagree,
    PaidBeyondAsserted, StatementDoesNotTie, VersionMadeMeanwhile, PdfNotMade.
    """
    settlement = lock_settlement(actor, settlement_id, _EDIT)
    facts = facts_of(settlement)
    current = settlement.closing_statements.filter(superseded_at__isnull=True).first()
    digest = digest_of(facts)
    if current is not None and current.digest == digest:
        raise NothingChanged(version=current.version)
    if current is not None:
        current.superseded_at = made_at
        current.save(update_fields=["superseded_at"])
    version = current.version + 1 if current else 1
    made = {"version": version, "digest": digest, "made_by": actor.name, "made_at": made_at}
    document = _file(actor, settlement, statement_pdf(facts, company=company, **made), version)
    statement = ClosingStatement.objects.create(
        settlement=settlement,
        version=version,
        facts=facts,
        digest=digest,
        document=document,
        made_by_id=actor.user_id,
        made_at=made_at,
    )
    _tell(actor, settlement, f"Closing statement version {version} made", statement)
    return statement


@action
def record_approval(actor: Actor, statement_id: UUID, approval: Approval, *, today: date) -> ClosingStatement:
    """The statement as the client approved it; recorded once, for the version that counts.

    *Raises*: Forbidden, NotFound, StatementSuperseded, HowUnknown, ApprovedInFuture, ApprovedBeforeMade,
    ApprovalKept, TextTooLong, TextNotPlain.
    """
    statement = _lock(actor, statement_id)
    if statement.superseded_at is not None:
        raise StatementSuperseded()
    if approval.how not in ClosingStatement.Approval.values:
        raise HowUnknown()
    if approval.approved_on > today:
        raise ApprovedInFuture(approval.approved_on)
    made_on = statement.made_at.astimezone(ZoneInfo(settings.BUSINESS_TIME_ZONE)).date()
    if approval.approved_on < made_on:
        raise ApprovedBeforeMade(made_on)
    statement.approved_on, statement.approved_how = approval.approved_on, approval.how
    statement.approved_words = plain_text(approval.words, letters_max=WORDS_LETTERS_MAX)
    statement.approval_recorded_by_id, statement.approval_recorded_at = actor.user_id, Now()
    statement.save()
    said = f"Client approved closing statement version {statement.version}"
    _tell(actor, statement.settlement, said, statement)
    return ClosingStatement.objects.get(id=statement.id)


@action
def file_signed_copy(
    actor: Actor, statement_id: UUID, *, name: str, chunks: Iterable[bytes]
) -> ClosingStatement:
    """The statement with the copy that the client signed.

    *Raises*: Forbidden, NotFound, NotApprovedYet, ApprovalKept, and the refusals of a document.
    """
    statement = _lock(actor, statement_id)
    if statement.approved_on is None:
        raise NotApprovedYet()
    title = f"Closing statement version {statement.version}, signed"
    upload = Upload(name, chunks, Document.Kind.CLOSING_STATEMENT, title)
    number = statement.settlement.case.number
    statement.signed_document = file_document(actor, upload, case_number=number, permission=_EDIT)
    statement.save(update_fields=["signed_document"])
    return statement


def _file(actor: Actor, settlement: Settlement, content: bytes, version: int) -> Document:
    number = settlement.case.number
    who = settlement.plaintiff.party.name if settlement.plaintiff else "all plaintiffs"
    title = f"Closing statement version {version}, {who}"[:200]
    name = f"closing-statement-{number.lower()}-v{version}.pdf"
    upload = Upload(name, [content], Document.Kind.CLOSING_STATEMENT, title)
    return file_document(actor, upload, case_number=number, permission=_EDIT)


def _lock(actor: Actor, statement_id: UUID) -> ClosingStatement:
    known = ClosingStatement.objects.filter(id=statement_id).first()
    if known is None:
        actor.require(_EDIT)
        raise NotFound()
    settlement = lock_settlement(actor, known.settlement_id, _EDIT)
    statement = ClosingStatement.objects.select_for_update(of=("self",)).get(id=statement_id)
    statement.settlement = settlement
    return statement


def _tell(actor: Actor, settlement: Settlement, summary: str, statement: ClosingStatement) -> None:
    Activity.objects.create(
        case_id=settlement.case_id,
        kind=Activity.Kind.DOCUMENT,
        summary=summary,
        object_id=str(statement.id),
        actor_id=actor.user_id,
    )
