"""Offers of bills: one at a time, or many at once after a preview; all of them or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from openlien.cases.models import Bill, Case
from openlien.cases.scope import visible_cases
from openlien.funding.calculations.returns import rate_of_return
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.errors import DomainError, NotFound
from openlien.kit.idempotency import content_hash, earlier_result
from openlien.kit.money import Money, Rate, total

from ..access import lock_open_case, note_on_timeline, require_negotiation
from ..calculations.amount_input import offer_of, read_amount
from ..costs import BillCost, costs_of
from ..errors import BillNamedTwice, BillOfferStale, EditsRefused, EditsStale, NoEdits, UnknownBill
from ..fair_share import fair_share_of
from ..models import BillOffer, BillOfferChange, OfferChangeSet
from ..naming import bill_name, dollars
from ..spreading import shared_by_retail
from ..vocabulary import Source

EDITS_MAX = 2000


@dataclass(frozen=True, slots=True)
class BillEdit:
    """What was typed for a bill, and the version of its offer that was on the screen; 0 where none was."""

    bill_id: UUID
    entry: str
    version: int


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What becomes of the offer of one bill; `refusal` says why nothing does."""

    bill_id: UUID
    bill: str
    before: Money | None
    after: Money | None
    version: int
    refusal: DomainError | None = None

    @property
    def changes(self) -> bool:
        """Whether the offer is another one afterwards."""
        return self.refusal is None and self.before != self.after


@dataclass(frozen=True, slots=True)
class Outcome:
    """What edits do to a case: how many offers change, and the offers of all its bills before and after.

    *Units*: returns in percent of the cost, over the bills that have an offer and a known cost; None without.
    `retail` is that of all bills.
    """

    rows: tuple[RowOutcome, ...]
    retail: Money
    before: Money
    after: Money
    ror_before: Decimal | None
    ror_after: Decimal | None
    change_set_id: UUID | None = None

    @property
    def changed(self) -> int:
        """How many offers change."""
        return sum(1 for row in self.rows if row.changes)

    @property
    def refused(self) -> tuple[RowOutcome, ...]:
        """The rows that cannot be set."""
        return tuple(row for row in self.rows if row.refusal)


@action
def set_offer(
    actor: Actor, *, case_number: str, edit: BillEdit, today: date, idempotency_key: str | None = None
) -> Outcome:
    """What was set for one bill: an amount, a share, a formula, or nothing, which clears the offer.

    *Raises*: Forbidden, NotFound, CaseOfAnother, CaseAgreed, UnknownBill, BillOfferStale with both
    values, OfferNotRead, OfferBelowCent, OfferAboveRetail, NoFairShareYet, IdempotencyKeyReused.
    """
    case = lock_open_case(actor, case_number, Permission.OFFERS_MAKE)
    content = _content(case, [edit])
    if earlier := earlier_result(OfferChangeSet, idempotency_key, content):
        return _told_again(case, earlier, today)
    outcome, source = _plan(case, [edit], Source.TYPED, today)
    (row,) = outcome.rows
    if row.refusal:
        raise row.refusal
    return _write(actor, case, outcome, source, key=idempotency_key, content=content)


@action
def set_offers(
    actor: Actor,
    *,
    case_number: str,
    edits: Sequence[BillEdit],
    today: date,
    spread: Money | None = None,
    idempotency_key: str | None = None,
) -> Outcome:
    """What was set for many bills of a case at once; undone at once.

    With `spread` that amount is shared among these bills by retail, whatever was typed for each.
    *Raises*: as set_offer; a row that cannot be set refuses all: EditsStale where one was changed meanwhile,
    else EditsRefused, both naming each such row in `rows`. NoEdits, BillNamedTwice, TotalAboveRetail.
    """
    case = lock_open_case(actor, case_number, Permission.OFFERS_MAKE)
    edits = _spread_out(case, edits, spread)
    content = _content(case, edits)
    if earlier := earlier_result(OfferChangeSet, idempotency_key, content):
        return _told_again(case, earlier, today)
    outcome, source = _plan(case, edits, Source.BULK, today)
    _refuse(outcome, edits)
    written = _write(actor, case, outcome, source, key=idempotency_key, content=content)
    if written.changed:
        summary = (
            f"{written.changed} {'offer' if written.changed == 1 else 'offers'} set: "
            f"{dollars(written.before)} to {dollars(written.after)}"
        )
        note_on_timeline(actor, case.id, summary, object_id=written.change_set_id)
    return written


def preview_offers(
    actor: Actor,
    *,
    case_number: str,
    edits: Sequence[BillEdit],
    today: date,
    spread: Money | None = None,
) -> Outcome:
    """What these edits would do now, row by row; nothing is written.

    *Raises*: Forbidden, NotFound, CaseOfAnother, NoEdits, BillNamedTwice, UnknownBill, TotalAboveRetail.
    """
    case = visible_cases(actor, Permission.OFFERS_MAKE).filter(number=case_number).first()
    if case is None:
        raise NotFound()
    require_negotiation(actor, case, Permission.OFFERS_MAKE)
    return _plan(case, _spread_out(case, edits, spread), Source.BULK, today)[0]


def write_changes(
    actor: Actor,
    case: Case,
    rows: Sequence[RowOutcome],
    *,
    source: Source,
    undoes: OfferChangeSet | None = None,
    key: str | None = None,
    content: bytes | None = None,
) -> OfferChangeSet:
    """The set of changes, written with its rows; joins the caller's transaction."""
    made = OfferChangeSet.objects.create(
        case=case,
        source=source,
        undoes=undoes,
        made_by_id=actor.user_id,
        idempotency_key=key,
        content_hash=content,
    )
    BillOfferChange.objects.bulk_create(
        BillOfferChange(
            change_set=made, bill_id=row.bill_id, before=row.before, after=row.after, version=row.version + 1
        )
        for row in rows
    )
    return made


def present_offers(case_id: UUID) -> dict[UUID, BillOffer]:
    """The offers of a case's bills as they are, by bill."""
    return {offer.bill_id: offer for offer in BillOffer.objects.filter(bill__case_id=case_id)}


def _plan(case: Case, edits: Sequence[BillEdit], source: Source, today: date) -> tuple[Outcome, Source]:
    _check(edits)
    bills = {bill.id: bill for bill in Bill.objects.filter(case=case).select_related("offer__set_by")}
    if any(edit.bill_id not in bills for edit in edits):
        raise UnknownBill()
    present = {bill.id: bill.offer for bill in bills.values() if hasattr(bill, "offer")}
    fair_share = fair_share_of(case.id) if any("=" in edit.entry for edit in edits) else None
    rows = tuple(_row(bills[edit.bill_id], edit, present.get(edit.bill_id), fair_share) for edit in edits)
    is_formula = all(edit.entry.strip().startswith("=") for edit in edits)
    return _outcome(rows, present, bills, today), Source.FORMULA if is_formula else source


def _spread_out(case: Case, edits: Sequence[BillEdit], amount: Money | None) -> Sequence[BillEdit]:
    """The edits with one amount shared among their bills by retail, where one is given."""
    if amount is None:
        return edits
    _check(edits)
    named = Bill.objects.filter(case=case, id__in=[edit.bill_id for edit in edits])
    retails = dict(named.values_list("id", "billed"))
    if len(retails) < len(edits):
        raise UnknownBill()
    shares = shared_by_retail(amount, retails)
    return [
        BillEdit(edit.bill_id, str(shares.get(edit.bill_id, Money.zero).amount), edit.version)
        for edit in edits
    ]


def _check(edits: Sequence[BillEdit]) -> None:
    if not edits or len(edits) > EDITS_MAX:
        raise NoEdits()
    if len({edit.bill_id for edit in edits}) < len(edits):
        raise BillNamedTwice()


def _row(bill: Bill, edit: BillEdit, present: BillOffer | None, fair_share: Rate | None) -> RowOutcome:
    before, version = (present.amount, present.version) if present else (None, 0)
    name = bill_name(bill)
    try:
        after = offer_of(read_amount(edit.entry), retail=bill.billed, fair_share=fair_share)
    except DomainError as refusal:
        return RowOutcome(bill.id, name, before, before, version, refusal)
    if version != edit.version and before != after:
        stale = BillOfferStale(
            yours=dollars(after),
            theirs=dollars(before),
            who=_who(present),
            bill=name,
            bill_id=bill.id,
            your_amount=after,
            their_amount=before,
            version=version,
        )
        return RowOutcome(bill.id, name, before, after, version, stale)
    return RowOutcome(bill.id, name, before, after, version)


def _who(present: BillOffer | None) -> str:
    return present.set_by.name if present and present.set_by else "Somebody"


def _outcome(
    rows: tuple[RowOutcome, ...], present: Mapping[UUID, BillOffer], bills: Mapping[UUID, Bill], today: date
) -> Outcome:
    costs = costs_of({bill.id: bill.contracted for bill in bills.values()}, as_of=today)
    before = {bill_id: offer.amount for bill_id, offer in present.items() if offer.amount is not None}
    changed = {row.bill_id: row.after for row in rows if row.changes}
    after = {bill_id: amount for bill_id, amount in {**before, **changed}.items() if amount is not None}
    return Outcome(
        rows=rows,
        retail=total(bill.billed for bill in bills.values()),
        before=total(before.values()),
        after=total(after.values()),
        ror_before=_return(before, costs),
        ror_after=_return(after, costs),
    )


def _return(offers: Mapping[UUID, Money], costs: Mapping[UUID, BillCost | None]) -> Decimal | None:
    known = [(amount, cost) for bill_id, amount in offers.items() if (cost := costs[bill_id])]
    returned, spent = total(amount for amount, _ in known), total(cost.total for _, cost in known)
    return rate_of_return(returned=returned, cost=spent)


def _refuse(outcome: Outcome, edits: Sequence[BillEdit]) -> None:
    if not outcome.refused:
        return
    rows = [
        {
            "billId": row.bill_id,
            "bill": row.bill,
            "code": row.refusal.code,
            "sentence": row.refusal.sentence,
            "theirs": row.before,
            "version": row.version,
        }
        for row in outcome.refused
        if row.refusal
    ]
    is_stale = any(isinstance(row.refusal, BillOfferStale) for row in outcome.refused)
    kind = EditsStale if is_stale else EditsRefused
    raise kind(count=f"{len(rows)} of {len(edits)}", first=rows[0]["sentence"], rows=rows)


def _write(
    actor: Actor, case: Case, outcome: Outcome, source: Source, *, key: str | None, content: bytes
) -> Outcome:
    changed = [row for row in outcome.rows if row.changes]
    # A request with a key leaves a set even where nothing changes, so that its repetition is known.
    if not changed and key is None:
        return outcome
    made = write_changes(actor, case, changed, source=source, key=key, content=content)
    return _with(outcome, made)


def _with(outcome: Outcome, made: OfferChangeSet) -> Outcome:
    rows = tuple(
        RowOutcome(row.bill_id, row.bill, row.before, row.after, row.version + row.changes)
        for row in outcome.rows
    )
    return Outcome(
        rows, outcome.retail, outcome.before, outcome.after, outcome.ror_before, outcome.ror_after, made.id
    )


def _told_again(case: Case, made: OfferChangeSet, today: date) -> Outcome:
    """What an earlier request with the same key did; the sums are those of now."""
    bills = {bill.id: bill for bill in Bill.objects.filter(case=case)}
    rows = tuple(
        RowOutcome(
            change.bill_id, bill_name(bills[change.bill_id]), change.before, change.after, change.version
        )
        for change in made.changes.order_by("id")
    )
    present = _outcome((), present_offers(case.id), bills, today)
    return Outcome(
        rows, present.retail, present.before, present.after, present.ror_before, present.ror_after, made.id
    )


def _content(case: Case, edits: Sequence[BillEdit]) -> bytes:
    return content_hash(
        case=case.number, edits=[(str(edit.bill_id), edit.entry.strip(), edit.version) for edit in edits]
    )
