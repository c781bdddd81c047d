"""Sign-in: who gets in, where it leads, what a wrong try shows, and when it locks."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from openlien.identity.models import User
from tests import cast

SIGN_IN = "/account/sign-in/"
WRONG = "This e-mail address and password do not belong together."
pytestmark = pytest.mark.django_db


def post(client: Client, email: str, password: str, **more: str) -> Any:
    return client.post(SIGN_IN, {"login": email, "password": password, **more})


def test_the_right_password_leads_to_the_start(client: Client, user: User) -> None:
    answer = post(client, user.email, cast.PASSWORD)
    assert (answer.status_code, answer.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_address_is_read_in_any_case(client: Client, user: User) -> None:
    assert post(client, user.email.upper(), cast.PASSWORD).status_code == 302


def test_sign_in_leads_back_to_the_page_that_asked_for_it(client: Client, user: User) -> None:
    asked = client.get("/account/tokens/?from=mail")
    assert asked.url == "/account/sign-in/?next=%2Faccount%2Ftokens%2F%3Ffrom%3Dmail"
    assert 'name="next" value="/account/tokens/?from=mail"' in client.get(asked.url).content.decode()
    assert post(client, user.email, cast.PASSWORD, next="/account/tokens/?from=mail").url.endswith(
        "?from=mail"
    )


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "http://localhost/",
        "javascript:alert(1)",
        "/\\elsewhere.example",
        "https:elsewhere.example",
    ],
)
def test_sign_in_leads_nowhere_else(client: Client, user: User, elsewhere: str) -> None:
    assert post(client, user.email, cast.PASSWORD, next=elsewhere).url == "/"


def test_a_wrong_password_and_an_unknown_address_look_alike(client: Client, user: User) -> None:
    wrong = post(client, user.email, "not the password").content.decode()
    unknown = post(client, "nobody@cast.example", "not the password").content.decode()
    assert WRONG in wrong
    assert _alike(wrong, user.email) == _alike(unknown, "nobody@cast.example")


def test_what_was_typed_stays_except_for_the_password(client: Client, user: User) -> None:
    page = post(client, user.email, "not the password").content.decode()
    assert f'value="{user.email}"' in page
    assert "not the password" not in page


@pytest.mark.parametrize("email", ["", "dana"])
def test_asks_for_what_is_missing(client: Client, email: str) -> None:
    page = post(client, email, "").content.decode()
    assert "Type the e-mail address that you sign in with." in page
    assert "Type your password." in page


def test_five_wrong_tries_lock_even_the_right_password_and_say_until_when(client: Client, user: User) -> None:
    for _ in range(5):
        assert WRONG in post(client, user.email, "not the password").content.decode()
    page = post(client, user.email, cast.PASSWORD).content.decode()
    assert "Sign-in is locked; try again in 15 minutes." in page
    assert "_auth_user_id" not in client.session


def test_a_lock_is_of_the_address_not_of_the_office(client: Client, user: User) -> None:
    for _ in range(5):
        post(client, "nobody@cast.example", "not the password")
    assert "Sign-in is locked" in post(client, "nobody@cast.example", "x").content.decode()
    assert post(client, user.email, cast.PASSWORD).status_code == 302


def test_a_lock_ends_when_the_first_try_is_old(client: Client, user: User) -> None:
    for _ in range(5):
        post(client, user.email, "not the password")
    _make_tries_older(client, user, seconds=14 * 60)
    assert "try again in 1 minute." in post(client, user.email, cast.PASSWORD).content.decode()
    _make_tries_older(client, user, seconds=61)
    assert post(client, user.email, cast.PASSWORD).status_code == 302


def test_the_right_password_does_not_use_up_tries(client: Client, user: User) -> None:
    for _ in range(7):
        assert post(Client(), user.email, cast.PASSWORD).status_code == 302


def test_a_deactivated_user_learns_so_only_with_the_right_password(client: Client, user: User) -> None:
    User.objects.update(is_active=False)
    assert WRONG in post(client, user.email, "not the password").content.decode()
    answer = client.post(SIGN_IN, {"login": user.email, "password": cast.PASSWORD}, follow=True)
    assert "Your account is deactivated" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_session_gets_a_new_key_at_sign_in(client: Client, user: User) -> None:
    client.session.save()
    planted = client.cookies["sessionid"].value
    post(client, user.email, cast.PASSWORD)
    assert client.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get("/account/").status_code == 302


def test_signing_out_takes_a_post_and_ends_the_session(client: Client, user: User) -> None:
    client.force_login(user)
    key = client.cookies["sessionid"].value
    assert client.get("/account/sign-out/").status_code == 405
    answer = client.post("/account/sign-out/", follow=True)
    assert "You have signed out." in answer.content.decode()
    client.cookies["sessionid"] = key
    assert client.get("/account/").status_code == 302


def test_a_form_without_its_token_is_refused_in_words(user: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(SIGN_IN, {"login": user.email, "password": cast.PASSWORD})
    assert answer.status_code == 403
    assert "this form is not valid any more" in answer.content.decode()
    strict.force_login(user)
    assert strict.post("/account/sign-out/").status_code == 403


def test_a_form_with_its_token_is_accepted(user: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', strict.get(SIGN_IN).content.decode())
    assert token is not None
    form = {"login": user.email, "password": cast.PASSWORD, "csrfmiddlewaretoken": token[1]}
    assert strict.post(SIGN_IN, form).status_code == 302


def test_nobody_registers_or_resets_by_themselves(client: Client) -> None:
    for path in ("signup", "password/reset", "email", "login", "login/code", "password/set", "webauthn"):
        for prefix in ("account", "accounts"):
            assert client.get(f"/{prefix}/{path}/").status_code == 404
    assert "Ask an administrator" in client.get("/account/forgotten-password/").content.decode()


def test_sign_in_never_answers_as_json(client: Client, user: User) -> None:
    answer = client.post(
        SIGN_IN,
        {"login": user.email, "password": "not the password"},
        headers={"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"},
    )
    assert answer.headers["Content-Type"].startswith("text/html")


def test_too_many_requests_get_a_page_that_says_so(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    for _ in range(2):
        post(client, "nobody@cast.example", "x")
    answer = post(client, "nobody@cast.example", "x")
    assert answer.status_code == 429
    assert "Wait a minute" in answer.content.decode()


def _alike(page: str, email: str) -> str:
    without_token = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    return without_token.replace(email, "somebody")


def _make_tries_older(client: Client, user: User, *, seconds: int) -> None:
    """Moves the noted tries into the past, as if that time had gone by."""
    from allauth.core.internal import ratelimit
    from django.test import RequestFactory

    request = RequestFactory().get("/")
    for rate in ratelimit.get_rates(app="allauth.account", action="login_failed"):
        key = ratelimit.get_cache_key(
            request, app="allauth.account", action="login_failed", rate=rate, key=f"testserver:{user.email}"
        )
        cache.set(key, [at - seconds for at in cache.get(key, [])], rate.duration)
