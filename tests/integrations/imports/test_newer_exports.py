"""A newer export of the same bills: what changes, what is booked, what stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from openlien.cases.models import Bill, Case, Party
from openlien.integrations.imports.merge import NewerFactsKnown
from tests import cast
from tests.integrations.imports import books
from tests.integrations.imports.books import bill, deposit

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 20), date(2026, 11, 20)


def test_the_same_files_again_change_nothing() -> None:
    books.import_sample()
    counted, written = books.facts(), books.row_versions()
    again = books.import_sample()
    assert (books.facts(), books.row_versions()) == (counted, written)
    assert again["changes"]["bills"] == {"created": 0, "updated": 0, "unchanged": 4395}
    assert again["changes"]["cases"] == {"created": 0, "updated": 0, "unchanged": 1496}
    assert books.value("SELECT count(*) FROM identity_auditentry WHERE table_name LIKE 'cases_%'") == 0


def test_a_dry_run_reports_the_same_and_keeps_nothing() -> None:
    tried = books.import_sample(dry_run=True)
    assert set(books.facts().values()) == {0}
    done = books.import_sample()
    assert {**tried, "dryRun": False} == done


def test_more_cash_becomes_a_receipt_of_the_difference(tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill()], [deposit(amount="$100.00")], as_of=OCTOBER)
    report = books.import_rows(
        tmp_path, [bill()], [deposit(amount="$250.00", **{"Deposit Date": "11/2/2026"})], as_of=NOVEMBER
    )
    assert report["changes"]["receipts"] == {"count": 1, "amount": "150.00"}
    assert books.rows("SELECT amount, deposited_on FROM payments_receipt ORDER BY deposited_on")[1] == (
        150,
        date(2026, 11, 2),
    )


def test_more_cash_under_an_old_deposit_date_is_dated_by_the_export(tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill()], [deposit(amount="$100.00")], as_of=OCTOBER)
    books.import_rows(tmp_path, [bill()], [deposit(amount="$101.00")], as_of=NOVEMBER)
    assert books.value("SELECT max(deposited_on) FROM payments_receipt") == NOVEMBER


def test_less_cash_becomes_a_correction_with_a_warning(tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill()], [deposit(amount="$100.00")], as_of=OCTOBER)
    report = books.import_rows(tmp_path, [bill()], [deposit(amount="$40.00")], as_of=NOVEMBER)
    assert report["changes"]["corrections"] == {"count": 1, "amount": "-60.00"}
    assert books.warned(report, "collections") == {"collected_fell": 1}
    assert books.value("SELECT collected FROM receivables_billbalance") == 40


def test_cash_that_people_recorded_first_is_not_booked_twice(tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill()], [deposit(amount="$100.00")], as_of=OCTOBER)
    cast.pay(Case.objects.get(), "50.00", date(2026, 11, 1))
    caught_up = books.import_rows(tmp_path, [bill()], [deposit(amount="$150.00")], as_of=NOVEMBER)
    stale = books.import_rows(tmp_path, [bill()], [deposit(amount="$100.00")], as_of=NOVEMBER)
    assert [report["changes"]["receipts"]["count"] for report in (caught_up, stale)] == [0, 0]
    assert stale["changes"]["corrections"]["count"] == 0
    assert books.value("SELECT sum(amount) FROM payments_receipt") == 150


def test_a_write_off_that_becomes_a_loss_moves_from_reduction_to_bad_debt(tmp_path: Path) -> None:
    given_up = {"Write Off": "$300.00"}
    books.import_rows(tmp_path, [bill(payoff_status__c="Reduction Accepted", **given_up)], as_of=OCTOBER)
    books.import_rows(tmp_path, [bill(payoff_status__c="Written Off G/L", **given_up)], as_of=NOVEMBER)
    assert books.rows("SELECT reduction, bad_debt FROM receivables_billbalance") == [(0, 300)]
    assert Bill.objects.get().payoff_on == NOVEMBER


def test_another_stage_is_a_change_and_the_first_was_a_sighting(tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill(Stage="Negotiation")], as_of=OCTOBER)
    books.import_rows(tmp_path, [bill(Stage="In Litigation")], as_of=NOVEMBER)
    assert books.rows("SELECT stage, began_on, is_sighting FROM cases_stagechange ORDER BY id") == [
        ("negotiation", OCTOBER, True),
        ("in_litigation", NOVEMBER, False),
    ]
    assert Case.objects.get().stage == "in_litigation"


def test_a_stage_that_people_set_survives_the_same_export(tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill(Stage="Negotiation")], as_of=OCTOBER)
    cast.move(Case.objects.get(), "in_litigation", date(2026, 10, 21))
    report = books.import_rows(tmp_path, [bill(Stage="Negotiation")], as_of=NOVEMBER)
    assert report["changes"]["stages"] == {"firstSeen": 0, "changed": 0}
    assert Case.objects.get().stage == "in_litigation"


def test_a_stale_stage_in_the_collections_file_is_no_change(tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill(Stage="Negotiation")], [deposit(case_status__c="Pending")])
    assert Case.objects.get().stage == "negotiation"


def test_a_blank_stage_is_unknown_until_an_export_states_one(tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill(Stage="")], as_of=OCTOBER)
    assert Case.objects.get().stage == "unknown"
    books.import_rows(tmp_path, [bill(Stage="Pending")], as_of=NOVEMBER)
    assert books.rows("SELECT stage, is_sighting FROM cases_stagechange") == [("pending", True)]


def test_a_changed_bill_keeps_what_it_was_before(tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill(**{"Total Invoice": "$100.00"})], as_of=OCTOBER)
    report = books.import_rows(tmp_path, [bill(**{"Total Invoice": "$120.00"})], as_of=NOVEMBER)
    assert report["changes"]["bills"] == {"created": 0, "updated": 1, "unchanged": 0}
    assert books.value("SELECT before ->> 'billed' FROM integrations_importchange") == "100.00"
    assert str(Bill.objects.get().billed) == "120.00"


def test_a_column_that_the_export_lacks_leaves_what_is_known(tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill(payoff_status__c="Cap", settlement_date__c="9/1/2026")], as_of=OCTOBER)
    lacking = bill()
    del lacking["payoff_status__c"], lacking["settlement_date__c"], lacking["Write Off"]
    report = books.import_rows(tmp_path, [lacking], as_of=NOVEMBER)
    assert report["changes"]["bills"]["updated"] == 0
    assert Bill.objects.get().payoff_status == "cap"


def test_a_bill_missing_in_the_newer_file_stays_and_is_counted(tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill("a0F1"), bill("a0F2", "0062")], as_of=OCTOBER)
    report = books.import_rows(tmp_path, [bill("a0F1")], as_of=NOVEMBER)
    assert report["notInFile"]["bills"] == 1
    assert Bill.objects.count() == 2


def test_refuses_an_export_that_is_older_than_what_is_known(tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill()], as_of=NOVEMBER)
    with pytest.raises(NewerFactsKnown, match="1 bills of these files are known as of Nov 20, 2026"):
        books.import_rows(tmp_path, [bill()], as_of=OCTOBER)


def test_a_bill_never_leaves_its_case(tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill("a0F1", "0061")], [deposit()], as_of=OCTOBER)
    report = books.import_rows(tmp_path, [bill("a0F1", "0099")], as_of=NOVEMBER)
    assert books.warned(report)["other_case"] == 1
    assert [case.external_id for case in Case.objects.all()] == ["0061"]


def test_invoices_alone_and_then_collections_alone_make_one_book(tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill("a0F1"), bill("a0F2", "0062")])
    cash = deposit("a0F1", cap_date__c="9/9/2026", insurance_limits__c="25,000/50,000")
    report = books.import_rows(tmp_path, [], [cash, {**cash, "fid": "a0F9"}])
    assert books.refused(report, "collections") == {"orphan": 1}
    assert Bill.objects.get(external_id="a0F1").capped_on == date(2026, 9, 9)
    assert Case.objects.get(external_id="0061").insurance_limits == "25,000/50,000"
    again = books.import_rows(tmp_path, [], [cash, {**cash, "fid": "a0F9"}])
    assert again["changes"]["bills"] == {"created": 0, "updated": 0, "unchanged": 1}


def test_the_same_cash_twice_in_a_file_counts_once(tmp_path: Path) -> None:
    rows = [deposit(), deposit(), deposit(amount="$90.00")]
    report = books.import_rows(tmp_path, [bill()], rows)
    assert books.refused(report, "collections") == {"conflicting_duplicate": 1, "duplicate": 1}
    assert report["totals"]["after"]["collected"] == "100.00"


def test_firms_are_found_by_name_where_the_id_is_blank(tmp_path: Path) -> None:
    spellings = [
        {"Law Firm Name": "Osprey Legal, LLP", "accountid": "0017"},
        {"Law Firm Name": "OSPREY LEGAL", "accountid": ""},
        {"Law Firm Name": "OSPREY LEGAL", "accountid": "0017"},
    ]
    books.import_rows(tmp_path, [bill(f"a0F{n}", f"006{n}", **names) for n, names in enumerate(spellings)])
    firm = Party.objects.get(kind="law_firm")
    assert (firm.name, firm.external_id) == ("OSPREY LEGAL", "0017")
    assert dict(firm.name_aliases.values_list("name", "times_seen")) == {
        "OSPREY LEGAL": 2,
        "Osprey Legal, LLP": 1,
    }


def test_a_firm_met_by_name_gets_its_id_from_a_later_export(tmp_path: Path) -> None:
    books.import_rows(tmp_path, [bill(accountid="", **{"Law Firm Name": "Osprey Legal"})], as_of=OCTOBER)
    books.import_rows(
        tmp_path, [bill(accountid="0017", **{"Law Firm Name": "Osprey Legal PC"})], as_of=NOVEMBER
    )
    assert [firm.external_id for firm in Party.objects.filter(kind="law_firm")] == ["0017"]
