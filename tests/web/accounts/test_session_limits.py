"""Sessions end after 15 idle minutes and after 12 hours; the moments are moved, nobody waits."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from openlien.identity import actions
from openlien.identity.actor import system_actor
from openlien.identity.models import User

pytestmark = pytest.mark.django_db
IDLE = "You were signed out after 15 minutes without activity."


@pytest.fixture
def browser(client: Client, user: User) -> Client:
    client.force_login(user)
    assert client.get("/account/").status_code == 200
    return client


def moved_back(client: Client, **seconds: int) -> None:
    """The moments of the session as if so many seconds more had passed since them."""
    session = client.session
    for name, back in seconds.items():
        session[name] -= back
    session.save()


def test_fifteen_minutes_without_activity_end_the_session(browser: Client) -> None:
    moved_back(browser, seen_at=15 * 60 + 1)
    answer = browser.get("/account/tokens/")
    assert answer.url == "/account/sign-in/?next=%2Faccount%2Ftokens%2F&ended=idle"
    assert IDLE in browser.get(answer.url).content.decode()
    assert "_auth_user_id" not in browser.session


def test_fourteen_minutes_do_not(browser: Client) -> None:
    moved_back(browser, seen_at=14 * 60)
    assert browser.get("/account/").status_code == 200


def test_activity_counts(browser: Client) -> None:
    for _ in range(3):
        moved_back(browser, seen_at=10 * 60)
        assert browser.get("/account/").status_code == 200


def test_twelve_hours_end_the_session_whatever_happens(browser: Client) -> None:
    moved_back(browser, began_at=12 * 3600 + 1)
    answer = browser.get("/account/", follow=True)
    assert "You were signed out after 12 hours." in answer.content.decode()


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(browser: Client) -> None:
    moved_back(browser, seen_at=10 * 60)
    assert browser.get("/gallery/progress").status_code == 200
    moved_back(browser, seen_at=6 * 60)
    assert browser.get("/account/").status_code == 302


def test_the_sign_in_page_itself_says_why(browser: Client) -> None:
    moved_back(browser, seen_at=3600)
    assert IDLE in browser.get("/account/sign-in/").content.decode()


def test_what_was_posted_too_late_is_not_done_and_leads_back_to_its_page(browser: Client) -> None:
    moved_back(browser, seen_at=3600)
    page = "http://testserver/account/tokens/?open=1"
    form = {"name": "x", "role": "cfo_controller", "expires": "30"}
    answer = browser.post("/account/tokens/", form, headers={"Referer": page})
    assert answer.url == "/account/sign-in/?next=%2Faccount%2Ftokens%2F%3Fopen%3D1&ended=idle"
    foreign = browser.post("/account/tokens/", form, headers={"Referer": "https://elsewhere.example/x"})
    assert foreign.url == "/account/sign-in/"


def test_a_part_of_a_page_leads_the_whole_page_to_sign_in(browser: Client) -> None:
    moved_back(browser, seen_at=3600)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/gallery/?open=drawer"}
    answer = browser.get("/gallery/progress", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/account/sign-in/?next=%2Fgallery%2F%3Fopen%3Ddrawer")


def test_being_here_is_noted_at_most_once_a_minute(browser: Client, user: User) -> None:
    user.refresh_from_db()
    first = user.last_seen_at
    assert first is not None
    browser.get("/account/")
    user.refresh_from_db()
    assert user.last_seen_at == first
    moved_back(browser, seen_at=61)
    browser.get("/account/")
    assert browser.session["seen_at"] >= int(time.time()) - 60


def test_a_deactivated_user_is_out_at_once(browser: Client, user: User) -> None:
    actions.change_user(system_actor("cli"), user.pk, is_active=False)
    assert browser.get("/account/").status_code == 302


def test_a_new_password_ends_every_session(browser: Client, user: User) -> None:
    actions.set_password(system_actor("cli"), user.pk, "violet-tractor-meadow-9")
    assert browser.get("/account/").status_code == 302


def test_pages_are_kept_by_no_cache_and_guarded_by_headers(browser: Client) -> None:
    headers = browser.get("/account/").headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert len(headers["X-Request-Id"]) == 32


def test_the_cookie_is_out_of_reach_for_scripts(browser: Client) -> None:
    cookie = browser.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
