"""Whether the checks that were made pay what the calculation says; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from openlien.kit.money import Money

from ..distribution import Payment
from .errors import ChecksDisagree


def refuse_disagreeing_checks(payments: Sequence[Payment], made: Mapping[str, tuple[str, Money]]) -> None:
    """Passes when each check pays what the calculation pays for its source, and no group is overpaid.

    *Shapes*: `made` holds name and amount of each check by the source it was made from.
    *Raises*: ChecksDisagree.
    """
    wanted = {each.source: each.amount for each in payments}
    groups: dict[str, Money] = defaultdict(lambda: Money.zero)
    for source, amount in wanted.items():
        groups[_group(source)] += amount
    paid: dict[str, Money] = defaultdict(lambda: Money.zero)
    for source, (name, amount) in made.items():
        if source in wanted and amount != wanted[source] and _group(source) == source:
            _refuse_unless_lump(made, source, name, amount, wanted[source])
        elif source in wanted and amount != wanted[source]:
            raise ChecksDisagree(name=name, check=amount, calculated=wanted[source])
        paid[_group(source)] += amount
    for group, amount in paid.items():
        if amount > groups[group]:
            name = next(said for source, (said, _) in made.items() if _group(source) == group)
            raise ChecksDisagree(name=name, check=amount, calculated=groups[group])


def _refuse_unless_lump(
    made: Mapping[str, tuple[str, Money]], source: str, name: str, amount: Money, wanted: Money
) -> None:
    """A lump check pays what its single checks have left; those without any pay the whole."""
    has_singles = any(each.startswith(f"{source}:") for each in made)
    if not has_singles:
        raise ChecksDisagree(name=name, check=amount, calculated=wanted)


def _group(source: str) -> str:
    return source if source.startswith("fee:") else source.split(":")[0]
