"""The pages of warehouse lines: figures with their workings, drawers, files, and who sees what."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openlien.funding.actions.interest import accrue_interest
from openlien.funding.models import InterestAccrual, Movement, RateReset, WarehouseLine
from openlien.identity.permissions import Role
from openlien.kit.money import Money
from tests import cast
from tests.domain.funding.lines import TODAY, draw_for, make_bill, make_line, manager, repay_for

pytestmark = pytest.mark.django_db
JANUARY = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openlien.web.business_time.today", lambda: TODAY)


@pytest.fixture
def keeper(client: Client) -> Client:
    client.force_login(cast.make_user(Role.ACCOUNTING_MANAGER))
    return client


def words_of(answer: Any) -> str:
    """What a reader sees, without the markup."""
    body = re.sub(r"(?s)<(script|style|svg).*?</\1>|<[^>]+>", " ", answer.content.decode())
    return " ".join(html.unescape(body).split())


def line_with_interest() -> tuple[WarehouseLine, Any]:
    line, bill = make_line(), make_bill("1000.00")
    draw_for(line, bill, "300.00", on=JANUARY)
    accrue_interest(manager(), line.id, month=JANUARY, today=TODAY)
    return line, bill


def test_without_a_line_the_list_says_so(keeper: Client) -> None:
    assert "There is no line yet." in words_of(keeper.get("/funding/"))


def test_the_list_has_every_line_with_what_is_available(keeper: Client) -> None:
    line, _ = line_with_interest()
    answer = keeper.get("/funding/")
    assert f'href="/funding/{line.id}/"' in answer.content.decode()
    assert (
        "Northgate line Northgate Capital Open 1,000,000.00 300.00 800.00 500.00 9.3% 2.40 2.40"
        in words_of(answer)
    )


def test_a_line_shows_its_figures_and_how_they_are_worked_out(keeper: Client) -> None:
    line, bill = line_with_interest()
    seen = words_of(keeper.get(f"/funding/{line.id}/"))
    for words in (
        "Drawn $300.00 of $1,000,000.00 committed",
        "Eligible 1,000.00",
        "Advance rate 80%",
        "Available 500.00",
        "$2.40 owed",
        "Interest by month",
        bill.case.number,
    ):
        assert words in seen


def test_a_past_day_is_shown_and_not_booked_on(keeper: Client) -> None:
    line, bill = line_with_interest()
    repay_for(line, bill, "300.00", TODAY)
    answer = keeper.get(f"/funding/{line.id}/?as_of=2026-06-30")
    assert "Drawn $300.00" in words_of(answer)
    assert f"/funding/{line.id}/draw" not in answer.content.decode()
    assert "is not a date" in words_of(keeper.get(f"/funding/{line.id}/?as_of=banana"))


def test_a_draw_for_a_case_comes_back_to_the_line(keeper: Client) -> None:
    line, bill = make_line(), make_bill("1000.00")
    given = {"case_number": bill.case.number, "amount": "250.00", "on": "11/20/2026"}
    answer = keeper.post(f"/funding/{line.id}/draw", given, follow=True)
    assert answer.redirect_chain == [(f"/funding/{line.id}/", 302)]
    assert "$250.00 drawn." in words_of(answer)
    assert Movement.objects.get().drawn == Money("250.00")


def test_a_form_sent_twice_draws_once(keeper: Client) -> None:
    line, bill = make_line(), make_bill("1000.00")
    given = {"case_number": bill.case.number, "amount": "250.00", "on": "t", "key": "a" * 32}
    for _ in range(2):
        keeper.post(f"/funding/{line.id}/draw", given)
    assert Movement.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"amount": "900.00"}, "900.00 is more than the 800.00 that is available"),
        ({"amount": ""}, "Enter an amount."),
        ({"case_number": "CASE-2026-99999"}, "There is no such case."),
        ({"on": "12/24/2026"}, "Dec 24, 2026 is still to come."),
    ],
)
def test_a_refused_draw_says_why_and_keeps_what_was_typed(
    keeper: Client, given: dict[str, str], sentence: str
) -> None:
    line, bill = make_line(), make_bill("1000.00")
    sent = {"case_number": bill.case.number, "amount": "1.00", "on": "t", "reference": "Wire 7", **given}
    answer = keeper.post(f"/funding/{line.id}/draw", sent)
    assert answer.status_code in {409, 422}
    assert sentence in words_of(answer)
    assert "Wire 7" in answer.content.decode()


def test_the_lender_is_repaid_with_interest(keeper: Client) -> None:
    line, _ = line_with_interest()
    given = {"principal": "100.00", "interest": "2.40", "on": "t"}
    answer = keeper.post(f"/funding/{line.id}/repay", given, follow=True)
    assert "$102.40 repaid." in words_of(answer)


def test_a_rate_is_set_and_replaced_with_a_reason(keeper: Client) -> None:
    line = make_line()
    given = {"on": "01/01/2026", "reference": "4.4"}
    assert "Say why to replace it" in words_of(keeper.post(f"/funding/{line.id}/rate", given))
    answer = keeper.post(f"/funding/{line.id}/rate", {**given, "reason": "Misread"}, follow=True)
    assert "The reference rate is 4.4%." in words_of(answer)
    assert RateReset.objects.count() == 2


def test_the_next_month_is_accrued(keeper: Client) -> None:
    line, _ = line_with_interest()
    assert "Accrue February 2026" in words_of(keeper.get(f"/funding/{line.id}/accrue"))
    answer = keeper.post(f"/funding/{line.id}/accrue", {"key": ""}, follow=True)
    assert "$2.17 interest of February 2026 is accrued." in words_of(answer)


def test_a_movement_and_a_month_are_taken_back(keeper: Client) -> None:
    line, _ = line_with_interest()
    accrual, movement = InterestAccrual.objects.get(), Movement.objects.get()
    month = keeper.post(
        f"/funding/{line.id}/months/{accrual.id}/take-back", {"reason": "Wrong rate"}, follow=True
    )
    assert "The interest of January 2026 is taken back." in words_of(month)
    given = {"reason": "Wrong case", "on": "01/01/2026"}
    moved = keeper.post(f"/funding/{line.id}/movements/{movement.id}/take-back", given, follow=True)
    assert "The movement is taken back." in words_of(moved)
    assert "Draw taken back: Wrong case" in words_of(keeper.get(f"/funding/{line.id}/"))


def test_a_line_is_opened(keeper: Client) -> None:
    given = {
        "name": "Second line",
        "lender": "Harbor Bank",
        "commitment": "500,000",
        "advance_rate": "75",
        "spread": "5.25",
        "day_count": "act365",
        "opened_on": "01/01/2026",
    }
    answer = keeper.post("/funding/new", given, follow=True)
    assert "Second line is open." in words_of(answer)
    again = keeper.post("/funding/new", given)
    assert "There is a line of that name already." in words_of(again)
    wrong = keeper.post("/funding/new", {**given, "name": "Third", "spread": "x"})
    assert "Enter a percentage like 4.31." in words_of(wrong)


@pytest.mark.parametrize("part", ["months", "movements", "bills"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_parts_of_a_line_are_files(keeper: Client, part: str, form: str) -> None:
    line, _ = line_with_interest()
    answer = keeper.get(f"/funding/{line.id}/{part}.{form}")
    content = b"".join(answer.streaming_content)
    assert answer.status_code == 200
    assert form == "xlsx" or b"2026-01" in content or b"CASE-" in content


def test_the_lines_are_a_file(keeper: Client) -> None:
    line_with_interest()
    lines = b"".join(keeper.get("/funding/lines.csv").streaming_content).decode().splitlines()
    assert lines[1].startswith("Northgate line,Northgate Capital,Open,1000000.00,300.00,800.00,500.00")


def test_a_negotiator_reads_and_books_nothing(client: Client) -> None:
    line, _ = line_with_interest()
    client.force_login(cast.make_user(Role.COLLECTIONS_SPECIALIST))
    answer = client.get(f"/funding/{line.id}/")
    assert answer.status_code == 200
    assert f"/funding/{line.id}/draw" not in answer.content.decode()
    assert client.get(f"/funding/{line.id}/draw").status_code == 403


@pytest.mark.parametrize("role", [Role.LEGAL_TEAM, Role.CUSTOMER_SERVICE])
def test_others_see_no_cost(client: Client, role: Role) -> None:
    client.force_login(cast.make_user(role))
    assert client.get("/funding/").status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_line(keeper: Client) -> None:
    line, _ = line_with_interest()
    keeper.get(f"/funding/{line.id}/")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            keeper.get(f"/funding/{line.id}/")
        counts.append(len(queries))
        for name in ("Kai Calder", "Bo Orford", "Zoe Marlow"):
            draw_for(line, make_bill("1000.00", case=cast.make_case(name)), "10.00", on=date(2026, 3, 3))
    assert counts[0] == counts[1]
