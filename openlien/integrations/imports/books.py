"""What an import means for the books, and its way into them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.kit.errors import Conflict
from openlien.payments import bulk

from . import database


class MonthsClosed(Conflict):
    """Not imported. The files hold money of {first}, but the books are closed until {last}; open the months
    from {first} on again, or leave these rows out."""


def write_books(actor: Actor, batch_id: UUID, *, as_of: date, dry_run: bool) -> None:
    """Puts the facts of the import in the books; a dry run only sees whether they would be taken.

    Last of all, because from here on nobody else can post until the import is through.
    Raises: MonthsClosed before anything is posted; CaseAccountClosed.
    """
    database.execute("DISCARD PLANS")
    bulk.begin_events()
    database.run("charges_changed", batch=batch_id, as_of=as_of)
    bulk.gather_facts(batch_id)
    if closed := bulk.closed_months():
        raise MonthsClosed(first=f"{closed[0]:%B %Y}", last=f"{closed[-1]:%B %Y}")
    if not dry_run:
        bulk.post_events(actor, today=as_of)
        database.execute("SELECT measure_written('books')")
