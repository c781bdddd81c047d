"""Schedules and versions: added, compared, taken back, and the price of a code on a day."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from openlien.cases.fee_schedules.actions import (
    add_schedule,
    add_version,
    delete_schedule,
    delete_version,
    rename_schedule,
)
from openlien.cases.fee_schedules.errors import (
    NoPriceFound,
    NoPrices,
    NotAFacility,
    PricesChangedMeanwhile,
    PricesInUse,
    RowsRefused,
    ScheduleNameMissing,
    ScheduleNameTaken,
    ScheduleRenamed,
    VersionOfThatDay,
    VersionsChangedMeanwhile,
)
from openlien.cases.fee_schedules.price_files import rows_of_csv
from openlien.cases.fee_schedules.queries import prices, prices_of, read_schedule, retail_price, schedules
from openlien.cases.fee_schedules.use import use_of_schedule, use_of_version
from openlien.cases.models import FeeSchedule, FeeScheduleLine, FeeScheduleVersion
from openlien.identity.actor import Actor
from openlien.identity.models import AuditEntry
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden, NotFound
from openlien.kit.money import Money
from openlien.receivables.fee_effect import fee_effect
from tests import cast

pytestmark = pytest.mark.django_db
Y25, Y26, Y27 = date(2025, 1, 1), date(2026, 1, 1), date(2027, 1, 1)
TODAY = date(2026, 11, 20)


def keeper() -> Actor:
    return cast.actor_with(Role.NEGOTIATIONS_MANAGER)


def add(schedule: UUID, on: date, *, keep_others: bool = True, **priced: str) -> UUID:
    """A version with these prices; the keywords are codes with a letter before them."""
    text = "Code,Price\n" + "".join(f"{code[1:]},{price}\n" for code, price in priced.items())
    base = read_schedule(keeper(), schedule).version_on(on)
    return add_version(
        keeper(),
        schedule,
        rows_of_csv(text),
        effective_on=on,
        keep_others=keep_others,
        base_id=base.id if base else None,
    )


@pytest.fixture
def schedule() -> UUID:
    made = add_schedule(keeper(), name="  Retail   list ")
    add(made, Y25, c97110="118.00", c97140="112.00")
    add(made, Y26, c97110="122.00")
    return made


def test_a_version_holds_until_the_day_before_the_next(schedule: UUID) -> None:
    found = read_schedule(keeper(), schedule)
    assert (found.name, found.facility) == ("Retail list", "")
    assert [(each.effective_on, each.until, each.codes) for each in found.versions] == [
        (Y26, None, 2),
        (Y25, date(2025, 12, 31), 2),
    ]
    assert [each.name for each in schedules(keeper())] == ["Retail list"]


def test_prices_stand_beside_those_before(schedule: UUID) -> None:
    found = read_schedule(keeper(), schedule)
    assert [
        (each.code, str(each.retail), str(each.before)) for each in prices(keeper(), found, found.versions[0])
    ] == [
        ("97110", "122.00", "118.00"),
        ("97140", "112.00", "112.00"),
    ]


@pytest.mark.parametrize(
    ("on", "charges"),
    [(date(2025, 6, 1), "354.00"), (date(2025, 12, 31), "354.00"), (Y26, "366.00"), (TODAY, "366.00")],
)
def test_the_price_is_that_of_the_day_times_the_quantity(schedule: UUID, on: date, charges: str) -> None:
    assert str(retail_price(keeper(), " 97110 ", quantity=3, on=on).charges) == charges


def test_no_price_before_the_first_version_and_of_no_other_code(schedule: UUID) -> None:
    for code, on in (("97110", date(2024, 12, 31)), ("99999", TODAY)):
        with pytest.raises(NoPriceFound):
            retail_price(keeper(), code, quantity=1, on=on)


def test_a_facility_is_priced_by_its_own_schedule_first(schedule: UUID) -> None:
    place = cast.facility()
    own = add_schedule(keeper(), name="Own list", facility_id=place.id)
    add(own, Y26, c97110="130.00")
    found = retail_price(keeper(), "97110", quantity=1, on=TODAY, facility_id=place.id)
    assert (str(found.unit_price), found.schedule) == ("130.00", "Own list")
    fallen_back = retail_price(keeper(), "97140", quantity=1, on=TODAY, facility_id=place.id)
    assert fallen_back.schedule == "Retail list"
    assert str(retail_price(keeper(), "97110", quantity=1, on=TODAY).unit_price) == "122.00"


def test_the_same_version_twice_is_one_and_another_of_that_day_is_refused(schedule: UUID) -> None:
    assert add(schedule, Y26, c97110="122.00") == add(schedule, Y26, c97110="122.00")
    with pytest.raises(VersionOfThatDay):
        add(schedule, Y26, c97110="123.00")
    assert FeeScheduleVersion.objects.count() == 2


def test_who_compared_with_an_older_version_is_refused(schedule: UUID) -> None:
    rows = rows_of_csv("Code,Price\n97110,1.00\n")
    with pytest.raises(PricesChangedMeanwhile):
        add_version(keeper(), schedule, rows, effective_on=Y27, keep_others=True, base_id=None)


def test_one_bad_row_keeps_the_whole_version_out(schedule: UUID) -> None:
    with pytest.raises(RowsRefused) as refused:
        add(schedule, Y27, c97110="125.00", c97140="lots")
    assert "line 3" in refused.value.sentence
    with pytest.raises(NoPrices):
        add(schedule, Y27, keep_others=False)
    assert FeeScheduleVersion.objects.count() == 2


def test_a_version_that_charged_nothing_is_deleted_and_the_one_before_goes_on(schedule: UUID) -> None:
    mistaken = add(schedule, date(2026, 6, 1), c97110="1220.00")
    # Charged as before the mistake, and for a code whose price the mistake repeats.
    cast.make_bill(cast.make_case(), "122.00", code="97110", service_on=date(2026, 7, 1))
    cast.make_bill(cast.make_case(), "112.00", code="97140", service_on=date(2026, 7, 1))
    found = read_schedule(keeper(), schedule)
    use = use_of_version(keeper(), found, found.versions[0])
    assert (use.before and use.before.effective_on, use.changed, use.removed, use.restored) == (Y26, 1, 0, 0)
    assert (use.bills.bills, use.bills.charged, use.bills.charged_only_so) == (2, 1, 0)
    delete_version(keeper(), mistaken)
    assert str(retail_price(keeper(), "97110", quantity=1, on=TODAY).unit_price) == "122.00"
    with pytest.raises(NotFound):
        delete_version(keeper(), mistaken)


def test_a_version_at_which_a_bill_was_charged_stays(schedule: UUID) -> None:
    cast.make_bill(cast.make_case(), "366.00", code="97110", quantity=3, service_on=Y26)
    holding = read_schedule(keeper(), schedule).versions[0]
    with pytest.raises(PricesInUse, match="1 bill was charged at these prices"):
        delete_version(keeper(), holding.id)
    assert FeeScheduleVersion.objects.count() == 2


def test_the_days_of_a_version_end_where_the_next_begins(schedule: UUID) -> None:
    cast.make_bill(cast.make_case(), "118.00", code="97110", service_on=Y26)
    older = read_schedule(keeper(), schedule).versions[1]
    delete_version(keeper(), older.id)
    assert [each.effective_on for each in read_schedule(keeper(), schedule).versions] == [Y26]


def test_deleted_prices_stay_in_the_audit_trail(schedule: UUID) -> None:
    delete_version(keeper(), read_schedule(keeper(), schedule).versions[0].id)
    gone = AuditEntry.objects.filter(action="delete", actor_name=keeper().name)
    assert gone.filter(table_name="cases_feescheduleversion").count() == 1
    lines = gone.filter(table_name="cases_feescheduleline")
    assert {(each.before["code"], each.before["retail"]) for each in lines} == {
        ("97110", 122.00),
        ("97140", 112.00),
    }


def test_a_schedule_is_deleted_with_its_versions_by_who_saw_them_all(schedule: UUID) -> None:
    seen = [each.id for each in read_schedule(keeper(), schedule).versions]
    with pytest.raises(VersionsChangedMeanwhile):
        delete_schedule(keeper(), schedule, versions_seen=seen[:1])
    delete_schedule(keeper(), schedule, versions_seen=seen)
    assert not FeeSchedule.objects.exists()
    assert not FeeScheduleLine.objects.exists()
    with pytest.raises(NotFound):
        delete_schedule(keeper(), schedule, versions_seen=seen)


def test_a_schedule_at_which_bills_were_charged_stays(schedule: UUID) -> None:
    case = cast.make_case()
    for day, billed in ((date(2025, 6, 1), "118.00"), (date(2026, 6, 1), "122.00")):
        cast.make_bill(case, billed, code="97110", service_on=day)
    found = read_schedule(keeper(), schedule)
    assert use_of_schedule(keeper(), found).charged_only_so == 2
    with pytest.raises(PricesInUse, match="2 bills were charged"):
        delete_schedule(keeper(), schedule, versions_seen=[each.id for each in found.versions])


def test_a_copy_of_a_schedule_is_deleted_and_the_other_explains_the_charges(schedule: UUID) -> None:
    bill = cast.make_bill(cast.make_case(), "122.00", code="97110", service_on=date(2026, 6, 1))
    own = add_schedule(keeper(), name="Own list", facility_id=bill.facility_id)
    made = add(own, Y26, c97110="122.00")
    use = use_of_schedule(keeper(), read_schedule(keeper(), own))
    assert (use.bills, use.charged, use.charged_only_so) == (1, 1, 0)
    # Meanwhile the schedule of everyone prices nothing there, so either of the two may go, but not both.
    assert use_of_schedule(keeper(), read_schedule(keeper(), schedule)).bills == 0
    delete_schedule(keeper(), own, versions_seen=[made])
    with pytest.raises(PricesInUse):
        delete_version(keeper(), read_schedule(keeper(), schedule).versions[0].id)


def test_codes_that_are_not_named_can_be_left_out(schedule: UUID) -> None:
    coming = add(schedule, Y27, keep_others=False, c97140="115.00")
    assert prices_of(coming) == {"97140": Money("115.00")}


def test_a_schedule_needs_a_name_of_its_own_and_a_facility_that_is_one(schedule: UUID) -> None:
    with pytest.raises(ScheduleNameTaken):
        add_schedule(keeper(), name="Retail list")


def test_a_schedule_without_a_name_or_of_no_facility_is_refused() -> None:
    with pytest.raises(ScheduleNameMissing):
        add_schedule(keeper(), name=" ")
    with pytest.raises(NotAFacility):
        add_schedule(keeper(), name="Own list", facility_id=cast.patient().id)


def test_a_schedule_is_renamed_by_who_knows_its_name(schedule: UUID) -> None:
    before = read_schedule(keeper(), schedule).name
    add_schedule(keeper(), name="Taken list")
    rename_schedule(keeper(), schedule, name="  West   list ", name_before=before)
    assert read_schedule(keeper(), schedule).name == "West list"
    assert AuditEntry.objects.filter(table_name="cases_feeschedule", action="update").count() == 1
    rename_schedule(keeper(), schedule, name="West list", name_before=before)
    with pytest.raises(ScheduleRenamed, match="named this schedule West list meanwhile"):
        rename_schedule(keeper(), schedule, name="East list", name_before=before)
    with pytest.raises(ScheduleNameMissing):
        rename_schedule(keeper(), schedule, name="  ", name_before="West list")
    with pytest.raises(ScheduleNameTaken):
        rename_schedule(keeper(), schedule, name="Taken list", name_before="West list")


def test_a_new_version_stands_in_the_audit_trail(schedule: UUID) -> None:
    noted = AuditEntry.objects.filter(table_name="cases_feescheduleversion", action="insert")
    assert {entry.actor_name for entry in noted} == {keeper().name}


def test_others_look_up_prices_and_keep_none(schedule: UUID) -> None:
    legal = cast.actor_with(Role.LEGAL_TEAM)
    assert retail_price(legal, "97110", quantity=1, on=TODAY).code == "97110"
    for write in (
        lambda: add_schedule(legal, name="Another"),
        lambda: rename_schedule(legal, schedule, name="Another", name_before="Standard"),
        lambda: add_version(legal, schedule, [], effective_on=Y27, keep_others=True, base_id=None),
        lambda: delete_version(legal, uuid4()),
        lambda: delete_schedule(legal, schedule, versions_seen=[]),
        lambda: use_of_schedule(legal, read_schedule(legal, schedule)),
        lambda: fee_effect(legal, read_schedule(legal, schedule), {}, effective_on=Y27),
    ):
        with pytest.raises(Forbidden):
            write()
    with pytest.raises(Forbidden):
        schedules(cast.actor_with(Role.PROVIDER, group=cast.provider_group()))


def test_the_effect_counts_open_bills_of_the_days_of_the_version(schedule: UUID) -> None:
    case = cast.make_case()
    open_one = cast.make_bill(case, "366.00", code="97110", quantity=3, service_on=date(2026, 6, 1))
    cast.make_bill(case, "366.00", code="97110", quantity=3, service_on=date(2025, 6, 1))
    cast.make_bill(case, "112.00", code="97140", service_on=date(2026, 6, 1))
    paid = cast.make_bill(case, "122.00", code="97110", service_on=date(2026, 6, 1))
    cast.pay(case, "122.00", date(2026, 7, 1), bills=[paid])
    found = read_schedule(keeper(), schedule)
    wanted = {"97110": Money("125.00"), "97140": Money("112.00")}
    effect = fee_effect(keeper(), found, wanted, effective_on=date(2026, 5, 1))
    assert (effect.bills, effect.priced, str(effect.difference)) == (1, 2, "9.00")
    open_one.refresh_from_db()
    assert str(open_one.billed) == "366.00"


def test_the_effect_ends_where_the_next_version_begins(schedule: UUID) -> None:
    cast.make_bill(cast.make_case(), "122.00", code="97110", service_on=date(2026, 6, 1))
    found = read_schedule(keeper(), schedule)
    effect = fee_effect(keeper(), found, {"97110": Money("1.00")}, effective_on=date(2025, 6, 1))
    assert (effect.bills, str(effect.difference)) == (0, "0.00")


def test_the_effect_leaves_facilities_with_their_own_schedule_alone(schedule: UUID) -> None:
    bill = cast.make_bill(cast.make_case(), "122.00", code="97110", service_on=date(2026, 6, 1))
    own = add_schedule(keeper(), name="Own list", facility_id=bill.facility_id)
    wanted = {"97110": Money("100.00")}
    general = fee_effect(keeper(), read_schedule(keeper(), schedule), wanted, effective_on=Y26)
    assert general.bills == 0
    theirs = fee_effect(keeper(), read_schedule(keeper(), own), wanted, effective_on=Y26)
    assert (theirs.bills, str(theirs.difference)) == (1, "-22.00")
