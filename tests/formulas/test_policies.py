"""What the tables of the formula pages cannot show: the switches of the policies and their one source."""

import pytest

from openlien.cases.codes import (
    ArType,
    FundingStage,
    PayoffStatus,
    read_ar_type,
    read_funding_stage,
    read_payoff_status,
)
from openlien.cases.stages import Family, Stage, open_stages, read_stage
from openlien.receivables.policies.at_risk import (
    STANDARD,
    AtRiskCategory,
    AtRiskPolicy,
    at_risk_category,
    is_at_risk_wide,
    is_watched,
)
from openlien.receivables.policies.scores import PiV2Weights, pi_v2

AGES = (None, 0, 540, 541, 730, 731, 1095, 1096, 5000)


def test_the_literal_rule_calls_an_old_case_at_risk_though_it_moves():
    literal = AtRiskPolicy(old_cases_must_be_quiet=False)
    moving = {"age_days": 1096, "quiet_days": 1}

    assert at_risk_category(Stage.NEGOTIATION, **moving, policy=literal) is AtRiskCategory.CASE_36_PLUS
    assert at_risk_category(Stage.NEGOTIATION, **moving) is None


def test_the_limits_are_configuration():
    early = AtRiskPolicy(pending_days_max=30, pending_long_days_max=60)

    assert at_risk_category(Stage.PENDING, age_days=31, quiet_days=1, policy=early) == "pending_18_plus"
    assert at_risk_category(Stage.PENDING, age_days=61, quiet_days=1, policy=early) == "pending_24_plus"
    assert not is_watched(Stage.PENDING, age_days=31, policy=early)


@pytest.mark.parametrize("age", AGES)
def test_every_pending_case_is_either_watched_or_at_risk(age):
    at_risk = at_risk_category(Stage.PENDING, age_days=age, quiet_days=0) is not None

    assert at_risk != is_watched(Stage.PENDING, age_days=age)


@pytest.mark.parametrize("stage", Stage)
def test_the_stored_code_of_a_stage_means_the_stage(stage):
    for age in AGES:
        by_member = at_risk_category(stage, age_days=age, quiet_days=None)
        assert at_risk_category(stage.value, age_days=age, quiet_days=None) == by_member
        assert is_watched(stage.value, age_days=age) == is_watched(stage, age_days=age)
    assert is_at_risk_wide(stage.value) == is_at_risk_wide(stage)


def test_the_standard_policy_is_that_of_the_requirement():
    limits = (
        STANDARD.pending_days_max,
        STANDARD.pending_long_days_max,
        STANDARD.case_days_max,
        STANDARD.quiet_days_max,
    )

    assert limits == (540, 730, 1095, 365)


def test_weights_of_the_own_score_are_configuration():
    only_rate = PiV2Weights(portfolio_rate=1, conversion_speed=0, at_risk_share=0, stage_momentum=0)
    figures = {"rate_percent": 35, "conversion_days": 60, "at_risk_percent": 0, "moving_percent": 100}

    assert str(pi_v2(**figures, weights=only_rate).score) == "50.0"
    assert str(pi_v2(**figures).score) == "80.0"


def test_a_score_without_weights_does_not_exist():
    nothing = PiV2Weights(portfolio_rate=0, conversion_speed=0, at_risk_share=0, stage_momentum=0)

    score = pi_v2(rate_percent=1, conversion_days=1, at_risk_percent=1, moving_percent=1, weights=nothing)

    assert score is None


@pytest.mark.parametrize("stage", Stage)
def test_a_stage_is_read_from_its_own_code_and_label(stage):
    assert read_stage(stage.value) is read_stage(stage.label.upper()) is stage


def test_the_pipeline_lists_open_stages_first():
    assert [stage.position for stage in Stage] == list(range(1, 12))
    assert open_stages()[-3:] == (Stage.PENDING, Stage.NO_LONGER_REPRESENT, Stage.UNKNOWN)
    assert {stage.family for stage in Stage if stage not in open_stages()} == {Family.CLOSED}


@pytest.mark.parametrize(
    ("read", "codes"),
    [(read_payoff_status, PayoffStatus), (read_funding_stage, FundingStage), (read_ar_type, ArType)],
)
def test_every_code_is_read_from_its_label_however_it_is_typed(read, codes):
    for code in codes:
        assert read(code.value) is read(code.label) is read(f" {code.label.upper()} ") is code
    assert read("no such wording") is None


def test_a_bill_without_payoff_status_is_unknown_and_other_blanks_are_nothing():
    assert read_payoff_status("") is read_payoff_status(None) is PayoffStatus.UNKNOWN
    assert read_funding_stage("") is read_ar_type(None) is None
