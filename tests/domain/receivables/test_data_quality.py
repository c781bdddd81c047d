"""Records that need attention, each with its reason in words."""

from __future__ import annotations

from datetime import date

import pytest

from openlien.cases.models import NameAlias
from openlien.cases.stages import Stage
from openlien.identity.actor import EVERYTHING, Actor, Grant
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden
from openlien.kit.money import Money
from openlien.receivables import queries
from openlien.receivables.queries import BadCursor, Doubt

from .books import DAYS, FIRMS, BillFacts, CaseFacts, parties, pay, write

pytestmark = pytest.mark.django_db


def _case(stage: Stage | None, *bills: BillFacts) -> CaseFacts:
    return CaseFacts(DAYS[0], [(DAYS[0], stage, True)] if stage else [], list(bills))


@pytest.fixture
def book(db: None) -> list[CaseFacts]:
    book = [
        _case(Stage.PENDING, BillFacts(DAYS[0], 100_000, stated_open=90_000, batch_on=DAYS[3])),
        _case(Stage.PENDING, BillFacts(DAYS[0], 100_000, stated_open=100_000, batch_on=DAYS[3])),
        _case(Stage.PENDING, BillFacts(DAYS[0], 10_000, cash=[(DAYS[1], 12_500)])),
        _case(
            Stage.PENDING,
            BillFacts(
                DAYS[0],
                10_000,
                batch_on=DAYS[3],
                cash=[(DAYS[1], 4_000)],
                given_up=[(DAYS[1], "reduction", 7_000)],
            ),
        ),
        _case(Stage.SETTLED_NOT_DISBURSED, BillFacts(DAYS[0], 20_000)),
        _case(Stage.CLOSED_DISBURSED, BillFacts(DAYS[0], 30_000)),
        _case(None, BillFacts(DAYS[0], 40_000)),
    ]
    write(book)
    firm = parties("law_firm", FIRMS)[0]
    NameAlias.objects.create(party=firm, name="Pacific Crest", times_seen=3)
    NameAlias.objects.create(party=firm, name="PACIFIC CREST LLP", times_seen=1)
    return book


EXPECTED = {
    Doubt.DOES_NOT_TIE: (Money(100), "The export states $900.00 open; the bill's figures leave $1,000.00."),
    Doubt.OVERPAID: (Money(25), "$125.00 came in on a bill that comes to $100.00."),
    Doubt.OVERADJUSTED: (Money(10), "$70.00 was given up where $60.00 was left."),
    Doubt.SETTLEMENT_DATE_UNKNOWN: (Money(200), "The case is settled and no open bill says since when."),
    Doubt.STAGE_BLANK: (Money(400), "No litigation stage is recorded."),
    Doubt.CLOSED_WITH_BALANCE: (Money(300), "The case is closed and $300.00 is still open."),
    Doubt.NAMES_MERGED: (None, "Met as Pacific Crest, PACIFIC CREST LLP."),
}


@pytest.mark.usefixtures("book")
def test_counts_every_doubt_once(reader: Actor) -> None:
    found = {line.doubt: (line.count, line.amount) for line in queries.data_quality(reader)}
    assert found == {doubt: (1, amount) for doubt, (amount, _) in EXPECTED.items()}


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize("doubt", list(Doubt))
def test_lists_the_record_with_its_reason(reader: Actor, doubt: Doubt) -> None:
    found = queries.doubtful_records(reader, doubt)
    assert (found.total, len(found.items), found.next_cursor) == (1, 1, None)
    assert found.items[0].reason == EXPECTED[doubt][1]


def test_a_payment_after_the_export_does_not_make_its_row_wrong(reader: Actor, book: list[CaseFacts]) -> None:
    pay(book[1], book[1].bills[0], DAYS[4], 50_000)
    assert queries.doubtful_records(reader, Doubt.DOES_NOT_TIE).total == 1


def test_pages_hold_every_record_once(reader: Actor) -> None:
    write([_case(None, BillFacts(DAYS[0], 1_000 * (number % 2 + 1))) for number in range(5)])
    cursor, found = None, []
    while True:
        page = queries.doubtful_records(reader, Doubt.STAGE_BLANK, limit=2, cursor=cursor)
        found += [record.case_id for record in page.items]
        if (cursor := page.next_cursor) is None:
            break
    assert len(found) == len(set(found)) == page.total == 5


def test_refuses_a_broken_cursor(reader: Actor) -> None:
    with pytest.raises(BadCursor):
        queries.doubtful_records(reader, Doubt.OVERPAID, cursor="nothing")


def test_refuses_a_role_that_does_not_see_doubts() -> None:
    with pytest.raises(Forbidden):
        queries.data_quality(Actor("Dana Ortiz", (Grant(Role.COLLECTIONS_SPECIALIST, EVERYTHING),)))


def test_doubts_do_not_depend_on_a_day(reader: Actor) -> None:
    write([_case(Stage.PENDING, BillFacts(date(2099, 1, 1), 1_000, cash=[(date(2099, 1, 2), 1_100)]))])
    assert queries.doubtful_records(reader, Doubt.OVERPAID).total == 1


def test_cash_above_what_was_agreed_is_paid_too_much_and_not_given_up_too_much(reader: Actor) -> None:
    bill = BillFacts(DAYS[0], 10_000, cash=[(DAYS[2], 4_000)], given_up=[(DAYS[1], "reduction", 7_000)])
    write([_case(Stage.PENDING, bill)])
    found = queries.doubtful_records(reader, Doubt.OVERPAID)
    assert [line.reason for line in found.items] == ["$40.00 came in on a bill that comes to $30.00."]
    assert found.items[0].amount == Money(10)
    assert queries.doubtful_records(reader, Doubt.OVERADJUSTED).total == 0
