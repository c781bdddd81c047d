"""Each defect of a row has its own outcome, and good cells their own value."""

from datetime import date
from decimal import Decimal

import pytest

from openlien.integrations.portfolio_files import SENTENCES, Accepted, Refusal, Refused, Repair, Skip
from tests.integrations.portfolio_files.exports import cash, invoice, outcomes_of, table, write_csv


def outcome_of(tmp_path, row):
    [outcome] = outcomes_of(write_csv(tmp_path / "export.csv", table(row)))
    return outcome


def test_a_good_bill_is_read_in_full(tmp_path):
    outcome = outcome_of(tmp_path, invoice({"Write Off": "$1,000.", "Settled": "2,978.00"}))
    row = outcome.row
    assert isinstance(outcome, Accepted)
    assert (outcome.line, outcome.warnings, outcome.amount) == (2, (), Decimal("3978.00"))
    assert (row.funding_id, row.case_id, row.law_firm_key) == ("a0F1", "0061", "ospreylegal")
    assert (row.stage, row.payoff_status) == ("in_litigation", "unknown")
    assert (row.funding_stage, row.ar_type, row.state) == ("funded", "partial_advance", "AZ")
    assert (row.billed, row.write_off, row.settled) == (
        Decimal("3978.00"),
        Decimal("1000.00"),
        Decimal("2978.00"),
    )
    assert (row.invoiced_on, row.originated_on, row.settled_on) == (date(2026, 7, 9), date(2026, 6, 29), None)


@pytest.mark.parametrize(
    ("changes", "reason", "amount"),
    [
        ({"fid": " "}, Refusal.MISSING_FID, "3978.00"),
        ({"opid": ""}, Refusal.MISSING_CASE, "3978.00"),
        ({"Total Invoice": ""}, Refusal.MISSING_AMOUNT, None),
        ({"Total Invoice": "1.234,56"}, Refusal.UNREADABLE_AMOUNT, None),
        ({"Total Invoice": "NaN"}, Refusal.UNREADABLE_AMOUNT, None),
        ({"Total Invoice": "1e308"}, Refusal.UNREADABLE_AMOUNT, None),
        ({"Total Invoice": "(12.00)"}, Refusal.NEGATIVE_AMOUNT, "-12.00"),
        ({"Write Off": "much"}, Refusal.UNREADABLE_AMOUNT, "3978.00"),
        ({"Write Off": "-1"}, Refusal.NEGATIVE_AMOUNT, "3978.00"),
        ({"Invoice Date": "Smarch 13"}, Refusal.BAD_DATE, "3978.00"),
        ({"Invoice Date": ""}, Refusal.BAD_DATE, "3978.00"),
        ({"Invoice Date": "", "Total Invoice": ""}, Refusal.MISSING_AMOUNT, None),
        ({"Law Firm Name": "x" * 301}, Refusal.TEXT_TOO_LONG, "3978.00"),
        ({"fid": "x" * 65}, Refusal.TEXT_TOO_LONG, "3978.00"),
    ],
)
def test_a_bill_that_cannot_count_is_refused(changes, reason, amount, tmp_path):
    outcome = outcome_of(tmp_path, invoice(changes))
    assert isinstance(outcome, Refused)
    assert outcome.reason is reason
    assert outcome.amount == (Decimal(amount) if amount else None)
    assert outcome.cells == list(invoice(changes).values())


@pytest.mark.parametrize(
    ("changes", "reason", "field", "value"),
    [
        ({"settlement_date__c": "Law Firm"}, Repair.UNREADABLE_SETTLEMENT_DATE, "settled_on", None),
        ({"origination_date__c": "7/9/26"}, Repair.UNREADABLE_DATE, "originated_on", None),
        ({"Stage": " "}, Repair.BLANK_STATUS, "stage", "unknown"),
        ({"Stage": "On the moon"}, Repair.UNKNOWN_STAGE, "stage", "unknown"),
        ({"payoff_status__c": "Perhaps"}, Repair.UNKNOWN_PAYOFF_STATUS, "payoff_status", "unknown"),
        ({"funding_stage__c": "Perhaps"}, Repair.UNKNOWN_FUNDING_STAGE, "funding_stage", None),
        ({"ar_type__c": "Perhaps"}, Repair.UNKNOWN_AR_TYPE, "ar_type", None),
        ({"billingstate": "Bavaria"}, Repair.UNKNOWN_STATE, "state", ""),
        ({"Open Balance": "n/a"}, Repair.UNREADABLE_OTHER_AMOUNT, "stated_open", None),
        ({"Settled": "1e9"}, Repair.UNREADABLE_OTHER_AMOUNT, "settled", None),
    ],
)
def test_a_lesser_defect_leaves_one_value_unknown_and_a_warning(changes, reason, field, value, tmp_path):
    outcome = outcome_of(tmp_path, invoice(changes))
    [text] = changes.values()
    assert isinstance(outcome, Accepted)
    assert outcome.warnings == ((reason, field, text.strip()),)
    assert getattr(outcome.row, field) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Gathering Bills", "gathering_bills"),
        ("Settled - Awaiting Payment", "settled_not_disbursed"),
        ("settled – not yet disbursed", "settled_not_disbursed"),
        ("IN LITIGATION ", "in_litigation"),
        ("Settled - Prior to Servicing", "settled_prior_to_servicing"),
    ],
)
def test_spellings_of_a_stage_have_one_code(text, code, tmp_path):
    outcome = outcome_of(tmp_path, invoice({"Stage": text}))
    assert (outcome.row.stage, outcome.warnings) == (code, ())


def test_a_state_may_be_written_out(tmp_path):
    assert outcome_of(tmp_path, invoice({"billingstate": "California"})).row.state == "CA"


def test_a_bill_over_nothing_is_a_bill(tmp_path):
    assert outcome_of(tmp_path, invoice({"Total Invoice": "0.00"})).amount == Decimal("0.00")


def test_cash_is_read_in_full(tmp_path):
    row = outcome_of(tmp_path, cash()).row
    assert (row.funding_id, row.collected, row.billed) == ("a0F1", Decimal("100.00"), Decimal("3978.00"))
    assert (row.deposited_on, row.stage, row.is_write_off) == (date(2026, 8, 9), "unknown", False)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Total Amount Collected": ""}, Refusal.MISSING_AMOUNT),
        ({"Total Amount Collected": "0"}, Refusal.ZERO_CASH),
        ({"Total Amount Collected": "-5"}, Refusal.NEGATIVE_AMOUNT),
        ({"Deposit Date": "soon"}, Refusal.BAD_DATE),
        ({"fid": ""}, Refusal.MISSING_FID),
    ],
)
def test_cash_that_cannot_count_is_refused(changes, reason, tmp_path):
    assert outcome_of(tmp_path, cash(changes)).reason is reason


def test_a_blank_stage_of_the_collections_file_is_no_warning(tmp_path):
    assert outcome_of(tmp_path, cash()).warnings == ()


def test_a_row_with_a_cell_too_many_is_refused_because_its_columns_have_shifted(tmp_path):
    rows = table(invoice())
    rows[1].insert(2, "LLP")
    rows[1][rows[0].index("Total Invoice")] = "9"
    [outcome] = outcomes_of(write_csv(tmp_path / "export.csv", rows))
    assert (outcome.reason, outcome.amount) == (Refusal.TOO_MANY_CELLS, None)


def test_blank_cells_after_the_last_column_do_no_harm(tmp_path):
    rows = table(invoice())
    rows[1] += ["", " "]
    [outcome] = outcomes_of(write_csv(tmp_path / "export.csv", rows))
    assert outcome.warnings == ()


def test_a_short_row_counts_the_rest_as_blank(tmp_path):
    rows = table(invoice())
    [outcome] = outcomes_of(write_csv(tmp_path / "export.csv", [rows[0], rows[1][:-1]]))
    assert [warning.reason for warning in outcome.warnings] == [Repair.SHORT_ROW]
    assert outcome.row.stated_open is None


def test_a_cell_may_hold_a_line_end(tmp_path):
    outcomes = outcomes_of(
        write_csv(tmp_path / "export.csv", table(invoice({"Law Firm Name": "Osprey\r\nLegal"}), invoice()))
    )
    assert [outcome.line for outcome in outcomes] == [2, 4]
    assert outcomes[0].row.law_firm_name == "Osprey Legal"


def test_rows_that_say_the_same_share_a_fingerprint(tmp_path):
    same = [
        invoice(),
        invoice({"Total Invoice": "3978", "Invoice Date": "2026-07-09", "Stage": "in litigation"}),
    ]
    one, other = outcomes_of(write_csv(tmp_path / "export.csv", table(*same)))
    assert one.fingerprint == other.fingerprint


@pytest.mark.parametrize(
    "changes",
    [
        {"Total Invoice": "$3,978.01"},
        {"settlement_date__c": "7/9/2026"},
        {"Write Off": "0"},
        {"opid": "0062"},
    ],
)
def test_rows_that_differ_in_a_field_have_two_fingerprints(changes, tmp_path):
    one, other = outcomes_of(write_csv(tmp_path / "export.csv", table(invoice(), invoice(changes))))
    assert one.fingerprint != other.fingerprint


@pytest.mark.parametrize("reason", [*Refusal, *Repair, *Skip])
def test_every_reason_has_a_sentence(reason):
    assert SENTENCES[reason].endswith(".")
