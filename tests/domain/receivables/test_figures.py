"""The figures of the portfolio page, on a book small enough to count by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openlien.cases.stages import Family, Stage
from openlien.identity.actor import Actor
from openlien.kit.money import Money, Rate
from openlien.receivables import queries
from openlien.receivables.figures import FIGURES
from openlien.receivables.policies.at_risk import AtRiskCategory
from openlien.receivables.policies.settlement_delay import DelayBand
from openlien.receivables.policies.velocity import VelocityBucket
from openlien.receivables.queries import Filters, Part

from .books import FIRMS, BillFacts, CaseFacts, parties, write

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
FORMULAS = Path(__file__).resolve().parents[3] / "docs" / "formulas"


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def case(stage: Stage, age: int, *bills: BillFacts, moved: int | None = None, firm: int = 0) -> CaseFacts:
    stages = [(ago(age), Stage.STILL_TREATING, False), (ago(age if moved is None else moved), stage, False)]
    return CaseFacts(ago(age), stages, list(bills), firm=firm)


@pytest.fixture
def book(db: None) -> list[CaseFacts]:
    """Five cases: two settled, one Pending for long, one in litigation, one closed and collected."""
    book = [
        case(
            Stage.SETTLED_NOT_DISBURSED,
            400,
            BillFacts(ago(400), 100_000, settled_on=ago(91), payoff_status="cap"),
            BillFacts(ago(300), 50_000, settled_on=ago(30), payoff_status="reduction"),
            moved=91,
        ),
        case(Stage.SETTLED_NOT_DISBURSED, 500, BillFacts(ago(500), 30_000), moved=10, firm=1),
        case(Stage.PENDING, 731, BillFacts(ago(731), 20_000), moved=600),
        case(Stage.IN_LITIGATION, 60, BillFacts(ago(60), 40_000), moved=20),
        case(
            Stage.CLOSED_DISBURSED,
            900,
            BillFacts(
                ago(900), 200_000, cash=[(ago(400), 110_000)], given_up=[(ago(400), "reduction", 90_000)]
            ),
            BillFacts(ago(900), 10_000, cash=[(ago(100), 12_000)]),
            moved=100,
        ),
    ]
    write(book)
    return book


@pytest.mark.usefixtures("book")
class TestThisBook:
    def test_bars_sum_to_the_totals_and_shares_to_a_hundred(self, reader: Actor) -> None:
        found = queries.pipeline(reader, TODAY)
        assert [bar.stage for bar in found.bars] == list(Stage)
        assert found.totals == Part(Money(2400), 4, 5)
        assert sum((bar.open for bar in found.bars), Money.zero) == found.totals.open
        assert sum(bar.percentage for bar in found.bars) == 100
        assert found.bars[5].percentage == Decimal("75.00")

    def test_the_summary_counts_every_part(self, reader: Actor) -> None:
        found = queries.summary(reader, TODAY)
        assert found.total == Part(Money(2400), 4, 5)
        assert found.settled_pending == Part(Money(1800), 2, 3)
        assert found.active_litigation == Part(Money(400), 1, 1)
        assert found.at_risk == found.at_risk_wide == Part(Money(200), 1, 1)
        assert found.watch == Part(Money.zero, 0, 0)
        assert (found.billed, found.collected, found.reduction) == (Money(4500), Money(1220), Money(900))
        assert (found.bad_debt, found.refund_due) == (Money.zero, Money(20))

    def test_the_summary_takes_its_rates_over_the_named_bills(self, reader: Actor) -> None:
        found = queries.summary(reader, TODAY)
        assert found.portfolio_rate == Rate("1220/4500")
        assert found.realised_rate == Rate("1220/2100")
        assert (found.at_risk_percent, found.moving_percent) == (Decimal("8.33"), Decimal("91.67"))
        assert (found.open_90_days, found.open_90_percent) == (Money(400), Decimal("16.67"))
        assert found.billed_365_days == Money(900)
        assert found.dso_days == Decimal("973.3")

    def test_ages_are_per_open_bill_and_per_open_dollar(self, reader: Actor) -> None:
        found = queries.summary(reader, TODAY)
        assert found.avg_days_outstanding == Decimal("398.2")
        weighted = (400 * 1000 + 300 * 500 + 500 * 300 + 731 * 200 + 60 * 400) / 2400
        assert found.weighted_avg_days == round(Decimal(weighted), 1)

    def test_both_scores_come_with_their_components(self, reader: Actor) -> None:
        found = queries.summary(reader, TODAY)
        assert len(found.gain_v1.components) == len(found.pi_v2.components) == 4
        assert found.pi_v2.components[1].value == Rate("89/120").value * 100

    def test_the_list_equals_the_card(self, reader: Actor) -> None:
        found, listed = queries.summary(reader, TODAY), queries.at_risk(reader, TODAY)
        assert listed.totals == found.at_risk
        assert (listed.watch, listed.wide) == (found.watch, found.at_risk_wide)
        assert queries.settled_pending(reader, TODAY).totals == found.settled_pending

    def test_settled_cases_wait_from_the_earliest_known_day(self, reader: Actor) -> None:
        found = queries.settled_pending(reader, TODAY)
        first, last = found.items
        assert (first.days, first.band, first.payoff_status) == (91, DelayBand.RED, "mixed")
        assert (last.days, last.band, last.payoff_status) == (None, DelayBand.UNKNOWN, "unknown")
        assert (found.delay.average, found.delay.known, found.delay.unknown) == (Decimal("91.0"), 1, 1)
        assert [(card.status, card.cases, card.open) for card in found.by_payoff_status] == [
            ("mixed", 1, Money(1500)),
            ("unknown", 1, Money(300)),
        ]

    def test_a_payoff_status_restricts_the_list_and_not_the_totals(self, reader: Actor) -> None:
        found = queries.settled_pending(reader, TODAY, payoff_status="unknown")
        assert (len(found.items), found.total, found.totals.cases) == (1, 1, 2)

    def test_every_category_has_its_group(self, reader: Actor) -> None:
        found = queries.at_risk(reader, TODAY)
        assert [group.category for group in found.groups] == list(AtRiskCategory)
        pending = found.groups[1]
        assert (pending.open, pending.cases, pending.average_age_days) == (Money(200), 1, Decimal("731.0"))
        assert found.items[0].category is AtRiskCategory.PENDING_24_PLUS
        assert (found.items[0].case.age_days, found.items[0].case.quiet_days) == (731, 600)

    def test_firms_are_compared_by_their_own_money(self, reader: Actor) -> None:
        found = queries.firm_breakdown(reader, TODAY)
        assert [(firm.name, firm.cases, firm.open) for firm in found.firms] == [
            (FIRMS[0], 4, Money(2100)),
            (FIRMS[1], 1, Money(300)),
        ]
        large, small = found.firms
        assert large.open_by_family[Family.WON] == Money(1500)
        assert sum(large.open_by_family.values(), Money.zero) == large.open
        assert (large.at_risk_percent, large.average_delay_days) == (Decimal("9.52"), Decimal("91.0"))
        assert (large.portfolio_rate, large.grade) == (Rate("1220/4200"), "F")
        assert (small.grade, small.average_delay_days) == (None, None)
        assert found.concentration == Decimal("100.00")

    def test_time_in_stage_is_over_known_starts(self, reader: Actor) -> None:
        settled = queries.time_in_stage(reader, TODAY).stages[5]
        assert (settled.cases, settled.known, settled.unknown) == (2, 2, 0)
        assert (settled.median_days, settled.mean_days, settled.longest_days) == (
            Decimal("50.5"),
            Decimal("50.5"),
            91,
        )

    def test_months_of_cash_have_no_gap(self, reader: Actor) -> None:
        found = queries.collections_by_month(reader, TODAY)
        assert found.total == Money(1220)
        assert len(found.months) == 14
        assert [(month.month, month.amount) for month in found.months if month.amount] == [
            (date(2025, 10, 1), Money(1100)),
            (date(2026, 8, 1), Money(120)),
        ]

    def test_velocity_counts_days_from_invoice_to_deposit(self, reader: Actor) -> None:
        found = queries.velocity(reader, TODAY)
        amounts = {line.bucket: line.amount for line in found.buckets if line.amount}
        assert amounts == {VelocityBucket.UP_TO_540: Money(1100), VelocityBucket.OVER_730: Money(120)}
        assert (found.total, found.average_days) == (Money(1220), Decimal("529.5"))
        assert sum(line.percentage for line in found.buckets) == 100

    def test_all_tranches_and_groups_together_are_the_whole_book(self, reader: Actor) -> None:
        group = parties("provider_group", ("Foothill Group",))[0]
        for filters in (Filters(tranches=("Pool 1",)), Filters(provider_group_ids=(group.id,))):
            assert queries.summary(reader, TODAY, filters) == queries.summary(reader, TODAY)
            assert queries.firm_breakdown(reader, TODAY, filters) == queries.firm_breakdown(reader, TODAY)

    def test_every_figure_shows_its_working(self, reader: Actor) -> None:
        for working in queries.explain_all(reader, list(FIGURES), TODAY):
            assert working.definition.endswith(".")
            assert working.formula.endswith(".")
            assert (FORMULAS / f"{working.formula_page}.md").is_file()
        rate = queries.explain(reader, "portfolio_rate", TODAY)
        assert (rate.value, [value.value for value in rate.inputs]) == (
            Rate("1220/4500"),
            [Money(1220), Money(4500)],
        )

    def test_refuses_to_explain_what_is_not_published(self, reader: Actor) -> None:
        with pytest.raises(queries.UnknownFigure, match="profit"):
            queries.explain(reader, "profit", TODAY)

    @pytest.mark.parametrize(
        ("question", "statements"),
        [
            (queries.pipeline, 2),
            (queries.summary, 3),
            (queries.settled_pending, 3),
            (queries.at_risk, 3),
            (queries.firm_breakdown, 2),
            (queries.time_in_stage, 2),
            (queries.stage_mix_by_month, 3),
            (queries.collections_by_month, 1),
            (queries.velocity, 1),
            (queries.tranches, 2),
            (queries.history, 1),
        ],
    )
    def test_a_question_is_a_fixed_number_of_statements(
        self, reader: Actor, question: object, statements: int
    ) -> None:
        for day in (TODAY, ago(200)):
            with CaptureQueriesContext(connection) as asked:
                question(reader, day)
            assert len(asked) == statements


def test_a_tranche_shows_its_multiple_only_when_every_advance_is_known(reader: Actor) -> None:
    known = BillFacts(ago(900), 100_000, contracted=40_000, cash=[(ago(1), 60_000)])
    unknown = BillFacts(ago(900), 100_000, tranche="Pool 2", cash=[(ago(1), 60_000)])
    write([case(Stage.NEGOTIATION, 900, known, unknown)])
    first, second = queries.tranches(reader, TODAY).lines
    assert (first.tranche, first.advanced, first.multiple, first.standing) == (
        "Pool 1",
        Money(400),
        Rate("1.5"),
        "on_target",
    )
    assert (second.advanced, second.multiple, second.standing) == (None, None, "unknown")


def test_a_case_first_seen_by_an_import_has_no_time_in_stage(reader: Actor) -> None:
    write([CaseFacts(ago(900), [(ago(5), Stage.PENDING, True)], [BillFacts(ago(900))])])
    pending = queries.time_in_stage(reader, TODAY).stages[6]
    assert (pending.cases, pending.unknown, pending.median_days) == (1, 1, None)
    assert queries.cases_in_stage(reader, TODAY, Stage.PENDING).items[0].days_in_stage is None


def test_a_settlement_that_lies_ahead_is_unknown(reader: Actor) -> None:
    bill = BillFacts(ago(100), settled_on=TODAY + timedelta(days=1))
    write([case(Stage.SETTLED_NOT_DISBURSED, 100, bill)])
    found = queries.settled_pending(reader, TODAY)
    assert (found.delay.known, found.delay.unknown, found.items[0].days) == (0, 1, None)
