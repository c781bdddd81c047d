"""Reading case accounts: the list with its views and totals, one account, its lines, the balance summary."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now

from openlien.cases.models import Case
from openlien.identity.actor import Actor
from openlien.kit.errors import DomainError
from openlien.kit.money import Money, total
from openlien.ledger import events
from openlien.ledger.actions.case_accounts import AccountSettings, change_status, set_case_account
from openlien.ledger.models import LedgerPolicy
from openlien.ledger.position import AGEING_BUCKETS
from openlien.ledger.queries.account_balances import balance_summary
from openlien.ledger.queries.account_filter import AccountFilter, AccountOrder, AccountSort, AccountView
from openlien.ledger.queries.account_lines import posted_lines, t_accounts, transactions
from openlien.ledger.queries.account_read import read_account, setting_choices, status_changes
from openlien.ledger.queries.accounts import (
    ListedAccount,
    account_page,
    account_totals,
    all_accounts,
    neighbours,
    view_counts,
)
from openlien.ledger.queries.case_balances import standings_of
from openlien.ledger.recording import record_event
from openlien.ledger.vocabulary import CaseAccountStatus, CollectionStatus, EntryType
from tests import cast

from .conftest import TODAY, account_of

pytestmark = pytest.mark.django_db
BY_NUMBER = AccountOrder(AccountSort.NUMBER, descending=False)


def told(actor: Actor, *all_events: events.Event) -> None:
    for event in all_events:
        record_event(actor, event, key=event.fingerprint(), today=TODAY)


def charged(actor: Actor, case: Case, retail: str, contracted: str | None, on: date = TODAY) -> None:
    cost = None if contracted is None else Money(contracted)
    told(actor, events.ChargeApproved(case_id=case.id, on=on, retail=Money(retail), contracted=cost))


def paid(actor: Actor, case: Case, amount: str, on: date = TODAY) -> None:
    told(actor, events.PaymentReceived(case_id=case.id, on=on, amount=Money(amount)))


@pytest.fixture
def book(analyst: Actor) -> dict[str, Case]:
    """One case account for each kind of work."""
    names = {
        "owing": "Zoe Marlow",
        "over": "Kai Calder",
        "held": "Bo Orford",
        "zero": "Ida Vance",
        "overpaid": "Sol Vega",
        "closed": "Amy Marsh",
        "fresh": "Ned Quill",
    }
    cases = {key: cast.make_case(name, opened_on=date(2026, 1, 5)) for key, name in names.items()}
    charged(analyst, cases["owing"], "1200.00", "300.00", date(2026, 7, 1))
    charged(analyst, cases["over"], "900.00", "400.00", date(2026, 10, 1))
    set_case_account(analyst, cases["over"].id, AccountSettings(credit_limit=Money("399.99")), version=1)
    charged(analyst, cases["held"], "500.00", "100.00")
    moved(analyst, cases["held"], CaseAccountStatus.HOLD, "Firm disputes the bills")
    for key in ("zero", "closed"):
        charged(analyst, cases[key], "250.00", "250.00")
        paid(analyst, cases[key], "250.00")
    moved(analyst, cases["closed"], CaseAccountStatus.CLOSED, "Paid in full")
    charged(analyst, cases["overpaid"], "100.00", "40.00")
    paid(analyst, cases["overpaid"], "130.00")
    return cases


def moved(actor: Actor, case: Case, status: CaseAccountStatus, reason: str) -> None:
    version = account_of(case).version
    change_status(actor, case.id, status=status, reason=reason, on=TODAY, version=version)


def listed(actor: Actor, order: AccountOrder = BY_NUMBER, **chosen: Any) -> list[ListedAccount]:
    return list(account_page(actor, AccountFilter(**chosen), order, as_of=TODAY).rows)


def patients(accounts: list[ListedAccount]) -> list[str]:
    return [account.patient for account in accounts]


@pytest.mark.parametrize(
    ("view", "found"),
    [
        (AccountView.ALL, ["Zoe", "Kai", "Bo", "Ida", "Sol", "Amy", "Ned"]),
        (AccountView.ACTIVE, ["Zoe", "Kai", "Ida", "Sol", "Ned"]),
        (AccountView.HOLD, ["Bo"]),
        (AccountView.OVER_LIMIT, ["Kai"]),
        (AccountView.ZERO_OPEN, ["Ida"]),
        (AccountView.REFUND_DUE, ["Sol"]),
        (AccountView.WRITTEN_OFF, []),
        (AccountView.CLOSED, ["Amy"]),
        (AccountView.IDLE, ["Zoe", "Ned"]),
    ],
)
def test_a_view_holds_the_accounts_that_ask_for_its_work(
    book: dict[str, Case], analyst: Actor, view: AccountView, found: list[str]
) -> None:
    assert [name.split()[0] for name in patients(listed(analyst, view=view))] == found
    assert view_counts(analyst, as_of=TODAY)[view] == len(found)


def test_an_account_is_idle_from_the_ninety_first_day(book: dict[str, Case], analyst: Actor) -> None:
    idle = AccountFilter(view=AccountView.IDLE, words="marlow")
    for days, count in ((90, 0), (91, 1)):
        on = date(2026, 7, 1) + timedelta(days=days)
        assert account_totals(analyst, idle, as_of=on).accounts == count


def test_a_row_says_where_the_account_stands(book: dict[str, Case], analyst: Actor) -> None:
    (account,) = listed(analyst, words="marlow")
    assert (account.number, account.case_number) == ("CA-2026-0000001", book["owing"].number)
    assert (account.retail, account.contracted, account.adjustments) == (
        Money("1200.00"),
        Money("300.00"),
        Money("900.00"),
    )
    assert (account.cost_balance, account.lien_balance, account.raw_balance) == (
        Money("300.00"),
        Money("1200.00"),
        Money("300.00"),
    )
    assert (account.idle_days, account.ageing_bucket) == (142, "120+")


def test_rows_and_single_accounts_agree_on_every_computed_figure(
    book: dict[str, Case], analyst: Actor
) -> None:
    standings = standings_of(analyst, [case.id for case in book.values()], as_of=TODAY)
    for account in listed(analyst):
        standing = next(found for found in standings.values() if found.number == account.number)
        assert account.ageing_bucket == standing.ageing_bucket
        assert account.is_over_limit == standing.is_over_limit
        assert account.idle_days == standing.days_since_activity
        assert account.adjustments == standing.position.total_adjustments
        assert account.cost_balance == standing.position.cost_balance
        assert account.lien_balance == standing.position.lien_balance


@pytest.mark.parametrize("days", [0, 1, 30, 31, 60, 61, 90, 91, 120, 121, 400])
def test_buckets_of_the_list_are_those_of_the_rule(case: Case, analyst: Actor, days: int) -> None:
    charged(analyst, case, "100.00", "10.00", date(2025, 10, 1))
    as_of = date(2025, 10, 1) + timedelta(days=days)
    expected = standings_of(analyst, [case.id], as_of=as_of)[case.id].ageing_bucket
    page = account_page(analyst, AccountFilter(bucket=expected), AccountOrder(), as_of=as_of)
    assert [row.ageing_bucket for row in page.rows] == [expected]
    for other in set(AGEING_BUCKETS) - {expected}:
        assert account_totals(analyst, AccountFilter(bucket=other), as_of=as_of).accounts == 0


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("marl", ["Zoe Marlow"]),
        ("CA-2026-0000002", ["Kai Calder"]),
        ("ca 2026 0000002", ["Kai Calder"]),
        ("0000002", ["Kai Calder"]),
        ("CASE-2026-00003", ["Bo Orford"]),
        ("zzz", []),
        ("%", []),
        ("'; DROP TABLE x; --", []),
        ("___", []),
    ],
)
def test_finds_by_account_number_case_number_and_patient(
    book: dict[str, Case], analyst: Actor, words: str, found: list[str]
) -> None:
    assert patients(listed(analyst, words=words)) == found


def test_filters_combine_and_totals_cover_all_of_them(book: dict[str, Case], analyst: Actor) -> None:
    chosen = AccountFilter(view=AccountView.ACTIVE, collection=CollectionStatus.NONE, bucket="30")
    page = account_page(analyst, chosen, BY_NUMBER, as_of=TODAY)
    assert patients(list(page.rows)) == ["Kai Calder"]
    assert (page.totals.accounts, page.totals.contracted) == (1, Money("400.00"))
    whole = account_page(analyst, AccountFilter(), BY_NUMBER, as_of=TODAY, limit=2)
    assert whole.totals.accounts == 7
    assert whole.totals.lien_balance == total(row.lien_balance for row in listed(analyst))
    assert whole.totals == account_totals(analyst, AccountFilter(), as_of=TODAY)


def test_refuses_a_bucket_that_is_none(analyst: Actor) -> None:
    with pytest.raises(DomainError) as refusal:
        listed(analyst, bucket="45")
    assert refusal.value.code == "unknown_bucket"


@pytest.mark.parametrize("sort", list(AccountSort))
@pytest.mark.parametrize("descending", [True, False])
def test_pages_of_every_order_hold_each_account_once_and_lead_back(
    book: dict[str, Case], analyst: Actor, sort: AccountSort, descending: bool
) -> None:
    order = AccountOrder(sort, descending)
    whole = [row.number for row in all_accounts(analyst, AccountFilter(), order, as_of=TODAY)]
    first = account_page(analyst, AccountFilter(), order, as_of=TODAY, limit=3)
    second = account_page(analyst, AccountFilter(), order, as_of=TODAY, limit=3, after=first.older or "")
    back = account_page(analyst, AccountFilter(), order, as_of=TODAY, limit=3, before=second.newer or "")
    assert [row.number for row in (*first.rows, *second.rows)] == whole[:6]
    assert back.rows == first.rows
    assert len(set(whole)) == 7


def test_sorts_by_what_the_column_shows(book: dict[str, Case], analyst: Actor) -> None:
    by_lien = listed(analyst, AccountOrder(AccountSort.LIEN, descending=True))
    assert [row.lien_balance for row in by_lien] == sorted(
        (row.lien_balance for row in by_lien), reverse=True
    )
    longest_idle = listed(analyst, AccountOrder(AccountSort.IDLE, descending=True))
    assert longest_idle[0].patient == "Ned Quill"


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ({"after": "CA-2026-9999999"}, "bad_cursor"),
        ({"before": "x'--"}, "bad_cursor"),
        ({"limit": 0}, "limit_out_of_bounds"),
        ({"limit": 201}, "limit_out_of_bounds"),
    ],
)
def test_refuses_a_page_that_is_none(
    book: dict[str, Case], analyst: Actor, page: dict[str, Any], code: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        account_page(analyst, AccountFilter(), BY_NUMBER, as_of=TODAY, **page)
    assert refusal.value.code == code


def test_an_account_of_a_list_knows_its_neighbours(book: dict[str, Case], analyst: Actor) -> None:
    active = AccountFilter(view=AccountView.ACTIVE)
    numbers = [row.number for row in listed(analyst, view=AccountView.ACTIVE)]
    assert neighbours(analyst, numbers[1], active, BY_NUMBER, as_of=TODAY) == (numbers[0], numbers[2])
    assert neighbours(analyst, numbers[0], active, BY_NUMBER, as_of=TODAY) == (None, numbers[1])


def test_an_account_is_read_by_its_number_or_by_that_of_its_case(
    book: dict[str, Case], analyst: Actor
) -> None:
    held = book["held"]
    account = read_account(analyst, account_of(held).number, as_of=TODAY)
    assert account == read_account(analyst, held.number, as_of=TODAY)
    assert (account.patient, account.status.label, account.status_reason) == (
        "Bo Orford",
        "Hold",
        "Firm disputes the bills",
    )
    assert (account.updated_by, account.version) == ("Anna Lind", 2)
    assert account.open_balances == [
        ("cost balance", Money("100.00")),
        ("lien balance", Money("500.00")),
    ]
    with pytest.raises(DomainError) as refusal:
        read_account(analyst, "CA-2026-9999999", as_of=TODAY)
    assert refusal.value.code == "unknown_case_account"


def test_settings_are_read_with_the_names_of_what_they_point_to(case: Case, analyst: Actor) -> None:
    settings = AccountSettings(gl_account_numbers=["4000", "1200"], cost_center="MED", department="COLL")
    set_case_account(analyst, case.id, settings, version=1)
    account = read_account(analyst, case.number, as_of=TODAY)
    choices = setting_choices(analyst)
    assert account.gl_account_numbers == ("4000", "1200")
    assert [line.split()[0] for line in account.gl_accounts] == ["1200", "4000"]
    assert (account.cost_center, account.cost_center_name) in choices.cost_centers
    assert (account.department, account.department_name) in choices.departments


def test_the_history_of_a_status_is_kept(book: dict[str, Case], analyst: Actor) -> None:
    moved(analyst, book["held"], CaseAccountStatus.ACTIVE, "Dispute settled")
    history = status_changes(analyst, read_account(analyst, book["held"].number, as_of=TODAY))
    assert [(line.previous.label, line.status.label, line.reason, line.actor_name) for line in history] == [
        ("Hold", "Active", "Dispute settled", "Anna Lind"),
        ("Active", "Hold", "Firm disputes the bills", "Anna Lind"),
    ]


def test_a_t_account_has_debits_left_and_credits_right(book: dict[str, Case], analyst: Actor) -> None:
    account = read_account(analyst, book["overpaid"].number, as_of=TODAY)
    ts = {t.number: t for t in t_accounts(analyst, account)}
    receivable = ts["1200"]
    assert receivable.debits == ((EntryType.CHARGE, Money("40.00")),)
    assert receivable.credits == ((EntryType.PAYMENT, Money("40.00")),)
    assert receivable.balance == Money("0.00")
    assert total(t.debit for t in ts.values()) == total(t.credit for t in ts.values()) == Money("170.00")


def test_posted_lines_run_newest_first_with_the_balance_of_their_account(
    book: dict[str, Case], analyst: Actor
) -> None:
    account = read_account(analyst, book["overpaid"].number, as_of=TODAY)
    page = posted_lines(analyst, account, gl_account="1200")
    assert [(row.debit, row.credit, row.balance) for row in page.rows] == [
        (Money("0.00"), Money("40.00"), Money("0.00")),
        (Money("40.00"), Money("0.00"), Money("40.00")),
    ]
    assert page.total == 2
    assert posted_lines(analyst, account).total == 5


def test_lines_and_transactions_come_in_pages(case: Case, analyst: Actor) -> None:
    for cents in range(1, 6):
        charged(analyst, case, f"1.0{cents}", "1.00")
    account = read_account(analyst, case.number, as_of=TODAY)
    for read, count in ((posted_lines, 10), (transactions, 5)):
        seen, cursor = [], ""
        while True:
            page = read(analyst, account, after=cursor, limit=3)
            assert page.total == count
            seen += page.rows
            if page.next_cursor is None:
                break
            cursor = page.next_cursor
        whole = read(analyst, account)
        assert tuple(seen) == whole.rows
        assert len(seen) == count


@pytest.mark.parametrize("read", [posted_lines, transactions])
@pytest.mark.parametrize("after", ["x", "JE-2026-9999999.1", "-5", "\x00", "9" * 40, "' OR 1=1"])
def test_refuses_a_cursor_of_no_page(book: dict[str, Case], analyst: Actor, read: Any, after: str) -> None:
    account = read_account(analyst, book["owing"].number, as_of=TODAY)
    with pytest.raises(DomainError) as refusal:
        read(analyst, account, after=after)
    assert refusal.value.code == "bad_cursor"


def test_transactions_tell_what_happened_and_what_is_left(case: Case, analyst: Actor) -> None:
    charged(analyst, case, "1000.00", "400.00", date(2026, 5, 1))
    told(analyst, events.ReductionAgreed(case_id=case.id, on=date(2026, 8, 1), amount=Money("300.00")))
    paid(analyst, case, "500.00", date(2026, 9, 1))
    rows = transactions(analyst, read_account(analyst, case.number, as_of=TODAY)).rows
    assert [(row.what, row.cost_balance, row.lien_balance, row.number is None) for row in rows] == [
        ("Payment received", Money("0.00"), Money("200.00"), False),
        ("Reduction agreed", Money("400.00"), Money("700.00"), True),
        ("Charge approved", Money("400.00"), Money("1000.00"), False),
    ]
    assert rows[0].recorded_by == "Anna Lind"


def test_the_summary_divides_all_accounts_three_ways(book: dict[str, Case], analyst: Actor) -> None:
    summary = balance_summary(analyst, as_of=TODAY)
    for division in (summary.by_status, summary.by_bucket, summary.by_collection):
        assert sum(group.accounts for group in division) == summary.totals.accounts == 7
        assert total(group.lien_balance for group in division) == summary.totals.lien_balance
    assert {group.label: group.accounts for group in summary.by_status} == {
        "Active": 5,
        "Hold": 1,
        "Closed": 1,
        "Written Off": 0,
    }
    assert [group.word for group in summary.by_bucket] == list(AGEING_BUCKETS)
    for group in summary.by_bucket:
        found = account_totals(analyst, AccountFilter(bucket=group.word), as_of=TODAY)
        assert (found.accounts, found.lien_balance) == (group.accounts, group.lien_balance)


def test_buckets_follow_the_policy(book: dict[str, Case], analyst: Actor) -> None:
    LedgerPolicy.objects.update(ageing_days=[150, 160, 170, 180])
    assert {row.ageing_bucket for row in listed(analyst)} == {"Current"}


def test_an_empty_book_has_a_list_and_a_summary(analyst: Actor) -> None:
    page = account_page(analyst, AccountFilter(), BY_NUMBER, as_of=TODAY)
    assert (page.rows, page.totals.accounts, page.totals.lien_balance) == ((), 0, Money("0.00"))
    assert balance_summary(analyst, as_of=TODAY).totals.accounts == 0
    assert set(view_counts(analyst, as_of=TODAY).values()) == {0}


@pytest.mark.parametrize("count", [3, 60])
def test_reading_takes_the_same_queries_for_few_and_many(
    analyst: Actor, django_assert_num_queries: Any, count: int
) -> None:
    for _ in range(count):
        cast.make_case("Zoe Marlow")
    with django_assert_num_queries(2):
        page = account_page(analyst, AccountFilter(), BY_NUMBER, as_of=TODAY)
    with django_assert_num_queries(2):
        account = read_account(analyst, page.rows[0].number, as_of=TODAY)
    with django_assert_num_queries(1):
        t_accounts(analyst, account)
    with django_assert_num_queries(1):
        posted_lines(analyst, account)
    with django_assert_num_queries(1):
        view_counts(analyst, as_of=TODAY)
    with django_assert_num_queries(2):
        balance_summary(analyst, as_of=TODAY)


def test_a_book_of_ten_thousand_accounts_is_listed_and_exported_whole(analyst: Actor) -> None:
    patient = cast.patient().id
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_case (number, patient_id, opened_on, stage, external_id, mrn, state,"
            " accident_type, incident_facts, injuries_summary, insurance_limits, version)"
            " SELECT 'CASE-2026-' || lpad(serial::text, 5, '0'), %s, '2026-01-05', 'unknown', '', '', '', '',"
            " '', '', '', 1 FROM generate_series(1, 10000) AS serial",
            [patient],
        )
        # As an import does: plans made for a near-empty book would join the tables row by row.
        cursor.execute("SELECT measure_written('cases')")
    page = account_page(analyst, AccountFilter(), BY_NUMBER, as_of=TODAY)
    assert (len(page.rows), page.totals.accounts) == (50, 10_000)
    last = list(all_accounts(analyst, AccountFilter(), BY_NUMBER, as_of=TODAY))[-1]
    assert last.number == "CA-2026-0010000"


def test_an_account_whose_case_is_withdrawn_is_only_in_its_own_view(
    book: dict[str, Case], analyst: Actor
) -> None:
    before = balance_summary(analyst, as_of=TODAY).totals.accounts
    Case.objects.filter(id=book["owing"].id).update(withdrawn_at=Now())
    (account,) = listed(analyst, view=AccountView.WITHDRAWN)
    assert account.number == account_of(book["owing"]).number
    assert account.number not in [each.number for each in listed(analyst)]
    counts = view_counts(analyst, as_of=TODAY)
    assert (counts[AccountView.WITHDRAWN], counts[AccountView.ALL]) == (1, before - 1)
    assert balance_summary(analyst, as_of=TODAY).totals.accounts == before - 1
