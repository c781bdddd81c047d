"""What rounds refuse, as the sentences that people read."""

from __future__ import annotations

from openlien.identity.constraints import speaks_for
from openlien.kit.errors import Conflict, InvalidInput


class LinkedAmountNeeded(Conflict):
    """Not saved. A settlement is linked to this round; delete the settlement to blank its amount."""


@speaks_for("linked_round_is_not_deleted")
class RoundIsLinked(Conflict):
    """Not deleted. A settlement is linked to this round; delete the settlement first."""


class AmountNegative(InvalidInput):
    """Not saved. {field} cannot be less than 0.00."""

    def __init__(self, field: str) -> None:
        super().__init__(field, "")
