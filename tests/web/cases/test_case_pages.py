"""The tabs of a case: their figures and words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from openlien.cases.models import Activity, Case, ContactPoint, Coverage, Lien
from openlien.identity.permissions import Role
from openlien.kit.money import Money
from tests import cast

from .reading import links, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(browser: Callable[..., Client]) -> Client:
    return browser(Role.NEGOTIATIONS_MANAGER)


@pytest.fixture
def case() -> Case:
    return cast.ready_cases().settled


def test_the_head_names_patient_stage_and_dates(manager: Client) -> None:
    case = cast.make_case(
        "Zoe Marlow",
        accident_type="Motor vehicle",
        date_of_loss=date(2024, 5, 12),
        statute_on=date(2020, 1, 1),
    )
    page = words(manager.get(f"/cases/{case.number}/"))
    # The state stands with the accident: as the last word it could be alone on a second line.
    assert "Zoe Marlow Negotiation Motor vehicle · CA · Loss May 12, 2024 · " in page
    assert "Statute ran Jan 1, 2020" in page


def test_the_summary_shows_the_key_figures_and_how_open_is_worked_out(manager: Client, case: Case) -> None:
    page = words(manager.get(f"/cases/{case.number}/"))
    for figure in (
        "Billed $4,000.00 2 bills",
        "Collected $1,000.00 25.0% of billed",
        "Reductions $1,500.00 37.5% of billed",
        "Bad debt $0.00",
        "Refund due $0.00",
        "Billed 4,000.00 Collected −1,000.00 Reductions −1,500.00 Bad debt −0.00",
        "since Mar 3, 2025",
    ):
        assert figure in page, figure


def test_the_summary_leads_to_telephone_and_mail(
    browser: Callable[..., Client], manager: Client, case: Case
) -> None:
    for party, kind, value in (
        (case.law_firm, "phone", "(213) 555-0115 x7"),
        (case.law_firm, "email", "o'neil@firm.example?bcc=all"),
        (case.patient, "mobile", "+1 213 555 0166"),
    ):
        ContactPoint.objects.create(party=party, kind=kind, value=value)
    wanted = {"tel:21355501157", "tel:+12135550166", "mailto:o%27neil@firm.example%3Fbcc%3Dall"}
    page = manager.get(f"/cases/{case.number}/").content.decode()
    assert wanted == set(re.findall(r'data-logs-contact="([^"]+)"', page))
    reader = browser(Role.LEGAL_TEAM)
    assert wanted <= set(links(reader.get(f"/cases/{case.number}/")))


def test_the_summary_shows_six_amounts_of_each_lien(manager: Client, case: Case) -> None:
    holder = cast.party("lienor", "County Hospital")
    Lien.objects.create(case=case, holder=holder, kind="hospital", asserted=Money("900.00"), is_ours=True)
    page = words(manager.get(f"/cases/{case.number}/"))
    assert "County Hospital (ours) Hospital 900.00 — — — — —" in page
    assert "Total 900.00 0.00 0.00 0.00 0.00 0.00" in page


@pytest.mark.parametrize("tab", ["", "bills", "money", "activity"])
def test_a_bare_case_reads_well(manager: Client, tab: str) -> None:
    case = Case.objects.create(number="CASE-2026-00001", patient=cast.patient(), opened_on=cast.AS_OF)
    answer = manager.get(f"/cases/{case.number}/{tab}")
    assert answer.status_code == 200
    assert "None" not in words(answer)


def test_text_of_people_is_never_markup(manager: Client) -> None:
    case = cast.make_case("<x-patient>", accident_type="<x-type>", incident_facts="<x-facts>")
    cast.make_bill(case, tranche="<x-tranche>", description="<x-description>")
    Activity.objects.create(case=case, kind="note", summary="<x-summary>", body="<x-body>")
    for tab in ("", "bills", "money", "activity"):
        page = manager.get(f"/cases/{case.number}/{tab}").content.decode()
        assert "&lt;x-patient&gt;" in page
        assert "<x-" not in page


def test_bills_have_a_totals_row(manager: Client, case: Case) -> None:
    page = words(manager.get(f"/cases/{case.number}/bills"))
    assert "Total, 2 bills 4,000.00 0.00 1,000.00 1,500.00 0.00 1,500.00" in page


def test_money_lists_payments_with_their_bills_and_what_was_given_up(manager: Client, case: Case) -> None:
    page = words(manager.get(f"/cases/{case.number}/money"))
    assert "2026-10-01 Payment Law firm" in page
    assert "625.00" in page
    assert "375.00" in page
    assert "$1,500.00 reduced · $0.00 bad debt" in page


def test_activity_shows_time_in_stage_and_says_first_seen(manager: Client) -> None:
    case = cast.make_case(stage="negotiation", stage_on=date(2026, 1, 5), is_sighting=True)
    cast.move(case, "in_litigation", date(2026, 1, 15))
    page = words(manager.get(f"/cases/{case.number}/activity"))
    assert "Negotiation 2026-01-05 first seen at least 10 days" in page
    assert "days so far" in page


def test_the_timeline_is_filtered_by_kind(manager: Client, case: Case) -> None:
    Activity.objects.create(case=case, kind="call", summary="Left a message")
    Activity.objects.create(case=case, kind="note", summary="Records are complete")
    page = words(manager.get(f"/cases/{case.number}/activity?kind=calls"))
    assert "Left a message" in page
    assert "Records are complete" not in page
    everything = words(manager.get(f"/cases/{case.number}/activity?kind=gossip"))
    assert "Records are complete" in everything


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/cases/x/", 404),
        ("/cases/CASE-2026-1/", 404),
        ("/cases/case-2026-00001/", 404),
        ("/cases/CASE-2026-00001%00/", 404),
        ("/cases/CASE-2026-%F0%9F%92%A9/", 404),
        ("/cases/CASE-2026-999999999999/", 404),
        ("/cases/{number}/activity?compose=x&kind=%00", 200),
        ("/cases/{number}/activity?before=01a1fb47-c730-7f1b-8663-259a6f89fd6f", 404),
        ("/cases/{number}/history", 404),
        ("/cases/{number}/bills/42/adjustments/new", 404),
        ("/cases/{number}/?list=%FF%FE", 200),
        ("/cases/?q=%00%FF&stage=%00&after=%00&group=%00", 200),
        ("/cases/?q=" + "%F0%9F%92%A9" * 400, 200),
        ("/cases/?stage_days=99999999999999999999&sort=--open", 200),
        ("/search/palette?q=%00%27%3B--", 200),
        ("/search/palette?q=" + "a" * 5000, 200),
        ("/cases/firms?q=%00", 200),
    ],
)
def test_odd_addresses_are_answered_with_a_sentence(
    manager: Client, case: Case, address: str, status: int
) -> None:
    assert manager.get(address.format(number=case.number)).status_code == status


@pytest.mark.parametrize("tab", ["", "bills", "money", "activity"])
def test_a_page_asks_the_database_as_often_for_many_rows_as_for_one(manager: Client, tab: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for bills in (1, 12):
        case = cast.make_case()
        for place in range(bills):
            bill = cast.make_bill(case, "100.00", facility_name=f"Facility {place}")
            cast.pay(case, "10.00", cast.AS_OF, bills=[bill])
            cast.reduce(bill, "1.00", cast.AS_OF)
            cast.move(case, ("pending", "negotiation")[place % 2], cast.AS_OF)
            Activity.objects.create(case=case, kind="note", summary=str(place))
        manager.get(f"/cases/{case.number}/{tab}")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            manager.get(f"/cases/{case.number}/{tab}?list=sort%3D-number")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 30


def test_the_list_asks_the_database_as_often_for_many_cases_as_for_one(manager: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for cases in (1, 11):
        for _ in range(cases):
            cast.make_bill(cast.make_case(), "100.00")
        manager.get("/cases/")
        with CaptureQueriesContext(connection) as asked:
            manager.get("/cases/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_calls_a_loss_and_a_refund_so_only_when_there_is_one(manager: Client, case: Case) -> None:
    page = words(manager.get(f"/cases/{case.number}/"))
    assert "Loss recognised" not in page
    assert "Paid above what is owed" not in page
    cast.write_off(case.bills.first(), "10.00", cast.AS_OF)
    assert "Bad debt $10.00 Loss recognised" in words(manager.get(f"/cases/{case.number}/"))


def test_speaks_of_bills_billed_and_collected(browser: Callable[..., Client], case: Case) -> None:
    reader = browser(Role.FINANCIAL_ANALYST)
    bill = case.bills.first()
    for tab in ("", "bills", "money", "receipts/new", f"bills/{bill.id}/adjustments/new", "bills.csv"):
        answer = reader.get(f"/cases/{case.number}/{tab}")
        shown = b"".join(answer.streaming_content).decode() if answer.streaming else words(answer)
        assert answer.status_code == 200
        assert not {"Retail", "Received"} & set(re.findall(r"\w+", shown)), tab


def test_names_the_third_party_administrator_of_a_policy(manager: Client, case: Case) -> None:
    administrator = cast.party("tpa", "Larkspur Claims")
    insurer = cast.party("insurer", "Larkspur Mutual")
    Coverage.objects.create(case=case, insurer=insurer, administrator=administrator)
    assert "Third-party administrator Larkspur Claims" in words(manager.get(f"/cases/{case.number}/"))
