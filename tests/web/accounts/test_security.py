"""Account > Security: the second factor from set-up to recovery, and the own password."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from openlien.identity.models import User
from tests import cast

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "violet-tractor-meadow-9"
# Codes belong to half minutes; all of a test happens in this one.
HALF_MINUTE = 59_000_000


@pytest.fixture(autouse=True)
def _one_half_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    counters = "allauth.mfa.totp.internal.auth.yield_hotp_counters_from_time"
    monkeypatch.setattr(counters, lambda: iter([HALF_MINUTE]))


@pytest.fixture
def browser(client: Client, user: User) -> Client:
    client.post("/account/sign-in/", {"login": user.email, "password": cast.PASSWORD})
    return client


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, HALF_MINUTE))


def set_up(browser: Client) -> tuple[str, list[str]]:
    """Turns two-factor sign-in on; the key of the app and the recovery codes shown once."""
    confirm(browser, "/account/security/app/")
    browser.get("/account/security/app/")
    secret = browser.session["mfa.totp.secret"]
    answer = browser.post("/account/security/app/", {"code": code_of(secret)}, follow=True)
    cache.clear()
    return secret, re.findall(r"<li>(\d{8})</li>", answer.content.decode())


def confirm(browser: Client, path: str) -> Any:
    answer = browser.get(path)
    assert answer.url.startswith("/account/confirm/?next=")
    return browser.post(answer.url, {"password": cast.PASSWORD})


def sign_in(user: User) -> Client:
    client = Client()
    answer = client.post("/account/sign-in/", {"login": user.email, "password": cast.PASSWORD})
    assert answer.url == "/account/sign-in/code/"
    return client


def test_delicate_pages_ask_for_the_password_again(browser: Client) -> None:
    assert confirm(browser, "/account/security/app/").url == "/account/security/app/"
    assert browser.get("/account/security/app/").status_code == 200


def test_a_wrong_password_does_not_pass(browser: Client) -> None:
    answer = browser.post("/account/confirm/?next=/account/security/app/", {"password": "not it"})
    assert "This is not your present password." in answer.content.decode()
    assert browser.get("/account/security/app/").status_code == 302


def test_turning_on_shows_recovery_codes_once(browser: Client, user: User) -> None:
    _, codes = set_up(browser)
    assert len(codes) == 10
    again = browser.get("/account/security/codes/").content.decode()
    assert not any(code in again for code in codes)
    assert "10 codes of 10 left" in again
    assert "Turn off" in browser.get("/account/security/").content.decode()


def test_the_secrets_are_kept_encrypted(browser: Client) -> None:
    secret, codes = set_up(browser)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert not any(code in kept for code in codes)


def test_a_wrong_code_does_not_turn_it_on(browser: Client) -> None:
    confirm(browser, "/account/security/app/")
    browser.get("/account/security/app/")
    page = browser.post("/account/security/app/", {"code": "000000"}).content.decode()
    assert "This code is wrong or was used before." in page
    assert not Authenticator.objects.exists()


def test_the_password_alone_opens_nothing_any_more(browser: Client, user: User) -> None:
    secret, _ = set_up(browser)
    client = sign_in(user)
    assert client.get("/account/").status_code == 302
    assert client.post("/account/sign-in/code/", {"code": "000000"}).status_code == 200
    assert client.get("/account/").status_code == 302
    assert client.post("/account/sign-in/code/", {"code": code_of(secret)}).status_code == 302
    assert client.get("/account/").status_code == 200


def test_a_code_form_without_a_code_asks_for_one(browser: Client, user: User) -> None:
    set_up(browser)
    answer = sign_in(user).post("/account/sign-in/code/", {"credential": "x"})
    assert answer.status_code == 200
    assert "Enter your code" in answer.content.decode()


def test_a_code_works_once(browser: Client, user: User) -> None:
    secret, _ = set_up(browser)
    code = code_of(secret)
    assert sign_in(user).post("/account/sign-in/code/", {"code": code}).status_code == 302
    assert sign_in(user).post("/account/sign-in/code/", {"code": code}).status_code == 200


def test_a_recovery_code_works_once(browser: Client, user: User) -> None:
    _, codes = set_up(browser)
    assert sign_in(user).post("/account/sign-in/code/", {"code": codes[0]}).status_code == 302
    assert sign_in(user).post("/account/sign-in/code/", {"code": codes[0]}).status_code == 200


def test_five_wrong_codes_lock(browser: Client, user: User) -> None:
    secret, _ = set_up(browser)
    client = sign_in(user)
    for _ in range(5):
        client.post("/account/sign-in/code/", {"code": "000000"})
    page = client.post("/account/sign-in/code/", {"code": code_of(secret)}).content.decode()
    assert "Wait 15 minutes" in page
    assert client.get("/account/").status_code == 302


def test_the_session_gets_a_new_key_after_the_code(browser: Client, user: User) -> None:
    secret, _ = set_up(browser)
    client = sign_in(user)
    before = client.cookies["sessionid"].value
    client.post("/account/sign-in/code/", {"code": code_of(secret)})
    assert client.cookies["sessionid"].value != before


def test_turning_off_leaves_the_password_alone(browser: Client, user: User) -> None:
    set_up(browser)
    answer = browser.post("/account/security/app/off/")
    assert answer.url == "/account/security/"
    assert not Authenticator.objects.exists()
    client = Client()
    posted = client.post("/account/sign-in/", {"login": user.email, "password": cast.PASSWORD})
    assert posted.url == "/"


def test_new_recovery_codes_end_the_old_ones(browser: Client, user: User) -> None:
    _, old = set_up(browser)
    page = browser.post("/account/security/codes/new/", follow=True).content.decode()
    new = re.findall(r"<li>(\d{8})</li>", page)
    assert len(new) == 10
    assert not set(new) & set(old)
    assert sign_in(user).post("/account/sign-in/code/", {"code": old[0]}).status_code == 200


def test_a_changed_signing_key_is_said_in_words(browser: Client, user: User, settings: Any) -> None:
    secret, _ = set_up(browser)
    client = sign_in(user)
    row = Authenticator.objects.get(type="totp")
    row.data = {"secret": "gAAAAA-written-under-another-key"}
    row.save()
    answer = client.post("/account/sign-in/code/", {"code": code_of(secret)})
    assert answer.status_code == 409
    assert "the signing key of OpenLien has changed" in answer.content.decode()


def change(browser: Client, present: str, password: str, repeated: str) -> Any:
    form = {"present": present, "password": password, "repeated": repeated}
    return browser.post("/account/password/", form)


def test_the_own_password_changes_and_this_session_stays(browser: Client, user: User) -> None:
    other = Client()
    other.post("/account/sign-in/", {"login": user.email, "password": cast.PASSWORD})
    assert change(browser, cast.PASSWORD, NEW_PASSWORD, NEW_PASSWORD).url == "/account/security/"
    assert browser.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)


@pytest.mark.parametrize(
    ("present", "password", "repeated", "sentence"),
    [
        ("not it", NEW_PASSWORD, NEW_PASSWORD, "This is not your present password."),
        ("", NEW_PASSWORD, NEW_PASSWORD, "This is not your present password."),
        (cast.PASSWORD, NEW_PASSWORD, "something else", "Type the same new password twice."),
        (cast.PASSWORD, "short", "short", "at least 12 characters"),
        (cast.PASSWORD, "", "", "at least 12 characters"),
    ],
)
def test_refuses_to_change_the_own_password(
    browser: Client, user: User, present: str, password: str, repeated: str, sentence: str
) -> None:
    answer = change(browser, present, password, repeated)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password(cast.PASSWORD)


def test_guessing_the_present_password_locks(browser: Client, user: User) -> None:
    for _ in range(5):
        change(browser, "not it", NEW_PASSWORD, NEW_PASSWORD)
    answer = change(browser, cast.PASSWORD, NEW_PASSWORD, NEW_PASSWORD)
    assert "locked; try again in 15 minutes" in answer.content.decode()
