"""Reads of closing statements: those of a case by settlement, with what changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, NotFound
from openlien.kit.money import Money

from ..models import ClosingStatement, Settlement
from ..queries.tables import ALL_PLAINTIFFS
from ..reach import case_within, cases_within
from .differences import differences
from .facts import Facts, digest_of, facts_of

APPROVALS = tuple(ClosingStatement.Approval.choices)


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One version, with what it says otherwise than the version before it."""

    id: UUID
    settlement_id: UUID
    version: int
    facts: Facts
    digest: str
    document_id: UUID
    made_by: str
    made_at: datetime
    superseded_at: datetime | None
    approved_on: date | None
    approved_how: str
    approved_words: str
    approval_recorded_by: str
    signed_document_id: UUID | None
    changes: tuple[str, ...]

    @property
    def client(self) -> Money:
        """What the client gets by this version."""
        return Money(self.facts["client"])

    @property
    def is_current(self) -> bool:
        """Whether no later version took its place."""
        return self.superseded_at is None


@dataclass(frozen=True, slots=True)
class SettlementStatements:
    """The versions of one settlement, the newest first; `changes` is what the next one would say otherwise.

    `refusal` says why no next one can be made now.
    """

    settlement_id: UUID
    plaintiff: str
    settled_on: date
    gross: Money
    versions: tuple[StatementRow, ...]
    changes: tuple[str, ...]
    can_make: bool
    refusal: str


def statements_of(actor: Actor, case_number: str) -> list[SettlementStatements]:
    """The statements of a case by settlement.

    *Raises*: Forbidden, NotFound.
    """
    case = case_within(actor, case_number, Permission.SETTLEMENTS_VIEW)
    found = Settlement.objects.filter(case=case).select_related(
        "case__law_firm", "case__attorney", "plaintiff__party", "escrow_account", "type"
    )
    return [_of(settlement) for settlement in found.order_by("settled_on", "id")]


def read_statement(actor: Actor, statement_id: UUID) -> tuple[str, StatementRow]:
    """One version, and the number of its case.

    *Raises*: Forbidden, NotFound.
    """
    cases = cases_within(actor, Permission.SETTLEMENTS_VIEW)
    statement = ClosingStatement.objects.filter(id=statement_id, settlement__case__in=cases).first()
    if statement is None:
        raise NotFound()
    rows = _versions(statement.settlement)
    return statement.settlement.case.number, next(row for row in rows if row.id == statement_id)


def _of(settlement: Settlement) -> SettlementStatements:
    versions = _versions(settlement)
    facts: Facts | None = None
    refusal = ""
    try:
        facts = facts_of(settlement)
    except DomainError as refused:
        refusal = refused.sentence
    latest = versions[0] if versions else None
    changes = differences(latest.facts, facts) if latest and facts else []
    is_new = facts is not None and (latest is None or latest.digest != digest_of(facts))
    return SettlementStatements(
        settlement_id=settlement.id,
        plaintiff=settlement.plaintiff.party.name if settlement.plaintiff else ALL_PLAINTIFFS,
        settled_on=settlement.settled_on,
        gross=settlement.gross,
        versions=tuple(versions),
        changes=tuple(changes),
        can_make=is_new,
        refusal=refusal,
    )


def _versions(settlement: Settlement) -> list[StatementRow]:
    found = settlement.closing_statements.select_related("made_by", "approval_recorded_by")
    rows: list[StatementRow] = []
    before: Facts | None = None
    for each in found.order_by("version"):
        changes = differences(before, each.facts) if before is not None else []
        rows.insert(0, _row(each, tuple(changes)))
        before = each.facts
    return rows


def _row(each: ClosingStatement, changes: tuple[str, ...]) -> StatementRow:
    return StatementRow(
        id=each.id,
        settlement_id=each.settlement_id,
        version=each.version,
        facts=each.facts,
        digest=each.digest,
        document_id=each.document_id,
        made_by=each.made_by.name if each.made_by else "",
        made_at=each.made_at,
        superseded_at=each.superseded_at,
        approved_on=each.approved_on,
        approved_how=each.get_approved_how_display(),
        approved_words=each.approved_words,
        approval_recorded_by=each.approval_recorded_by.name if each.approval_recorded_by else "",
        signed_document_id=each.signed_document_id,
        changes=changes,
    )
