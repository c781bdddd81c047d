"""Whether the books are sound: what `openlien check` and the end of every test run ask."""

from __future__ import annotations

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.sql import fetch_all, load


def broken_invariants(*, whole_chain: bool = True) -> list[str]:
    """One sentence for each thing that does not tie; none when the books are sound.

    Without `whole_chain`, journals sealed before the last check that found nothing are not hashed again.

    Sum of all lines 0.00; every journal in balance; balances of accounts and days are their lines; numbers
    without a gap and the chain unbroken; case accounts are their transactions and their control accounts.
    """
    return [
        row.sentence
        for row in fetch_all(load("openlien.ledger", "broken_invariants"), {"whole": whole_chain})
    ]


def reconcile(actor: Actor) -> list[str]:
    """The same for a person who may audit the books.

    *Raises*: Forbidden.
    """
    actor.require(Permission.BOOKS_AUDIT)
    return broken_invariants()
