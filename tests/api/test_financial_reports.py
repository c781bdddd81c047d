"""Financial reports as JSON: the figures of the page, amounts as text, a sentence for a wrong question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from openlien.accounting.reports import REPORTS
from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Role
from openlien.kit.money import Money
from openlien.ledger import events
from tests import cast
from tests.domain.accounting.reports.conftest import charge, lines_of, paid, person, tell

pytestmark = pytest.mark.django_db
Asking = Callable[..., Any]


@pytest.fixture
def ask(caller: Callable[..., Any]) -> Asking:
    """Books with one paid case and one open one, and a CFO who asks about them."""
    analyst = person(Role.FINANCIAL_ANALYST, "Anna Lind")
    earning = cast.make_case("Zoe Marlow", opened_on=date(2026, 1, 5))
    owing = cast.make_case("Kai Calder", opened_on=date(2026, 1, 6))
    tell(
        analyst,
        charge(earning, date(2026, 1, 10), "1200.00", "300.00"),
        paid(earning, date(2026, 10, 10), "780.00"),
        charge(owing, date(2026, 9, 1), "2000.00", "800.00"),
        events.InterestAccrued(on=date(2026, 10, 31), amount=Money("24.34")),
    )
    cfo = caller(Role.CFO_CONTROLLER)
    return lambda path="", **query: cfo.get(f"/reports{path}", **query)


def test_lists_the_reports_with_what_each_takes(ask: Asking) -> None:
    answer = ask().json()
    assert [item["slug"] for item in answer["items"]] == [each.slug for each in REPORTS]
    ageing = next(item for item in answer["items"] if item["slug"] == "ageing")
    assert ageing["days"] == "as_of"
    assert ageing["choices"] == [{"name": "basis", "label": "Balance", "options": ["lien", "cost"]}]


def test_a_role_that_may_not_audit_is_not_offered_the_check_of_the_books(
    ask: Asking, caller: Callable[..., Any]
) -> None:
    analyst = caller(Role.FINANCIAL_ANALYST)
    assert "gap-and-chain-check" not in [item["slug"] for item in analyst.get("/reports").json()["items"]]
    assert analyst.get("/reports/gap-and-chain-check").status_code == 403
    assert ask("/gap-and-chain-check").json()["isSound"] is True


def test_the_trial_balance_is_the_lines_of_the_books(ask: Asking) -> None:
    answer = ask("/trial-balance", asOf="2026-11-20").json()
    receivable = next(item for item in answer["items"] if item["account"] == "1200")
    assert Money(receivable["debitBalance"]) == lines_of("lien_receivable")
    assert answer["totals"]["debitBalance"] == answer["totals"]["creditBalance"]
    assert (answer["asOf"], answer["isSound"]) == ("2026-11-20", True)


def test_an_earlier_day_knows_nothing_of_what_came_later(ask: Asking) -> None:
    answer = ask("/trial-balance", asOf="2026-01-31").json()
    assert {item["account"] for item in answer["items"]} == {"1200", "2000"}
    assert ask("/trial-balance", asOf="2025-12-31").json()["items"] == []


def test_rows_come_in_pages_and_totals_cover_them_all(ask: Asking) -> None:
    whole = ask("/journal-register", **{"from": "2026-01-01", "to": "2026-11-20"}).json()
    first = ask("/journal-register", **{"from": "2026-01-01", "to": "2026-11-20", "limit": 3}).json()
    rest = ask(
        "/journal-register",
        **{"from": "2026-01-01", "to": "2026-11-20", "limit": 3, "cursor": first["nextCursor"]},
    ).json()
    assert (len(first["items"]), first["total"], rest["nextCursor"]) == (3, 4, None)
    assert first["items"] + rest["items"] == whole["items"]
    assert first["totals"] == rest["totals"] == whole["totals"]


@pytest.mark.parametrize(
    ("path", "query", "sentence"),
    [
        ("/ageing", {"from": "2026-01-01"},
         "from is not a parameter of ageing; it takes asOf, basis."),
        ("/ageing", {"kind": "asset"}, "kind is not a parameter of ageing; it takes asOf, basis."),
        ("/ageing", {"basis": "retail"}, '"retail" is not a choice of balance. Choose one of lien, cost.'),
        ("/case-accounts", {"asOf": "2026-01-01"},
         "asOf is not a parameter of case-accounts; it takes no parameter."),
        ("/revenue-recognition", {"from": "2026-06-01", "to": "2026-05-01"},
         "The period ends before it begins. Enter a last day on or after Jun 1, 2026."),
        ("/ageing", {"cursor": "99"},
         "This page of the report does not exist. Start again from the first page."),
    ],
)  # fmt: skip
def test_refuses_what_a_report_cannot_be_asked(
    ask: Asking, path: str, query: dict[str, str], sentence: str
) -> None:
    answer = ask(path, **query)
    assert (answer.status_code, answer.json()["detail"]) == (422, sentence)


def test_a_report_that_is_not_there_is_not_found(ask: Asking) -> None:
    assert ask("/profit-of-next-year").status_code == 404


def test_reports_on_cases_leave_a_row_in_the_access_log(ask: Asking) -> None:
    ask("/trial-balance")
    ask("/case-profitability", cases="all")
    assert list(AccessEntry.objects.values_list("what", "rows")) == [("Case profitability", 2)]
