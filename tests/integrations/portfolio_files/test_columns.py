"""Columns are found by their names, or by what a person says they are."""

import pytest

from openlien.integrations.portfolio_files import COLUMNS, Kind
from openlien.integrations.portfolio_files.columns import (
    MappedFieldUnknown,
    MappedHeadingMissing,
    recognise_columns,
)
from openlien.integrations.portfolio_files.headings import heading_key
from tests.integrations.portfolio_files.exports import sample_rows

NATURAL_INVOICES = [
    "Funding ID", "Case ID", "Patient Name", "Law Firm", "Law Firm ID", "Case Status", "Payoff Status",
    "Invoice Date", "Total Invoice Amount", "Write-Off", "Balance", "Date of Loss", "DOS",
]  # fmt: skip


def recognise(headings, **options):
    return recognise_columns(headings, name="export.csv", **options)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_heading_of_the_sample_is_recognised(kind):
    headings = max(sample_rows(kind)[:10], key=len)
    report = recognise(headings)
    assert report.kind is kind
    assert len(report.index) == len(headings)
    assert (report.unknown, report.doubled, report.missing) == ((), (), ())


def test_natural_headings_are_recognised():
    report = recognise(NATURAL_INVOICES)
    assert report.kind is Kind.INVOICES
    assert report.recognised["stated_open"] == "Balance"
    assert (report.unknown, report.missing) == ((), ())


def test_case_blanks_and_punctuation_of_a_heading_do_not_count():
    report = recognise([" FUNDING-id ", "case_id", " total  invoice ($) ", "invoice_date"])
    assert set(report.index) == {"funding_id", "case_id", "billed", "invoiced_on"}


def test_paid_is_the_id_of_the_provider_group_and_no_amount():
    assert recognise(["fid", "opid", "paid", "paname"]).recognised["provider_group_id"] == "paid"


def test_a_heading_nobody_asks_for_is_listed():
    assert recognise([*NATURAL_INVOICES, " Shoe Size "]).unknown == ("Shoe Size",)


def test_the_likelier_of_two_headings_of_one_field_is_taken():
    report = recognise([*NATURAL_INVOICES, "Billed", "Total Invoice"])
    assert report.recognised["billed"] == "Total Invoice"
    assert report.doubled == ("Total Invoice Amount", "Billed")


def test_missing_columns_are_one_sentence():
    report = recognise(["fid", "Law Firm", "Stage", "Total Invoice"])
    problem = report.problem(name="export.csv", records_max=50)
    assert problem.code == "columns_missing"
    assert problem.sentence == (
        'The invoices file "export.csv" has no column for: Case id, Invoice date or '
        "Invoice date, year + Invoice date, month + Invoice date, day."
    )


def test_a_date_in_four_columns_may_lack_its_quarter():
    headings = ["fid", "opid", "Total Invoice", "Year", "Month", "Day"]
    assert recognise(headings).missing == ()
    assert recognise(headings[:-1]).missing != ()


def test_a_mapping_goes_before_every_synonym():
    headings = ["Key", "Matter", "When", "Gross", "Amount"]
    mapping = {"funding_id": "key", "case_id": "Matter", "invoiced_on": " When", "billed": "Gross"}
    report = recognise(headings, mapping=mapping)
    assert report.kind is Kind.INVOICES
    assert dict(report.index) == {"funding_id": 0, "case_id": 1, "invoiced_on": 2, "billed": 3}
    assert report.doubled == ("Amount",)


def test_a_mapping_to_a_heading_that_is_not_there_is_refused():
    with pytest.raises(MappedHeadingMissing) as refusal:
        recognise(["fid", "opid"], mapping={"billed": "Gross"})
    assert refusal.value.sentence == (
        'The file "export.csv" has no column "Gross", which the mapping names for Billed amount.'
    )


def test_a_mapping_of_a_field_that_is_not_ours_is_refused():
    with pytest.raises(MappedFieldUnknown):
        recognise(["fid", "opid"], mapping={"shoe_size": "fid"})


def test_the_kind_that_misses_less_wins_over_the_kind_that_knows_more():
    headings = ["fid", "Date Deposited", "Amount Collected", "Attorney", "AR Type", "DOL", "DOS", "Settled"]
    report = recognise(headings)
    assert report.kind is Kind.COLLECTIONS
    assert report.unknown == ("Attorney", "AR Type", "DOL", "DOS", "Settled")


def test_nothing_known_is_no_kind():
    report = recognise(["Name", "Shoe Size"])
    assert report.kind is None
    assert report.unknown == ("Name", "Shoe Size")


@pytest.mark.parametrize("kind", list(Kind))
def test_no_heading_means_two_fields_of_one_kind(kind):
    keys = [
        heading_key(heading) for column in COLUMNS[kind] for heading in set(map(heading_key, column.headings))
    ]
    assert sorted(keys) == sorted(set(keys))
