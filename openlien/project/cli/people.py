"""Commands about people: users and the tokens of programs that act for them."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from openlien.kit.errors import DomainError

from ..runtime import product_running
from .calls import answer, messages
from .database import Json

if TYPE_CHECKING:
    from openlien.identity.actor import Grant
    from openlien.identity.permissions import Role

users = typer.Typer(help="Users.", no_args_is_help=True)
tokens = typer.Typer(help="Tokens of programs.", no_args_is_help=True)


class UnknownRole(DomainError):
    """There is no role "{role}"; the roles are {roles}."""


class UnknownParty(DomainError):
    """There is no provider group or law firm called "{name}"."""


@users.callback()
def _users() -> None:
    """Users."""


@tokens.callback()
def _tokens() -> None:
    """Tokens of programs."""


@users.command("add")
def add_user(
    email: Annotated[str, typer.Option(help="E-mail address: the name to sign in with.")],
    name: Annotated[str, typer.Option(help="Name as people read it.")],
    role: Annotated[list[str], typer.Option(help="Role; repeat for several.")],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
    only_for: Annotated[
        str, typer.Option(help="Provider group or law firm that the roles are limited to.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Add a user who signs in with an e-mail address and a password."""
    with product_running():
        from openlien.identity.actions import create_user
        from openlien.identity.actor import system_actor

        grants = [_grant(_role(text), only_for) for text in role]
        user_id = create_user(system_actor("cli"), email=email, name=name, roles=grants, password=password)
    if as_json:
        answer({"id": user_id, "email": email})
    else:
        messages.print(f"{email} can sign in.", markup=False)


@tokens.command("create")
def create_token(
    email: Annotated[str, typer.Option(help="User the token acts as; made when there is none.")],
    role: Annotated[str, typer.Option(help="Role the token acts in.")],
    name: Annotated[str, typer.Option(help="What the token is for.")] = "command line",
    days: Annotated[int, typer.Option(help="Days until it expires; 0 for never.", min=0, max=3660)] = 0,
) -> None:
    """Make a token and print it, alone, once: it is never shown again."""
    with product_running():
        from openlien.identity.actions import create_token_for_email
        from openlien.identity.actor import system_actor
        from openlien.kit.clock import now

        expires_at = now() + timedelta(days=days) if days else None
        secret = create_token_for_email(
            system_actor("cli"), email=email, role=_role(role), name=name, expires_at=expires_at
        )
    sys.stdout.write(secret + "\n")


def _role(text: str) -> Role:
    from openlien.identity.permissions import Role

    try:
        return Role.parse(text)
    except KeyError:
        codes = ", ".join(role.code for role in Role)
        raise UnknownRole(role=text, roles=codes) from None


def _grant(role: Role, party: str) -> Grant:
    from openlien.cases.queries import scope_parties
    from openlien.identity.actor import Grant, Scope, system_actor

    if not party:
        return Grant(role)
    for choice in scope_parties(system_actor("cli")):
        if choice.name.casefold() == party.strip().casefold():
            ids = frozenset({choice.id})
            is_group = choice.kind == "provider_group"
            return Grant(role, Scope(provider_group_ids=ids) if is_group else Scope(law_firm_ids=ids))
    raise UnknownParty(name=party)
