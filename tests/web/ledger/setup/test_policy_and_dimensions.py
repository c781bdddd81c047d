"""Policy of the ledger, cost centers and departments."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from openlien.kit.money import Money
from openlien.ledger.models import CostCenter, Department, LedgerPolicy

from .test_chart_pages import text, words_of

pytestmark = pytest.mark.django_db
POLICY = {
    "version": "1",
    "pack": "cost_recovery",
    "approval_threshold": "2,500.00",
    "credit_limit_mode": "block",
    "ageing_1": "30",
    "ageing_2": "60",
    "ageing_3": "90",
    "ageing_4": "120",
}


def test_says_what_the_policy_means(manager: Client) -> None:
    page = words_of(manager.get("/ledger/policy/"))
    assert "A person approves every journal." in page
    assert "0 to 30 days" in page
    assert "more than 120 days" in page


def test_saves_the_policy_and_names_who_changed_it(manager: Client) -> None:
    answer = manager.post("/ledger/policy/edit", POLICY, follow=True)
    page = words_of(answer)
    assert "Journals below $2,500.00 are let through" in page
    assert "Changed by" in page
    policy = LedgerPolicy.objects.get()
    assert (policy.approval_threshold, policy.credit_limit_mode) == (Money("2500.00"), "block")


def test_asks_before_another_posting_pack_counts(manager: Client) -> None:
    answer = manager.post("/ledger/policy/edit", {**POLICY, "pack": "expense"})
    assert "Posted journals stay as they are" in words_of(answer)
    assert LedgerPolicy.objects.get().pack == "cost_recovery"
    manager.post("/ledger/policy/edit", {**POLICY, "pack": "expense", "confirmed": "yes"})
    assert LedgerPolicy.objects.get().pack == "expense"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ageing_2": "20"}, "Each limit lies after the one before it"),
        ({"ageing_1": "0"}, "each from 1 to 3,650"),
        ({"ageing_1": "x"}, "Enter a whole number of days"),
        ({"approval_threshold": "-1"}, "The threshold is 0.00 or more"),
        ({"approval_threshold": "1.001"}, "more than two decimals"),
        ({"version": "9"}, "Somebody changed this"),
    ],
)
def test_refuses_a_wrong_policy_at_its_field(manager: Client, change: Any, sentence: str) -> None:
    answer = manager.post("/ledger/policy/edit", {**POLICY, **change})
    assert answer.status_code in {409, 422}
    assert sentence in words_of(answer)
    assert LedgerPolicy.objects.get().version == 1


@pytest.mark.parametrize(("path", "model"), [("cost-centers", CostCenter), ("departments", Department)])
def test_adds_renames_and_switches_off(manager: Client, path: str, model: Any) -> None:
    manager.post(f"/ledger/{path}/new", {"code": "west", "name": "West coast", "is_active": "on"})
    row = model.objects.get(code="WEST")
    assert (row.name, row.is_active) == ("West coast", True)
    manager.post(f"/ledger/{path}/WEST", {"code": "OTHER", "name": "West", "version": "1"})
    row.refresh_from_db()
    assert (row.code, row.name, row.is_active, row.version) == ("WEST", "West", False, 2)
    assert "Switched off" in words_of(manager.get(f"/ledger/{path}/"))


def test_refuses_a_code_that_is_taken_or_not_plain(manager: Client) -> None:
    taken = manager.post("/ledger/departments/new", {"code": "OPS", "name": "Again", "is_active": "on"})
    assert (taken.status_code, "is taken already" in words_of(taken)) == (409, True)
    odd = manager.post("/ledger/departments/new", {"code": "a b", "name": "Odd"})
    assert "A code has up to 20 letters" in words_of(odd)


def test_who_may_only_look_finds_no_way_to_change(analyst: Client) -> None:
    for path in ("/ledger/policy/", "/ledger/cost-centers/", "/ledger/departments/"):
        page = text(analyst.get(path))
        assert "Change policy" not in page
        assert "/new" not in page.split("<main")[1]
    assert analyst.post("/ledger/policy/edit", POLICY).status_code == 403
