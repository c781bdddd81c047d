"""The own account: who one is, and the own tokens."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client

from openlien.identity.models import ApiToken, Membership, User
from openlien.identity.permissions import Role
from openlien.identity.queries import actor_of_token
from tests import cast

from .conftest import SignedIn

pytestmark = pytest.mark.django_db


def test_the_account_names_roles_and_what_they_reach(signed_in: SignedIn) -> None:
    page = signed_in(Role.PROVIDER).get("/account/").content.decode()
    assert "Provider" in page
    assert cast.provider_group().name in page
    assert "See cases and bills" in page


def test_somebody_without_a_role_is_told_so(signed_in: SignedIn, user: User) -> None:
    Membership.objects.all().delete()
    browser = signed_in(user=user)
    assert "You hold no role yet" in browser.get("/account/").content.decode()
    assert "you hold none yet" in browser.get("/account/tokens/").content.decode()
    assert browser.get("/admin/roles/").status_code == 403


def test_a_token_is_shown_once_and_works(signed_in: SignedIn) -> None:
    browser = signed_in(Role.AUDITOR)
    form = {"name": "Nightly report", "role": "auditor", "expires": "30"}
    answer = browser.post("/account/tokens/", form)
    (secret,) = set(re.findall(r"ol_[\w-]{30,}", answer.content.decode()))
    actor = actor_of_token(secret)
    assert actor is not None
    assert actor.roles == {Role.AUDITOR}
    again = browser.get("/account/tokens/").content.decode()
    assert secret not in again
    assert f"{secret[:10]}…" in again
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"name": "", "role": "auditor", "expires": "30"}, "what the token is for"),
        ({"name": "x", "role": "legal_team", "expires": "30"}, "Legal Team is none of them"),
        ({"name": "x", "role": "emperor", "expires": "30"}, "Choose the role"),
        ({"name": "x", "role": "auditor", "expires": "36500"}, "Choose how long"),
        ({}, "Choose the role"),
    ],
)
def test_refuses_a_token_with_a_sentence_at_its_field(
    signed_in: SignedIn, form: dict[str, str], sentence: str
) -> None:
    answer = signed_in(Role.AUDITOR).post("/account/tokens/", form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_an_own_token_is_revoked_and_a_foreign_one_is_not_found(signed_in: SignedIn) -> None:
    owner, other = signed_in(Role.AUDITOR), signed_in(Role.LEGAL_TEAM)
    owner.post("/account/tokens/", {"name": "x", "role": "auditor", "expires": "never"})
    path = f"/account/tokens/{ApiToken.objects.get().pk}/revocation/"
    assert other.post(path).status_code == 404
    assert other.post(f"/account/tokens/{uuid4()}/revocation/").status_code == 404
    assert ApiToken.objects.get().revoked_at is None
    assert owner.post(path).status_code == 302
    assert ApiToken.objects.get().revoked_at is not None
    assert "Revoked" in owner.get("/account/tokens/").content.decode()


def test_the_look_is_a_choice_that_needs_no_script(client: Client, user: User) -> None:
    client.force_login(user)
    answer = client.post(
        "/appearance/theme", {"theme": "dark"}, headers={"Referer": "http://testserver/account/"}
    )
    assert answer.url == "/account/"
    assert 'data-theme="dark"' in client.get("/account/").content.decode()
