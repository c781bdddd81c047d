"""What people call a bill in a sentence."""

from __future__ import annotations

from openlien.cases.models import Bill


def bill_name(bill: Bill) -> str:
    """The number of a bill, or its code and day."""
    day = bill.service_on or bill.invoice_on
    return bill.number or " ".join(filter(None, [bill.code, day.isoformat()]))


def dollars(amount: object) -> str:
    """An amount as a sentence writes it; no offer is said in words."""
    return "no offer" if amount is None else f"${amount.amount:,}"  # type: ignore[attr-defined]
