"""Facts booked set by set make the very entries that the posting rules make of them one by one."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

import pytest

from openlien.cases.models import Batch, Bill
from openlien.identity.actor import system_actor
from openlien.kit.money import Money
from openlien.ledger import events
from openlien.ledger.models import CaseTransaction, GLEntry, LedgerPolicy, Posting
from openlien.ledger.position import Position
from openlien.ledger.posting_rules import booking_of
from openlien.ledger.queries.checks import broken_invariants as broken_books
from openlien.ledger.vocabulary import PostingPack
from openlien.payments import bulk
from openlien.payments.checks import broken_invariants as broken_money
from openlien.payments.models import Adjustment, Allocation, Receipt
from tests import cast

pytestmark = pytest.mark.django_db
CLERK = system_actor("cli")
AMOUNTS = (
    "retail",
    "contracted",
    "reduction",
    "payment",
    "refund_due",
    "cost_written_off",
    "lien_written_off",
)


def a_book(batch: Batch, *, cases: int) -> None:
    """Cases of every kind: unknown cost, loss, gain, overpayment, bad debt before the last payment."""
    requested, approved = cast.person("Cast Clerk"), cast.person("Cast Controller")
    for place in range(cases):
        case = cast.make_case(f"Patient {place}")
        cost = None if place % 4 == 0 else Money(f"{300 + 7 * place}.37")
        bills = [
            cast.make_bill(case, amount, contracted=cost, batch=batch) for amount in ("1000.00", "450.10")
        ]
        for turn, share in enumerate((3, 1 + place % 5)):
            amount = Money(f"{(100 + 31 * place) * share}.09")
            day = cast.AS_OF.replace(day=1 + turn * 9)
            receipt = Receipt.objects.create(case=case, amount=amount, deposited_on=day, batch=batch)
            bill = bills[(place + turn) % 2]
            Allocation.objects.create(receipt=receipt, bill=bill, amount=amount)
        stated = {"batch": batch, "effective_on": cast.AS_OF.replace(day=5), "bill": bills[0]}
        Adjustment.objects.create(kind="reduction", amount=Money("50.00"), **stated)
        Adjustment.objects.create(
            kind="bad_debt", amount=Money("700.00"), recorded_by=requested, approved_by=approved, **stated
        )


@pytest.mark.parametrize("pack", PostingPack)
def test_bulk_entries_are_those_of_the_posting_rules(pack: PostingPack) -> None:
    LedgerPolicy.objects.update(pack=pack.value)
    batch = Batch.objects.create(kind="portfolio", as_of=cast.AS_OF)
    a_book(batch, cases=23)
    bulk.begin_events()
    bulk.gather_facts(batch.id)
    assert bulk.post_events(CLERK, today=cast.AS_OF, entries_a_call=40) > 23 * 6
    assert differences(pack) == []
    assert [*broken_books(), *broken_money()] == []


def test_mirrored_entries_leave_nothing_behind() -> None:
    batch = Batch.objects.create(kind="portfolio", as_of=cast.AS_OF)
    a_book(batch, cases=9)
    bulk.begin_events()
    bulk.gather_facts(batch.id)
    posted = bulk.post_events(CLERK, today=cast.AS_OF)
    keys = list(CaseTransaction.objects.values_list("key", flat=True))
    assert (
        bulk.mirror_booked(CLERK, keys, today=cast.AS_OF)
        == posted + Posting.objects.exclude(type="reversal").count()
    )
    assert bulk.mirror_booked(CLERK, keys, today=cast.AS_OF) == 0
    sums = defaultdict(lambda: Money.zero)
    for row in CaseTransaction.objects.all():
        for name in AMOUNTS:
            sums[row.case_account_id, name] += getattr(row, name)
    assert not any(sums.values())
    assert broken_books() == []


def differences(pack: PostingPack) -> list[object]:
    """The events whose entry in the books is not what the posting rules make of them."""
    found, positions = [], defaultdict(Position)
    for row in CaseTransaction.objects.select_related("case_account").order_by("id"):
        event = event_of(row)
        booking = booking_of(event, positions[event.case_id], pack)
        positions[event.case_id] = positions[event.case_id].after(booking.effect)
        legs = sorted((leg.role.value, leg.amount, leg.vendor_id) for leg in booking.legs)
        effect = [getattr(booking.effect, name) for name in AMOUNTS]
        posting = Posting.objects.filter(id=row.posting_id).first()
        content = bytes(row.content).hex()
        if (
            legs != lines_of(row.posting_id)
            or effect != [getattr(row, name) for name in AMOUNTS]
            or booking.effect.is_cost_unknown != row.is_cost_unknown
            or event.fingerprint() != content
            or (posting and posting.type != booking.type.value)
        ):
            found.append((row.key, legs, lines_of(row.posting_id)))
    return found


def lines_of(posting_id: UUID | None) -> list[tuple[str, Money, UUID | None]]:
    lines = GLEntry.objects.filter(posting_id=posting_id).select_related("account")
    return sorted((line.account.role, line.debit - line.credit, line.vendor_id) for line in lines)


def event_of(row: CaseTransaction) -> events.CaseEvent:
    """The event that a person's action would have recorded of the same fact."""
    kind, key = row.key.split(":")
    said = {"on": row.occurred_on, "case_id": row.case_account.case_id}
    if kind == "ChargeApproved":
        bill = Bill.objects.get(id=key)
        return events.ChargeApproved(
            retail=bill.billed, contracted=bill.contracted, vendor_id=bill.provider_group_id, **said
        )
    if kind == "WriteOffApproved":
        given = Adjustment.objects.get(id=key)
        return events.WriteOffApproved(
            lien=given.amount,
            requested_by_id=given.recorded_by_id,
            approved_by_id=given.approved_by_id,
            **said,
        )
    if kind == "ReductionAgreed":
        return events.ReductionAgreed(amount=Adjustment.objects.get(id=key).amount, **said)
    amount = row.refund_due if kind == "RefundDue" else Receipt.objects.get(id=key).amount
    return getattr(events, kind)(amount=amount, **said)
