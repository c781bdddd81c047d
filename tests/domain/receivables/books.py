"""Small books of facts: written one fact at a time, whole or only up to a day."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from openlien.cases.codes import PayoffStatus
from openlien.cases.models import Batch, Bill, Case, Party, StageChange
from openlien.cases.stages import Stage
from openlien.payments.models import Adjustment, Allocation, Receipt
from tests import cast

FIRST_DAY = date(2023, 1, 1)
# Days lie 73 apart, so that 21 of them reach over every limit of the at-risk policy.
DAYS = [FIRST_DAY + timedelta(days=73 * step) for step in range(21)]
GROUPS = ("Foothill Group", "Harbor Group")
FIRMS = ("Pacific Crest", "Tamarack & Voss")
_numbers = itertools.count(1)


@dataclass
class BillFacts:
    """One bill and what happened to it; amounts in cents."""

    invoice_on: date
    billed: int = 100_000
    originated_on: date | None = None
    settled_on: date | None = None
    payoff_status: str = "unknown"
    payoff_on: date | None = None
    batch_on: date | None = None
    group: int = 0
    tranche: str = "Pool 1"
    cash: list[tuple[date, int]] = field(default_factory=list)
    given_up: list[tuple[date, str, int]] = field(default_factory=list)
    stated_open: int | None = None
    contracted: int | None = None
    id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass
class CaseFacts:
    """One case, its stages (day, stage, whether it is a first sighting) and its bills."""

    opened_on: date
    stages: list[tuple[date, Stage, bool]] = field(default_factory=list)
    bills: list[BillFacts] = field(default_factory=list)
    firm: int = 0
    state: str = "CA"
    batch_on: date | None = None
    patient: str = "Zoe Marlow"
    id: uuid.UUID = field(default_factory=uuid.uuid4)


def dollars(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100


def parties(kind: str, names: tuple[str, ...]) -> list[Party]:
    # Always the same ids, because a book is written twice and compared.
    return [
        Party.objects.get_or_create(
            id=uuid.uuid5(uuid.NAMESPACE_DNS, name), kind=kind, name=name, name_key=name.lower()
        )[0]
        for name in names
    ]


def write(book: list[CaseFacts], *, up_to: date = date.max) -> None:
    """Writes the book, or what of it was known on a day."""
    groups, firms = parties("provider_group", GROUPS), parties("law_firm", FIRMS)
    for facts in book:
        if is_known(facts, up_to):
            write_case(facts, groups, firms, up_to)


def is_known(facts: CaseFacts, day: date) -> bool:
    if facts.stages:
        return min(began_on for began_on, _, _ in facts.stages) <= day
    return (facts.batch_on or min([facts.opened_on, *(bill.invoice_on for bill in facts.bills)])) <= day


def write_case(facts: CaseFacts, groups: list[Party], firms: list[Party], up_to: date) -> None:
    patient = Party.objects.create(kind="patient", name=facts.patient, name_key=facts.patient.lower())
    batch = facts.batch_on and Batch.objects.create(kind="portfolio", as_of=facts.batch_on)
    Case.objects.create(
        batch=batch,
        id=facts.id,
        number=f"CASE-2026-{next(_numbers):05d}",
        patient=patient,
        law_firm=firms[facts.firm],
        opened_on=facts.opened_on,
        state=facts.state,
    )
    for bill in facts.bills:
        if bill.invoice_on <= up_to:
            write_bill(facts, bill, groups, up_to)
    for began_on, stage, is_sighting in facts.stages:
        if began_on <= up_to:
            StageChange.objects.create(
                case_id=facts.id, stage=stage, began_on=began_on, is_sighting=is_sighting, source="demo"
            )


def write_bill(facts: CaseFacts, bill: BillFacts, groups: list[Party], up_to: date) -> None:
    batch = bill.batch_on and Batch.objects.create(kind="portfolio", as_of=bill.batch_on)
    known_on = bill.payoff_on or bill.batch_on or date.min
    Bill.objects.create(
        id=bill.id,
        case_id=facts.id,
        invoice_on=bill.invoice_on,
        originated_on=bill.originated_on,
        settled_on=bill.settled_on if bill.settled_on and bill.settled_on <= up_to else None,
        billed=dollars(bill.billed),
        payoff_status=bill.payoff_status if known_on <= up_to else "unknown",
        payoff_on=bill.payoff_on if known_on <= up_to else None,
        provider_group=groups[bill.group],
        tranche=bill.tranche,
        stated_open=dollars(bill.stated_open),
        contracted=dollars(bill.contracted),
        batch=batch,
    )
    for deposited_on, amount in bill.cash:
        if deposited_on <= up_to:
            pay(facts, bill, deposited_on, amount)
    for effective_on, kind, amount in bill.given_up:
        if effective_on <= up_to:
            give_up(bill, effective_on, kind, amount)


def pay(facts: CaseFacts, bill: BillFacts, deposited_on: date, cents: int) -> None:
    receipt = Receipt.objects.create(case_id=facts.id, deposited_on=deposited_on, amount=dollars(cents))
    Allocation.objects.create(receipt=receipt, bill_id=bill.id, amount=dollars(cents))


def give_up(bill: BillFacts, effective_on: date, kind: str, cents: int) -> None:
    """Of a bill that an import brought, an import says so; else people agreed it."""
    approver = cast.person("Cast Controller") if kind == "bad_debt" else None
    Adjustment.objects.create(
        bill_id=bill.id,
        kind=kind,
        amount=dollars(cents),
        effective_on=effective_on,
        approved_by=approver,
        batch=Bill.objects.get(id=bill.id).batch,
    )


def settled_case() -> CaseFacts:
    """A settled case with two bills of 1,000 and 500 dollars whose payoffs differ."""
    stages = [(DAYS[0], Stage.STILL_TREATING, False), (DAYS[3], Stage.SETTLED_NOT_DISBURSED, False)]
    bills = [
        BillFacts(DAYS[0], 100_000, settled_on=DAYS[3], payoff_status="cap"),
        BillFacts(DAYS[1], 50_000, settled_on=DAYS[4], payoff_status="reduction"),
    ]
    return CaseFacts(DAYS[0], stages, bills)


# Drawn at random and not from the first day up, which would leave most facts on the same day.
day = st.randoms(use_true_random=False).map(lambda chance: chance.choice(DAYS))
cents = st.sampled_from([1, 5_000, 25_000, 50_000, 100_000, 130_000])


@st.composite
def bills(draw: st.DrawFn) -> BillFacts:
    return BillFacts(
        invoice_on=draw(day),
        billed=draw(cents),
        originated_on=draw(st.none() | day),
        settled_on=draw(st.none() | day),
        payoff_status=draw(st.sampled_from([status.value for status in PayoffStatus])),
        payoff_on=draw(st.none() | day),
        batch_on=draw(st.none() | day),
        group=draw(st.integers(0, 1)),
        tranche=draw(st.sampled_from(["", "Pool 1", "Pool 2"])),
        cash=draw(st.lists(st.tuples(day, cents), max_size=2)),
        given_up=draw(
            st.lists(st.tuples(day, st.sampled_from(["reduction", "bad_debt"]), cents), max_size=2)
        ),
    )


@st.composite
def cases(draw: st.DrawFn) -> CaseFacts:
    return CaseFacts(
        opened_on=draw(day),
        stages=draw(st.lists(st.tuples(day, st.sampled_from(list(Stage)), st.booleans()), max_size=3)),
        bills=draw(st.lists(bills(), min_size=1, max_size=3)),
        firm=draw(st.integers(0, 1)),
        state=draw(st.sampled_from(["CA", "NV"])),
        batch_on=draw(st.none() | day),
    )


books = st.lists(cases(), min_size=1, max_size=3)
