"""Whatever goes through an account: client ledgers sum to the book, and every difference is named."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from openlien.kit.money import Money, total
from openlien.settlement.check_rules import CheckStatus, CheckType
from openlien.settlement.trust.three_way import Cause, Entry, StatementLine, three_way

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
AMOUNTS = st.integers(1, 10**9).map(Money.from_cents)
DAYS = st.integers(0, 45).map(lambda days: FIRST + timedelta(days))
CASES = ("CASE-2026-00001", "CASE-2026-00002")
PEOPLE = (None, UUID(int=1), UUID(int=2))


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    amount, came_in = draw(AMOUNTS), draw(st.booleans())
    cleared_on = draw(st.none() | DAYS)
    bank_on = draw(st.none() | DAYS) if cleared_on else None
    case = draw(st.sampled_from(CASES))
    return Entry(
        id=uuid4(),
        entered_on=draw(st.sampled_from([FIRST, LAST])),
        amount=amount if came_in else -amount,
        direction="in" if came_in else "out",
        status=CheckStatus.CLEARED if cleared_on else CheckStatus.PRINTED,
        type=CheckType.CLIENT,
        number="",
        name="",
        case_id=UUID(int=CASES.index(case)),
        case_number=case,
        plaintiff_id=draw(st.sampled_from(PEOPLE)),
        plaintiff="",
        settlement_id=UUID(int=9),
        cleared_on=cleared_on,
        bank_on=bank_on,
    )


LINES = st.builds(
    StatementLine,
    st.just(LAST),
    AMOUNTS | AMOUNTS.map(lambda amount: -amount),
    st.just("FEE"),
    st.sampled_from(["", "The bank's mistake."]),
)


def posted(found: list[Entry]) -> dict[UUID, Money]:
    return {each.id: each.amount for each in found if each.is_in_books(LAST)}


def on_bank(found: list[Entry], lines: list[StatementLine]) -> Money:
    """What the bank says when it has what it has, and nothing else."""
    return total(each.amount for each in found if each.is_on_bank(LAST)) + total(
        line.amount for line in lines
    )


@given(st.lists(entries(), max_size=12))
def test_client_ledgers_sum_to_the_account(found: list[Entry]) -> None:
    seen = three_way(bank=on_bank(found, []), as_of=LAST, entries=found, posted=posted(found), lines=[])
    assert total(each.balance for each in seen.clients) == total(each.amount for each in found)
    assert seen.result.adjusted_bank == seen.result.book == seen.result.clients
    assert {each.cause for each in seen.differences} <= {Cause.OVERDRAWN}


@given(st.lists(entries(), max_size=8), st.lists(LINES, max_size=5))
def test_bank_lines_without_a_check_are_all_that_differs(
    found: list[Entry], lines: list[StatementLine]
) -> None:
    bank = on_bank(found, lines)
    seen = three_way(bank=bank, as_of=LAST, entries=found, posted=posted(found), lines=lines)
    open_lines = total(line.amount for line in lines if not line.bank_error)
    assert seen.result.bank_difference == open_lines
    assert Cause.UNEXPLAINED not in {each.cause for each in seen.differences}


@given(st.lists(entries(), min_size=1, max_size=8), st.integers(-100, 100).map(Money.from_cents))
def test_a_balance_that_is_off_is_unexplained_to_the_cent(found: list[Entry], off: Money) -> None:
    bank = on_bank(found, []) + off
    seen = three_way(bank=bank, as_of=LAST, entries=found, posted=posted(found), lines=[])
    unexplained = [each.amount for each in seen.differences if each.cause is Cause.UNEXPLAINED]
    assert unexplained == ([off] if off else [])


@given(st.lists(entries(), min_size=1, max_size=8))
def test_a_check_missing_in_the_books_is_named(found: list[Entry]) -> None:
    seen = three_way(bank=on_bank(found, []), as_of=LAST, entries=found, posted={}, lines=[])
    missing = total(each.amount for each in found if each.is_in_books(LAST))
    named = total(each.amount for each in seen.differences if each.cause is Cause.NOT_IN_BOOKS)
    assert (named, -seen.result.ledger_difference) == (missing, missing)
