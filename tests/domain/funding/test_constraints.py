"""Every constraint and trigger of funding's tables refuses what it stands against."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from openlien.funding.actions.interest import accrue_interest
from openlien.funding.models import (
    InterestAccrual,
    InterestShare,
    Movement,
    MovementPart,
    RateReset,
    SiteCost,
)
from openlien.identity.models import AuditEntry
from tests import cast
from tests.domain.constraints import assert_fires, declared, raised_by_triggers, run

from .lines import TODAY, draw_for, make_bill, make_line, manager

pytestmark = pytest.mark.django_db

LINE = """
    INSERT INTO funding_warehouseline (name, lender, commitment, advance_rate, day_count, floor, spread,
        unused_fee, debtor_share_max, opened_on, closed_on, idempotency_key, version)
    VALUES ({name}, 'Lender', {commitment}, {advance}, {count}, {floor}, 0, 0, {share}, '2026-01-01',
        {closed}, {key}, 1)
"""
RATE = """
    INSERT INTO funding_ratereset (line_id, effective_on, reference, replaces_id, reason)
    VALUES (%(line)s, {on}, {rate}, {replaces}, {reason})
"""
MOVED = """
    INSERT INTO funding_movement (line_id, kind, moved_on, drawn, interest_paid, reference, reverses_id,
        reason, idempotency_key)
    VALUES (%(line)s, {kind}, {on}, {drawn}, {interest}, '', {reverses}, {reason}, {key})
"""
PART = "INSERT INTO funding_movementpart (movement_id, bill_id, drawn) VALUES {values}"
COST = """
    INSERT INTO funding_sitecost (bill_id, amount, paid_on, reference, reverses_id, reason, idempotency_key)
    VALUES (%(bill)s, {amount}, '2026-11-01', '', {reverses}, {reason}, {key})
"""
ACCRUAL = """
    INSERT INTO funding_interestaccrual (line_id, month, begins_on, ends_on, accrued_on, interest, unused_fee,
        reverses_id, reason)
    VALUES (%(line)s, {month}, {begins}, {ends}, '2026-10-31', {interest}, 0, {reverses}, {reason})
"""
SHARE = "INSERT INTO funding_interestshare (accrual_id, bill_id, amount) VALUES {values}"


def line(**given: str) -> str:
    sound = {"name": "'Another'", "commitment": "1", "advance": "0.5", "count": "'act360'", "floor": "0"}
    return LINE.format(**{**sound, "share": "NULL", "closed": "NULL", "key": "NULL", **given})


def rate(**given: str) -> str:
    sound = {"on": "'2026-10-01'", "rate": "0.05", "replaces": "NULL", "reason": "''"}
    return RATE.format(**{**sound, **given})


def moved(**given: str) -> str:
    sound = {"kind": "'draw'", "on": "'2026-11-01'", "drawn": "5", "interest": "0", "reverses": "NULL"}
    return MOVED.format(**{**sound, "reason": "''", "key": "NULL", **given})


def cost(**given: str) -> str:
    return COST.format(**{"amount": "5", "reverses": "NULL", "reason": "''", "key": "NULL", **given})


def accrual(**given: str) -> str:
    sound = {"month": "'2026-10-01'", "begins": "'2026-10-01'", "ends": "'2026-11-01'", "interest": "1"}
    return ACCRUAL.format(**{**sound, "reverses": "NULL", "reason": "''", **given})


def part(values: str) -> str:
    return PART.format(values=values)


def share(values: str) -> str:
    return SHARE.format(values=values)


def twice(statement: str) -> str:
    return f"{statement}; {statement}"


BACK = {"reverses": "%(draw)s", "drawn": "-300", "reason": "'Wrong'"}
COST_BACK = {"reverses": "%(cost)s", "amount": "-50", "reason": "'Wrong'"}
# The scene's line is accrued up to February.
JANUARY = {"month": "'2026-01-01'", "begins": "'2026-01-01'", "ends": "'2026-02-01'"}
ACCRUAL_BACK = {**JANUARY, "reverses": "%(accrual)s", "interest": "-2.40", "reason": "'Wrong'"}
# By its name, a statement that breaks the constraint.
BREAKING = {
    "line_has_names": line(name="''"),
    "line_commitment_is_positive": line(commitment="0"),
    "line_advance_rate_is_a_share": line(advance="0"),
    "line_rates_are_shares": line(floor="1.5"),
    "line_day_count_is_known": line(count="'act361'"),
    "line_debtor_share_is_a_share": line(share="0"),
    "line_closes_after_opening": line(closed="'2025-12-31'"),
    "line_key_belongs_to_a_content": line(key="'k'"),
    "line_terms_are_kept": "UPDATE funding_warehouseline SET spread = 0.06 WHERE id = %(line)s",
    "rate_is_set_once_a_day": twice(rate()),
    "rate_is_replaced_once": twice(rate(on="'2026-06-01'", replaces="%(rate)s", reason="'Misread'")),
    "rate_is_a_share": rate(rate="1.5"),
    "rate_replacement_has_a_reason": rate(on="'2026-06-01'", replaces="%(rate)s"),
    "rate_replaces_one_of_its_day": rate(replaces="%(rate)s", reason="'Misread'"),
    "rate_keeps_accrued_months": rate(on="'2026-01-31'"),
    "movement_has_the_sign_of_its_kind": moved(drawn="-5"),
    "movement_is_not_zero": moved(kind="'repayment'", drawn="0"),
    "movement_is_reversed_once": twice(moved(**BACK)),
    "movement_reversal_has_a_reason": moved(**{**BACK, "reason": "''"}),
    "movement_key_belongs_to_a_content": moved(key="'k'"),
    "movement_reversal_mirrors_its_original": moved(**{**BACK, "drawn": "-299"}),
    "movement_lies_in_the_life_of_its_line": moved(on="'2025-12-31'"),
    "line_keeps_accrued_months": moved(on="'2026-01-31'"),
    "line_stays_within_its_commitment": moved(drawn="999701"),
    "movement_names_a_bill_once": part("(%(bare)s, %(bill)s, 3), (%(bare)s, %(bill)s, 2)"),
    "movement_part_is_not_zero": part("(%(bare)s, %(bill)s, 0)"),
    "movement_parts_sum_to_their_movement": part("(%(bare)s, %(bill)s, 4)"),
    "bill_is_not_repaid_beyond_its_draws": part("(%(bare)s, %(bill)s, 6), (%(bare)s, %(other_bill)s, -1)"),
    "site_cost_is_positive": cost(amount="-5"),
    "site_cost_is_reversed_once": twice(cost(**COST_BACK)),
    "site_cost_reversal_has_a_reason": cost(**{**COST_BACK, "reason": "''"}),
    "site_cost_key_belongs_to_a_content": cost(key="'k'"),
    "site_cost_reversal_mirrors_its_original": cost(**{**COST_BACK, "amount": "-49"}),
    "interest_accrual_is_not_negative": accrual(interest="-1"),
    "interest_accrual_is_of_a_month": accrual(month="'2026-09-30'"),
    "interest_accrual_days_follow_one_another": accrual(ends="'2026-10-01'"),
    "interest_accrual_is_reversed_once": (
        f"{accrual(**ACCRUAL_BACK)};"
        "ALTER TABLE funding_interestaccrual DISABLE TRIGGER interest_accrual_is_checked;"
        f"{accrual(**ACCRUAL_BACK)}"
    ),
    "interest_accrual_reversal_has_a_reason": accrual(**{**ACCRUAL_BACK, "reason": "''"}),
    "interest_accrual_follows_the_one_before": accrual(**JANUARY),
    "interest_accrual_reversal_mirrors_the_last": accrual(**{**ACCRUAL_BACK, "interest": "-2.39"}),
    "interest_accrual_names_a_bill_once": share("(%(empty)s, %(bill)s, 3), (%(empty)s, %(bill)s, 2)"),
    "interest_share_is_not_zero": share("(%(empty)s, %(bill)s, 0)"),
    "interest_shares_sum_to_their_accrual": share("(%(empty)s, %(bill)s, 4)"),
}
# The trigger that keeps months in order refuses a second reversal before this index sees it.
OWNER_ONLY = {"funding_is_append_only", "interest_accrual_is_reversed_once"}
APPEND_ONLY = [RateReset, Movement, MovementPart, SiteCost, InterestAccrual, InterestShare]


@pytest.fixture
def scene() -> dict[str, Any]:
    """A line with a draw of 300.00 and January accrued, a draw and a month without parts, and a site cost."""
    line, bill = make_line(), make_bill("1000.00")
    draw = draw_for(line, bill, "300.00", on=date(2026, 1, 1))
    accrued = accrue_interest(manager(), line.id, month=date(2026, 1, 1), today=TODAY)
    return {
        "line": line.id,
        "bill": bill.id,
        "other_bill": make_bill("1000.00", case=cast.make_case("Kai Calder")).id,
        "draw": draw.id,
        "rate": RateReset.objects.create(line=line, effective_on=date(2026, 6, 1), reference="0.04").id,
        "bare": Movement.objects.create(line=line, kind="draw", moved_on=TODAY, drawn="5.00").id,
        "cost": SiteCost.objects.create(bill=bill, amount="50.00", paid_on=date(2026, 1, 1)).id,
        "accrual": accrued.id,
        "empty": empty_month().id,
    }


def empty_month() -> InterestAccrual:
    return InterestAccrual.objects.create(
        line=make_line("Other line"),
        month=date(2026, 1, 1),
        begins_on=date(2026, 1, 1),
        ends_on=date(2026, 2, 1),
        accrued_on=date(2026, 1, 31),
        interest="5.00",
    )


@pytest.mark.parametrize("name", [name for name in BREAKING if name not in OWNER_ONLY])
def test_the_constraint_fires(scene: dict[str, Any], name: str) -> None:
    def break_it() -> None:
        for statement in BREAKING[name].split(";"):
            run(statement, **scene)

    assert_fires(name, break_it)


def test_every_named_constraint_and_trigger_is_made_to_fire() -> None:
    triggers = raised_by_triggers(
        [
            "refuse_funding_rewrite",
            "check_line_terms",
            "check_rate_reset",
            "check_movement",
            "check_commitment",
            "check_movement_parts",
            "check_site_cost",
            "check_interest_accrual",
            "check_interest_shares",
        ]
    )
    assert set(BREAKING) | OWNER_ONLY == declared("funding") | triggers


@pytest.mark.parametrize("model", APPEND_ONLY)
def test_the_app_may_not_rewrite_or_remove(scene: dict[str, Any], model: Any) -> None:
    field = "reference" if model is RateReset else "id"
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        model.objects.update(**{field: None})
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_what_people_do_to_a_line_is_in_the_audit_trail() -> None:
    made = make_line()
    assert AuditEntry.objects.filter(table_name="funding_warehouseline", row_id=str(made.id)).exists()
