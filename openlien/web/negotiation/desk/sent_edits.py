"""The edits that the grid sends: which bills, which versions were on the screen, what was typed."""

from __future__ import annotations

from uuid import UUID

from django.http import QueryDict

from openlien.kit.errors import DomainError
from openlien.kit.money import Money
from openlien.negotiation.actions import BillEdit
from openlien.negotiation.calculations.amount_input import OfferNotRead, read_amount

SPREAD = "spread"


class EditsNotRead(DomainError):
    """Not saved. What was sent could not be read; load the page again."""

    status = 400


class SpreadNeedsAmount(DomainError):
    """Type the amount to spread over the selected bills, such as 4,500.00."""


def read_edits(posted: QueryDict) -> list[BillEdit]:
    """The edits in the order in which they were sent; one `entry` alone counts for all bills.

    *Raises*: EditsNotRead.
    """
    bills, versions = posted.getlist("bill"), posted.getlist("version")
    entries = posted.getlist("entry")
    if len(entries) == 1:
        entries *= len(bills)
    if not len(bills) == len(versions) == len(entries):
        raise EditsNotRead()
    try:
        return [
            BillEdit(UUID(bill), entry, int(version))
            for bill, entry, version in zip(bills, entries, versions, strict=True)
        ]
    except ValueError as wrong:
        raise EditsNotRead() from wrong


def spread_of(posted: QueryDict, edits: list[BillEdit]) -> Money | None:
    """The one amount to share among the bills by retail; None where what was typed counts for each.

    *Raises*: SpreadNeedsAmount, OfferBelowCent, EditsNotRead.
    """
    if posted.get("how") != SPREAD:
        return None
    if not edits:
        raise EditsNotRead()
    return _whole_amount(edits[0].entry)


def _whole_amount(entry: str) -> Money:
    try:
        amount = read_amount(entry).amount
    except OfferNotRead as wrong:
        raise SpreadNeedsAmount() from wrong
    if amount is None:
        raise SpreadNeedsAmount()
    return amount
