"""The demo's users: one for each role, all with the one password that the README names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.hashers import make_password

from openlien.identity.models import Membership, User
from openlien.identity.permissions import Role

PASSWORD = "lakeside-lien-demo"
DOMAIN = "demo.example"
SHORT_NAMES = {Role.CFO_CONTROLLER: "cfo", Role.SYSTEM_ADMINISTRATOR: "admin"}
NAMES = {
    Role.NEGOTIATIONS_MANAGER: "Rosalind Quade",
    Role.COLLECTIONS_SPECIALIST: "Tobias Merrin",
    Role.SETTLEMENT_COORDINATOR: "Ana Velasquo",
    Role.CUSTOMER_SERVICE: "Pilar Dunmore",
    Role.LEGAL_TEAM: "Conrad Ashby-Lowe",
    Role.FINANCIAL_ANALYST: "Mina Farrokhi",
    Role.ACCOUNTING_MANAGER: "Desmond Achebar",
    Role.CASE_MANAGER: "Lucia Fennel",
    Role.CFO_CONTROLLER: "Harriet Blom",
    Role.AUDITOR: "Yusuf Calloway",
    Role.SYSTEM_ADMINISTRATOR: "Imogen Sato-Reed",
    Role.PROVIDER: "Dr. Paolo Wren",
}
DESKS = (
    Role.COLLECTIONS_SPECIALIST,
    Role.NEGOTIATIONS_MANAGER,
    Role.SETTLEMENT_COORDINATOR,
    Role.CUSTOMER_SERVICE,
)
NEGOTIATORS = (Role.NEGOTIATIONS_MANAGER, Role.COLLECTIONS_SPECIALIST, Role.SETTLEMENT_COORDINATOR)


class SignIn(NamedTuple):
    """How to sign in as somebody of that role."""

    role: Role
    email: str
    password: str


@dataclass(frozen=True)
class Desks:
    """The demo's users where they work, by id."""

    by_role: dict[Role, UUID]

    @property
    def cashier(self) -> UUID:
        """Who books the money."""
        return self.by_role[Role.ACCOUNTING_MANAGER]

    @property
    def controller(self) -> UUID:
        """Who approves write-offs."""
        return self.by_role[Role.CFO_CONTROLLER]

    def at(self, place: int) -> UUID:
        """Somebody who works on cases day by day."""
        return self.by_role[DESKS[place % len(DESKS)]]

    def negotiator(self, place: int) -> UUID:
        """Somebody who negotiates."""
        return self.by_role[NEGOTIATORS[place % len(NEGOTIATORS)]]


def demo_sign_ins() -> list[SignIn]:
    """One sign-in for each role, in the order of the roles."""
    return [SignIn(role, _email(role), PASSWORD) for role in Role]


def open_demo_sign_ins() -> list[SignIn]:
    """The sign-ins that work now: the user is there, is active, and nobody has set another password."""
    there = User.objects.filter(is_active=True, password_changed_at=None, email__endswith=f"@{DOMAIN}")
    emails = set(there.values_list("email", flat=True))
    return [sign_in for sign_in in demo_sign_ins() if sign_in.email in emails]


def make_users() -> Desks:
    """The demo's users, made where they are missing; all but the provider, whose group comes later."""
    # Hashing costs a third of a second by design, and the password is public: once is enough.
    secret = make_password(PASSWORD)
    by_role = {}
    for role in Role:
        user, is_new = User.objects.get_or_create(
            email=_email(role), defaults={"name": NAMES[role], "password": secret}
        )
        by_role[role] = user.id
        if is_new and role is not Role.PROVIDER:
            Membership.objects.create(user=user, role=role.code)
    return Desks(by_role)


def scope_provider(desks: Desks, group_id: str) -> None:
    """Lets the demo's provider see the bills of that provider group, if it does not see any group's yet."""
    Membership.objects.get_or_create(
        user_id=desks.by_role[Role.PROVIDER],
        role=Role.PROVIDER.code,
        scope_kind=Membership.ScopeKind.PROVIDER_GROUP,
        defaults={"scope_id": UUID(group_id)},
    )


def _email(role: Role) -> str:
    return f"{SHORT_NAMES.get(role, role.code.replace('_', '.'))}@{DOMAIN}"
