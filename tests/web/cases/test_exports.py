"""Downloads hold what the screen shows, and no text in them starts a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Role
from tests import cast

from .reading import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(browser: Callable[..., Client]) -> Client:
    return browser(Role.NEGOTIATIONS_MANAGER)


def table(answer: object) -> list[list[str]]:
    text = answer.getvalue().decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("query", ["", "?sort=-open", "?stage=open&sort=open", "?q=zoe", "?q=zzz"])
def test_the_csv_has_the_rows_of_the_screen_in_its_order(manager: Client, query: str) -> None:
    cast.ready_cases()
    _, *lines = table(manager.get(f"/cases/export.csv{query}"))
    assert [line[0] for line in lines] == rows(manager.get(f"/cases/{query}"))


def test_the_csv_holds_exact_amounts_and_days(manager: Client) -> None:
    case = cast.ready_cases().settled
    head, line = table(manager.get("/cases/export.csv?q=zoe"))
    row = dict(zip(head, line, strict=True))
    assert (row["Case"], row["Stage"], row["Since"]) == (
        case.number,
        "Settled - Not Yet Disbursed",
        "2026-08-10",
    )
    assert (row["Billed"], row["Collected"], row["Open"]) == ("4000.00", "1000.00", "1500.00")


def test_the_workbook_has_the_same_rows(manager: Client) -> None:
    cast.ready_cases()
    answer = manager.get("/cases/export.xlsx?sort=-open")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue())).get_sheet_by_index(0).to_python()
    lines = table(manager.get("/cases/export.csv?sort=-open"))
    assert [str(row[0]) for row in sheet] == [line[0] for line in lines]
    assert [row[9] for row in sheet[1:]] == [9000.0, 1500.0, 0.0]


def test_text_cannot_start_a_formula(manager: Client) -> None:
    case = cast.make_case("=cmd|'/c calc'!A1", firm_name="@SUM(A1)")
    cast.make_bill(case, description="+1", tranche="-2")
    (_, line), (_, bill) = (
        table(manager.get(address)) for address in ("/cases/export.csv", f"/cases/{case.number}/bills.csv")
    )
    assert not any(cell.startswith(("=", "@", "+", "-")) for cell in (*line, *bill))


def test_the_bills_of_a_case_as_csv(manager: Client) -> None:
    case = cast.ready_cases().settled
    answer = manager.get(f"/cases/{case.number}/bills.csv")
    head, *lines = table(answer)
    assert f'filename="{case.number}-bills.csv"' in answer.headers["Content-Disposition"]
    assert [line[head.index("Open")] for line in lines] == ["975.00", "525.00"]


def test_a_law_firm_gets_no_contracted_amounts(browser: Callable[..., Client]) -> None:
    case = cast.ready_cases().settled
    client = browser(Role.LEGAL_TEAM, scope_kind="law_firm", scope=cast.firm())
    head, *lines = table(client.get(f"/cases/{case.number}/bills.csv"))
    assert ("Contracted" in head, "Tranche" in head, len(lines)) == (False, False, 2)


def test_an_export_is_noted_with_its_rows(manager: Client) -> None:
    cast.ready_cases()
    manager.get("/cases/export.csv?stage=open")
    assert list(AccessEntry.objects.values_list("what", "rows")) == [("Cases export", 2)]
