"""Rounds, settlements, outside bills and the firm's figures become rows."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from openlien.cases import models as cases
from openlien.cases.documents import storage
from openlien.negotiation import models as negotiation
from openlien.negotiation.rounds.models import Round
from openlien.settlement import models as settlement
from openlien.settlement.actions.drafts import first_type_id
from openlien.settlement.queries.counterparties import Counterparty

from .book import Book, CaseIds
from .copying import Sheet, usd
from .facts import CaseFacts
from .scans import scan
from .settling import RoundFacts, SettlementFacts, Told
from .terms import FinanceFacts, OutsideFacts
from .users import Desks

TRUST, TRUST_BANK, TRUST_NUMBER_END = "Client trust account", "First Harbor Bank", "4411"
TRUST_SETTLEMENTS = 8


class SettlingBook:
    """What the firm told of its settlements, gathered and written together."""

    def __init__(self, book: Book, desks: Desks) -> None:
        self._book, self._desks = book, desks
        self._trust_id: UUID | None = None
        self._in_trust = 0
        self._type_id = first_type_id()
        self._settlements = Sheet(
            settlement.Settlement, "id", "case_id", "plaintiff_id", "party_id", "coverage_id", "counterparty",
            "settled_on", "settled_by_id", "type_id", "escrow_account_id", "gross", "firm_fee",
            "released_to_client_on", "released_from_client_on", "released_to_payer_on", "check_expected_on",
            "days_from_release", "distributed_on", "created_by_id", "created_at",
        )  # fmt: skip
        self._rounds = Sheet(
            Round, "id", "case_id", "plaintiff_id", "party_id", "coverage_id", "counterparty", "held_on",
            "negotiated_by_id", "authorized", "demand", "offer", "settlement_id", "note", "created_by_id",
            "created_at",
        )  # fmt: skip
        self._documents = Sheet(
            cases.Document, "id", "case_id", "kind", "title", "file_name", "stored_name", "content_type",
            "sha256", "size_bytes", "uploaded_by_id", "uploaded_at",
        )  # fmt: skip
        self._outside = Sheet(
            negotiation.OutsideBill, "id", "case_id", "provider", "billed", "promised", "payer", "paid",
            "copy_id", "copy_requested_on", "created_by_id", "created_at",
        )  # fmt: skip
        self._finances = Sheet(
            negotiation.FinancialInformation, "id", "case_id", "settled", "fee_basis", "fee_percent", "costs",
            "client_funding", "changed_by_id", "changed_at",
        )  # fmt: skip

    def add(self, facts: CaseFacts, ids: CaseIds, told: Told) -> None:
        """What is known of one case."""
        who = ids.owner or self._desks.at(0)
        payer = self._payer(facts, ids)
        settled = self._settlement(ids, told.settlement, payer, who) if told.settlement else None
        for place, each in enumerate(told.rounds, start=1):
            is_last = place == len(told.rounds)
            self._round(ids, each, payer, settled if is_last else None, who)
        for bill in told.outside:
            self._outside_bill(ids, facts, bill, who)
        if told.finance:
            self._finance(ids, told.finance, who)

    def copy(self) -> None:
        """Writes what was gathered; the cases are written before."""
        for sheet in (self._settlements, self._rounds, self._documents, self._outside, self._finances):
            sheet.copy()

    def _payer(self, facts: CaseFacts, ids: CaseIds) -> Counterparty:
        policy = facts.paperwork.coverages[0]
        phones = [each.value for each in policy.adjuster.contacts if each.kind in ("phone", "mobile")]
        return Counterparty(
            party_id=str(UUID(policy.insurer.id)),
            coverage_id=str(UUID(ids.coverages[0])),
            name=policy.insurer.name,
            kind="insurer",
            insurance_type=cases.Coverage.Kind(policy.kind).label,
            limits=" / ".join(f"{limit:,}" for limit in facts.limits),
            covers=policy.insured_name,
            insured=policy.insured_name,
            claim_number=policy.claim_number,
            contact=policy.adjuster.name,
            phone=phones[0] if phones else "",
        )

    def _settlement(self, ids: CaseIds, told: SettlementFacts, payer: Counterparty, who: UUID) -> str:
        settlement_id, released, days = self._book.ids.next(), told.sent_to_payer_on, told.days_from_release
        self._settlements.add(
            settlement_id, ids.case, ids.plaintiff, payer.party_id, payer.coverage_id,
            json.dumps(payer.as_json()), told.settled_on, who, self._type_id,
            self._trust() if told.is_for_trust else None, usd(told.gross), usd(told.firm_fee),
            told.sent_to_client_on, told.back_from_client_on, released,
            released + timedelta(days=days) if released and days else None, days, told.distributed_on, who,
            _at(told.settled_on),
        )  # fmt: skip
        words = f"Settlement of ${told.gross / 100:,.2f} added"
        self._note(ids, "settlement", told.settled_on, words, settlement_id, who)
        return settlement_id

    def _trust(self) -> UUID | None:
        """The trust account, made for the first settlement that is paid through it; None for later ones."""
        self._in_trust += 1
        accounts = settlement.EscrowAccount.objects
        # The account of an earlier load has its own months and its own numbers of checks.
        if self._in_trust == 1 and not accounts.filter(name=TRUST).exists():
            account = accounts.create(name=TRUST, bank=TRUST_BANK, number_end=TRUST_NUMBER_END)
            self._trust_id = account.id
        return self._trust_id if self._in_trust <= TRUST_SETTLEMENTS else None

    def _round(
        self, ids: CaseIds, told: RoundFacts, payer: Counterparty, settled: str | None, who: UUID
    ) -> None:
        round_id = self._book.ids.next()
        self._rounds.add(
            round_id, ids.case, ids.plaintiff, payer.party_id, payer.coverage_id, json.dumps(payer.as_json()),
            told.held_on, who, usd(told.authorized), usd(told.demand), usd(told.offer), settled, told.note,
            who, _at(told.held_on),
        )  # fmt: skip
        self._note(ids, "round", told.held_on, f"Negotiation with {payer.name}", round_id, who)

    def _outside_bill(self, ids: CaseIds, facts: CaseFacts, told: OutsideFacts, who: UUID) -> None:
        copy_id = self._copy(ids, facts, told, who) if told.has_copy else None
        self._outside.add(
            self._book.ids.next(), ids.case, told.provider, usd(told.billed), usd(told.promised), told.payer,
            usd(told.paid), copy_id, told.requested_on, who, _at(told.entered_on),
        )  # fmt: skip

    def _copy(self, ids: CaseIds, facts: CaseFacts, told: OutsideFacts, who: UUID) -> str:
        document_id, name = self._book.ids.next(), f"{told.provider.lower().replace(' ', '-')}.pdf"
        lines = [
            told.provider,
            f"Patient: {facts.patient.name}",
            f"Case: {ids.number}",
            f"Total charges: ${told.billed / 100:,.2f}",
            "Synthetic demo document",
        ]
        file = storage.store(name, [scan(lines)])
        title = f"Bill of {told.provider}"
        self._documents.add(
            document_id, ids.case, "outside_bill", title, name, file.stored_as, "application/pdf",
            bytes.fromhex(file.sha256), file.size_bytes, who, _at(told.entered_on),
        )  # fmt: skip
        self._note(ids, "document", told.entered_on, f"Document filed: {title}", document_id, who)
        return document_id

    def _finance(self, ids: CaseIds, told: FinanceFacts, who: UUID) -> None:
        self._finances.add(
            self._book.ids.next(), ids.case, usd(told.settled), "percent", told.fee_percent, usd(told.costs),
            usd(told.client_funding), who, _at(told.told_on),
        )  # fmt: skip

    def _note(self, ids: CaseIds, kind: str, day: date, words: str, object_id: str, who: UUID) -> None:
        self._book.note(ids.case, kind, _at(day), words, str(UUID(object_id)), who)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(19), UTC)
