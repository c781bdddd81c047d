"""What must always hold between the facts of funding and the books."""

from __future__ import annotations

from openlien.kit.sql import fetch_all, load


def broken_invariants() -> list[str]:
    """One sentence for each kind of fact that does not sum, or that the books do not hold as it is.

    A draw or repayment is the sum of its bills, a month's interest the sum of its shares, nothing is lent
    below zero; each movement, payment to a provider and accrual is in the books once with its amount.
    """
    differing = fetch_all(load("openlien.funding", "check_sums"))
    missing = fetch_all(load("openlien.funding", "check_facts_are_booked"))
    return [
        *(f"{row.what}: {row.count} differ (the first: {row.first})." for row in differing),
        *(
            f"{row.fact} that are not in the books once: {row.count} (the first: {row.first})."
            for row in missing
        ),
    ]
