"""Reading portfolio exports: CSV and XLSX in, typed rows and reasons out; no database, nothing kept.

    with open_portfolio_file(path) as export:
        for outcome in export.outcomes(as_of=today):
            ...  # Accepted or Refused, one at a time
        export.skipped  # what was no row, by kind

A file that is no table ends in one DomainError; a row that cannot be read is an outcome like any other.
"""

from openlien.integrations.portfolio_files.columns import ColumnReport
from openlien.integrations.portfolio_files.headings import COLUMNS, Kind, label_of
from openlien.integrations.portfolio_files.limits import DEFAULT_LIMITS, Limits
from openlien.integrations.portfolio_files.reader import (
    PortfolioFile,
    check_kinds_differ,
    content_digest,
    open_portfolio_file,
)
from openlien.integrations.portfolio_files.reasons import SENTENCES, Refusal, Repair, Skip
from openlien.integrations.portfolio_files.rows import (
    Accepted,
    CollectionRow,
    InvoiceRow,
    Outcome,
    Refused,
    RowWarning,
)
from openlien.integrations.portfolio_files.signatures import Container

__all__ = [
    "COLUMNS",
    "DEFAULT_LIMITS",
    "SENTENCES",
    "Accepted",
    "CollectionRow",
    "ColumnReport",
    "Container",
    "InvoiceRow",
    "Kind",
    "Limits",
    "Outcome",
    "PortfolioFile",
    "Refusal",
    "Refused",
    "Repair",
    "RowWarning",
    "Skip",
    "check_kinds_differ",
    "content_digest",
    "label_of",
    "open_portfolio_file",
]
