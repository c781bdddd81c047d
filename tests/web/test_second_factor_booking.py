"""What people do to their own sign-in is booked on them; seen in a database where each request commits."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from openlien.identity.models import AuditEntry
from openlien.identity.permissions import Role
from tests import cast


def test_turning_the_second_factor_on_is_booked_on_its_user(
    own_database: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    counters = "allauth.mfa.totp.internal.auth.yield_hotp_counters_from_time"
    monkeypatch.setattr(counters, lambda: iter([59_000_000]))
    user = cast.make_user(Role.CASE_MANAGER)
    browser = Client()
    browser.post("/account/sign-in/", {"login": user.email, "password": cast.PASSWORD})
    browser.post("/account/confirm/?next=/account/security/app/", {"password": cast.PASSWORD})
    browser.get("/account/security/app/")
    code = format_hotp_value(hotp_value(browser.session["mfa.totp.secret"], 59_000_000))
    browser.post("/account/security/app/", {"code": code})
    booked = AuditEntry.objects.filter(table_name="mfa_authenticator", action="insert")
    assert {(entry.actor_name, entry.after["type"]) for entry in booked} == {
        (user.name, "totp"),
        (user.name, "recovery_codes"),
    }
