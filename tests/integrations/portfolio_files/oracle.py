"""What a correct import of both exports arrives at, in plain Python and from the rows alone.

This is the import policy as a program that anyone can read from top to bottom. It shares no code with the
import behind the row reader, keeps everything in memory, and is slow; the database has to agree with it.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from openlien.integrations.portfolio_files import (
    Accepted,
    InvoiceRow,
    Kind,
    Refused,
    Skip,
    open_portfolio_file,
)

ZERO = Decimal("0.00")
STAGE_LABELS = {
    "settled_not_disbursed": "Settled - Not Yet Disbursed",
    "in_litigation": "In Litigation",
    "closed_disbursed": "Case Closed Payment Disbursed",
    "negotiation": "Negotiation",
    "still_treating": "Still Treating",
    "pending": "Pending",
    "no_longer_represent": "No Longer Represent",
    "gathering_bills": "Gathering Bills and Records",
    "demand_sent": "Demand Sent",
    "settled_prior_to_servicing": "Settled - Prior to Servicing",
    "unknown": "(blank)",
}
CONCLUDED = {"settled_not_disbursed", "closed_disbursed", "settled_prior_to_servicing"}


@dataclass
class Bill:
    """An accepted row of the invoices file, and the cash of the collections file on it."""

    row: InvoiceRow
    collected: Decimal = ZERO
    deposited_on: list[date] = field(default_factory=list)

    @property
    def bad_debt(self) -> Decimal:
        return (self.row.write_off or ZERO) if self.row.payoff_status == "written_off_gl" else ZERO

    @property
    def reduction(self) -> Decimal:
        return (self.row.write_off or ZERO) - self.bad_debt

    @property
    def open(self) -> Decimal:
        return max(ZERO, self.row.billed - self.collected - self.reduction - self.bad_debt)

    @property
    def refund_due(self) -> Decimal:
        return max(ZERO, self.collected - self.row.billed)

    @property
    def ties(self) -> bool:
        return self.row.stated_open is None or self.row.stated_open == self.open


@dataclass
class Case:
    """The bills of one case id. Its stage is the first that any of its bills states."""

    bills: list[Bill] = field(default_factory=list)

    @property
    def stage(self) -> str:
        return next((bill.row.stage for bill in self.bills if bill.row.stage != "unknown"), "unknown")

    @property
    def open_bills(self) -> list[Bill]:
        return [bill for bill in self.bills if bill.open]

    @property
    def open(self) -> Decimal:
        return sum((bill.open for bill in self.bills), ZERO)

    @property
    def settled_on(self) -> date | None:
        return min((bill.row.settled_on for bill in self.open_bills if bill.row.settled_on), default=None)

    @property
    def payoff_status(self) -> str:
        statuses = {bill.row.payoff_status for bill in self.open_bills}
        return statuses.pop() if len(statuses) == 1 else "mixed"

    def age_days(self, as_of: date) -> int | None:
        starts = [bill.row.originated_on for bill in self.bills if bill.row.originated_on]
        return (as_of - min(starts)).days if starts else None

    def had_cash_in_last_year(self, as_of: date) -> bool:
        return any((as_of - day).days <= 365 for bill in self.bills for day in bill.deposited_on)


class Portfolio:
    """Both files read and merged by funding id, with everything that was refused or repaired."""

    def __init__(self, invoices: Path, collections: Path, *, as_of: date):
        self.as_of = as_of
        self.bills: dict[str, Bill] = {}
        self.refused: Counter[str] = Counter()
        self.orphan_amount = ZERO
        self.warnings: Counter[str] = Counter()
        self.files: dict[str, dict[str, int]] = {}
        self._fingerprints: dict[str, bytes] = {}
        self._read(invoices, Kind.INVOICES, self._merge_invoice)
        self._read(collections, Kind.COLLECTIONS, self._merge_cash)
        self.cases = self._cases()

    def _read(self, path: Path, kind: Kind, merge) -> None:
        with open_portfolio_file(path) as export:
            assert export.kind is kind
            accepted = refused = 0
            for outcome in export.outcomes(as_of=self.as_of):
                if isinstance(outcome, Refused):
                    refused += 1
                    self.refused[outcome.reason] += 1
                else:
                    accepted += 1
                    merge(outcome)
            # The report ties: what was read is what was accepted, refused or skipped.
            assert export.records_read == accepted + refused + sum(export.skipped.values())
            self.files[kind] = {
                "data_rows": export.rows_found,
                "repeated_headers": export.skipped[Skip.REPEATED_HEADER],
                "total_rows": export.skipped[Skip.TOTAL],
            }

    def _merge_invoice(self, accepted: Accepted) -> None:
        funding_id = accepted.row.funding_id
        if funding_id in self.bills:
            same = self._fingerprints[funding_id] == accepted.fingerprint
            self.refused["duplicate" if same else "conflicting_duplicate"] += 1
            return
        self.bills[funding_id] = Bill(accepted.row)
        self._fingerprints[funding_id] = accepted.fingerprint
        self.warnings.update(warning.reason for warning in accepted.warnings)

    def _merge_cash(self, accepted: Accepted) -> None:
        bill = self.bills.get(accepted.row.funding_id)
        if bill is None:
            self.refused["orphan_collections"] += 1
            self.orphan_amount += accepted.row.collected
            return
        bill.collected += accepted.row.collected
        bill.deposited_on.append(accepted.row.deposited_on)

    def _cases(self) -> dict[str, Case]:
        cases: dict[str, Case] = defaultdict(Case)
        for bill in self.bills.values():
            cases[bill.row.case_id].bills.append(bill)
            self.warnings["does_not_tie"] += not bill.ties
            self.warnings["overpaid"] += bill.refund_due > 0
        return cases

    def law_firms(self) -> set[str]:
        """Return one id a firm: the account id, or the name's key where no row of that name has an id."""
        rows = [bill.row for bill in self.bills.values()]
        ids_of_names = {row.law_firm_key: row.law_firm_id for row in rows if row.law_firm_id}
        return {row.law_firm_id or ids_of_names.get(row.law_firm_key, row.law_firm_key) for row in rows}


def figures(portfolio: Portfolio) -> dict:
    """Return every figure of `expected.json` but its date and seed, in its shape."""
    return {
        "files": portfolio.files,
        "accepted_bills": len(portfolio.bills),
        "cases": len(portfolio.cases),
        "law_firms": len(portfolio.law_firms()),
        "refused": {**portfolio.refused, "orphan_amount": str(portfolio.orphan_amount)},
        "warnings": dict(portfolio.warnings),
        "totals": totals(list(portfolio.bills.values())),
        "by_case_status": by_case_status(portfolio),
        "settled_pending": settled_pending(portfolio),
        "at_risk": at_risk(portfolio),
    }


def totals(bills: list[Bill]) -> dict[str, str]:
    billed = sum((bill.row.billed for bill in bills), ZERO)
    collected = sum((bill.collected for bill in bills), ZERO)
    return {
        "invoiced": str(billed),
        "collected": str(collected),
        "reduction": str(sum((bill.reduction for bill in bills), ZERO)),
        "bad_debt": str(sum((bill.bad_debt for bill in bills), ZERO)),
        "open": str(sum((bill.open for bill in bills), ZERO)),
        "refund_due": str(sum((bill.refund_due for bill in bills), ZERO)),
        "portfolio_rate_pct": rounded(collected * 100 / billed, "0.01"),
    }


def by_case_status(portfolio: Portfolio) -> dict:
    open_cases = [case for case in portfolio.cases.values() if case.open]
    return {
        "stages": {
            label: counted([case for case in open_cases if case.stage == code])
            for code, label in STAGE_LABELS.items()
        },
        "total_open_ar": str(sum((case.open for case in open_cases), ZERO)),
        "total_open_cases": len(open_cases),
    }


def settled_pending(portfolio: Portfolio) -> dict:
    cases = [case for case in portfolio.cases.values() if case.stage == "settled_not_disbursed" and case.open]
    days = [(portfolio.as_of - case.settled_on).days for case in cases if case.settled_on]
    by_status: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_status[case.payoff_status].append(case)
    return {
        **counted(cases),
        "with_settlement_date": len(days),
        "without_settlement_date": len(cases) - len(days),
        "avg_days": rounded(Decimal(sum(days)) / len(days), "0.1"),
        "min_days": min(days),
        "max_days": max(days),
        "by_payoff_status": {
            status: without(counted(members), "invoices") for status, members in by_status.items()
        },
    }


def at_risk(portfolio: Portfolio) -> dict:
    by_category: dict[str, list[Case]] = defaultdict(list)
    for case in portfolio.cases.values():
        if case.open and (category := risk_category(case, portfolio.as_of)):
            by_category[category].append(case)
    watch = by_category.pop("watch", [])
    every = [case for cases in by_category.values() for case in cases]
    return {
        "by_category": {category: counted(cases) for category, cases in by_category.items()},
        **without(counted(every), "invoices"),
        "watch": without(counted(watch), "invoices"),
    }


def risk_category(case: Case, as_of: date) -> str | None:
    """Return the first category that fits. No import of one day knows a stage change within the year."""
    age_days = case.age_days(as_of)
    if case.stage == "no_longer_represent":
        return "No Longer Represent"
    if case.stage == "pending" and age_days is not None and age_days > 730:
        return "Pending 24+ Months"
    if case.stage == "pending" and age_days is not None and age_days > 540:
        return "Pending 18+ Months"
    if (
        age_days is not None
        and age_days > 1095
        and case.stage not in CONCLUDED
        and not case.had_cash_in_last_year(as_of)
    ):
        return "Case 36+ Months Old"
    return "watch" if case.stage == "pending" else None


def counted(cases: list[Case]) -> dict:
    return {
        "cases": len(cases),
        "ar": str(sum((case.open for case in cases), ZERO)),
        "invoices": sum(len(case.open_bills) for case in cases),
    }


def without(figures_of_cases: dict, key: str) -> dict:
    return {name: figure for name, figure in figures_of_cases.items() if name != key}


def rounded(number: Decimal, step: str) -> str:
    return str(number.quantize(Decimal(step), rounding=ROUND_HALF_UP))
