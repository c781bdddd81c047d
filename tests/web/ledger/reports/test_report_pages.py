"""Report pages: the question, the finding, the rows with their ways on, and a sentence for a wrong day."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from openlien.accounting.reports import REPORTS
from openlien.cases.models import Case
from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Role
from openlien.web.ledger.reports import shelf
from tests import cast
from tests.domain.accounting.reports.conftest import charge, person, tell

pytestmark = pytest.mark.django_db
DAY = "asOf=2026-11-20"


def text(answer: Any) -> str:
    """What the page says, without markup."""
    found = re.sub(r"<(script|style|template).*?</\1>", " ", answer.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def test_the_gallery_asks_the_questions(reader: Client) -> None:
    page = text(reader.get("/ledger/reports/"))
    for question in ("Does it balance?", "Who owes us, how old?", "What did each case earn?",
                     "What did we recognise?", "Is anything missing?"):  # fmt: skip
        assert question in page
    assert "Gap and chain check" in page


def test_the_gallery_offers_only_what_the_reader_may_open(browser: Any) -> None:
    accountant = browser(Role.ACCOUNTING_MANAGER)
    assert "Gap and chain check" not in text(accountant.get("/ledger/reports/"))
    assert accountant.get("/ledger/reports/gap-and-chain-check/").status_code == 403
    assert accountant.get("/ledger/reports/gap-and-chain-check.csv").status_code == 403


@pytest.mark.parametrize("slug", [each.slug for each in REPORTS])
def test_every_report_answers_in_full_and_when_nothing_is_posted(reader: Client, slug: str) -> None:
    empty = reader.get(f"/ledger/reports/{slug}/")
    assert empty.status_code == 200
    case = cast.make_case("Zoe Marlow", opened_on=date(2026, 1, 5))
    tell(person(Role.FINANCIAL_ANALYST, "Anna Lind"), charge(case, date(2026, 2, 1), "900.00", "250.00"))
    assert reader.get(f"/ledger/reports/{slug}/").status_code == 200


def test_a_figure_opens_the_lines_behind_it(reader: Client, case: Case) -> None:
    page = reader.get(f"/ledger/reports/trial-balance/?{DAY}").content.decode()
    assert 'href="/ledger/chart/1200/?until=2026-11-20"' in page
    assert reader.get("/ledger/chart/1200/?until=2026-11-20").status_code == 200


def test_cases_and_journals_open_too(reader: Client, case: Case) -> None:
    number = case.account.number
    assert f'href="/ledger/accounts/{number}/"' in reader.get("/ledger/reports/ageing/").content.decode()
    register = reader.get("/ledger/reports/journal-register/?from=2026-01-01").content.decode()
    assert 'href="/ledger/entries/JE-2026-0000001/"' in register


def test_the_finding_stands_above_the_figures(reader: Client, case: Case) -> None:
    page = text(reader.get(f"/ledger/reports/trial-balance/?{DAY}"))
    assert "As of Nov 20, 2026" in page
    assert "The books balance on Nov 20, 2026: $1,304.34 on each side, 6 accounts." in page
    assert "debit balances − credit balances, over all accounts" in page


def test_a_day_can_be_typed_in_short(reader: Client, case: Case) -> None:
    page = text(reader.get("/ledger/reports/trial-balance/?asOf=01/31/2026"))
    assert "As of Jan 31, 2026" in page
    assert "1000 Cash" not in page


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("trial-balance/?asOf=banana", "is not a date. Enter it like 11/20/2026"),
        ("trial-balance/?kind=debt", "is not a choice of kind. Choose one of asset, liability"),
        ("journal-register/?from=2026-11-20&to=2026-11-01", "The period ends before it begins."),
        ("journal-register/?account=" + "7" * 50, "Enter the number of an account, such as 1200."),
        ("journal-register/?account=1200%00%0a", "1200"),
    ],
)
def test_a_wrong_question_gets_a_sentence_and_keeps_what_was_typed(
    reader: Client, case: Case, address: str, sentence: str
) -> None:
    answer = reader.get(f"/ledger/reports/{address}")
    assert answer.status_code in {200, 422}
    assert sentence in text(answer) or sentence in answer.content.decode()
    if answer.status_code == 422:
        assert 'aria-invalid="true"' in answer.content.decode()


def test_an_unknown_report_is_not_found(reader: Client) -> None:
    assert reader.get("/ledger/reports/next-year/").status_code == 404
    assert reader.get("/ledger/reports/next-year.pdf").status_code == 404


def test_long_reports_come_in_pages_with_their_totals(
    reader: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "PAGE_ROWS", 2)
    first = text(reader.get("/ledger/reports/journal-register/?from=2026-01-01&to=2026-11-20"))
    assert "1 to 2 of 5 rows" in first
    assert "Total, 5 journals" in first
    last = reader.get("/ledger/reports/journal-register/?from=2026-01-01&to=2026-11-20&page=99")
    assert "5 to 5 of 5 rows" in text(last)
    everything = text(reader.get("/ledger/reports/journal-register/?from=2026-01-01&rows=all"))
    assert everything.count("JE-2026-") >= 5


def test_reports_on_cases_leave_a_row_in_the_access_log(reader: Client, case: Case) -> None:
    for slug in ("trial-balance", "ageing", "account-summary"):
        reader.get(f"/ledger/reports/{slug}/")
    reader.get("/ledger/reports/ageing.csv")
    seen = list(AccessEntry.objects.order_by("id").values_list("what", "rows"))
    assert seen == [("Ageing", 1), ("Ageing, export", 1)]


def test_what_people_wrote_is_shown_and_not_run(reader: Client, case: Case) -> None:
    page = reader.get("/ledger/reports/ageing/").content.decode()
    assert "Osprey =Legal &amp; &lt;Co&gt;" in page


def test_the_literal_pack_has_a_page_of_its_own_columns(reader: Client, case: Case) -> None:
    from openlien.ledger.models import LedgerPolicy

    LedgerPolicy.objects.update(pack="expense")
    page = text(reader.get("/ledger/reports/revenue-recognition/"))
    # What the case has was posted in the other pack, so both are told apart.
    assert "Charged to medical expense" in page
    assert "The posting pack was changed" in page
    assert "Pack: expense, as requirement 3 words it." in page
