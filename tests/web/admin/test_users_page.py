"""Administration > Users: found, added, changed, deactivated, helped back in."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from openlien.identity.models import ApiToken, Membership, User
from openlien.identity.permissions import ROLE_PERMISSIONS, Permission, Role
from openlien.web.admin.role_form import EFFECTS
from tests import cast
from tests.web.accounts.conftest import SignedIn

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "violet-tractor-meadow-9"


@pytest.fixture
def browser(signed_in: SignedIn) -> Client:
    return signed_in(Role.SYSTEM_ADMINISTRATOR)


def text(answer: Any) -> str:
    return answer.content.decode()


def roles_of(user: User) -> set[tuple[str, str]]:
    return set(Membership.objects.filter(user=user).values_list("role", "scope_kind"))


def test_lists_users_with_roles_and_state(browser: Client, user: User) -> None:
    Authenticator.objects.create(user=user, type="totp", data={})
    User.objects.create(email="new@cast.example", name="Nora New", password="!")
    page = text(browser.get("/admin/users/"))
    for words in ("Cast CFO/Controller", user.email, "Nora New", "No password", "3 users"):
        assert words in page


def test_finds_users_and_says_when_nobody_fits(browser: Client, user: User) -> None:
    assert user.email in text(browser.get("/admin/users/?q=cfo"))
    assert "No row matches" in text(browser.get("/admin/users/?q=zebra"))
    assert user.email not in text(browser.get("/admin/users/?status=inactive"))
    assert browser.get("/admin/users/?q=%00").status_code == 200


def test_shows_names_as_text_never_as_markup(browser: Client) -> None:
    User.objects.create(email="x@cast.example", name="<script>alert(1)</script>", password="!")
    page = text(browser.get("/admin/users/"))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def test_adds_a_user_who_can_sign_in(browser: Client) -> None:
    group = cast.provider_group()
    form = {
        "name": "Dana Ortiz",
        "email": "dana@cast.example",
        "password": NEW_PASSWORD,
        "roles": ["auditor"],
        "limited_role": "case_manager",
        "limited_scope": f"provider_group:{group.id}",
    }
    assert browser.post("/admin/users/new/", form).url == "/admin/users/"
    dana = User.objects.get(email="dana@cast.example")
    assert roles_of(dana) == {("auditor", "everything"), ("case_manager", "provider_group")}
    assert f"({group.name} only)" in text(browser.get("/admin/users/"))
    posted = Client().post("/account/sign-in/", {"login": dana.email, "password": NEW_PASSWORD})
    assert posted.status_code == 302


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"email": "cfo_controller@cast.example"}, "Another user already signs in"),
        ({"email": "nonsense"}, "An e-mail address looks like"),
        ({"name": " "}, "A user needs a name"),
        ({"password": "short"}, "at least 12 characters"),
        ({"roles": ["emperor"]}, "Choose roles from the list."),
        ({"roles": ["provider"]}, "choose which"),
        ({"roles": ["auditor:planet:x"]}, "Choose roles from the list."),
        ({"limited_role": "provider"}, "Choose the provider group or law firm"),
        ({"limited_scope": f"provider_group:{uuid4()}"}, "Choose the role that goes with"),
        ({"limited_role": "provider", "limited_scope": f"provider_group:{uuid4()}"}, "is not there any more"),
    ],
)
def test_refuses_a_user_with_a_sentence_at_its_field(
    browser: Client, user: User, change: dict[str, Any], sentence: str
) -> None:
    form = {"name": "Dana Ortiz", "email": "dana@cast.example", "password": NEW_PASSWORD, **change}
    answer = browser.post("/admin/users/new/", form)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert 'value="Dana Ortiz"' in text(answer) or "name" in change
    assert NEW_PASSWORD not in text(answer)
    assert User.objects.count() == 2


def test_changes_name_and_roles_together_or_not_at_all(browser: Client, user: User) -> None:
    path = f"/admin/users/{user.pk}/"
    assert browser.post(path, {"name": "Carla Fox", "roles": ["auditor", "legal_team"]}).status_code == 302
    user.refresh_from_db()
    assert user.name == "Carla Fox"
    assert roles_of(user) == {("auditor", "everything"), ("legal_team", "everything")}
    refused = browser.post(path, {"name": "Carla Wolf", "roles": ["provider"]})
    assert refused.status_code == 422
    user.refresh_from_db()
    assert user.name == "Carla Fox"


def test_a_limited_role_stays_until_its_box_is_cleared(browser: Client) -> None:
    provider = cast.make_user(Role.PROVIDER, scope_id=cast.provider_group().id)
    value = f"provider:provider_group:{cast.provider_group().id}"
    path = f"/admin/users/{provider.pk}/"
    assert f'value="{value}" checked' in text(browser.get(path))
    browser.post(path, {"name": provider.name, "roles": [value, "legal_team"]})
    assert roles_of(provider) == {("provider", "provider_group"), ("legal_team", "everything")}
    browser.post(path, {"name": provider.name, "roles": ["legal_team"]})
    assert roles_of(provider) == {("legal_team", "everything")}


def test_an_administrator_keeps_the_own_role(browser: Client) -> None:
    own = User.objects.get()
    answer = browser.post(f"/admin/users/{own.pk}/", {"name": own.name, "roles": ["auditor"]})
    assert answer.status_code == 422
    assert "You cannot take the System Administrator role from yourself" in text(answer)
    assert roles_of(own) == {("system_administrator", "everything")}


def test_deactivation_offers_its_undo(browser: Client, user: User) -> None:
    page = text(browser.post(f"/admin/users/{user.pk}/deactivation/", follow=True))
    assert f'action="/admin/users/{user.pk}/activation/"' in page
    user.refresh_from_db()
    assert not user.is_active
    browser.post(f"/admin/users/{user.pk}/activation/")
    user.refresh_from_db()
    assert user.is_active


def test_refuses_to_deactivate_oneself_on_a_page_with_the_sentence(browser: Client) -> None:
    answer = browser.post(f"/admin/users/{User.objects.get().pk}/deactivation/")
    assert answer.status_code == 409
    assert "You cannot deactivate yourself" in text(answer)


def test_sets_a_new_password(browser: Client, user: User) -> None:
    path = f"/admin/users/{user.pk}/password/"
    assert browser.post(path, {"password": "short"}).status_code == 422
    assert browser.post(path, {"password": NEW_PASSWORD}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)


def test_asks_before_it_removes_a_second_factor(browser: Client, user: User) -> None:
    Authenticator.objects.create(user=user, type="totp", data={})
    path = f"/admin/users/{user.pk}/second-factor/"
    assert "Make sure that it is Cast CFO/Controller who asks." in text(browser.get(path))
    assert Authenticator.objects.exists()
    browser.post(path)
    assert not Authenticator.objects.exists()


def test_the_tokens_of_all_are_listed_and_revoked(browser: Client, user: User) -> None:
    token = ApiToken.objects.create(
        user=user, name="Nightly report", role="cfo_controller", secret_start="ol_abcdefg", secret_hash=b"1"
    )
    assert "Nightly report" in text(browser.get("/admin/tokens/"))
    assert "Nightly report" in text(browser.get(f"/admin/users/{user.pk}/"))
    browser.post(f"/admin/tokens/{token.pk}/revocation/")
    token.refresh_from_db()
    assert token.revoked_at is not None


@pytest.mark.parametrize(
    "path",
    ["", "password/", "second-factor/", "deactivation/", "activation/"],
    ids=lambda path: path or "page",
)
def test_a_missing_user_is_not_found(browser: Client, path: str) -> None:
    assert browser.post(f"/admin/users/{uuid4()}/{path}", {"name": "x"}).status_code == 404


def test_another_role_changes_nothing(signed_in: SignedIn, user: User) -> None:
    auditor = signed_in(Role.AUDITOR)
    for path in ("", "password/", "second-factor/", "deactivation/"):
        answer = auditor.post(f"/admin/users/{user.pk}/{path}", {"name": "x", "password": NEW_PASSWORD})
        assert answer.status_code == 403
    user.refresh_from_db()
    assert user.is_active
    assert user.check_password(cast.PASSWORD)


def test_the_list_takes_few_queries_however_many_users_there_are(
    browser: Client, django_assert_max_num_queries: Any
) -> None:
    for role in list(Role)[:6]:
        cast.make_user(role)
    browser.get("/admin/users/")
    with django_assert_max_num_queries(6):
        browser.get("/admin/users/")


@pytest.mark.parametrize(
    ("password", "shown"), [("pbkdf2$made-with-the-user", "Never changed"), ("!", "None")]
)
def test_says_whether_there_is_a_password(browser: Client, password: str, shown: str) -> None:
    made = User.objects.create(email="new@cast.example", name="Nora New", password=password)
    page = " ".join(re.sub(r"<[^>]+>", " ", text(browser.get(f"/admin/users/{made.pk}/"))).split())
    assert f"Password {shown}" in page


def test_the_line_beside_a_role_agrees_with_the_table_of_permissions() -> None:
    money = {Permission.PAYMENTS_RECORD, Permission.ADJUSTMENTS_RECORD}
    reading = {Permission.PORTFOLIO_EXPORT, Permission.CALCULATE, Permission.BOOKS_AUDIT}
    for role, effect in EFFECTS.items():
        held = ROLE_PERMISSIONS[role]
        if "changes nothing" in effect:
            assert all(each in reading or each.name.endswith("_VIEW") for each in held), role
        if "records no money" in effect:
            assert not held & money, role
        for words, needed in (
            ("approves journals", Permission.JOURNALS_APPROVE),
            ("posts journals", Permission.JOURNALS_POST),
            ("closes months", Permission.PERIODS_CLOSE),
            ("approves offers", Permission.OFFERS_APPROVE),
        ):
            assert words not in effect or needed in held, (role, words)
