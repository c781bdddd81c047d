"""Writes a portfolio export of any size: synthetic, deterministic, with every defect real ones have."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

AS_OF = date(2026, 11, 20)
BILLS_A_CASE = 3
PEOPLE_FIRST = ("Kai", "Zoe", "Wren", "Oto", "Xia", "Bo", "Ada", "Gus", "Nadia", "Ty", "Mina", "Lev")
PEOPLE_LAST = ("Calder", "Marlow", "Fallow", "Rowan", "Garnet", "Orford", "Quill", "Ember", "Voss", "Hale")
FIRMS = tuple(
    f"{first} {last}{suffix}"
    for first in ("Pacific", "Harbor", "Osprey", "Cedar", "Juniper", "Tamarack", "Alder", "Summit")
    for last, suffix in (
        ("Crest Law Firm", ""),
        ("Legal Group", ", LLP"),
        ("Counsel", ""),
        ("& Finch", " PC"),
    )
)
FACILITIES = (
    "Coastal MRI & Imaging",
    "Valley Surgery Center",
    "Foothill Diagnostics",
    "Summit Pain Institute",
)
GROUPS = ("Therapy Group", "Bayline Care Partners", "Ridgeway Medical Group")
STAGES = (
    ("Settled - Not Yet Disbursed", 30),
    ("In Litigation", 16),
    ("Negotiation", 13),
    ("Still Treating", 10),
    ("Case Closed Payment Disbursed", 10),
    ("Pending", 8),
    ("Gathering Bills and Records", 5),
    ("Demand Sent", 4),
    ("No Longer Represent", 3),
    ("", 1),
)
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
INVOICE_HEADINGS = (
    "fid", "fname", "Opportunity Name", "opid", "Law Firm Name", "accountid", "attorneyname", "Stage",
    "payoff_status__c", "funding_stage__c", "ar_type__c", "mfname", "mfid", "paname", "paid",
    "Tranche_Name", "arbookname", "billingstate", "date_of_accident__c", "origination_date__c",
    "settlement_date__c", "date of service", "Invoice_Date - Year", "Invoice_Date - Quarter",
    "Invoice_Date - Month", "Invoice_Date - Day", " Total Invoice ", "Settled", "Write Off",
    "Open Balance",
)  # fmt: skip
COLLECTION_HEADINGS = (
    "date_deposited_1__c - Year", "date_deposited_1__c - Quarter", "date_deposited_1__c - Month",
    "date_deposited_1__c - Day", "Total Invoice Amount", "Total Amount Collected", "fid", "fname",
    "opname", "opid", "law_firm_account_name__c", "accountid", "case_status__c", "payoff_status__c",
    "payoff_recieved_1", "cap_date__c", "cap_writeoff_reason__c", "IsWriteOff", "mfname", "mfid",
    "paname", "paid", "Tranche_Name", "arbookname", "billingstate", "OpenOrClosed", "insurance_limits__c",
)  # fmt: skip


def write_export(folder: Path, *, bills: int, seed: int = 1) -> tuple[Path, Path]:
    """The paths of an invoices and a collections file with so many bills, one in six of them with cash."""
    invoices, collections = folder / "invoices.csv", folder / "collections.csv"
    with (
        invoices.open("w", encoding="utf-8", newline="") as billed,
        collections.open("w", encoding="utf-8", newline="") as cash,
    ):
        billed.write("Applied filters:\nParent account is Therapy Group\n\n")
        bill_rows, cash_rows = csv.writer(billed), csv.writer(cash)
        bill_rows.writerow(INVOICE_HEADINGS)
        cash_rows.writerow(COLLECTION_HEADINGS)
        for bill, deposit in _bills(random.Random(seed), bills):
            bill_rows.writerow(bill)
            if deposit:
                cash_rows.writerow(deposit)
        bill_rows.writerow(["Total"])
    return invoices, collections


def _bills(dice: random.Random, count: int) -> Iterator[tuple[list[str], list[str] | None]]:
    case: dict[str, str] = {}
    for number in range(count):
        if number % BILLS_A_CASE == 0:
            case = _case(dice, number // BILLS_A_CASE)
        bill = _bill(dice, number, case)
        yield _damaged(dice, bill), _cash(dice, bill) if dice.random() < 1 / 6 else None


def _case(dice: random.Random, number: int) -> dict[str, str]:
    firm = dice.randrange(len(FIRMS))
    opened = AS_OF - timedelta(days=dice.randrange(40, 1500))
    stages, weights = zip(*STAGES, strict=True)
    return {
        "opid": f"006{number:015d}",
        "patient": f"{dice.choice(PEOPLE_FIRST)} {dice.choice(PEOPLE_LAST)}",
        "firm": dice.choice((FIRMS[firm], FIRMS[firm].upper(), FIRMS[firm])),
        "firm_id": f"001{firm:015d}" if dice.random() > 0.05 else "",
        "attorney": f"Attorney {firm}-{dice.randrange(3)}",
        "stage": dice.choices(stages, weights)[0],
        "accident": _day(opened - timedelta(days=30)),
        "opened": opened.isoformat(),
    }


def _bill(dice: random.Random, number: int, case: dict[str, str]) -> dict[str, str]:
    invoiced = min(date.fromisoformat(case["opened"]) + timedelta(days=dice.randrange(0, 120)), AS_OF)
    billed = dice.randrange(20_000, 2_000_000)
    reduced = billed * dice.randrange(10, 60) // 100 if dice.random() < 0.15 else 0
    facility = dice.randrange(len(FACILITIES))
    group = facility % len(GROUPS)
    return {
        **case,
        "fid": f"a0F{number:015d}",
        "fname": f"F-{100_001 + number}",
        "payoff": "Reduction Accepted" if reduced else "",
        "facility": FACILITIES[facility],
        "facility_id": f"0MF{facility:015d}",
        "group": GROUPS[group],
        "group_id": f"0PA{group:015d}",
        "invoiced": invoiced.isoformat(),
        "billed": f"${billed / 100:,.2f}",
        "cents": str(billed),
        "reduced": f"${reduced / 100:,.2f}" if reduced else "",
        "open": f"${(billed - reduced) / 100:,.2f}",
    }


def _damaged(dice: random.Random, bill: dict[str, str]) -> list[str]:
    """The row of the bill; one in a hundred lacks its amount or its date."""
    fate = dice.random()
    invoiced = date.fromisoformat(bill["invoiced"])
    month = "Smarch" if fate < 0.005 else MONTHS[invoiced.month - 1]
    settled = bill["stage"].startswith("Settled") and dice.random() < 0.7
    settlement = _day(AS_OF - timedelta(days=dice.randrange(1, 400))) if settled else ""
    return [
        bill["fid"], bill["fname"], bill["patient"], bill["opid"], bill["firm"], bill["firm_id"],
        bill["attorney"], bill["stage"], bill["payoff"], "Funded", "Partial Advance",
        bill["facility"], bill["facility_id"],
        bill["group"], bill["group_id"], f"{bill['group']} {invoiced:%m%y}",
        f"{bill['group']} AR {invoiced:%m%y} (P)",
        "CA", bill["accident"], _day(date.fromisoformat(bill["opened"])), settlement, _day(invoiced),
        str(invoiced.year), f"Qtr {(invoiced.month + 2) // 3}", month, str(invoiced.day),
        "" if fate > 0.995 else bill["billed"], "", bill["reduced"], bill["open"],
    ]  # fmt: skip


def _cash(dice: random.Random, bill: dict[str, str]) -> list[str]:
    deposited = min(date.fromisoformat(bill["invoiced"]) + timedelta(days=dice.randrange(30, 700)), AS_OF)
    collected = int(bill["cents"]) * dice.randrange(10, 60) // 100
    return [
        str(deposited.year), f"Qtr {(deposited.month + 2) // 3}", MONTHS[deposited.month - 1],
        str(deposited.day),
        bill["billed"], f"${collected / 100:,.2f}", bill["fid"], bill["fname"], bill["patient"], bill["opid"],
        bill["firm"], bill["firm_id"], bill["stage"], bill["payoff"], "Law Firm", "", "", "FALSE",
        bill["facility"], bill["facility_id"], bill["group"], bill["group_id"],
        "", "", "CA", "Open", "25,000/50,000",
    ]  # fmt: skip


def _day(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"
