"""Roles and scopes: what may be held, what it reaches, and what the database refuses."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from openlien.identity import actions
from openlien.identity.actions.administrators import LastAdministrator, OwnAdministratorRole
from openlien.identity.actions.roles import ProviderNeedsGroup, RoleReachesEverything, UnknownScope
from openlien.identity.actor import EVERYTHING, Actor, Grant, Scope
from openlien.identity.models import Membership, User
from openlien.identity.permissions import ROLE_PERMISSIONS, WHOLE_BOOK, Permission, Role
from openlien.identity.queries import user_detail

pytestmark = pytest.mark.django_db
AddUser = Callable[..., UUID]
AsActor = Callable[[UUID], Actor]


def of_group(role: Role, group: UUID) -> Grant:
    return Grant(role, Scope(provider_group_ids=frozenset({group})))


def test_set_roles_leaves_exactly_the_given_ones(
    add_user: AddUser, admin: Actor, provider_group: UUID
) -> None:
    dana = add_user("dana@lakeview.example", Role.AUDITOR, Role.LEGAL_TEAM)
    wanted = [Role.LEGAL_TEAM, of_group(Role.CASE_MANAGER, provider_group)]
    actions.set_roles(admin, dana, wanted)
    assert set(user_detail(admin, dana).grants) == {
        Grant(Role.LEGAL_TEAM),
        of_group(Role.CASE_MANAGER, provider_group),
    }


def test_a_role_kept_stays_the_same_row(add_user: AddUser, admin: Actor) -> None:
    dana = add_user("dana@lakeview.example", Role.AUDITOR)
    kept = Membership.objects.get(user_id=dana).id
    actions.set_roles(admin, dana, [Role.AUDITOR, Role.AUDITOR, Role.LEGAL_TEAM])
    assert Membership.objects.get(user_id=dana, role="auditor").id == kept
    assert Membership.objects.filter(user_id=dana).count() == 2


def test_an_actor_reaches_what_its_roles_reach(
    add_user: AddUser, as_actor: AsActor, provider_group: UUID
) -> None:
    actor = as_actor(add_user("dana@lakeview.example", of_group(Role.PROVIDER, provider_group)))
    assert actor.may(Permission.CASES_VIEW)
    assert actor.scope_of(Permission.CASES_VIEW).provider_group_ids == {provider_group}
    assert not actor.scope_of(Permission.PAYMENTS_RECORD).everything


@pytest.mark.parametrize("permission", sorted(WHOLE_BOOK, key=lambda each: each.name))
def test_what_concerns_the_whole_book_takes_a_role_held_for_everything(permission: Permission) -> None:
    role = next(role for role in Role if permission in ROLE_PERMISSIONS[role])
    limited = Actor(name="Dana Ortiz", grants=(of_group(role, uuid4()),))
    assert not limited.may(permission)
    assert Actor(name="Dana Ortiz", grants=(Grant(role, EVERYTHING),)).may(permission)


def test_the_administrator_configures_and_may_not_record_money() -> None:
    allowed = ROLE_PERMISSIONS[Role.SYSTEM_ADMINISTRATOR]
    assert not allowed & {Permission.PAYMENTS_RECORD, Permission.ADJUSTMENTS_RECORD, Permission.CASES_EDIT}


@pytest.mark.parametrize("scope", [EVERYTHING, Scope(), Scope(law_firm_ids=frozenset({uuid4()}))])
def test_refuses_a_provider_without_a_provider_group(add_user: AddUser, admin: Actor, scope: Scope) -> None:
    with pytest.raises(ProviderNeedsGroup, match="choose which"):
        actions.set_roles(admin, add_user("dana@lakeview.example"), [Grant(Role.PROVIDER, scope)])


def test_refuses_an_administrator_of_one_provider_group(
    add_user: AddUser, admin: Actor, provider_group: UUID
) -> None:
    roles = [of_group(Role.SYSTEM_ADMINISTRATOR, provider_group)]
    with pytest.raises(RoleReachesEverything, match="System Administrator"):
        actions.set_roles(admin, add_user("dana@lakeview.example"), roles)


def test_refuses_a_scope_that_is_no_party(add_user: AddUser, admin: Actor) -> None:
    with pytest.raises(UnknownScope):
        actions.set_roles(admin, add_user("dana@lakeview.example"), [of_group(Role.PROVIDER, uuid4())])


def test_nobody_takes_the_administrator_role_from_themselves(add_user: AddUser, admin: Actor) -> None:
    add_user("second@lakeview.example", Role.SYSTEM_ADMINISTRATOR)
    with pytest.raises(OwnAdministratorRole):
        actions.set_roles(admin, admin.user_id, [Role.AUDITOR])
    assert Role.SYSTEM_ADMINISTRATOR in {grant.role for grant in user_detail(admin, admin.user_id).grants}


def test_an_administrator_may_take_another_role_besides(admin: Actor) -> None:
    actions.set_roles(admin, admin.user_id, [Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR])
    assert len(user_detail(admin, admin.user_id).grants) == 2


def test_the_last_administrator_keeps_the_role(admin: Actor, installation: Actor) -> None:
    with pytest.raises(LastAdministrator):
        actions.set_roles(installation, admin.user_id, [])


def test_one_of_two_administrators_may_lose_the_role(add_user: AddUser, admin: Actor) -> None:
    second = add_user("second@lakeview.example", Role.SYSTEM_ADMINISTRATOR)
    actions.set_roles(admin, second, [Role.AUDITOR])
    assert [grant.role for grant in user_detail(admin, second).grants] == [Role.AUDITOR]


@pytest.mark.parametrize("text", ["cfo_controller", "CFO/Controller", "cfo-controller", "Cfo Controller"])
def test_a_role_is_found_however_it_is_written(text: str) -> None:
    assert Role.parse(text) is Role.CFO_CONTROLLER


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        ({"role": "emperor"}, "membership_role_is_known"),
        ({"role": "provider"}, "membership_of_provider_is_scoped"),
        ({"role": "auditor", "scope_kind": "law_firm"}, "membership_scope_names_its_party"),
        ({"role": "auditor", "scope_id": uuid4()}, "membership_scope_names_its_party"),
        (
            {"role": "auditor", "scope_kind": "planet", "scope_id": uuid4()},
            "membership_scope_names_its_party",
        ),
        (
            {"role": "auditor", "scope_kind": "law_firm", "scope_id": uuid4()},
            "membership_scope_is_a_party",
        ),
    ],
)
def test_the_database_refuses_a_membership(
    add_user: AddUser, row: dict[str, object], constraint: str
) -> None:
    dana = User.objects.get(pk=add_user("dana@lakeview.example"))
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Membership.objects.create(user=dana, **row)


def test_the_database_refuses_a_membership_twice(add_user: AddUser) -> None:
    dana = User.objects.get(pk=add_user("dana@lakeview.example", Role.AUDITOR))
    with pytest.raises(IntegrityError, match="membership_is_held_once"), transaction.atomic():
        Membership.objects.create(user=dana, role="auditor")
