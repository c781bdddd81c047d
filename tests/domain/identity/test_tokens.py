"""API tokens: shown once, kept as a hash, valid only while everything they rest on is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from openlien.identity import actions
from openlien.identity.actions.roles import ProviderNeedsGroup
from openlien.identity.actions.tokens import (
    TokenExpiresInPast,
    TokenNameMissing,
    TokenRoleNotHeld,
    UserInactive,
)
from openlien.identity.actor import Actor, Grant, Scope
from openlien.identity.models import ApiToken, User
from openlien.identity.permissions import Role
from openlien.identity.queries import actor_of_token, all_tokens, own_tokens, token_hash, tokens_of_user
from openlien.kit.clock import now
from openlien.kit.errors import Forbidden, NotFound

pytestmark = pytest.mark.django_db
AddUser = Callable[..., UUID]
AsActor = Callable[[UUID], Actor]


@pytest.fixture
def analyst(add_user: AddUser, as_actor: AsActor) -> Actor:
    return as_actor(add_user("lee@lakeview.example", Role.FINANCIAL_ANALYST, Role.AUDITOR, name="Lee Park"))


def test_a_token_acts_as_its_user_in_one_role(analyst: Actor) -> None:
    secret = actions.create_token(analyst, role=Role.AUDITOR, name="Nightly report")
    actor = actor_of_token(secret, request_id="request-9")
    assert actor is not None
    assert (actor.user_id, actor.roles, actor.source) == (analyst.user_id, {Role.AUDITOR}, "api")


def test_a_token_keeps_every_scope_of_its_role(
    add_user: AddUser, as_actor: AsActor, provider_group: UUID
) -> None:
    from openlien.cases.models import Party

    other = Party.objects.create(kind="provider_group", name="Ridge Spine", name_key="ridge spine").id
    scope = Scope(provider_group_ids=frozenset({provider_group, other}))
    actor = as_actor(add_user("pia@imaging.example", Grant(Role.PROVIDER, scope), Role.LEGAL_TEAM))
    token = actor_of_token(actions.create_token(actor, role=Role.PROVIDER, name="Portal"))
    assert token is not None
    assert {grant.role for grant in token.grants} == {Role.PROVIDER}
    assert frozenset().union(*(grant.scope.provider_group_ids for grant in token.grants)) == {
        provider_group,
        other,
    }


def test_only_the_hash_and_the_start_are_kept(analyst: Actor) -> None:
    secret = actions.create_token(analyst, role=Role.AUDITOR, name="Nightly report")
    kept = ApiToken.objects.get()
    assert secret.startswith("ol_")
    assert len(secret) > 40
    assert (kept.secret_start, bytes(kept.secret_hash)) == (secret[:10], token_hash(secret))


def test_who_a_token_stands_for_takes_one_query(
    analyst: Actor, django_assert_num_queries: Callable[[int], object]
) -> None:
    secret = actions.create_token(analyst, role=Role.AUDITOR, name="Nightly report")
    with django_assert_num_queries(1):
        assert actor_of_token(secret)


def test_an_unknown_secret_stands_for_nobody() -> None:
    assert actor_of_token("ol_made-up") is None


def test_a_revoked_token_stands_for_nobody(analyst: Actor) -> None:
    secret = actions.create_token(analyst, role=Role.AUDITOR, name="Nightly report")
    (token,) = own_tokens(analyst)
    actions.revoke_token(analyst, token.id)
    assert actor_of_token(secret) is None
    assert own_tokens(analyst)[0].state == "revoked"


def test_revoking_twice_keeps_the_first_moment(analyst: Actor) -> None:
    actions.create_token(analyst, role=Role.AUDITOR, name="Nightly report")
    (token,) = own_tokens(analyst)
    actions.revoke_token(analyst, token.id)
    ApiToken.objects.update(revoked_at=now() - timedelta(days=1))
    first = own_tokens(analyst)[0].revoked_at
    actions.revoke_token(analyst, token.id)
    assert own_tokens(analyst)[0].revoked_at == first


def test_an_expired_token_stands_for_nobody(analyst: Actor) -> None:
    secret = actions.create_token(
        analyst, role=Role.AUDITOR, name="Nightly report", expires_at=now() + timedelta(days=1)
    )
    assert actor_of_token(secret)
    ApiToken.objects.update(expires_at=now() - timedelta(seconds=1))
    assert actor_of_token(secret) is None
    assert own_tokens(analyst)[0].state == "expired"


def test_a_token_ends_with_its_user(analyst: Actor, admin: Actor) -> None:
    secret = actions.create_token(analyst, role=Role.AUDITOR, name="Nightly report")
    actions.change_user(admin, analyst.user_id, is_active=False)
    assert actor_of_token(secret) is None


def test_a_token_ends_with_the_role_it_acts_in(analyst: Actor, admin: Actor) -> None:
    secret = actions.create_token(analyst, role=Role.AUDITOR, name="Nightly report")
    actions.set_roles(admin, analyst.user_id, [Role.FINANCIAL_ANALYST])
    assert actor_of_token(secret) is None


def test_use_is_noted_at_most_once_a_minute(
    analyst: Actor, django_assert_num_queries: Callable[[int], object]
) -> None:
    secret = actions.create_token(analyst, role=Role.AUDITOR, name="Nightly report")
    assert actions.actor_using_token(secret)
    noted = ApiToken.objects.get().last_used_at
    assert noted is not None
    with django_assert_num_queries(1):
        actions.actor_using_token(secret)
    ApiToken.objects.update(last_used_at=now() - timedelta(seconds=61))
    actions.actor_using_token(secret)
    assert ApiToken.objects.get().last_used_at >= noted


def test_refuses_a_role_the_user_does_not_hold(analyst: Actor) -> None:
    with pytest.raises(TokenRoleNotHeld, match="Legal Team"):
        actions.create_token(analyst, role=Role.LEGAL_TEAM, name="Nightly report")


def test_a_token_cannot_make_itself_a_mightier_one(analyst: Actor) -> None:
    token = actor_of_token(actions.create_token(analyst, role=Role.AUDITOR, name="Nightly report"))
    assert token is not None
    with pytest.raises(TokenRoleNotHeld):
        actions.create_token(token, role=Role.FINANCIAL_ANALYST, name="More")


def test_refuses_an_expiry_in_the_past(analyst: Actor) -> None:
    with pytest.raises(TokenExpiresInPast, match="is over"):
        actions.create_token(
            analyst, role=Role.AUDITOR, name="Nightly report", expires_at=now() - timedelta(seconds=1)
        )


@pytest.mark.parametrize("name", ["", "  ", "x" * 121])
def test_refuses_a_token_without_a_purpose(analyst: Actor, name: str) -> None:
    with pytest.raises(TokenNameMissing):
        actions.create_token(analyst, role=Role.AUDITOR, name=name)


def test_nobody_revokes_the_token_of_another(
    analyst: Actor, add_user: AddUser, as_actor: AsActor, admin: Actor
) -> None:
    actions.create_token(analyst, role=Role.AUDITOR, name="Nightly report")
    (token,) = own_tokens(analyst)
    with pytest.raises(NotFound):
        actions.revoke_token(as_actor(add_user("kim@lakeview.example", Role.AUDITOR)), token.id)
    actions.revoke_token(admin, token.id)
    assert tokens_of_user(admin, analyst.user_id)[0].state == "revoked"
    with pytest.raises(NotFound):
        actions.revoke_token(admin, uuid4())


def test_only_who_manages_users_sees_the_tokens_of_all(analyst: Actor, admin: Actor) -> None:
    actions.create_token(analyst, role=Role.AUDITOR, name="Nightly report")
    assert [token.owner_name for token in all_tokens(admin)] == ["Lee Park"]
    assert own_tokens(admin) == []
    with pytest.raises(Forbidden):
        all_tokens(analyst)


def test_the_command_makes_the_user_when_there_is_none(installation: Actor) -> None:
    secret = actions.create_token_for_email(
        installation, email="bi@lakeview.example", role=Role.CFO_CONTROLLER
    )
    actor = actor_of_token(secret)
    assert actor is not None
    assert (actor.email, actor.roles) == ("bi@lakeview.example", {Role.CFO_CONTROLLER})
    assert not User.objects.get().has_usable_password()


def test_the_command_gives_a_known_user_the_role(installation: Actor, analyst: Actor) -> None:
    for _ in range(2):
        secret = actions.create_token_for_email(
            installation, email="LEE@lakeview.example", role=Role.LEGAL_TEAM
        )
    actor = actor_of_token(secret)
    assert actor is not None
    assert (actor.user_id, actor.roles) == (analyst.user_id, {Role.LEGAL_TEAM})
    assert User.objects.get(pk=analyst.user_id).memberships.filter(role="legal_team").count() == 1


def test_the_command_refuses_a_provider_without_a_group(installation: Actor) -> None:
    with pytest.raises(ProviderNeedsGroup):
        actions.create_token_for_email(installation, email="pia@imaging.example", role=Role.PROVIDER)
    assert not User.objects.exists()


def test_the_command_refuses_a_deactivated_user(installation: Actor, analyst: Actor, admin: Actor) -> None:
    actions.change_user(admin, analyst.user_id, is_active=False)
    with pytest.raises(UserInactive):
        actions.create_token_for_email(installation, email="lee@lakeview.example", role=Role.AUDITOR)


def test_the_installation_itself_has_no_token(installation: Actor) -> None:
    with pytest.raises(NotFound):
        actions.create_token(installation, role=Role.AUDITOR, name="Nightly report")


def test_the_database_refuses_a_token_of_no_role(analyst: Actor) -> None:
    with pytest.raises(IntegrityError, match="api_token_role_is_known"), transaction.atomic():
        ApiToken.objects.create(user_id=analyst.user_id, name="x", role="emperor", secret_hash=b"1")


def test_the_database_refuses_a_secret_twice(analyst: Actor) -> None:
    row = {"user_id": analyst.user_id, "name": "x", "role": "auditor", "secret_hash": b"1"}
    ApiToken.objects.create(**row)
    with pytest.raises(IntegrityError, match="secret_hash"), transaction.atomic():
        ApiToken.objects.create(**row)
