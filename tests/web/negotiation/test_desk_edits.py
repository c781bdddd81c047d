"""Edits in the bills grid: one offer, many at once, conflicts, undo, notes, and the form without the grid."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from openlien.cases.models import Bill, Case
from openlien.identity.permissions import Role
from openlien.negotiation.models import BillNote
from tests import cast
from tests.domain.negotiation.conftest import (
    amounts,
    bills,
    collector,
    negotiated_case,
    offer_all,
    offer_for,
    outside,
    version_of,
)
from tests.web.cases.conftest import browser

__all__ = ["browser"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return negotiated_case()


@pytest.fixture
def manager(browser: Callable[..., Client]) -> Client:
    return browser(Role.NEGOTIATIONS_MANAGER)


def address(case: Case, rest: str = "") -> str:
    return f"/cases/{case.number}/negotiation{rest}"


def edits(*changes: tuple[Bill, str], **more: str) -> dict[str, Any]:
    """The fields that the grid sends."""
    return {
        "bill": [str(bill.id) for bill, _ in changes],
        "version": [str(version_of(bill)) for bill, _ in changes],
        "entry": [entry for _, entry in changes],
        **more,
    }


def send(client: Client, case: Case, *changes: tuple[Bill, str], **more: str) -> Any:
    return client.post(address(case, "/bill-offers"), edits(*changes, **more))


@pytest.mark.parametrize(
    ("entry", "offer"), [("450", "450.00"), ("45%", "540.00"), ("1.2k", "1200.00"), ("=80%", "960.00")]
)
def test_sets_one_offer_and_answers_with_its_row(manager: Client, case: Case, entry: str, offer: str) -> None:
    bill = bills(case)[0]
    answer = send(manager, case, (bill, entry))
    assert answer.status_code == 200
    assert amounts(case)[0] == offer
    said = answer.json()
    assert list(said["rows"]) == [str(bill.id)]
    assert 'data-version="1"' in said["rows"][str(bill.id)]
    assert said["said"] == f"Offer on Coastal MRI & Imaging set to ${float(offer):,.2f}"
    assert said["undo"] is True
    assert "Current offer" in said["tiles"]


def test_a_refused_entry_says_why_and_how_and_changes_nothing(manager: Client, case: Case) -> None:
    answer = send(manager, case, (bills(case)[0], "1300"))
    assert answer.status_code == 422
    (problem,) = answer.json()["problems"]
    assert problem["sentence"].startswith("Not saved. An offer is at most what the bill retails for, $1")
    assert (problem["entry"], problem["stale"]) == ("1300", False)
    assert amounts(case) == [None, None, None]


def test_a_stale_edit_names_who_did_what_and_keeps_what_was_typed(manager: Client, case: Case) -> None:
    bill = bills(case)[0]
    stale = edits((bill, "95"))
    offer_for(collector(), bill, "88")
    answer = manager.post(address(case, "/bill-offers"), stale)
    assert answer.status_code == 409
    (problem,) = answer.json()["problems"]
    assert re.fullmatch(r".+ set this to 88\.00 while you were editing\. You typed 95\.", problem["sentence"])
    assert problem["stale"] is True
    assert 'data-version="1"' in answer.json()["rows"][str(bill.id)]
    assert amounts(case)[0] == "88.00"


def test_sets_many_at_once_and_takes_them_back_at_once(manager: Client, case: Case) -> None:
    first, second, third = bills(case)
    answer = send(manager, case, (first, "50%"), (second, "50%"), (third, "50%"))
    assert answer.json()["said"] == "3 offers set: $0.00 to $2,500.00"
    back = manager.post(address(case, "/bill-offers/undo"))
    assert back.json()["said"] == "Undone. 3 offers set back."
    assert len(back.json()["rows"]) == 3
    assert amounts(case) == [None, None, None]
    again = manager.post(address(case, "/bill-offers/undo"))
    assert (again.status_code, again.json()["said"]) == (
        409,
        "Not saved. There is no change of yours on this case that could be undone.",
    )


def test_a_bulk_edit_that_is_stale_in_one_row_changes_none(manager: Client, case: Case) -> None:
    first, second, _ = bills(case)
    stale = edits((first, "40%"), (second, "40%"))
    offer_for(collector(), second, "1000")
    answer = manager.post(address(case, "/bill-offers"), stale)
    assert answer.status_code == 409
    assert [problem["bill"] for problem in answer.json()["problems"]] == [str(second.id)]
    assert amounts(case) == [None, "1000.00", None]


def test_spreads_an_amount_by_retail_to_the_cent(manager: Client, case: Case) -> None:
    first, second, third = bills(case)
    answer = send(manager, case, (first, "1000.01"), (second, "1000.01"), (third, "1000.01"), how="spread")
    assert answer.status_code == 200
    assert amounts(case) == ["240.00", "600.01", "160.00"]
    too_much = send(manager, case, (first, "9999"), how="spread")
    assert too_much.status_code == 422
    assert "The bills retail for $1,200.00" in too_much.json()["said"]


def test_previews_what_a_bulk_edit_would_do_and_writes_nothing(manager: Client, case: Case) -> None:
    outside(case, "1000.00", "650.00")
    first, second, _ = bills(case)
    where = address(case, "/bill-offers/preview")
    assert manager.post(where, edits((first, "=pro"), (second, "=pro"))).json() == {
        "words": "2 bills: 0.00 to 2,730.00, ROR 160.0%"
    }
    wrong = manager.post(where, edits((first, "45x"), (second, "45x")))
    assert (wrong.status_code, wrong.json()["wrong"][:25]) == (422, "2 of 2 cannot be set. Typ")
    assert amounts(case) == [None, None, None]


@pytest.mark.parametrize("broken", [{"version": ["x"]}, {"bill": ["not-an-id"]}, {"version": []}])
def test_refuses_what_cannot_be_read(manager: Client, case: Case, broken: dict[str, Any]) -> None:
    fields = {**edits((bills(case)[0], "45%")), **broken}
    assert manager.post(address(case, "/bill-offers"), fields).status_code == 400


def test_a_bill_of_another_case_is_not_set(manager: Client, case: Case) -> None:
    foreign = negotiated_case("100.00", patient="Kai Calder")
    answer = send(manager, case, (bills(foreign)[0], "45"))
    assert answer.status_code == 422
    assert amounts(foreign) == [None]


def test_who_may_only_look_sets_nothing(browser: Callable[..., Client], case: Case) -> None:
    legal = browser(Role.LEGAL_TEAM)
    bill = bills(case)[0]
    assert send(legal, case, (bill, "45%")).status_code == 403
    for rest in ("/bill-offers/preview", "/bill-offers/undo", f"/bills/{bill.id}/notes"):
        assert legal.post(address(case, rest), {"body": "x"}).status_code == 403, rest
    assert legal.get(address(case, "/bill-offers/edit")).status_code == 403
    assert amounts(case) == [None, None, None]


@pytest.mark.parametrize("count", [3, 60])
def test_an_edit_asks_the_database_twelve_times_however_many_bills(
    manager: Client, django_assert_num_queries: Any, count: int
) -> None:
    many = negotiated_case(*["1000.00"] * count)
    outside(many, "1000.00", "650.00")
    offer_all(collector(), many, *["50%"] * count)
    sent = edits((bills(many)[1], "45%"))
    manager.get(address(many))
    # Two of them are the savepoint of the test's own transaction.
    with django_assert_num_queries(14):
        assert manager.post(address(many, "/bill-offers"), sent).status_code == 200


def test_a_key_that_no_form_of_ours_has_is_no_key(manager: Client, case: Case) -> None:
    bill = bills(case)[0]
    for key in ("\x00x", "x" * 5000, "ﷺ"):
        sent = {"body": f"Cap agreed {len(key)}", "key": key}
        assert manager.post(address(case, f"/bills/{bill.id}/notes"), sent).status_code == 302
        edit = {"bill": str(bill.id), "version": "0", "entry": "45", "key": key}
        assert manager.post(address(case, "/bill-offers"), edit).status_code in {200, 409}


def test_the_drawer_tells_notes_and_history_by_author(manager: Client, case: Case) -> None:
    bill = bills(case)[0]
    offer_for(collector(), bill, "88")
    html = manager.get(address(case, f"/bills/{bill.id}")).content.decode()
    assert "Nobody has noted anything" in html
    sent = manager.post(address(case, f"/bills/{bill.id}/notes"), {"body": "Cap agreed"}, follow=True)
    text = sent.content.decode()
    assert "Note added." in text
    assert BillNote.objects.get().author.name in text
    assert "$88.00" in text
    assert "none before" in text


def test_the_drawer_alone_brings_the_row_with_it(manager: Client, case: Case) -> None:
    bill = bills(case)[0]
    where = address(case, f"/bills/{bill.id}")
    part = manager.post(f"{where}/notes", {"body": "Cap agreed"}, headers={"HX-Request": "true"})
    html = part.content.decode()
    assert "<html" not in html
    assert f'<template data-row><tr role="row" id="row-{bill.id}"' in html
    empty = manager.post(f"{where}/notes", {"body": " "}, headers={"HX-Request": "true"})
    assert (empty.status_code, "The note is empty." in empty.content.decode()) == (422, True)


def test_a_bill_of_another_case_has_no_drawer_here(manager: Client, case: Case) -> None:
    foreign = negotiated_case("100.00", patient="Kai Calder")
    assert manager.get(address(case, f"/bills/{bills(foreign)[0].id}")).status_code == 404


def test_the_form_saves_what_was_changed_and_offers_undo(manager: Client, case: Case) -> None:
    offer_all(collector(), case, "600", "", "")
    first, second, third = bills(case)
    form = {**edits((first, "600.00"), (second, "50%"), (third, "")), "was": ["600.00", "", ""]}
    done = manager.post(address(case, "/bill-offers/edit"), form, follow=True)
    assert "1 offer set." in done.content.decode()
    assert amounts(case) == ["600.00", "1500.00", None]
    undone = manager.post(address(case, "/bill-offers/undo-last"), follow=True)
    assert "Undone. 1 offer set back." in undone.content.decode()
    assert amounts(case) == ["600.00", None, None]


def test_the_form_keeps_what_was_typed_beside_what_is_wrong(manager: Client, case: Case) -> None:
    first, second, third = bills(case)
    form = {**edits((first, "45x"), (second, "40%"), (third, "")), "was": ["", "", ""]}
    answer = manager.post(address(case, "/bill-offers/edit"), form)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="f-offer-{first.id}-error"' in html
    assert 'value="45x"' in html
    assert 'value="40%"' in html
    assert amounts(case) == [None, None, None]


def test_a_case_out_of_reach_looks_like_a_missing_one(manager: Client, case: Case) -> None:
    bill = cast.make_bill(case)
    for rest in ("/bill-offers", "/bill-offers/preview", "/bill-offers/undo"):
        sent = manager.post(f"/cases/CASE-2026-99999/negotiation{rest}", edits((bill, "45%")))
        assert sent.status_code == 404, rest


def test_the_cards_alone_are_there_for_a_page_whose_offers_have_changed(
    browser: Callable[..., Client], manager: Client, case: Case
) -> None:
    offer_all(collector(), case, "10%", "10%", "10%")
    html = manager.get(address(case, "/cards")).content.decode()
    assert html.count("data-desk-cards=") == 2
    assert "<html" not in html
    provider = browser(Role.PROVIDER, scope_kind="provider_group", scope=cast.provider_group())
    assert provider.get(address(case, "/cards")).status_code == 403
    assert manager.get("/cases/CASE-2026-99999/negotiation/cards").status_code == 404
