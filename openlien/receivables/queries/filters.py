"""What part of the book a question is about."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Filters:
    """Restrictions of a question; an empty one restricts nothing, several values of one are alternatives.

    With a provider group or a tranche the sums are over the matching bills; age, last movement and
    at-risk category stay those of the whole case.
    """

    provider_group_ids: tuple[UUID, ...] = ()
    law_firm_ids: tuple[UUID, ...] = ()
    states: tuple[str, ...] = ()
    tranches: tuple[str, ...] = ()


EVERYTHING = Filters()
