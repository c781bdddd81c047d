"""The relations for people who query by SQL say what the product says."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from openlien.cases.stages import Stage
from openlien.identity.actor import Actor
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, fetch_one
from openlien.receivables import queries

from .books import DAYS, BillFacts, CaseFacts, settled_case, write

pytestmark = pytest.mark.django_db
VIEWS = ["receivables_by_case_status_mv", "settled_pending_detail_mv", "at_risk_ar_mv"]


@pytest.fixture
def today(db: None) -> date:
    """The business day of the views."""
    return fetch_one("SELECT business_today() AS today").today


@pytest.fixture
def book(db: None) -> None:
    write(
        [
            settled_case(),
            CaseFacts(DAYS[0], [(DAYS[0], Stage.SETTLED_NOT_DISBURSED, True)], [BillFacts(DAYS[0], 7_700)]),
            CaseFacts(DAYS[0], [(DAYS[0], Stage.NEGOTIATION, True)], [BillFacts(DAYS[0], 3_300)]),
            CaseFacts(DAYS[0], [(DAYS[0], Stage.PENDING, True)], [BillFacts(DAYS[0], 2_200)]),
            CaseFacts(DAYS[0], [], [BillFacts(DAYS[0], 1_100, cash=[(DAYS[1], 1_100)])]),
        ]
    )


@pytest.mark.usefixtures("book")
class TestViews:
    def test_stages_equal_the_pipeline(self, reader: Actor, today: date) -> None:
        bars = [bar for bar in queries.pipeline(reader, today).bars if bar.cases]
        rows = fetch_all("SELECT * FROM receivables_by_case_status_mv ORDER BY pipeline_position")
        assert [(row.stage, Money(row.open_ar), row.cases, row.invoices) for row in rows] == [
            (bar.stage, bar.open, bar.cases, bar.bills) for bar in bars
        ]

    def test_settled_cases_equal_the_list(self, reader: Actor, today: date) -> None:
        items = queries.settled_pending(reader, today).items
        rows = fetch_all("SELECT * FROM settled_pending_detail_mv ORDER BY settled_on NULLS LAST, case_id")
        assert [
            (row.case_id, Money(row.open_ar), row.days_since_settlement, row.payoff_status) for row in rows
        ] == [(item.case.case_id, item.case.open, item.days, item.payoff_status) for item in items]

    def test_cases_at_risk_equal_the_list(self, reader: Actor, today: date) -> None:
        items = queries.at_risk(reader, today).items
        rows = fetch_all("SELECT * FROM at_risk_ar_mv ORDER BY open_ar DESC, case_id")
        assert len(rows) == 2
        assert [(row.case_id, row.category, row.age_days, row.quiet_days) for row in rows] == [
            (item.case.case_id, item.category, item.case.age_days, item.case.quiet_days) for item in items
        ]


@pytest.mark.parametrize("view", VIEWS)
def test_reports_may_read_the_views(view: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('openlien_readonly', %s, 'SELECT')", [view])
        assert cursor.fetchone() == (True,)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_says_what_it_is(view: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(%s::regclass, 'pg_class')", [view])
        assert cursor.fetchone()[0].endswith(".")


def test_the_business_day_follows_the_time_zone() -> None:
    sentence = "SELECT business_today() - (now() AT TIME ZONE %(zone)s)::date AS difference"
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('openlien.time_zone', %s, true)", [zone])
        assert fetch_one(sentence, {"zone": zone}).difference == 0


def test_the_app_cannot_write_through_a_view() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute("UPDATE receivables_by_case_status_mv SET open_ar = 0")
