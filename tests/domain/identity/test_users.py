"""Users: who may add and change them, and which addresses, names and passwords are refused."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from openlien.identity import actions
from openlien.identity.actions.administrators import LastAdministrator
from openlien.identity.actions.passwords import WeakPassword
from openlien.identity.actions.users import CannotDeactivateYourself, EmailTaken, NameMissing, NoEmailAddress
from openlien.identity.actor import Actor
from openlien.identity.models import User
from openlien.identity.permissions import Permission, Role
from openlien.identity.queries import actor_of, user_detail, users
from openlien.kit.errors import Forbidden, NotFound

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db
AddUser = Callable[..., UUID]
AsActor = Callable[[UUID], Actor]


def test_a_new_user_signs_in_with_the_given_password(installation: Actor) -> None:
    actions.create_user(installation, email=" Dana@Lakeview.example ", name="Dana  Ortiz", password=PASSWORD)
    user = User.objects.get()
    assert (user.email, user.name, user.check_password(PASSWORD)) == (
        "dana@lakeview.example",
        "Dana Ortiz",
        True,
    )


def test_a_user_without_a_password_cannot_sign_in_yet(add_user: AddUser, admin: Actor) -> None:
    assert not user_detail(admin, add_user("dana@lakeview.example")).can_sign_in


def test_refuses_an_address_that_is_taken_in_another_case(add_user: AddUser) -> None:
    add_user("dana@lakeview.example")
    with pytest.raises(EmailTaken, match="already signs in"):
        add_user("DANA@lakeview.example")


def test_the_constraint_speaks_with_the_same_sentence(add_user: AddUser, admin: Actor) -> None:
    add_user("dana@lakeview.example")

    @actions.users.action
    def write_past_the_check(actor: Actor) -> None:
        User.objects.create(email="Dana@lakeview.example", name="Dana")

    with pytest.raises(EmailTaken):
        write_past_the_check(admin)


@pytest.mark.parametrize(
    "address", ["", "dana", "dana@", "a b@c.example", "dana@x.example\nBcc: y@z.example"]
)
def test_refuses_what_is_no_address(installation: Actor, address: str) -> None:
    with pytest.raises(NoEmailAddress, match="looks like"):
        actions.create_user(installation, email=address, name="Dana Ortiz")


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "Dana\x00Ortiz", "Dana\u202eOrtiz"])
def test_refuses_a_name_nobody_can_read(installation: Actor, name: str) -> None:
    with pytest.raises(NameMissing):
        actions.create_user(installation, email="dana@lakeview.example", name=name)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short", "at least 12 characters"),
        ("qwerty123456", "too common"),
        ("dana@lakeview.example", "too similar"),
        ("x" * 257, "at most 256"),
    ],
)
def test_refuses_a_weak_password(installation: Actor, password: str, reason: str) -> None:
    with pytest.raises(WeakPassword, match=reason):
        actions.create_user(installation, email="dana@lakeview.example", name="Dana Ortiz", password=password)


def test_setting_a_password_replaces_the_old_one(add_user: AddUser, admin: Actor) -> None:
    dana = add_user("dana@lakeview.example", password=PASSWORD)
    actions.set_password(admin, dana, "violet-tractor-meadow-9")
    assert User.objects.get(pk=dana).check_password("violet-tractor-meadow-9")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PROVIDER])
def test_only_who_manages_users_adds_one(add_user: AddUser, as_actor: AsActor, role: Role) -> None:
    actor = as_actor(add_user("kim@lakeview.example", role))
    if actor.may(Permission.USERS_MANAGE):
        actions.create_user(actor, email="dana@lakeview.example", name="Dana Ortiz")
    else:
        with pytest.raises(Forbidden):
            actions.create_user(actor, email="dana@lakeview.example", name="Dana Ortiz")
    assert User.objects.filter(email="dana@lakeview.example").exists() == (role is Role.SYSTEM_ADMINISTRATOR)


def test_every_write_about_others_needs_the_permission(add_user: AddUser, as_actor: AsActor) -> None:
    dana = add_user("dana@lakeview.example")
    actor = as_actor(add_user("kim@lakeview.example", Role.AUDITOR))
    for write in (
        lambda: actions.change_user(actor, dana, name="Someone Else"),
        lambda: actions.set_roles(actor, dana, [Role.AUDITOR]),
        lambda: actions.set_password(actor, dana, PASSWORD),
        lambda: actions.remove_second_factor(actor, dana),
        lambda: actions.create_token_for_email(actor, email="dana@lakeview.example", role=Role.AUDITOR),
        lambda: users(actor),
        lambda: user_detail(actor, dana),
    ):
        with pytest.raises(Forbidden):
            write()


def test_a_missing_user_is_not_found(admin: Actor) -> None:
    for write in (
        lambda: actions.change_user(admin, uuid4(), name="Nobody Here"),
        lambda: actions.set_roles(admin, uuid4(), []),
        lambda: actions.set_password(admin, uuid4(), PASSWORD),
        lambda: user_detail(admin, uuid4()),
    ):
        with pytest.raises(NotFound):
            write()


def test_a_deactivated_user_may_nothing_until_let_back_in(add_user: AddUser, admin: Actor) -> None:
    dana = add_user("dana@lakeview.example", Role.AUDITOR)
    actions.change_user(admin, dana, is_active=False)
    assert actor_of(User.objects.get(pk=dana), source="web").roles == frozenset()
    actions.change_user(admin, dana, is_active=True)
    assert actor_of(User.objects.get(pk=dana), source="web").roles == {Role.AUDITOR}


def test_nobody_deactivates_themselves(add_user: AddUser, admin: Actor) -> None:
    add_user("second@lakeview.example", Role.SYSTEM_ADMINISTRATOR)
    with pytest.raises(CannotDeactivateYourself):
        actions.change_user(admin, admin.user_id, is_active=False)


def test_the_last_active_administrator_cannot_be_deactivated(
    add_user: AddUser, admin: Actor, installation: Actor
) -> None:
    second = add_user("second@lakeview.example", Role.SYSTEM_ADMINISTRATOR)
    actions.change_user(installation, second, is_active=False)
    with pytest.raises(LastAdministrator, match="make somebody else one first"):
        actions.change_user(installation, admin.user_id, is_active=False)


def test_finds_users_by_part_of_name_or_address_and_by_status(add_user: AddUser, admin: Actor) -> None:
    dana = add_user("dana@lakeview.example", name="Dana Ortiz")
    add_user("lee@harbor.example", name="Lee Park")
    actions.change_user(admin, dana, is_active=False)
    assert [row.name for row in users(admin, search="ORT")] == ["Dana Ortiz"]
    assert [row.name for row in users(admin, search="harbor")] == ["Lee Park"]
    assert [row.name for row in users(admin, status="inactive")] == ["Dana Ortiz"]


def test_lists_users_in_two_queries_however_many_there_are(
    add_user: AddUser, admin: Actor, django_assert_num_queries: Callable[[int], object]
) -> None:
    for number in range(5):
        add_user(f"user{number}@lakeview.example", Role.AUDITOR, Role.LEGAL_TEAM)
    with django_assert_num_queries(2):
        assert len(users(admin)) == 6


def test_the_database_refuses_a_user_without_a_name() -> None:
    with pytest.raises(IntegrityError, match="user_has_a_name"), transaction.atomic():
        User.objects.create(email="x@lakeview.example", name="")


def test_the_database_refuses_an_address_twice() -> None:
    User.objects.create(email="x@lakeview.example", name="X")
    with pytest.raises(IntegrityError, match="user_email_is_unique"), transaction.atomic():
        User.objects.create(email="X@lakeview.example", name="Y")
