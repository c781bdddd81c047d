"""What a cleared check says of the liens it paid: how much, when, and by which check."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from openlien.cases.models import Lien
from openlien.kit.money import Money, total

from ..check_rules import Direction
from ..input_rules import InputName
from ..models import Check
from ..queries.sources import payable

_OF_LIENS = frozenset({InputName.STATUTORY_LIENS, InputName.CONTRACTUAL_LIENS, InputName.PRIOR_ATTORNEY})


def note_liens_paid(check: Check) -> None:
    """Adds a cleared distribution check to what its liens were paid, never beyond what a lien comes to.

    A lump check that pays something else than its lines together leaves the liens to a person.
    """
    if check.direction != Direction.OUT:
        return
    paid = dict(_parts(check))
    found = Lien.objects.filter(id__in=paid, case_id=check.settlement.case_id)
    for lien in found.select_for_update(of=("self",), no_key=True).order_by("id"):
        together = (lien.paid or Money.zero) + paid[lien.id]
        if together > payable(lien):
            continue
        lien.paid, lien.paid_on = together, check.cleared_on
        lien.check_number = lien.check_number or check.number
        lien.version += 1
        lien.save(update_fields=["paid", "paid_on", "check_number", "version"])


def _parts(check: Check) -> Iterator[tuple[UUID, Money]]:
    """The liens that the check pays, each with its amount."""
    name, _, key = check.source.partition(":")
    if name not in _OF_LIENS:
        return
    if key:
        yield UUID(key), check.amount
        return
    lines = [(UUID(line["key"]), Money(line["amount"])) for line in check.lines]
    if total(amount for _, amount in lines) == check.amount:
        yield from lines
