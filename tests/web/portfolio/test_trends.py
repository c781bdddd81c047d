"""Firms, months, speed and tranches as the queries give them."""

from __future__ import annotations

from datetime import date

from django.test import Client

from openlien.cases.stages import Stage
from openlien.kit.money import Money
from openlien.receivables import queries
from openlien.web.jinja import amount, percent
from openlien.web.portfolio.pictures import largest_move, trailing_averages
from tests import cast

from .conftest import DAY
from .conftest import TestBook as Book
from .reading import falls, read


def test_firms_are_split_by_stage_family_and_the_parts_sum_to_what_is_open(
    reader: Client, book: Book
) -> None:
    page = read(reader, f"/portfolio/firms/?{DAY}")
    table = page.tables["Law firms by open balance"]
    found = queries.firm_breakdown(cast.actor_with(), cast.AS_OF)
    assert [row[0] for row in table.rows] == [firm.name for firm in found.firms]
    first = table.heads.index("Early, $")
    for row in [*table.rows, table.foot]:
        parts = [Money(cell.replace(",", "")) for cell in row[first : first + 6]]
        assert sum(part.cents for part in parts) == Money(row[2].replace(",", "")).cents
    assert percent(found.concentration, 2) == "100.00%"
    assert falls([row[2] for row in table.rows])


def test_a_firm_with_fewer_than_three_cases_has_no_grade(reader: Client, book: Book) -> None:
    table = read(reader, f"/portfolio/firms/?{DAY}").tables["Law firms by open balance"]
    grades = {row[0]: row[table.heads.index("Grade")] for row in table.rows}
    assert grades["Osprey Legal"] == "—"
    assert grades["Pacific Crest Law Firm"] in "ABCDF"


def test_time_in_stage_counts_an_unknown_start_apart(reader: Client, book: Book) -> None:
    case = cast.make_case("Ira Voss", stage="demand_sent", opened_on=date(2026, 2, 1), is_sighting=True)
    cast.make_bill(case, "100.00")
    table = read(reader, f"/portfolio/trends/?{DAY}").tables["Time in current stage"]
    (row,) = [row for row in table.rows if row[0] == "Demand Sent"]
    assert row[1:] == ["1", "0", "1", "—", "—", "—"]


def test_only_months_with_known_history_are_shown(reader: Client, db: None) -> None:
    case = cast.make_case("Ira Voss", stage="demand_sent", opened_on=date(2026, 9, 10))
    cast.make_bill(case, "100.00")
    table = read(reader, f"/portfolio/trends/?{DAY}").tables["Stage mix by month"]
    assert [row[0] for row in table.rows] == ["2026-11-20", "2026-10-31", "2026-09-30"]
    assert table.rows[0][-1] == "100.00"


def test_collections_sum_to_the_deposits_of_the_span(reader: Client, book: Book) -> None:
    table = read(reader, f"/portfolio/trends/?{DAY}").tables["Collections by month"]
    found = queries.collections_by_month(cast.actor_with(), cast.AS_OF, months=24)
    assert [row[0] for row in table.rows] == [month.month.isoformat() for month in reversed(found.months)]
    assert table.foot[1] == amount(found.total) == "2,800.00"
    october = [row for row in table.rows if row[0] == "2026-10-01"]
    assert october == [["2026-10-01", "1,000.00", "1", "333.33"]]


def test_velocity_and_its_average_come_from_the_query(reader: Client, book: Book) -> None:
    page = read(reader, f"/portfolio/trends/?{DAY}")
    found = queries.velocity(cast.actor_with(), cast.AS_OF)
    assert page.tables["Collection velocity"].foot[1] == amount(found.total)
    assert f"On average {amount(found.average_days, 1)} days, weighted by amount." in page.text


def test_a_tranche_without_a_known_advance_has_no_multiple(reader: Client, book: Book) -> None:
    page = read(reader, f"/portfolio/tranches/?{DAY}")
    (row,) = page.tables["Tranches"].rows
    assert row == ["Bayline 0225", "1", "45.50", "0.00", "45.50", "—", "—", "Advance unknown"]
    assert read(reader, f"/portfolio/tranches/?{DAY}&standing=on_target").tables["Tranches"].rows == []


def test_tranches_are_paged_and_printed_whole(reader: Client, db: None) -> None:
    case = cast.make_case("Ira Voss", stage="demand_sent")
    for number in range(53):
        cast.make_bill(case, "100.00", tranche=f"Pool {number:02}", contracted=Money("50.00"))
    first = read(reader, f"/portfolio/tranches/?{DAY}")
    (following,) = [link for link in first.links if "page=2" in link]
    assert "1 to 50 of 53 tranches" in first.text
    assert [row[0] for row in read(reader, following).tables["Tranches"].rows] == [
        "Pool 50",
        "Pool 51",
        "Pool 52",
    ]
    assert len(read(reader, f"/portfolio/tranches/?{DAY}&rows=all").tables["Tranches"].rows) == 53


def month(number: int, cents: int) -> queries.MonthCash:
    return queries.MonthCash(month=date(2026, number, 1), amount=Money.from_cents(cents), deposits=1)


def test_the_trailing_average_is_exact_to_the_cent_and_absent_where_a_month_lacks() -> None:
    months = tuple(month(number, cents) for number, cents in ((1, 100), (2, 100), (3, 101), (4, 0)))
    cash = queries.Collections(as_of=cast.AS_OF, months=months, total=Money("3.01"))
    shown, averages = trailing_averages(cash, shown=3)
    assert [one.month.month for one in shown] == [2, 3, 4]
    assert averages == [None, Money("1.00"), Money("0.67")]


def test_the_largest_move_of_a_stage_is_told_from_one_point_on() -> None:
    def mix(*shares: tuple[str, str]) -> queries.StageMix:
        days = [date(2026, 8, 31), date(2026, 11, 20)]
        return queries.StageMix(
            as_of=cast.AS_OF,
            months=tuple(
                queries.MonthMix(
                    month=day.replace(day=1),
                    day=day,
                    unknown_cases=0,
                    open_by_stage={
                        Stage.DEMAND_SENT: Money(one),
                        Stage.PENDING: Money(other),
                    },
                    open=Money("100.00"),
                )
                for day, (one, other) in zip(days, shares, strict=True)
            ),
        )

    assert (
        largest_move(mix(("40.00", "60.00"), ("44.00", "56.00")))
        == "Demand Sent grew by 4.0 points since Aug 31, 2026."
    )
    assert largest_move(mix(("40.00", "60.00"), ("40.99", "59.01"))) == ""
