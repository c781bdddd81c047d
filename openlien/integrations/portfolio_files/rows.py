"""The rows of both exports as typed records, and what became of each."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from openlien.integrations.portfolio_files.reasons import Refusal, Repair


class InvoiceRow(NamedTuple):
    """One funded bill as the invoices file states it.

    *Shapes*: texts are trimmed and "" when blank; codes are canonical, `stage` and `payoff_status` "unknown"
    and `funding_stage` and `ar_type` None when blank or not known; `state` is a postal code or "".
    *Units*: amounts USD with two places; None is unknown, never zero.
    """

    funding_id: str
    funding_number: str
    case_id: str
    patient_name: str
    law_firm_id: str
    law_firm_name: str
    law_firm_key: str
    attorney_name: str
    stage: str
    payoff_status: str
    funding_stage: str | None
    ar_type: str | None
    facility_name: str
    facility_id: str
    provider_group_name: str
    provider_group_id: str
    tranche: str
    ar_book: str
    state: str
    accident_on: date | None
    originated_on: date | None
    settled_on: date | None
    served_on: date | None
    invoiced_on: date
    billed: Decimal
    settled: Decimal | None
    write_off: Decimal | None
    stated_open: Decimal | None


class CollectionRow(NamedTuple):
    """The cash that came in on one bill as the collections file states it.

    *Shapes*: as `InvoiceRow`. `stage` is often stale: the invoices file holds.
    *Units*: amounts USD with two places; `billed` is what this file repeats of the bill.
    """

    funding_id: str
    funding_number: str
    case_id: str
    patient_name: str
    law_firm_id: str
    law_firm_name: str
    law_firm_key: str
    stage: str
    payoff_status: str
    facility_name: str
    facility_id: str
    provider_group_name: str
    provider_group_id: str
    tranche: str
    ar_book: str
    state: str
    payer: str
    capped_on: date | None
    write_off_reason: str
    is_write_off: bool | None
    open_or_closed: str
    insurance_limits: str
    deposited_on: date
    billed: Decimal | None
    collected: Decimal


class RowWarning(NamedTuple):
    """What was left unknown in an accepted row: the reason, the field, and the text that stood there."""

    reason: Repair
    field: str
    text: str


class Accepted(NamedTuple):
    """A row that can be read. Whether it is a duplicate or an orphan is decided across rows.

    *Shapes*: `fingerprint` is 16 bytes, equal for rows that say the same; `cells` are the original ones.
    """

    line: int
    row: InvoiceRow | CollectionRow
    warnings: tuple[RowWarning, ...]
    fingerprint: bytes
    cells: list[str]

    @property
    def amount(self) -> Decimal:
        """Return the amount the row counts with in the report: billed, or cash collected."""
        return self.row.collected if isinstance(self.row, CollectionRow) else self.row.billed


class Refused(NamedTuple):
    """A row that cannot be read; `amount` is None when that is what is missing.

    *Shapes*: `field` and `detail` say what in the row: our field name, and a few words.
    """

    line: int
    reason: Refusal
    amount: Decimal | None
    funding_id: str
    field: str
    detail: str
    cells: list[str]


Outcome = Accepted | Refused
