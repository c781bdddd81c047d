"""What a case page reads: head, people, claims, history; and what a provider does not get to read."""

from __future__ import annotations

from datetime import date

import pytest

from openlien.cases.activity.queries.timeline import timeline
from openlien.cases.models import Activity, Case, CaseExpense, ContactPoint, Coverage, Injury, Lien
from openlien.cases.queries import claims_of, people_of, read_case, stage_steps
from openlien.cases.queries.people import age_years
from openlien.cases.stages import Stage
from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden, NotFound
from openlien.kit.money import Money
from tests import cast

pytestmark = pytest.mark.django_db

MANAGER = cast.actor_with(Role.NEGOTIATIONS_MANAGER)


@pytest.fixture
def case() -> Case:
    case = cast.make_case("Zoe Marlow", stage="negotiation", date_of_loss=date(2025, 11, 20))
    cast.make_bill(case, "1000.00")
    return case


def provider() -> Actor:
    return cast.actor_with(Role.PROVIDER, group=cast.provider_group("Bayline Care Partners"))


def test_the_head_says_who_what_and_where(case: Case) -> None:
    head = read_case(MANAGER, case.number)
    assert (head.patient, head.law_firm, head.attorney) == (
        "Zoe Marlow",
        "Pacific Crest Law Firm",
        "Gus Ember",
    )
    assert (head.stage, head.stage_is_sighting, head.is_seen_whole) == (Stage.NEGOTIATION, False, True)
    assert head.days_since_loss(cast.AS_OF) == 365
    assert head.days_since_loss(date(2025, 1, 1)) is None


def test_the_head_says_that_a_stage_was_only_seen() -> None:
    case = cast.make_case(is_sighting=True)
    assert read_case(MANAGER, case.number).stage_is_sighting


@pytest.mark.parametrize("number", ["CASE-2026-99999", "x", ""])
def test_a_case_that_is_not_there_is_not_found(number: str) -> None:
    with pytest.raises(NotFound):
        read_case(MANAGER, number)


def test_a_foreign_case_looks_missing(case: Case) -> None:
    lawyer = cast.actor_with(Role.LEGAL_TEAM, law_firm=cast.firm("Osprey Legal"))
    other = cast.actor_with(Role.PROVIDER, group=cast.provider_group("Ridgeway Medical Group"))
    for actor in (lawyer, other):
        with pytest.raises(NotFound):
            read_case(actor, case.number)
    with pytest.raises(Forbidden):
        read_case(Actor(name="Nobody", grants=()), case.number)


def test_people_come_with_the_ways_to_reach_them(case: Case) -> None:
    for kind, value, is_primary in (
        ("fax", "(213) 555-0106", True),
        ("phone", "(213) 555-0199", False),
        ("phone", "(213) 555-0115", True),
    ):
        ContactPoint.objects.create(party=case.law_firm, kind=kind, value=value, is_primary=is_primary)
    ContactPoint.objects.create(party=case.patient, kind="home", value="218 Sycamore Court")
    people = people_of(MANAGER, read_case(MANAGER, case.number), as_of=cast.AS_OF)
    assert [contact.value for contact in people.firm.contacts] == [
        "(213) 555-0115",
        "(213) 555-0199",
        "(213) 555-0106",
    ]
    assert people.patient.contacts[0].is_address
    assert people.firm.cases == 1


def test_a_case_without_a_firm_has_no_firm_card() -> None:
    case = cast.make_case(firm_name=None)
    assert people_of(MANAGER, read_case(MANAGER, case.number), as_of=cast.AS_OF).firm is None


@pytest.mark.parametrize(
    ("born_on", "as_of", "years"),
    [
        (date(1991, 5, 1), date(2026, 4, 30), 34),
        (date(1991, 5, 1), date(2026, 5, 1), 35),
        (date(2000, 2, 29), date(2025, 2, 28), 24),
        (date(2000, 2, 29), date(2025, 3, 1), 25),
        (date(2027, 1, 1), date(2026, 1, 1), None),
    ],
)
def test_ages_are_full_years(born_on: date, as_of: date, years: int | None) -> None:
    assert age_years(born_on, as_of) == years


@pytest.fixture
def claimed(case: Case) -> Case:
    insurer = cast.party("insurer", "Copper Mutual")
    Coverage.objects.create(case=case, insurer=insurer, limit_per_person=Money("15000.00"))
    holder = cast.party("lienor", "County Hospital")
    Lien.objects.create(
        case=case, holder=holder, kind="hospital", asserted=Money("900.00"), paid=Money("0.00")
    )
    Lien.objects.create(case=case, holder=holder, kind="medicare", asserted=Money("100.00"))
    Injury.objects.create(plaintiff=case.plaintiffs.get(), name="Neck sprain")
    for amount in ("12.50", "100.00"):
        CaseExpense.objects.create(
            case=case, incurred_on=cast.AS_OF, description="Records", amount=Money(amount)
        )
    return case


def test_claims_hold_liens_in_the_order_of_payment_with_their_sums(claimed: Case) -> None:
    claims = claims_of(read_case(MANAGER, claimed.number))
    assert [lien.kind for lien in claims.liens] == ["Medicare", "Hospital"]
    assert claims.lien_totals["asserted"] == Money("1000.00")
    assert claims.expenses_total == Money("112.50")
    assert claims.plaintiffs[0].injuries[0].name == "Neck sprain"
    assert claims.coverages[0].limit_per_person == Money("15000.00")


def test_a_provider_reads_no_claims_and_no_notes(claimed: Case) -> None:
    Activity.objects.create(case=claimed, kind="payment", summary="Payment of $5.00 received")
    Activity.objects.create(case=claimed, kind="stage", summary="Stage changed", body="They will fold")
    cast.move(claimed, "pending", cast.AS_OF)
    head = read_case(provider(), claimed.number)
    claims, stream = claims_of(head), timeline(provider(), head)
    assert (claims.liens, claims.expenses, claims.coverages, claims.plaintiffs) == ((), (), (), ())
    assert [(entry.summary, entry.body) for entry in stream.entries] == [("Stage changed", "")]
    assert timeline(provider(), head, kinds={"payment"}).entries == ()
    assert {step.note for step in stage_steps(head, as_of=cast.AS_OF)} == {""}


def test_steps_measure_the_time_in_each_stage() -> None:
    case = cast.make_case(stage="negotiation", stage_on=date(2026, 1, 5), is_sighting=True)
    cast.move(case, "in_litigation", date(2026, 1, 15))
    cast.move(case, "pending", date(2026, 1, 15))
    steps = stage_steps(read_case(MANAGER, case.number), as_of=date(2026, 1, 20))
    assert [(step.days, step.is_sighting, step.is_last) for step in steps] == [
        (10, True, False),
        (0, False, False),
        (5, False, True),
    ]


def test_a_case_without_history_has_no_steps() -> None:
    case = Case.objects.create(number="CASE-2026-00001", patient=cast.patient(), opened_on=cast.AS_OF)
    assert stage_steps(read_case(MANAGER, case.number), as_of=cast.AS_OF) == ()
