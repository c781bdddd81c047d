"""Rounds, settlements, checks and liens saved as files: the same columns and figures as on the page."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Role
from tests import cast
from tests.domain.settlement.calls import Cast, lien, money_in, money_out, negotiate, settle, usd

from .reading import page_of

pytestmark = pytest.mark.django_db


def table_of(client: Client, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.status_code == 200, path
    text = b"".join(answer).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_rounds_come_with_every_column_and_with_whom(of: Cast, coordinator: Client) -> None:
    negotiate(of, demand=usd("98000"), note="By phone.")
    negotiate(of, demand=usd("5000"), plaintiff_id=of.finn.id)
    rows = table_of(coordinator, page_of(of, f"/rounds.csv?plaintiff={of.zoe.id}"))
    assert len(rows) == 1
    assert rows[0]["Demand, $"] == "98000.00"
    assert (rows[0]["Negotiating with"], rows[0]["Note"]) == ("Northfield Mutual", "By phone.")
    assert "claim NM-77" in rows[0]["Details"]
    assert len(table_of(coordinator, page_of(of, "/rounds.csv"))) == 2


def test_settlements_come_with_the_day_of_each_amount(of: Cast, coordinator: Client) -> None:
    settlement = settle(of)
    money_in(of, settlement, "30000.00", "9001")
    (row,) = table_of(coordinator, page_of(of, "/settlements.csv"))
    assert (row["Settlement, $"], row["Amount received, $"]) == ("90000.00", "30000.00")
    assert (row["Received on"], row["Firm fee, $"]) == ("2026-11-02", "0.00")
    money_in(of, settlement, "60000.00", "9002", date(2026, 11, 9))
    (row,) = table_of(coordinator, page_of(of, "/settlements.csv"))
    assert (row["Amount received, $"], row["Received on"]) == ("90000.00", "Multiple dates")


def test_checks_come_with_their_running_balance(of: Cast, coordinator: Client) -> None:
    settlement = settle(of)
    money_in(of, settlement, "90000.00")
    money_out(of, settlement, "1000.00", custom_payee="Zoe Marlow")
    rows = table_of(coordinator, page_of(of, f"/settlements/{settlement.id}/checks.csv"))
    assert [row["Balance, $"] for row in rows] == ["90000.00", "89000.00"]
    assert [row["In or out"] for row in rows] == ["In", "Out"]
    assert "Choose" not in rows[0]
    assert "Action" not in rows[0]


def test_liens_come_with_all_that_is_known(of: Cast, coordinator: Client) -> None:
    lien(of, "Medicare", "medicare", "900.00", recovery_agency="BCRC", check_number="77", paid=usd("900"))
    (row,) = table_of(coordinator, f"/cases/{of.case.number}/liens.csv")
    assert (row["Holder"], row["Unconfirmed, $"], row["Payable, $"]) == ("Medicare", "900.00", "900.00")
    assert (row["Recovery agency"], row["Check number"]) == ("BCRC", "77")


@pytest.mark.parametrize("rest", ["/settlement/rounds", "/settlement/settlements", "/liens"])
def test_a_spreadsheet_has_the_same_rows(of: Cast, coordinator: Client, rest: str) -> None:
    negotiate(of, demand=usd("98000"), settlement=usd("64000"))
    lien(of, "Medicare", "medicare", "900.00")
    answer = coordinator.get(f"/cases/{of.case.number}{rest}.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer)))
    assert len(book.get_sheet_by_index(0).to_python()) == 2


def test_the_queue_of_reductions_is_saved_as_it_is_shown(of: Cast, coordinator: Client) -> None:
    assert table_of(coordinator, "/reductions.csv?show=approved") == []


def test_an_export_leaves_its_line_and_stays_within_its_case(
    of: Cast, browser_of: Callable[[Role], Client]
) -> None:
    settlement, other, auditor = settle(of), cast.make_case("Ira Webb"), browser_of(Role.AUDITOR)
    for rest in ("/rounds.csv", f"/settlements/{settlement.id}/checks.csv"):
        assert auditor.get(page_of(of, rest)).status_code == 200
    assert AccessEntry.objects.filter(what="Checks of a settlement, export").count() == 1
    foreign = f"/cases/{other.number}/settlement/settlements/{settlement.id}/checks.csv"
    assert auditor.get(foreign).status_code == 404
