"""Facts of the demo become rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from openlien.cases import models as cases
from openlien.cases.firm_names import firm_key
from openlien.cases.stages import Stage
from openlien.payments import models as payments

from .chance import Dice
from .conversations import FollowUp, Talk, follow_ups, people_of, recent_talks, talk
from .copying import Ids, Sheet, usd
from .directory import Entry
from .facts import BillFacts, CaseFacts
from .paperwork import Paperwork
from .payoffs import Payment
from .users import Desks

UNOWNED = {Stage.UNKNOWN, Stage.STILL_TREATING}
UNOWNED_SHARE = 0.35


@dataclass(frozen=True, slots=True)
class CaseIds:
    """What the rows of a case are called, and who negotiates it.

    The id of a payment plan is older than those of the payments, which therefore pay it.
    """

    number: str
    case: str
    plan: str
    plaintiff: str
    patient: str
    bills: list[str]
    coverages: list[str]
    owner: UUID | None


class Book:
    """The sheets of one load, in the order in which they are copied: each row after those it refers to."""

    def __init__(self, batch_id: UUID, desks: Desks, *, as_of: date) -> None:
        self.ids, self._desks, self._batch = Ids(batch_id), desks, str(batch_id)
        self._as_of = as_of
        self.parties = Sheet(
            cases.Party, "id", "kind", "name", "name_key", "belongs_to_id", "state", "born_on", "gender",
            "language", "marital_status", "batch_id",
        )  # fmt: skip
        self.contacts = Sheet(cases.ContactPoint, "party_id", "kind", "value", "is_primary")
        self.cases = Sheet(
            cases.Case, "id", "number", "mrn", "patient_id", "law_firm_id", "attorney_id", "negotiator_id",
            "opened_on", "date_of_loss", "statute_on", "state", "accident_type", "incident_facts",
            "injuries_summary", "insurance_limits", "batch_id",
        )  # fmt: skip
        self.plaintiffs = Sheet(cases.Plaintiff, "id", "case_id", "party_id")
        self.injuries = Sheet(cases.Injury, "plaintiff_id", "name", "description")
        self.coverages = Sheet(
            cases.Coverage, "id", "case_id", "plaintiff_id", "insurer_id", "kind", "policy_number",
            "claim_number", "insured_name", "limit_per_person", "limit_per_accident", "adjuster_id",
            "administrator_id",
        )  # fmt: skip
        self.liens = Sheet(
            cases.Lien,
            "case_id",
            "plaintiff_id",
            "holder_id",
            "kind",
            "asserted",
            "confirmed",
            "negotiated",
            "paid",
        )
        self.expenses = Sheet(cases.CaseExpense, "case_id", "incurred_on", "description", "amount")
        self.stage_changes = Sheet(cases.StageChange, "case_id", "stage", "began_on", "source", "batch_id")
        self.bills = Sheet(
            cases.Bill, "id", "case_id", "number", "facility_id", "provider_group_id", "is_in_network",
            "code", "description", "quantity", "service_on", "invoice_on", "originated_on", "settled_on",
            "billed", "contracted", "payoff_agreed", "payoff_status", "payoff_on", "capped_on",
            "funding_stage", "ar_type", "tranche", "ar_book", "stated_open", "batch_id",
        )  # fmt: skip
        self.receipts = Sheet(
            payments.Receipt, "id", "case_id", "deposited_on", "amount", "payer", "reference", "batch_id"
        )
        self.allocations = Sheet(payments.Allocation, "receipt_id", "bill_id", "amount")
        self.adjustments = Sheet(
            payments.Adjustment, "bill_id", "kind", "amount", "effective_on", "reason", "recorded_by_id",
            "approved_by_id", "batch_id", "agreement_id",
        )  # fmt: skip
        self._unwritten: list[tuple[Any, ...]] = []
        self.activities = Sheet(
            cases.Activity, "case_id", "kind", "happened_at", "summary", "object_id", "actor_id", "body",
            "direction", "outcome", "contact_id", "contact_point", "minutes",
        )  # fmt: skip
        self.tasks = Sheet(
            cases.Task, "case_id", "kind", "title", "due_on", "assigned_to_id", "created_by_id", "created_at",
            "done_at", "done_by_id",
        )  # fmt: skip

    def copy(self) -> None:
        """Writes all rows gathered so far."""
        for sheet in vars(self).values():
            if isinstance(sheet, Sheet):
                sheet.copy()

    def copy_given_up(self) -> None:
        """Writes reductions and bad debt, after the agreements that made the reductions."""
        named = payments.AgreedBill.objects.filter(bill_id__in=[bill for bill, *_ in self._unwritten])
        agreements = {bill.hex: agreement for bill, agreement in named.values_list("bill_id", "agreement_id")}
        for bill, kind, *rest in self._unwritten:
            self.adjustments.add(bill, kind, *rest, agreements.get(bill) if kind == "reduction" else None)
        self._unwritten.clear()
        self.adjustments.copy()

    def add_entry(self, entry: Entry) -> None:
        """A party of the directory, which from now on knows its id."""
        entry.id = self.ids.next()
        owner = entry.belongs_to.id if entry.belongs_to else None
        self.parties.add(
            entry.id,
            entry.kind,
            entry.name,
            firm_key(entry.name),
            owner,
            entry.state,
            None,
            "",
            "",
            "",
            self._batch,
        )
        for contact in entry.contacts:
            self.contacts.add(entry.id, contact.kind, contact.value, True)

    def add_case(self, facts: CaseFacts, number: str) -> CaseIds:
        """A case with everything that hangs on it; what its rows are called."""
        dice = Dice.of(number, facts.patient.name, "desk")
        owner, plan_id = self._owner(dice, facts, number), self.ids.next()
        case_id, plaintiff_id, patient_id = self._case(facts, number, owner)
        self._steps(case_id, facts)
        bill_ids = [
            self._bill(case_id, f"{number.removeprefix('CASE-')}-{place:02d}", bill)
            for place, bill in enumerate(facts.bills, start=1)
        ]
        for payment in facts.payments:
            self._payment(case_id, bill_ids, payment)
        self._given_up(facts, bill_ids)
        coverages = self._claims(case_id, plaintiff_id, facts.paperwork, facts.limits)
        self._desk_work(dice, case_id, patient_id, facts, owner)
        if facts.former_firm:
            self._former_firm(case_id, plaintiff_id, facts)
        return CaseIds(number, case_id, plan_id, plaintiff_id, patient_id, bill_ids, coverages, owner)

    def note(self, case_id: str, kind: str, at: datetime, summary: str, object_id: str, by: UUID) -> None:
        """A line on the timeline of a case about something that was done to it."""
        self.activities.add(case_id, kind, at, summary, object_id, by, "", "", "", None, "", None)

    def _owner(self, dice: Dice, facts: CaseFacts, number: str) -> UUID | None:
        """Who negotiates the case; some of those that still grow are nobody's yet."""
        if facts.stage in UNOWNED and dice.happens(UNOWNED_SHARE):
            return None
        return self._desks.negotiator(int(number.rsplit("-", 1)[1]))

    def _given_up(self, facts: CaseFacts, bill_ids: list[str]) -> None:
        for given in facts.adjustments:
            kind = "bad_debt" if given.is_bad_debt else "reduction"
            reason = "Recovery exhausted" if given.is_bad_debt else "Payoff agreed"
            approver = self._desks.controller if given.is_bad_debt else None
            said = (given.effective_on, reason, self._desks.cashier, approver, self._batch)
            self._unwritten.append((bill_ids[given.place], kind, usd(given.amount), *said))

    def _case(self, facts: CaseFacts, number: str, owner: UUID | None) -> tuple[str, str, str]:
        patient, case_id, plaintiff_id = self._patient(facts), self.ids.next(), self.ids.next()
        _, year, serial = number.split("-")
        person, accident = facts.limits
        self.cases.add(
            case_id,
            number,
            f"M{year[2:]}{int(serial):06d}",
            patient,
            facts.firm.id,
            facts.attorney.id,
            owner,
            facts.opened_on,
            facts.date_of_loss,
            facts.statute_on,
            facts.state,
            facts.accident_type,
            facts.incident_facts,
            ", ".join(name for name, _ in facts.injuries),
            f"{person:,}/{accident:,}",
            self._batch,
        )
        self.plaintiffs.add(plaintiff_id, case_id, patient)
        for name, words in facts.injuries:
            self.injuries.add(plaintiff_id, name, words)
        return case_id, plaintiff_id, patient

    def _patient(self, facts: CaseFacts) -> str:
        person, party_id = facts.patient, self.ids.next()
        self.parties.add(
            party_id,
            "patient",
            person.name,
            firm_key(person.name),
            None,
            person.state,
            person.born_on,
            person.gender,
            person.language,
            person.marital_status,
            self._batch,
        )
        for contact in person.contacts:
            self.contacts.add(party_id, contact.kind, contact.value, True)
        return party_id

    def _steps(self, case_id: str, facts: CaseFacts) -> None:
        before = Stage.UNKNOWN
        for place, (began_on, stage) in enumerate(facts.steps):
            self.stage_changes.add(case_id, stage, began_on, "demo", self._batch)
            if place:
                summary = f"Stage changed from {before.label} to {stage.label}"
                self.note(case_id, "stage", self._noted_at(began_on), summary, "", self._desks.at(place))
            before = stage

    def _bill(self, case_id: str, number: str, bill: BillFacts) -> str:
        line, bill_id = bill.treatment, self.ids.next()
        group = line.facility.group
        month = f"{line.invoice_on:%m%y}"
        mark = "P" if line.ar_type == "partial_advance" else "S"
        self.bills.add(
            bill_id,
            case_id,
            number,
            line.facility.id,
            group.id,
            line.facility.in_network,
            line.service.code,
            line.service.words,
            line.quantity,
            line.service_on,
            line.invoice_on,
            line.originated_on,
            bill.settled_on,
            usd(line.billed),
            usd(line.contracted),
            usd(bill.payoff_agreed),
            bill.payoff_status,
            bill.payoff_on,
            bill.capped_on,
            bill.funding_stage,
            line.ar_type,
            f"{group.short_name} {month}",
            f"{group.short_name} AR {month} ({mark})",
            usd(bill.stated_open),
            self._batch,
        )
        return bill_id

    def _payment(self, case_id: str, bill_ids: list[str], payment: Payment) -> None:
        receipt_id, amount = self.ids.next(), usd(sum(payment.parts))
        self.receipts.add(
            receipt_id, case_id, payment.deposited_on, amount, payment.payer, payment.reference, self._batch
        )
        for bill_id, part in zip(bill_ids, payment.parts, strict=True):
            if part:
                self.allocations.add(receipt_id, bill_id, usd(part))
        at, summary = self._noted_at(payment.deposited_on), f"Payment of {amount} received"
        self.note(case_id, "payment", at, summary, str(UUID(receipt_id)), self._desks.cashier)

    def _claims(
        self, case_id: str, plaintiff_id: str, paperwork: Paperwork, limits: tuple[int, int]
    ) -> list[str]:
        coverages = []
        for policy in paperwork.coverages:
            is_own = policy.kind != cases.Coverage.Kind.BODILY_INJURY
            person, accident = (
                (5_000, 10_000) if policy.kind == cases.Coverage.Kind.MEDICAL_PAYMENTS else limits
            )
            coverages.append(self.ids.next())
            self.coverages.add(
                coverages[-1],
                case_id,
                plaintiff_id if is_own else None,
                policy.insurer.id,
                policy.kind,
                policy.policy_number,
                policy.claim_number,
                policy.insured_name,
                person,
                accident,
                policy.adjuster.id,
                policy.administrator.id if policy.administrator else None,
            )
        for lien in paperwork.liens:
            amounts = map(usd, (lien.asserted, lien.confirmed, lien.negotiated, lien.paid))
            self.liens.add(case_id, plaintiff_id, lien.holder.id, lien.kind, *amounts)
        for expense in paperwork.expenses:
            self.expenses.add(case_id, expense.incurred_on, expense.description, usd(expense.amount))
        return coverages

    def _desk_work(
        self, dice: Dice, case_id: str, patient_id: str, facts: CaseFacts, owner: UUID | None
    ) -> None:
        """What was said about the case, and what is to do next."""
        people = people_of(facts, patient_id)
        for event in facts.paperwork.activities:
            said = talk(dice, event.kind, event.happened_at, event.summary, people)
            self._talk(case_id, said, self._desks.at(event.desk))
        for said in recent_talks(dice, facts, people, as_of=self._as_of):
            self._talk(case_id, said, owner or self._desks.at(0))
        for task in facts.paperwork.tasks:
            desk = self._desks.at(task.desk)
            done_by = desk if task.done_at else None
            self.tasks.add(
                case_id, "other", task.title, task.due_on, desk, desk, task.created_at, task.done_at, done_by
            )
        for planned in follow_ups(dice, facts, as_of=self._as_of):
            self._plan(case_id, planned, owner or self._desks.at(0))

    def _talk(self, case_id: str, said: Talk, by: UUID) -> None:
        self.activities.add(
            case_id, said.kind, said.happened_at, said.summary, "", by, said.body, said.direction,
            said.outcome, said.contact_id, said.point, said.minutes,
        )  # fmt: skip

    def _plan(self, case_id: str, planned: FollowUp, by: UUID) -> None:
        self.tasks.add(
            case_id, planned.kind, planned.title, planned.due_on, by, by, planned.created_at, None, None
        )

    def _former_firm(self, case_id: str, plaintiff_id: str, facts: CaseFacts) -> None:
        """The firm that dropped the case keeps a lien for its work, of an amount it has yet to state."""
        self.liens.add(case_id, plaintiff_id, facts.former_firm.id, "attorney", None, None, None, None)

    def _noted_at(self, day: date) -> datetime:
        """Mid-morning in the west; on the day of the load early enough to lie behind whoever looks."""
        return datetime.combine(day, time(8 if day == self._as_of else 18), UTC)
