"""The Settlement field of a round and the settlement linked to it, sentence by sentence (requirement 2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from openlien.cases.models import Activity
from openlien.kit.errors import StaleVersion
from openlien.kit.money import Money
from openlien.negotiation.rounds.actions import change_round, delete_round, draft_of
from openlien.negotiation.rounds.errors import LinkedAmountNeeded, RoundIsLinked
from openlien.negotiation.rounds.models import Round
from openlien.negotiation.rounds.queries import round_row, round_table, round_to_continue, settlement_view
from openlien.settlement.actions.settlements import change_settlement, delete_settlement
from openlien.settlement.models import Settlement
from openlien.settlement.queries.tables import settlement_table

from .calls import DAY, Cast, changed, negotiate, settle, usd


def _change(of: Cast, row: Round, **facts: object) -> Round:
    row = Round.objects.select_related("settlement").get(id=row.id)
    return change_round(of.coordinator, row.id, replace(draft_of(row), **facts), version=row.version)


def test_a_round_with_an_amount_agreed_adds_a_settlement_that_matches_it(of: Cast) -> None:
    """Saved with another number than zero and no link: date, plaintiff, staff, with and amount match."""
    row = negotiate(of, settlement=usd("90000.00"))
    settled = Settlement.objects.get()
    assert row.settlement_id == settled.id
    assert (settled.settled_on, settled.plaintiff_id, settled.settled_by_id) == (
        DAY,
        of.zoe.id,
        of.coordinator.user_id,
    )
    assert settled.gross == usd("90000.00")
    assert settled.counterparty == row.counterparty
    assert settled.counterparty["contact"] == "Ivy Stone"


def test_the_new_settlement_shows_a_firm_fee_of_zero(of: Cast) -> None:
    """The Firm Fee column holds 0.00, because it cannot be blank."""
    negotiate(of, settlement=usd("90000.00"))
    row = settlement_table(of.coordinator, of.case.number).rows[0]
    assert (row.firm_fee, row.firm_fee_shown) == (Money.zero, Money.zero)
    settle(of)
    assert settlement_table(of.coordinator, of.case.number).rows[1].firm_fee is None


@pytest.mark.parametrize("amount", [None, "0.00"])
def test_a_round_without_an_amount_adds_no_settlement(of: Cast, amount: str | None) -> None:
    """Only a number other than zero adds one."""
    negotiate(of, settlement=usd(amount) if amount else None)
    assert not Settlement.objects.exists()


def test_a_linked_round_never_adds_a_second_settlement(of: Cast) -> None:
    """One is added only while none is linked."""
    row = negotiate(of, settlement=usd("90000.00"))
    _change(of, row, settlement=usd("91000.00"))
    assert [each.gross for each in Settlement.objects.all()] == [usd("91000.00")]


def test_an_edit_of_the_amount_in_the_round_shows_in_the_settlement(of: Cast) -> None:
    """Edits of the Settlement field show in both."""
    row = negotiate(of, settlement=usd("90000.00"))
    _change(of, row, settlement=usd("95000.00"))
    assert settlement_table(of.coordinator, of.case.number).gross == usd("95000.00")


def test_an_edit_of_the_gross_in_the_settlement_shows_in_the_round(of: Cast) -> None:
    """Edits of the Gross Settlement Amount show in both."""
    row = negotiate(of, settlement=usd("90000.00"))
    settled = Settlement.objects.get()
    change_settlement(of.coordinator, settled.id, changed(settled, gross=usd("88000.00")), version=1)
    assert round_row(of.coordinator, row.id).settlement == usd("88000.00")


def test_other_edits_of_the_round_leave_the_settlement_alone(of: Cast) -> None:
    """No other field of the round is reflected in the settlement."""
    row = negotiate(of, settlement=usd("90000.00"))
    _change(of, row, held_on=date(2026, 11, 9), plaintiff_id=of.finn.id, negotiated_by_id=None, note="x")
    settled = Settlement.objects.get()
    assert (settled.settled_on, settled.plaintiff_id, settled.comments) == (DAY, of.zoe.id, "")
    assert settled.settled_by_id == of.coordinator.user_id


def test_other_edits_of_the_settlement_leave_the_round_alone(of: Cast) -> None:
    """Nor is any other field of the settlement reflected in the round."""
    row = negotiate(of, settlement=usd("90000.00"), note="Called")
    settled = Settlement.objects.get()
    draft = changed(settled, settled_on=date(2026, 11, 9), plaintiff_id=of.finn.id, comments="Signed")
    change_settlement(of.coordinator, settled.id, draft, version=1)
    row.refresh_from_db()
    assert (row.held_on, row.plaintiff_id, row.note) == (DAY, of.zoe.id, "Called")


def test_a_round_with_a_linked_settlement_is_not_deleted(of: Cast) -> None:
    """It cannot be deleted while a settlement is linked."""
    row = negotiate(of, settlement=usd("90000.00"))
    with pytest.raises(RoundIsLinked):
        delete_round(of.coordinator, row.id, version=1)


def test_deleting_the_settlement_blanks_the_round_which_can_then_be_deleted(of: Cast) -> None:
    """Deleting it turns the column blank; after that the round can go."""
    row = negotiate(of, settlement=usd("90000.00"))
    delete_settlement(of.coordinator, Settlement.objects.get().id, version=1)
    assert round_row(of.coordinator, row.id).settlement is None
    delete_round(of.coordinator, row.id, version=1)
    assert not Round.objects.exists()


def test_a_round_without_a_settlement_is_deleted(of: Cast) -> None:
    """Without a linked settlement a negotiation can be deleted."""
    row = negotiate(of, demand=usd("100000.00"))
    delete_round(of.coordinator, row.id, version=1)
    assert not Round.objects.exists()


@pytest.mark.parametrize("amount", [None, "0.00"])
def test_a_linked_amount_is_not_set_to_nothing(of: Cast, amount: str | None) -> None:
    """Ruling B3: zero with a link is refused."""
    row = negotiate(of, settlement=usd("90000.00"))
    with pytest.raises(LinkedAmountNeeded):
        _change(of, row, settlement=usd(amount) if amount else None)


def test_marks_a_round_whose_plaintiff_settled_for_another_amount(of: Cast) -> None:
    """Ruling B4: the exclamation mark, also without a link on the same day."""
    row = negotiate(of, settlement=usd("90000.00"))
    assert not round_row(of.coordinator, row.id).differs
    settle(of, "5000.00")
    unlinked = negotiate(of, offer=usd("70000.00"))
    other = negotiate(of, plaintiff_id=of.finn.id, offer=usd("70000.00"))
    marks = {each.id: each.differs for each in round_table(of.coordinator, of.case.number)}
    assert (marks[row.id], marks[unlinked.id], marks[other.id]) == (True, True, False)


def test_an_outdated_round_is_not_saved(of: Cast) -> None:
    row = negotiate(of, offer=usd("1000.00"))
    _change(of, row, offer=usd("2000.00"))
    with pytest.raises(StaleVersion):
        change_round(of.coordinator, row.id, draft_of(row), version=1)


def test_continues_with_the_most_recent_round(of: Cast) -> None:
    negotiate(of, held_on=date(2026, 11, 9))
    latest = negotiate(of, held_on=date(2026, 11, 9))
    negotiate(of)
    assert round_to_continue(of.coordinator, of.case.number) == latest


def test_last_demand_and_offer_ignore_blank_and_zero_and_count_rounds_of_all(of: Cast) -> None:
    """V-51 with rulings B5 and B6."""
    negotiate(of, held_on=date(2026, 1, 3), demand=usd("90000.00"), offer=usd("20000.00"))
    negotiate(of, held_on=date(2026, 1, 4))
    negotiate(of, held_on=date(2026, 1, 5), demand=usd("0.00"), offer=usd("25000.00"), plaintiff_id=None)
    negotiate(of, held_on=date(2026, 1, 6), demand=usd("1.00"), plaintiff_id=of.finn.id)
    view = settlement_view(of.coordinator, of.case.number, of.zoe.id)
    assert (view.last_demand, view.last_offer) == (usd("90000.00"), usd("25000.00"))
    assert settlement_view(of.coordinator, of.case.number, of.finn.id).last_demand == usd("1.00")


def test_a_round_and_its_settlement_stand_on_the_timeline(of: Cast) -> None:
    negotiate(of, settlement=usd("90000.00"))
    notes = Activity.objects.filter(case=of.case).order_by("id").values_list("summary", flat=True)
    assert list(notes) == ["Settlement of $90,000.00 added", "Negotiation with Northfield Mutual"]
