"""Reports of casework: one module a report; each answers with a `Report`, as those of the books do."""

from openlien.accounting.reports import Definition

from .communication import COMMUNICATION
from .fees_outstanding import FEES_OUTSTANDING
from .forecast import FORECAST
from .negotiators import NEGOTIATORS
from .plan_compliance import PLAN_COMPLIANCE
from .settlement_values import SETTLEMENT_VALUES
from .success import SUCCESS

REPORTS: tuple[Definition, ...] = (
    SUCCESS,
    NEGOTIATORS,
    COMMUNICATION,
    PLAN_COMPLIANCE,
    SETTLEMENT_VALUES,
    FORECAST,
    FEES_OUTSTANDING,
)
BY_SLUG: dict[str, Definition] = {definition.slug: definition for definition in REPORTS}

__all__ = ["BY_SLUG", "REPORTS"]
