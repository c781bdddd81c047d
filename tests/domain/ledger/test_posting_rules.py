"""The posting rules themselves, without a database: every event has one, and its page says what it does."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlien.kit.money import Money, total
from openlien.ledger import events, posting_rules_page
from openlien.ledger.position import Position
from openlien.ledger.posting_rules import BY_EVENT, RULES, NothingToPost, booking_of
from openlien.ledger.vocabulary import AccountRole, PostingPack

CASE = UUID(int=1)
DAY = date(2026, 11, 20)
amounts = st.integers(-500_00, 500_00).map(Money.from_cents)
positive = st.integers(0, 500_00).map(Money.from_cents)
packs = st.sampled_from(PostingPack)


def test_the_page_is_what_the_rules_say() -> None:
    written = posting_rules_page.PAGE.read_text(encoding="utf-8")
    assert written == posting_rules_page.page(), "run python -m openlien.ledger.posting_rules_page"


def test_every_event_has_exactly_one_rule() -> None:
    kinds = {
        kind
        for kind in vars(events).values()
        if isinstance(kind, type)
        and issubclass(kind, events.Event)
        and kind not in {events.Event, events.CaseEvent}
    }
    assert set(BY_EVENT) == kinds
    assert len(RULES) == len(kinds)


@st.composite
def case_events(draw: st.DrawFn) -> events.Event:
    own = {"case_id": CASE, "on": DAY}
    kind = draw(st.sampled_from(["charge", "adjust", "pay", "refund", "reduce", "lose"]))
    match kind:
        case "charge":
            return events.ChargeApproved(**own, retail=draw(positive), contracted=draw(positive))
        case "adjust":
            return events.ChargeAdjusted(**own, retail_change=draw(amounts), contracted_change=draw(amounts))
        case "pay":
            return events.PaymentReceived(**own, amount=draw(amounts))
        case "refund":
            return events.RefundDue(**own, amount=draw(positive))
        case "reduce":
            return events.ReductionAgreed(**own, amount=draw(amounts))
        case _:
            return events.WriteOffApproved(**own, lien=draw(positive))


@given(st.lists(case_events(), max_size=12), packs)
def test_the_receivable_is_always_the_cost_that_is_open(told: list[events.Event], pack: PostingPack) -> None:
    position, booked = Position(), dict.fromkeys(AccountRole, Money.zero)
    for event in told:
        try:
            booking = booking_of(event, position, pack)
        except NothingToPost:
            continue
        assert total(leg.amount for leg in booking.legs) == Money.zero
        assert len(booking.legs) != 1
        for leg in booking.legs:
            booked[leg.role] += leg.amount
        position = position.after(booking.effect) if booking.effect else position
    if pack is PostingPack.COST_RECOVERY:
        assert booked[AccountRole.LIEN_RECEIVABLE] == position.cost_balance
        assert -booked[AccountRole.LIEN_REVENUE] == position.excess_recovery
    else:
        net = position.contracted - position.cost_written_off - position.applied
        assert booked[AccountRole.MEDICAL_EXPENSE] == net
    assert booked[AccountRole.WRITE_OFF_EXPENSE] == position.cost_written_off


@given(positive, positive, positive)
def test_a_write_off_never_costs_more_than_is_open(contracted: Money, retail: Money, lien: Money) -> None:
    position = Position(retail=retail, contracted=contracted)
    event = events.WriteOffApproved(case_id=CASE, on=DAY, lien=lien)
    try:
        booking = booking_of(event, position, PostingPack.COST_RECOVERY)
    except NothingToPost:
        return
    assert booking.effect
    assert Money.zero <= booking.effect.cost_written_off <= contracted


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (
            events.WarehouseDrawn(on=DAY, amount=Money("1.00")),
            events.WarehouseDrawn(on=DAY, amount=Money("1.00")),
            True,
        ),
        (
            events.WarehouseDrawn(on=DAY, amount=Money("1.00"), description="x"),
            events.WarehouseDrawn(on=DAY, amount=Money("1.00"), posting_on=DAY),
            True,
        ),
        (
            events.WarehouseDrawn(on=DAY, amount=Money("1.00")),
            events.WarehouseDrawn(on=DAY, amount=Money("1.01")),
            False,
        ),
        (
            events.ProviderPaid(on=DAY, amount=Money("1.00")),
            events.ProviderPaid(on=DAY, amount=Money("1.00"), case_id=CASE),
            False,
        ),
        (
            events.InterestAccrued(on=DAY, amount=Money("1.00"), shares={CASE: Money("1.00")}),
            events.InterestAccrued(on=DAY, amount=Money("1.00")),
            False,
        ),
    ],
)
def test_a_fingerprint_is_that_of_the_facts(one: events.Event, other: events.Event, same: bool) -> None:
    assert (one.fingerprint() == other.fingerprint()) is same
