"""What must always hold between the facts of money and the books."""

from __future__ import annotations

from openlien.kit.sql import fetch_all, load


def broken_invariants() -> list[str]:
    """One sentence for each kind of fact that the books do not hold as it is; none when they agree.

    Every bill, receipt and adjustment is in the books once with its amount, and the totals of each case
    account are those of the case's bills, payments, adjustments and overpayments.
    """
    missing = fetch_all(load("openlien.payments", "check_facts_are_booked"))
    differing = fetch_all(load("openlien.payments", "check_accounts_follow_facts"))
    return [
        *(
            f"{row.fact} that are not in the books once: {row.facts} (the first: {row.first})."
            for row in missing
        ),
        *(f"Case account {row.number} differs from its case in {row.what}." for row in differing),
    ]
