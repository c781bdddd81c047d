"""What is said where the book is still empty: who can fill it, and the way there for those who can."""

from __future__ import annotations

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission, roles_allowing

from .jinja import url


def first_import(actor: Actor) -> dict[str, str | None]:
    """The address of the import page, or None and a sentence that names whom to ask for an import."""
    if actor.may(Permission.IMPORTS_RUN):
        return {"href": url("imports:new"), "ask": None}
    *others, last = (role.value for role in roles_allowing(Permission.IMPORTS_RUN))
    return {"href": None, "ask": f"Ask a {', '.join(others)} or {last} to import an export."}
