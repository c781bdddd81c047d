"""Functions for the worked rows of docs/formulas/accruals.md."""

from __future__ import annotations

from openlien.accounting.month_end import Estimate, Experience, estimated_cost
from openlien.kit.money import Money

NONE = Experience(0, Money.zero, Money.zero)


def expected_cost(
    billed: Money,
    known: Money | None,
    both_bills: int,
    both_billed: Money,
    both_contracted: Money,
    facility_bills: int,
    facility_billed: Money,
    facility_contracted: Money,
    all_bills: int,
    all_billed: Money,
    all_contracted: Money,
) -> Estimate:
    """What a service is expected to cost."""
    return estimated_cost(
        billed,
        known=known,
        same_facility_and_code=Experience(both_bills, both_billed, both_contracted),
        same_facility=Experience(facility_bills, facility_billed, facility_contracted),
        same_code=NONE,
        every_bill=Experience(all_bills, all_billed, all_contracted),
    )
