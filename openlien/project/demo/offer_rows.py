"""Offers of the demo become rows: drafts at first, which go their way step by step as the database asks."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, time
from uuid import UUID

from django.db import connection

from openlien.identity.permissions import Role
from openlien.kit.sql import load
from openlien.negotiation import models as negotiation

from .book import Book, CaseIds
from .copying import Sheet, usd
from .facts import CaseFacts
from .offers import Negotiation, OfferFacts, Step
from .users import Desks

ENDED = {"countered", "accepted", "rejected", "expired", "withdrawn"}
SAID = {"sent": "sent", "accepted": "accepted", "rejected": "rejected", "expired": "expired"}


class OfferBook:
    """Offers, what was typed for bills, and notes on them, gathered and written together."""

    def __init__(self, book: Book, desks: Desks) -> None:
        self._book, self._desks = book, desks
        self._offers = Sheet(
            negotiation.Offer, "id", "case_id", "number", "direction", "amount", "retail", "expires_on",
            "counter_of_id", "terms", "created_by_id", "created_at",
        )  # fmt: skip
        self._lines = Sheet(negotiation.OfferLine, "offer_id", "bill_id", "retail", "amount")
        self._sets = Sheet(
            negotiation.OfferChangeSet, "id", "case_id", "source", "undoes_id", "made_by_id", "made_at"
        )
        self._changes: dict[int, Sheet] = {}
        self._notes = Sheet(negotiation.BillNote, "bill_id", "body", "author_id", "written_at")
        self._steps: dict[int, list[tuple[str, Step, UUID, datetime, bool]]] = defaultdict(list)

    def add(self, facts: CaseFacts, ids: CaseIds, told: Negotiation) -> None:
        """The negotiation of one case."""
        before = None
        for number, offer in enumerate(told.offers, start=1):
            before = self._offer(facts, ids, number, offer, before)
        present: list[int | None] = [None] * len(facts.bills)
        for version, (day, parts) in enumerate(told.bill_rounds, start=1):
            self._bill_round(ids, version, day, present, parts)
            present = list(parts)
        for place, day, words in told.notes:
            author = ids.owner or self._desks.at(0)
            self._notes.add(ids.bills[place], words, author, _at(day, 20))

    def copy(self) -> None:
        """Writes what was gathered, then lets every offer go its way."""
        self._offers.copy()
        self._lines.copy()
        self._sets.copy()
        for version in sorted(self._changes):
            self._changes[version].copy()
        self._notes.copy()
        for place in sorted(self._steps):
            self._take(self._steps[place])
        self._keep_agreed_bills()
        self._steps.clear()

    def _offer(
        self, facts: CaseFacts, ids: CaseIds, number: int, offer: OfferFacts, before: str | None
    ) -> str:
        offer_id = self._book.ids.next()
        billed = [bill.treatment.billed for bill in facts.bills]
        creator = self._person("specialist" if offer.is_limited else "owner", ids)
        self._offers.add(
            offer_id,
            ids.case,
            number,
            "ours" if offer.is_ours else "theirs",
            usd(sum(offer.parts)),
            usd(sum(billed)),
            offer.expires_on,
            before if offer.answers else None,
            offer.terms,
            creator,
            _at(offer.made_on, 15),
        )
        for bill_id, retail, part in zip(ids.bills, billed, offer.parts, strict=True):
            self._lines.add(offer_id, bill_id, usd(retail), usd(part))
        for place, step in enumerate(offer.steps):
            at = _at(step.on, 16 + place)
            person = self._person(step.by, ids)
            self._steps[place].append((offer_id, step, person, at, offer.is_limited))
            self._tell(ids, number, offer, offer_id, step, person, at)
        return offer_id

    def _tell(
        self, ids: CaseIds, number: int, offer: OfferFacts, offer_id: str, step: Step, by: UUID, at: datetime
    ) -> None:
        said = "received" if step.status == "sent" and not offer.is_ours else SAID.get(step.status)
        if said:
            whose = "Our offer" if offer.is_ours else "The firm's offer"
            amount = f"${sum(offer.parts) / 100:,.2f}"
            summary = f"{whose} no. {number} of {amount} {said}"
            self._book.note(ids.case, "offer", at, summary, str(UUID(offer_id)), by)

    def _bill_round(
        self, ids: CaseIds, version: int, day: date, before: list[int | None], after: list[int]
    ) -> None:
        set_id = self._book.ids.next()
        maker = ids.owner or self._desks.at(0)
        self._sets.add(set_id, ids.case, "bulk", None, maker, _at(day, 14))
        sheet = self._changes.setdefault(
            version,
            Sheet(negotiation.BillOfferChange, "change_set_id", "bill_id", "before", "after", "version"),
        )
        for bill_id, old, new in zip(ids.bills, before, after, strict=True):
            sheet.add(set_id, bill_id, usd(old), usd(new), version)

    def _person(self, name: str, ids: CaseIds) -> UUID:
        if name == "manager":
            return self._desks.by_role[Role.NEGOTIATIONS_MANAGER]
        if name == "specialist":
            return self._desks.by_role[Role.COLLECTIONS_SPECIALIST]
        return ids.owner or self._desks.at(0)

    def _keep_agreed_bills(self) -> None:
        offers = {UUID(offer_id) for steps in self._steps.values() for offer_id, *_ in steps}
        with connection.cursor() as cursor:
            cursor.execute(load("openlien.project", "demo_agreed_bills"), {"offers": list(offers)})

    def _take(self, steps: list[tuple[str, Step, UUID, datetime, bool]]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                load("openlien.project", "demo_offer_steps"),
                {
                    "offers": [UUID(offer_id) for offer_id, *_ in steps],
                    "statuses": [step.status for _, step, *_ in steps],
                    "people": [person for _, _, person, *_ in steps],
                    "moments": [at for *_, at, _ in steps],
                    "limited": [is_limited for *_, is_limited in steps],
                    "ends": [step.status in ENDED for _, step, *_ in steps],
                    "reasons": [step.reason for _, step, *_ in steps],
                },
            )


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), UTC)
