"""The overview says what the queries say, to those who may know it."""

from __future__ import annotations

import gzip

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openlien.identity.permissions import ROLE_PERMISSIONS, Permission, Role
from openlien.receivables import queries
from openlien.receivables.figures import FIGURES
from openlien.web.jinja import amount, money, money_short, percent
from tests import cast

from .conftest import DAY, Browser
from .conftest import TestBook as Book
from .reading import read

VIEWERS = [role for role in Role if Permission.PORTFOLIO_VIEW in ROLE_PERMISSIONS[role]]
OTHERS = [role for role in Role if role not in VIEWERS]


def test_shows_the_four_key_figures_as_the_summary_gives_them(reader: Client, book: Book) -> None:
    page = read(reader, f"/?{DAY}")
    summary = queries.summary(cast.actor_with(), cast.AS_OF)
    for part in (summary.total, summary.settled_pending, summary.active_litigation, summary.at_risk):
        assert f"{money_short(part.open)} exactly {money(part.open)}" in page.text
    assert f"{amount(summary.settled_avg_days, 1)} days on average" in page.text
    assert "1 without a date" in page.text
    assert f"Watch list {money(summary.watch.open)}, 1 case" in page.text


def test_the_at_risk_figure_is_that_of_the_list_and_not_the_wide_one(reader: Client, book: Book) -> None:
    page = read(reader, f"/?{DAY}")
    risk = queries.at_risk(cast.actor_with(), cast.AS_OF)
    assert risk.totals.open != risk.wide.open
    assert f"{money_short(risk.totals.open)} exactly {money(risk.totals.open)}" in page.text


def test_shows_the_further_figures_and_both_scores_with_their_parts(reader: Client, book: Book) -> None:
    page = read(reader, f"/?{DAY}")
    summary = queries.summary(cast.actor_with(), cast.AS_OF)
    for figure in (summary.collected, summary.reduction, summary.bad_debt, summary.refund_due):
        assert f"exactly {money(figure)}" in page.text
    for rate in (summary.portfolio_rate, summary.realised_rate):
        assert percent(rate, 2) in page.text
    for days in (summary.avg_days_outstanding, summary.weighted_avg_days):
        assert f"{amount(days, 1)} days" in page.text
    assert summary.pi_v2 is not None
    for component in summary.pi_v2.components:
        assert f"{component.name} weight {component.weight}" in page.text
    assert str(summary.pi_v2.score) in page.text


def test_every_figure_opens_its_working_with_its_inputs_and_definition(reader: Client, book: Book) -> None:
    page = read(reader, f"/?{DAY}")
    shown = [
        identity.removeprefix("x-").replace("-", "_") for identity in page.ids if identity.startswith("x-")
    ]
    assert len(shown) == 14
    for figure in shown:
        assert FIGURES[figure].definition in page.text
        assert FIGURES[figure].formula in page.text
        assert f"/formulas/{FIGURES[figure].page}/" in page.links
    summary = queries.summary(cast.actor_with(), cast.AS_OF)
    assert money(summary.concluded_billed) in page.text


def test_every_stage_with_money_is_a_way_into_its_cases_and_the_bars_sum_to_the_total(
    reader: Client, book: Book
) -> None:
    page = read(reader, f"/?{DAY}")
    found = queries.pipeline(cast.actor_with(), cast.AS_OF)
    for bar in found.bars:
        if bar.cases:
            assert money(bar.open) in page.text
            assert any(link.startswith(f"/portfolio/stages/{bar.stage}/") for link in page.links)
    assert sum(bar.open.cents for bar in found.bars) == found.totals.open.cents


def test_names_no_patient_and_leaves_no_trace_in_the_access_log(reader: Client, book: Book) -> None:
    page = read(reader, f"/?{DAY}")
    assert book.ready.settled.number in page.text
    for name in ("Zoe Marlow", "Ana Ruiz", "Ben Lowe"):
        assert name not in page.text
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM identity_accessentry")
        assert cursor.fetchone() == (0,)


def test_says_why_ageing_does_not_apply_and_keeps_days_sales_outstanding_in_the_note(
    reader: Client, book: Book
) -> None:
    page = read(reader, f"/?{DAY}")
    assert "Why is there no 30/60/90 ageing here?" in page.text
    assert page.html.index("days sales outstanding are") > page.html.index('<details class="fold"')


@pytest.mark.parametrize("role", VIEWERS, ids=lambda role: role.code)
def test_opens_for_every_role_that_may_see_the_portfolio(browser: Browser, book: Book, role: Role) -> None:
    page = read(browser(role), f"/?{DAY}")
    may_export = Permission.PORTFOLIO_EXPORT in ROLE_PERMISSIONS[role]
    assert any(".csv" in link for link in page.links) is may_export


def test_leads_who_negotiates_to_the_own_cases_and_keeps_a_saved_question(browser: Browser) -> None:
    manager = browser(Role.NEGOTIATIONS_MANAGER)
    answer = manager.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/collections/")
    assert manager.get(f"/?{DAY}").status_code == 200


@pytest.mark.parametrize("role", OTHERS, ids=lambda role: role.code)
def test_leads_everybody_else_to_where_their_work_begins(browser: Browser, role: Role) -> None:
    answer = browser(role).get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/cases/")


def test_a_provider_sees_the_sums_of_its_own_bills_only(browser: Browser, book: Book) -> None:
    page = read(browser(Role.PROVIDER), f"/?{DAY}")
    own = cast.actor_with(Role.PROVIDER, group=cast.provider_group())
    summary = queries.summary(own, cast.AS_OF)
    assert summary.total.open != queries.summary(cast.actor_with(), cast.AS_OF).total.open
    assert f"exactly {money(summary.total.open)}" in page.text
    assert book.ready.litigating.number not in page.text


def test_an_empty_book_asks_for_an_import(browser: Browser) -> None:
    page = read(browser(Role.FINANCIAL_ANALYST), "/")
    assert "No bills yet" in page.text
    assert "/imports/new" in page.links


def test_an_empty_book_says_whom_to_ask_where_a_role_cannot_import(browser: Browser) -> None:
    page = read(browser(Role.COLLECTIONS_SPECIALIST), "/portfolio/")
    assert "Ask a Financial Analyst" in page.text
    assert "/imports/new" not in page.links


def test_a_filter_that_fits_no_bill_is_not_taken_for_an_empty_book(reader: Client, book: Book) -> None:
    page = read(reader, f"/?{DAY}&state=ZZ")
    assert "Nothing fits the filter" in page.text
    assert "No bills yet" not in page.text
    assert f"/?{DAY}" in page.links or "/" in page.links


def test_a_day_before_the_first_bill_is_not_taken_for_an_empty_book(reader: Client, book: Book) -> None:
    page = read(reader, "/?asOf=1900-01-01")
    assert "Nothing was on the books on Jan 1, 1900." in page.text
    assert "No bills yet" not in page.text


def test_a_loss_of_nothing_is_not_called_one(reader: Client) -> None:
    bill = cast.make_bill(cast.make_case())
    line = '<div class="stat-context">recognised as lost</div>'
    assert line not in read(reader, f"/?{DAY}").html
    cast.write_off(bill, "10.00", cast.AS_OF)
    assert line in read(reader, f"/?{DAY}").html


def test_the_working_of_a_part_calls_the_filtered_total_by_its_name(reader: Client, book: Book) -> None:
    page = read(reader, f"/?{DAY}&state=CA")
    assert "whole book" not in page.text
    assert page.text.count("Total open") >= 4


def test_the_number_of_queries_does_not_grow_with_the_book(
    reader: Client, book: Book, long_list: list
) -> None:
    reader.get(f"/?{DAY}")
    with CaptureQueriesContext(connection) as few:
        read(reader, f"/?{DAY}")
    for number in range(12):
        case = cast.make_case(f"New {number}", firm_name=f"Firm {number}", stage="pending", state="TX")
        cast.make_bill(case, "99.00")
    with CaptureQueriesContext(connection) as many:
        read(reader, f"/?{DAY}")
    assert len(many) == len(few)
    assert len(few) <= 40


def test_the_page_weighs_less_than_a_hundred_kilobytes(reader: Client, book: Book, long_list: list) -> None:
    assert len(gzip.compress(reader.get(f"/?{DAY}").content)) < 100_000


def test_the_months_come_after_the_page_and_lead_to_the_trends_without_javascript(
    reader: Client, book: Book
) -> None:
    assert 'hx-get="/portfolio/months/' in read(reader, f"/?{DAY}").html
    plain = reader.get(f"/portfolio/months/?{DAY}")
    assert (plain.status_code, plain.headers["Location"].split("?")[0]) == (302, "/portfolio/trends/")
    part = reader.get(f"/portfolio/months/?{DAY}", headers={"HX-Request": "true"}).content.decode()
    assert "Stage mix by month" in part
    assert 'id="line-of-total-open"' in part
