"""Offers of bills: set, set in bulk, kept from being overwritten, undone."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openlien.cases.models import Batch, Case
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden, NotFound
from openlien.kit.idempotency import IdempotencyKeyReused
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all
from openlien.negotiation.actions import BillEdit, preview_offers, set_offers, undo_offers
from openlien.negotiation.calculations.amount_input import NoFairShareYet, OfferAboveRetail
from openlien.negotiation.errors import (
    BillNamedTwice,
    BillOfferStale,
    EditsRefused,
    EditsStale,
    NoEdits,
    NothingToUndo,
    UndoOvertaken,
    UnknownBill,
)
from openlien.negotiation.models import BillOffer, BillOfferChange
from openlien.negotiation.queries import changes_of_bill, last_change_set
from tests import cast

from .conftest import (
    TODAY,
    amounts,
    bills,
    collector,
    coordinator,
    edit,
    head,
    manager,
    negotiated_case,
    offer_all,
    offer_for,
    outside,
)

pytestmark = pytest.mark.django_db


def test_an_offer_is_set_with_who_when_and_how(case: Case) -> None:
    bill = bills(case)[0]
    outcome = offer_for(collector(), bill, "65%")
    kept = BillOffer.objects.select_related("set_by").get(bill=bill)
    assert (kept.amount, kept.version, kept.source) == (Money("780.00"), 1, "typed")
    assert kept.set_by == cast.person("Cast Collections Specialist")
    assert (outcome.changed, outcome.before, outcome.after) == (1, Money.zero, Money("780.00"))


def test_nothing_typed_clears_the_offer_and_keeps_its_history(case: Case) -> None:
    bill = bills(case)[0]
    offer_for(collector(), bill, "780")
    offer_for(collector(), bill, "")
    assert amounts(case) == [None, None, None]
    history = [(line.version, line.before, line.after) for line in changes_of_bill(manager(), bill.id)]
    assert history == [(2, Money("780.00"), None), (1, None, Money("780.00"))]


def test_the_same_offer_again_is_no_change(case: Case) -> None:
    bill = bills(case)[0]
    offer_for(collector(), bill, "780")
    assert offer_for(coordinator(), bill, "65%", version=0).changed == 0
    assert BillOfferChange.objects.count() == 1


def test_a_stale_edit_is_refused_with_both_values(case: Case) -> None:
    bill = bills(case)[0]
    offer_for(collector(), bill, "780")
    with pytest.raises(BillOfferStale) as refusal:
        offer_for(coordinator(), bill, "500", version=0)
    assert refusal.value.sentence == (
        "Not saved. Cast Collections Specialist set B-1 to $780.00 while you were editing."
        " You entered $500.00."
    )
    assert refusal.value.status == 409
    assert (refusal.value.fields["your_amount"], refusal.value.fields["version"]) == (Money("500.00"), 1)


def test_pro_rata_follows_the_outside_bills(case: Case) -> None:
    with pytest.raises(NoFairShareYet):
        offer_for(collector(), bills(case)[0], "=pro")
    outside(case, "6000.00", "3900.00")
    outside(case, "4000.00", "2600.00")
    offer_all(collector(), case, "=pro", "=pro", "=pro")
    assert amounts(case) == ["780.00", "1950.00", "520.00"]
    assert set(BillOffer.objects.values_list("source", flat=True)) == {"formula"}


def test_a_preview_tells_what_would_happen_and_writes_nothing(case: Case) -> None:
    offer_for(collector(), bills(case)[0], "300")
    edits = [edit(bill, "=80%") for bill in bills(case)]
    found = preview_offers(collector(), case_number=case.number, edits=edits, today=TODAY)
    assert (found.changed, found.before, found.after) == (3, Money("300.00"), Money("4000.00"))
    # The cost is a quarter of retail: 300 of 300 returns nothing, 4,000 of 1,250 returns 220 percent.
    assert [str(found.ror_before), str(found.ror_after)] == ["0.00", "220.00"]
    assert amounts(case) == ["300.00", None, None]


def test_a_stale_bulk_edit_is_refused_row_by_row_and_changes_nothing(case: Case) -> None:
    first, second, third = bills(case)
    edits = [edit(first, "100"), edit(second, "200"), edit(third, "9,000")]
    offer_for(coordinator(), second, "2000")
    with pytest.raises(EditsStale, match="2 of 3") as refusal:
        set_offers(collector(), case_number=case.number, edits=edits, today=TODAY)
    rows = refusal.value.fields["rows"]
    assert [(row["bill"], row["code"]) for row in rows] == [
        ("B-2", "bill_offer_stale"),
        ("B-3", "offer_above_retail"),
    ]
    assert (refusal.value.status, rows[0]["theirs"]) == (409, Money("2000.00"))
    assert amounts(case) == [None, "2000.00", None]


def test_a_bulk_edit_that_cannot_be_read_is_refused_whole(case: Case) -> None:
    with pytest.raises(EditsRefused) as refusal:
        offer_all(collector(), case, "100", "lots", "300")
    assert refusal.value.status == 422
    assert amounts(case) == [None, None, None]


def test_refuses_edits_that_name_no_bill_one_twice_or_a_foreign_one(case: Case) -> None:
    one = edit(bills(case)[0], "1")
    for edits, refusal in (
        ([], NoEdits),
        ([one, one], BillNamedTwice),
        ([BillEdit(uuid4(), "1", 0)], UnknownBill),
    ):
        with pytest.raises(refusal):
            set_offers(collector(), case_number=case.number, edits=edits, today=TODAY)


def test_refuses_more_than_retail(case: Case) -> None:
    with pytest.raises(OfferAboveRetail):
        offer_for(collector(), bills(case)[0], "1200.01")


def test_the_same_key_again_sets_nothing_more(case: Case) -> None:
    first, second = (
        offer_for(collector(), bills(case)[0], "700", version=0, idempotency_key="k") for _ in "ab"
    )
    assert first.change_set_id == second.change_set_id
    with pytest.raises(IdempotencyKeyReused):
        offer_for(collector(), bills(case)[0], "701", idempotency_key="k")


def test_undo_takes_back_one_set_after_the_other(case: Case) -> None:
    me = collector()
    offer_all(me, case, "100", "200", "300")
    offer_for(me, bills(case)[0], "150")
    offer_all(me, case, "50%", "50%", "50%")
    undo_offers(me, case_number=case.number)
    assert amounts(case) == ["150.00", "200.00", "300.00"]
    undo_offers(me, case_number=case.number)
    assert amounts(case) == ["100.00", "200.00", "300.00"]
    assert last_change_set(me, head(case)).changed == 3
    undo_offers(me, case_number=case.number)
    assert amounts(case) == [None, None, None]
    with pytest.raises(NothingToUndo):
        undo_offers(me, case_number=case.number)


def test_undo_refuses_when_somebody_changed_an_offer_since(case: Case) -> None:
    offer_all(collector(), case, "100", "200", "300")
    offer_for(coordinator(), bills(case)[1], "250")
    with pytest.raises(UndoOvertaken, match=r"B-2 was changed to \$250.00"):
        undo_offers(collector(), case_number=case.number)
    assert amounts(case) == ["100.00", "250.00", "300.00"]
    undo_offers(coordinator(), case_number=case.number)
    undo_offers(collector(), case_number=case.number)
    assert amounts(case) == [None, None, None]


def test_nobody_undoes_what_somebody_else_did(case: Case) -> None:
    offer_for(collector(), bills(case)[0], "100")
    with pytest.raises(NothingToUndo):
        undo_offers(coordinator(), case_number=case.number)


def test_a_bulk_edit_is_on_the_timeline(case: Case) -> None:
    offer_all(collector(), case, "100", "200", "300")
    entry = case.activities.get(kind="offer")
    assert entry.summary == "3 offers set: $0.00 to $600.00"


@pytest.mark.parametrize("role", [Role.CUSTOMER_SERVICE, Role.LEGAL_TEAM, Role.AUDITOR])
def test_who_only_reads_sets_nothing(case: Case, role: Role) -> None:
    with pytest.raises(Forbidden):
        offer_for(cast.acting_person(role), bills(case)[0], "1")


def test_a_missing_case_and_a_role_for_one_firm_reach_nothing(case: Case) -> None:
    with pytest.raises(NotFound):
        undo_offers(collector(), case_number="CASE-2026-99999")
    with pytest.raises(Forbidden):
        offer_for(cast.actor_with(Role.NEGOTIATIONS_MANAGER, law_firm=case.law_firm), bills(case)[0], "1")


def test_an_import_whose_bills_have_offers_is_not_undone() -> None:
    batch = Batch.objects.create(kind="portfolio", as_of=TODAY)
    case = cast.make_case("Kai Calder", batch=batch)
    bill = cast.make_bill(case, "1000.00", batch=batch)
    offer_for(collector(), bill, "50%")
    found = fetch_all("SELECT obstacle, count FROM batch_obstacles(%s)", [batch.id])
    assert ("offer", 1) in {(row.obstacle, row.count) for row in found}


def test_an_edit_on_a_case_of_300_bills_takes_a_dozen_queries_at_most() -> None:
    case = negotiated_case(*["100.00"] * 300)
    actor, bill = collector(), bills(case)[0]
    offer_for(actor, bill, "10", version=0)
    with CaptureQueriesContext(connection) as asked:
        offer_for(actor, bill, "=80%", version=1)
    assert len(asked) <= 12
