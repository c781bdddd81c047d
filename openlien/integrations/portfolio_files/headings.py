"""The columns that portfolio exports have, under every heading we have met or expect."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Which of the two exports a file is: one row a funded bill, or one row a bill with cash."""

    INVOICES = "invoices"
    COLLECTIONS = "collections"


@dataclass(frozen=True)
class Column:
    """One thing we read: our field name, what a person calls it, and its headings, the likeliest first."""

    field: str
    label: str
    headings: tuple[str, ...]


def heading_key(text: str) -> str:
    """Return a heading as compared: without case, blanks, punctuation and the `__c` of custom fields."""
    return "".join(filter(str.isalnum, re.sub(r"__c\b", "", text.casefold())))


def _column(field: str, label: str, headings: str) -> Column:
    return Column(field, label, tuple(headings.split(" | ")))


SHARED_COLUMNS: tuple[Column, ...] = (
    _column("funding_id", "Funding id", "fid | Funding ID | Bill ID | Invoice ID | Receivable ID"),
    _column(
        "funding_number",
        "Funding number",
        "fname | Funding Number | Funding Name | Funding # | Bill Number | Invoice Number",
    ),
    _column("case_id", "Case id", "opid | Opportunity ID | Case ID | Matter ID"),
    _column(
        "patient_name",
        "Patient",
        "Opportunity Name | opname | Patient Name | Patient | Client Name | Plaintiff | "
        "Plaintiff Name | Case Name",
    ),
    _column(
        "law_firm_id",
        "Law firm id",
        "accountid | Account ID | Law Firm ID | Law Firm Account ID | Firm ID",
    ),
    _column(
        "law_firm_name",
        "Law firm",
        "Law Firm Name | law_firm_account_name__c | Law Firm | Law Firm Account Name | Firm Name | "
        "Firm | Account Name",
    ),
    _column(
        "stage",
        "Litigation stage",
        "Stage | case_status__c | Case Status | Case Stage | Litigation Stage | Status",
    ),
    _column("payoff_status", "Payoff status", "payoff_status__c | Payoff Status | Payoff"),
    _column(
        "facility_name",
        "Facility",
        "mfname | Facility Name | Medical Facility | Medical Facility Name | Facility | "
        "Provider Name | Provider",
    ),
    _column("facility_id", "Facility id", "mfid | Facility ID | Medical Facility ID | Provider ID"),
    _column(
        "provider_group_name",
        "Provider group",
        "paname | Provider Group | Provider Group Name | Parent Account | Parent Account Name | PA Name",
    ),
    # "paid" is the id of the parent account, never an amount.
    _column("provider_group_id", "Provider group id", "paid | PA ID | Provider Group ID | Parent Account ID"),
    _column("tranche", "Tranche", "Tranche_Name | Tranche"),
    _column("ar_book", "AR book", "arbookname | AR Book Name | AR Book | Book"),
    _column("state", "State", "billingstate | Billing State | State | State/Province"),
)
INVOICE_COLUMNS: tuple[Column, ...] = (
    *SHARED_COLUMNS,
    _column("attorney_name", "Attorney", "attorneyname | Attorney Name | Attorney"),
    _column("funding_stage", "Funding stage", "funding_stage__c | Funding Stage | Funding Status"),
    _column("ar_type", "AR type", "ar_type__c | AR Type | Receivable Type"),
    _column(
        "accident_on",
        "Date of accident",
        "date_of_accident__c | Date of Accident | Accident Date | Date of Loss | DOL | DOA",
    ),
    _column(
        "originated_on",
        "Origination date",
        "origination_date__c | Origination Date | Date of Origination | Funding Date | Date Funded",
    ),
    _column(
        "settled_on",
        "Settlement date",
        "settlement_date__c | Settlement Date | Date of Settlement | Settled On",
    ),
    _column("served_on", "Date of service", "date of service | Service Date | DOS"),
    _column(
        "invoiced_on",
        "Invoice date",
        "Invoice_Date | Invoice Date | Invoiced On | Bill Date | Billed On | Date of Invoice",
    ),
    _column("invoiced_year", "Invoice date, year", "Invoice_Date - Year | Invoice Year | Year"),
    _column(
        "invoiced_quarter",
        "Invoice date, quarter",
        "Invoice_Date - Quarter | Invoice Quarter | Quarter | Qtr",
    ),
    _column("invoiced_month", "Invoice date, month", "Invoice_Date - Month | Invoice Month | Month"),
    _column("invoiced_day", "Invoice date, day", "Invoice_Date - Day | Invoice Day | Day"),
    _column(
        "billed",
        "Billed amount",
        "Total Invoice | Total Invoice Amount | Invoice Amount | Invoice Total | Billed | "
        "Billed Amount | Total Billed | Bill Amount | Billed Charges | Amount",
    ),
    _column(
        "settled",
        "Agreed payoff",
        "Settled | Settled Amount | Agreed Payoff | Payoff Amount | Settlement Amount",
    ),
    _column(
        "write_off",
        "Write-off",
        "Write Off | Write-Off Amount | Reduction | Reduction Amount | Amount Written Off",
    ),
    _column(
        "stated_open",
        "Open balance",
        "Open Balance | Balance | Open Amount | Outstanding | Outstanding Balance | Open AR",
    ),
)
COLLECTION_COLUMNS: tuple[Column, ...] = (
    *SHARED_COLUMNS,
    _column(
        "payer",
        "Who paid",
        "payoff_recieved_1 | payoff_received_1 | Payoff Received | Payoff Received From | Payer | "
        "Paid By | Received From",
    ),
    _column("capped_on", "Cap date", "cap_date__c | Cap Date | Date Capped"),
    _column("write_off_reason", "Write-off reason", "cap_writeoff_reason__c | Write-Off Reason | Cap Reason"),
    _column("is_write_off", "Is a write-off", "IsWriteOff | Is Write-Off"),
    _column("open_or_closed", "Open or closed", "OpenOrClosed | Open/Closed"),
    _column("insurance_limits", "Insurance limits", "insurance_limits__c | Insurance Limits | Policy Limits"),
    _column(
        "deposited_on",
        "Deposit date",
        "date_deposited_1__c | Date Deposited | Deposit Date | Deposited On | Date Received | "
        "Payment Date | Check Date",
    ),
    _column(
        "deposited_year",
        "Deposit date, year",
        "date_deposited_1__c - Year | Date Deposited - Year | Deposit Date - Year | Deposit Year | Year",
    ),
    _column(
        "deposited_quarter",
        "Deposit date, quarter",
        "date_deposited_1__c - Quarter | Date Deposited - Quarter | Deposit Date - Quarter | "
        "Deposit Quarter | Quarter | Qtr",
    ),
    _column(
        "deposited_month",
        "Deposit date, month",
        "date_deposited_1__c - Month | Date Deposited - Month | Deposit Date - Month | Deposit Month | Month",
    ),
    _column(
        "deposited_day",
        "Deposit date, day",
        "date_deposited_1__c - Day | Date Deposited - Day | Deposit Date - Day | Deposit Day | Day",
    ),
    _column(
        "billed",
        "Billed amount",
        "Total Invoice Amount | Total Invoice | Invoice Amount | Billed | Billed Amount",
    ),
    _column(
        "collected",
        "Cash collected",
        "Total Amount Collected | Amount Collected | Total Collected | Collected | "
        "Collected Amount | Cash Collected | Payment Amount | Amount Received | Deposit Amount",
    ),
)
COLUMNS: dict[Kind, tuple[Column, ...]] = {
    Kind.INVOICES: INVOICE_COLUMNS,
    Kind.COLLECTIONS: COLLECTION_COLUMNS,
}

REQUIRED: dict[Kind, tuple[tuple[tuple[str, ...], ...], ...]] = {
    Kind.INVOICES: (
        (("funding_id",),),
        (("case_id",),),
        (("billed",),),
        (("invoiced_on",), ("invoiced_year", "invoiced_month", "invoiced_day")),
    ),
    Kind.COLLECTIONS: (
        (("funding_id",),),
        (("collected",),),
        (("deposited_on",), ("deposited_year", "deposited_month", "deposited_day")),
    ),
}
"""What a file of each kind cannot do without: of each group any one alternative, complete."""

KNOWN_KEYS: frozenset[str] = frozenset(
    heading_key(heading) for columns in COLUMNS.values() for column in columns for heading in column.headings
)
AMOUNT_FIELDS = ("billed", "settled", "write_off", "stated_open", "collected")


def label_of(field: str) -> str:
    """Return what a person calls the field."""
    return LABELS[field]


LABELS = {column.field: column.label for columns in COLUMNS.values() for column in columns}
