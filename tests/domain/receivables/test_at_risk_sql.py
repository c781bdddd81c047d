"""The at-risk policy in SQL decides as the policy itself does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openlien.cases.stages import Stage
from openlien.kit.sql import fetch_all, fetch_one
from openlien.receivables.policies.at_risk import (
    STANDARD,
    AtRiskCategory,
    AtRiskPolicy,
    at_risk_category,
    is_watched,
)
from openlien.receivables.queries.book import DAY
from openlien.receivables.queries.risk_sql import at_risk_sql, category_sql, is_moving_sql, watch_sql

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
LIMITS = [-30, 0, 364, 365, 366, 539, 540, 541, 729, 730, 731, 1094, 1095, 1096, 4000]
ages = st.sampled_from(LIMITS)
EVERY = settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))


def _in_sql(expression: str, stage: Stage, age: int, quiet: int | None) -> object:
    moved_on = None if quiet is None else TODAY - timedelta(days=quiet)
    return fetch_one(
        f"SELECT {expression} AS answer FROM (SELECT %(stage)s::text AS stage,"
        " %(originated_on)s::date AS originated_on, %(moved_on)s::date AS moved_on) AS matter",
        {"day": TODAY, "stage": stage, "originated_on": TODAY - timedelta(days=age), "moved_on": moved_on},
    ).answer


@EVERY
@given(
    st.sampled_from(list(Stage)),
    ages,
    st.none() | ages,
    st.sampled_from([STANDARD, AtRiskPolicy(100, 200, 300)]),
)
def test_sql_names_the_category_of_the_policy(
    stage: Stage, age: int, quiet: int | None, policy: AtRiskPolicy
) -> None:
    expected = at_risk_category(stage, age_days=age, quiet_days=quiet, policy=policy)
    assert _in_sql(category_sql(DAY, policy), stage, age, quiet) == expected
    assert bool(_in_sql(at_risk_sql(DAY, policy), stage, age, quiet)) is (expected is not None)


@EVERY
@given(st.sampled_from(list(Stage)), ages)
def test_the_literal_rule_does_not_ask_for_quiet(stage: Stage, age: int) -> None:
    literal = AtRiskPolicy(old_cases_must_be_quiet=False)
    expected = at_risk_category(stage, age_days=age, quiet_days=0, policy=literal)
    assert _in_sql(category_sql(DAY, literal), stage, age, 0) == expected


@EVERY
@given(st.sampled_from(list(Stage)), ages, st.none() | ages)
def test_the_function_for_sql_users_names_the_same(stage: Stage, age: int, quiet: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT at_risk_category(%s, %s, %s)", [stage, age, quiet])
        assert cursor.fetchone() == (at_risk_category(stage, age_days=age, quiet_days=quiet),)


# All of them and not some by chance: each limit shows in few combinations.
EVERY_CASE = """
SELECT
    stage,
    age,
    quiet,
    -- The driver knows no infinite days.
    greatest(least(at_risk_from(stage, %(day)s::date - age, moved_on), '9000-01-01'), '1900-01-01') AS since
FROM unnest(%(stages)s::text[]) AS stage, unnest(%(ages)s::int[]) AS age, unnest(%(quiets)s::int[]) AS quiet,
    LATERAL (SELECT %(day)s::date - quiet AS moved_on) AS moved
"""


def test_a_case_is_at_risk_from_the_day_that_is_kept() -> None:
    longer = STANDARD.pending_long_days_max - STANDARD.pending_days_max
    rows = fetch_all(
        EVERY_CASE, {"day": TODAY, "stages": list(Stage), "ages": LIMITS, "quiets": [None, *LIMITS]}
    )
    assert len(rows) == len(Stage) * len(LIMITS) * (len(LIMITS) + 1)
    for row in rows:
        category = at_risk_category(Stage(row.stage), age_days=row.age, quiet_days=row.quiet)
        assert (row.since <= TODAY) is (category is not None), row
        if row.stage == Stage.PENDING:
            is_long = category is AtRiskCategory.PENDING_24_PLUS
            assert (row.since <= TODAY - timedelta(days=longer)) is is_long, row


@EVERY
@given(st.sampled_from(list(Stage)), ages)
def test_sql_watches_what_the_policy_watches(stage: Stage, age: int) -> None:
    assert _in_sql(watch_sql(DAY), stage, age, None) is is_watched(stage, age_days=age)


@pytest.mark.parametrize(("quiet", "moves"), [(None, False), (365, True), (366, False), (0, True)])
def test_a_case_moves_within_the_year(quiet: int | None, moves: bool) -> None:
    assert _in_sql(is_moving_sql(DAY), Stage.NEGOTIATION, 10, quiet) is moves


def test_the_function_for_sql_users_knows_the_order_of_the_stages() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT stage_position(stage) FROM unnest(%s::text[]) AS stage", [list(Stage)])
        assert [row[0] for row in cursor.fetchall()] == [stage.position for stage in Stage]
