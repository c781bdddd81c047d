"""Claims approved for payment: the bill, its charge in the books, and what changes of it later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from openlien.cases.actions import lock_case
from openlien.cases.models import Activity, Bill, Case, Party
from openlien.cases.scope import visible_bills
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, InvalidInput, NotFound, StaleVersion
from openlien.kit.idempotency import IdempotencyKeyReused
from openlien.kit.money import Money
from openlien.ledger.actions.unit import ledger_action
from openlien.ledger.errors import ReasonRequired
from openlien.ledger.events import CaseOpened, ChargeAdjusted, ChargeApproved, Event, RefundDue
from openlien.ledger.models import CaseTransaction
from openlien.ledger.recording import record_event, record_events
from openlien.payments.queries import BillPosition, bill_positions

# Claims that came with one idempotency key are one bill: its id follows from the key.
_CLAIMS = UUID("6a1c2f0e-9c5b-5e0c-8a53-0d1f6c9a7b21")
TEXT_LETTERS_MAX, CODE_LETTERS_MAX, NUMBER_LETTERS_MAX, REASON_LETTERS_MAX = 200, 10, 40, 300


class RetailNotPositive(DomainError):
    """Not approved. The retail amount must be more than 0.00."""


class ContractedAboveRetail(DomainError):
    """Not approved. The contracted amount {contracted} is more than the retail amount {retail}."""


class ContractedNegative(DomainError):
    """Not approved. The contracted amount must not be below 0.00."""


class ServiceAfterInvoice(DomainError):
    """Not approved. The service of {service_on} cannot be later than its invoice of {invoice_on}."""


class InvoiceInFuture(DomainError):
    """Not approved. The invoice is of {invoice_on}, which is still to come."""


class ChargeUnchanged(DomainError):
    """Not saved. The claim is at these amounts already."""


class ChargeNotApproved(DomainError):
    """Not saved. This bill is not in the books yet; approve its claim first."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What a provider claims for one service. Without a contracted amount its cost is not known yet."""

    retail: Money
    contracted: Money | None
    invoice_on: date
    service_on: date | None = None
    facility_id: UUID | None = None
    number: str = ""
    code: str = ""
    description: str = ""
    is_in_network: bool = True


@dataclass(frozen=True)
class Approved:
    """The bill of an approved claim, the journal of its charge, and whether it goes over the credit limit.

    *Units*: `adjustment` is retail less contracted, None while the cost is not known.
    """

    bill: Bill
    number: str | None
    adjustment: Money | None
    is_over_credit_limit: bool
    is_new: bool


@ledger_action
def approve_claim(
    actor: Actor,
    *,
    case_number: str,
    claim: Claim,
    today: date,
    idempotency_key: str,
    posting_on: date | None = None,
) -> Approved:
    """The bill of the claim, charged to its case account: cost against the provider, retail as a memo.

    Over the credit limit it is approved and says so, or is refused, as the ledger's policy wants it.
    *Raises*: Forbidden, NotFound, RetailNotPositive, ContractedNegative, ContractedAboveRetail,
    ServiceAfterInvoice, InvoiceInFuture, InvalidInput, IdempotencyKeyReused; of the books CreditLimit,
    CaseAccountClosed, PeriodClosed, PeriodLocked.
    """
    case = lock_case(actor, case_number, Permission.JOURNALS_POST)
    _check_claim(claim, today=today)
    bill, is_new = _bill(case, claim, uuid5(_CLAIMS, idempotency_key))
    event = ChargeApproved(
        on=claim.invoice_on,
        posting_on=posting_on,
        case_id=case.id,
        retail=claim.retail,
        contracted=claim.contracted,
        vendor_id=bill.provider_group_id or bill.facility_id,
        reference=bill.number[:35],
    )
    recorded = record_event(actor, event, key=str(bill.id), today=today)
    if is_new:
        _note(actor, case.id, bill, f"Claim of ${claim.retail.amount:,} approved", bill.description)
    adjustment = None if claim.contracted is None else claim.retail - claim.contracted
    return Approved(bill, recorded.number, adjustment, recorded.is_over_credit_limit, is_new)


@ledger_action
def adjust_charge(
    actor: Actor,
    *,
    bill_id: UUID,
    retail: Money,
    contracted: Money | None,
    version: int,
    reason: str,
    on: date,
    today: date,
    posting_on: date | None = None,
) -> Bill:
    """The bill at its new amounts, and the difference in the books; the same change again gives the bill.

    *Raises*: Forbidden, NotFound, StaleVersion, ReasonRequired, ChargeUnchanged, ChargeNotApproved,
    RetailNotPositive, ContractedNegative, ContractedAboveRetail; of the books as `approve_claim`.
    """
    stated = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    bill = visible_bills(actor, Permission.JOURNALS_POST).select_related("case").filter(id=bill_id).first()
    if bill is None:
        raise NotFound()
    lock_case(actor, bill.case.number, Permission.JOURNALS_POST)
    bill.refresh_from_db()
    key = f"{bill.id}:{version + 1}"
    if (
        bill.version == version + 1
        and (bill.billed, bill.contracted) == (retail, contracted)
        and _is_booked(key)
    ):
        return bill
    if bill.version != version:
        raise StaleVersion(yours=f"version {version}", theirs=f"version {bill.version}")
    _check_change(bill, retail, contracted, stated)
    position = next(row for row in bill_positions(bill.case_id) if row.bill_id == bill.id)
    events = _changes(bill, position, retail, contracted, on=on, posting_on=posting_on, words=stated)
    Bill.objects.filter(id=bill.id).update(billed=retail, contracted=contracted, version=version + 1)
    record_events(actor, _keyed(key, events), today=today)
    _note(actor, bill.case_id, bill, f"Claim changed to ${retail.amount:,}", stated)
    bill.refresh_from_db()
    return bill


def _check_claim(claim: Claim, *, today: date) -> None:
    _check_amounts(claim.retail, claim.contracted)
    if claim.invoice_on > today:
        raise InvoiceInFuture(invoice_on=claim.invoice_on)
    if claim.service_on and claim.service_on > claim.invoice_on:
        raise ServiceAfterInvoice(service_on=claim.service_on, invoice_on=claim.invoice_on)


def _check_amounts(retail: Money, contracted: Money | None) -> None:
    if retail <= Money.zero:
        raise RetailNotPositive()
    if contracted is not None and contracted < Money.zero:
        raise ContractedNegative()
    if contracted is not None and contracted > retail:
        raise ContractedAboveRetail(contracted=contracted, retail=retail)


def _bill(case: Case, claim: Claim, bill_id: UUID) -> tuple[Bill, bool]:
    """The bill of the claim, and whether this call made it.

    *Raises*: InvalidInput, IdempotencyKeyReused.
    """
    facility = None
    if claim.facility_id is not None:
        facility = Party.objects.filter(id=claim.facility_id, kind=Party.Kind.FACILITY).first()
        if facility is None:
            raise InvalidInput("facility_id", "Not approved. Choose a facility from the list.")
    facts = {
        "case_id": case.id,
        "billed": claim.retail,
        "contracted": claim.contracted,
        "invoice_on": claim.invoice_on,
        "service_on": claim.service_on,
        "originated_on": claim.service_on,
        "facility_id": claim.facility_id,
        "provider_group_id": facility.belongs_to_id if facility else None,
        "is_in_network": claim.is_in_network,
        "number": plain_text(claim.number, letters_max=NUMBER_LETTERS_MAX),
        "code": plain_text(claim.code, letters_max=CODE_LETTERS_MAX),
        "description": plain_text(claim.description, letters_max=TEXT_LETTERS_MAX),
    }
    known = Bill.objects.filter(id=bill_id).first()
    if known is None:
        return Bill.objects.create(id=bill_id, **facts), True
    if any(getattr(known, name) != value for name, value in facts.items()):
        raise IdempotencyKeyReused()
    return known, False


def _check_change(bill: Bill, retail: Money, contracted: Money | None, reason: str) -> None:
    _check_amounts(retail, contracted)
    if not reason:
        raise ReasonRequired()
    charged = [f"{kind.__name__}:{bill.id}" for kind in (ChargeApproved, CaseOpened)]
    if not CaseTransaction.objects.filter(key__in=charged).exists():
        raise ChargeNotApproved()
    if (bill.billed, bill.contracted) == (retail, contracted):
        raise ChargeUnchanged()


def _changes(
    bill: Bill,
    position: BillPosition,
    retail: Money,
    contracted: Money | None,
    *,
    on: date,
    posting_on: date | None,
    words: str,
) -> list[Event]:
    """The events of the change: the charge, and what it changes in what is owed back."""
    said: dict[str, Any] = {
        "on": on,
        "posting_on": posting_on,
        "case_id": bill.case_id,
        "description": f"Claim changed: {words}",
    }
    owed_back = replace(position, billed=retail).refund_due - position.refund_due
    refund = [RefundDue(amount=owed_back, **said)] if owed_back else []
    said["vendor_id"] = bill.provider_group_id or bill.facility_id
    before, after = (bill.billed, bill.contracted), (retail, contracted)
    if (bill.contracted is None) == (contracted is None):
        return [_change(before, after, said), *refund]
    # Whether the cost of a charge is known is counted: the charge is taken back as it was and made anew.
    nothing = (Money.zero, None)
    return [
        replace(_change(before, nothing, said), is_cost_unknown=bill.contracted is None),
        replace(_change(nothing, after, said), is_cost_unknown=contracted is None),
        *refund,
    ]


def _change(
    before: tuple[Money, Money | None], after: tuple[Money, Money | None], said: dict[str, Any]
) -> ChargeAdjusted:
    return ChargeAdjusted(
        retail_change=after[0] - before[0],
        contracted_change=(after[1] or Money.zero) - (before[1] or Money.zero),
        **said,
    )


def _keyed(key: str, events: list[Event]) -> list[tuple[str, Event]]:
    """Each event with a key that no other event of its kind has; the first of a kind has the key itself."""
    kinds = [type(event) for event in events]
    again = [kinds[:place].count(kind) for place, kind in enumerate(kinds)]
    return [(f"{key}:{n}" if n else key, event) for n, event in zip(again, events, strict=True)]


def _is_booked(key: str) -> bool:
    return CaseTransaction.objects.filter(key=f"{ChargeAdjusted.__name__}:{key}").exists()


def _note(actor: Actor, case_id: UUID, bill: Bill, summary: str, body: str) -> None:
    Activity.objects.create(
        case_id=case_id,
        kind="note",
        summary=summary,
        body=body,
        object_id=str(bill.id),
        actor_id=actor.user_id,
    )
