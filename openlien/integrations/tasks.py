"""Jobs: checking and running an uploaded import. Arguments are ids alone, never names."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from openlien.identity.actor import Actor, system_actor
from openlien.identity.models import User
from openlien.identity.queries import actor_of

from .imports.actions import check_import, run_import
from .imports.undoing import run_undo


@app.task(lock="portfolio_import")
def check_portfolio_import(import_id: str, user_id: str | None) -> None:
    """Tries the import and keeps what it would do as its preview."""
    check_import(_actor(user_id), UUID(import_id))


@app.task(lock="portfolio_import")
def run_portfolio_import(import_id: str, user_id: str | None) -> None:
    """Merges the import into the book; safe to run again after the worker died in it."""
    run_import(_actor(user_id), UUID(import_id))


@app.task(lock="portfolio_import")
def undo_portfolio_import(import_id: str, user_id: str | None) -> None:
    """Takes a large import back; safe to run again after the worker died in it."""
    run_undo(_actor(user_id), UUID(import_id))


def _actor(user_id: str | None) -> Actor:
    """The person who started the import, with the roles held now, or the installation itself."""
    if user_id is None:
        return system_actor("job")
    return actor_of(User.objects.get(id=user_id), source="job")
