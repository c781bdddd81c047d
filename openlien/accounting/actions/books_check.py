"""Checks of the books as jobs: asked for by a person, run part by part, kept with what they found."""

from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import UUID

from django.db.models.functions import Now

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import acting, action
from openlien.kit.errors import DomainError
from openlien.ledger.queries.books import book_years, broken_links
from openlien.ledger.queries.checks import broken_invariants

from ..models import BooksCheck

FINDINGS_KEPT = 200
STEPS = 3
State = BooksCheck.State
log = logging.getLogger(__name__)


class CheckStopped(DomainError):
    """The check stopped by an error in the program and says nothing about the books. Run it again."""

    status = 500


@action
def start_check(actor: Actor) -> BooksCheck:
    """The check that was put into the queue; one that waits or runs already is that one.

    *Raises*: Forbidden.
    """
    from ..tasks import run_books_check

    actor.require(Permission.BOOKS_AUDIT)
    under_way = BooksCheck.objects.filter(state__in=[State.WAITING, State.RUNNING]).first()
    if under_way is not None:
        return under_way
    check = BooksCheck.objects.create(started_by_id=actor.user_id, started_by_name=actor.name)
    check.refresh_from_db()
    run_books_check.defer(check_id=str(check.id))
    return check


def run_check(actor: Actor, check_id: UUID) -> None:
    """Runs the parts one after the other; each is kept when it is done. Safe to run again.

    *Raises*: Forbidden.
    """
    actor.require(Permission.BOOKS_AUDIT)
    if BooksCheck.objects.filter(id=check_id, state__in=[State.WAITING, State.RUNNING]).count() == 0:
        return
    parts: list[dict[str, object]] = []
    known: set[str] = set()
    try:
        for done, (name, look) in enumerate(PARTS):
            _note(actor, check_id, state=State.RUNNING, step=name, steps_done=done)
            figures, sentences = look(actor)
            fresh = [sentence for sentence in dict.fromkeys(sentences) if sentence not in known]
            known.update(fresh)
            parts.append(
                {
                    "name": name,
                    "figures": figures,
                    "findings": fresh[:FINDINGS_KEPT],
                    "more": max(0, len(fresh) - FINDINGS_KEPT),
                }
            )
        _note(
            actor,
            check_id,
            state=State.DONE,
            step="",
            steps_done=STEPS,
            parts=parts,
            findings=len(known),
            finished_at=Now(),
        )
    except Exception:
        log.exception("books check stopped", extra={"check_id": str(check_id)})
        _note(actor, check_id, state=State.FAILED, error=CheckStopped().sentence, finished_at=Now())


def _note(actor: Actor, check_id: UUID, **changes: object) -> None:
    with acting(actor):
        BooksCheck.objects.filter(id=check_id).update(**changes)


def _numbers(actor: Actor) -> tuple[str, list[str]]:
    years = book_years(actor)
    journals = sum(year.journals for year in years)
    lines = sum(year.lines for year in years)
    gaps = [
        f"Of the year {year.year}, {_counted(year.missing, 'number')} up to {year.last_number}"
        f" {'has' if year.missing == 1 else 'have'} no journal."
        for year in years
        if year.missing
    ]
    counted = (_counted(journals, "journal"), _counted(lines, "line"), _counted(len(years), "year"))
    return ", ".join(counted), gaps


def _chain(actor: Actor) -> tuple[str, list[str]]:
    return "Each journal hashed anew and compared with its seal and its anchors", broken_links(actor)


def _balances(actor: Actor) -> tuple[str, list[str]]:
    return (
        "Debits and credits of every journal, balances of accounts, days and months against their lines,"
        " case accounts against their control accounts",
        broken_invariants(),
    )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


Look = Callable[[Actor], tuple[str, list[str]]]
PARTS: tuple[tuple[str, Look], ...] = (
    ("Numbers without a gap", _numbers),
    ("Chain unbroken", _chain),
    ("Balances are their lines", _balances),
)
