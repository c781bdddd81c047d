"""The audit trail is written by triggers with the actor, and by nobody else; the access log only grows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from django.db import ProgrammingError, connection, transaction

from openlien.identity import actions
from openlien.identity.actor import Actor, system_actor
from openlien.identity.models import AccessEntry, AuditEntry, User
from openlien.identity.permissions import Permission, Role
from openlien.identity.queries import (
    AccessFilter,
    AuditFilter,
    access_entries,
    audit_entries,
    audited_tables,
    every_access_entry,
    every_audit_entry,
)
from openlien.identity.queries.audit import Change, differences
from openlien.kit.clock import now
from openlien.kit.errors import Forbidden

from .conftest import PASSWORD

AddUser = Callable[..., UUID]
AsActor = Callable[[UUID], Actor]
db = pytest.mark.django_db


@pytest.fixture
def auditor(add_user: AddUser, as_actor: AsActor) -> Actor:
    return as_actor(add_user("kim@lakeview.example", Role.AUDITOR, name="Kim Rowe"))


@db
def test_a_change_is_booked_on_the_actor_with_before_and_after(add_user: AddUser, admin: Actor) -> None:
    dana = add_user("dana@lakeview.example")
    actions.change_user(admin, dana, name="Dana Ruiz")
    entry = AuditEntry.objects.get(table_name="identity_user", row_id=str(dana), action="update")
    assert (entry.before["name"], entry.after["name"]) == ("Dana Ortiz", "Dana Ruiz")
    assert (entry.actor_id, entry.actor_name) == (admin.user_id, "Ada Brandt")
    assert (entry.source, entry.request_id) == ("web", "request-1")


@db
def test_a_write_outside_an_action_is_booked_on_the_database_role(add_user: AddUser) -> None:
    dana = add_user("dana@lakeview.example")
    User.objects.filter(pk=dana).update(name="Dana Ruiz")
    entry = AuditEntry.objects.get(row_id=str(dana), action="update")
    # The test holds one transaction open, in which the actor of the last action is still set.
    assert entry.actor_name in {"OpenLien", "openlien_app"}


@db
def test_a_password_is_booked_without_its_hash(add_user: AddUser, admin: Actor) -> None:
    dana = add_user("dana@lakeview.example")
    actions.set_password(admin, dana, PASSWORD)
    entry = AuditEntry.objects.get(row_id=str(dana), action="update")
    assert "password" not in entry.after
    assert entry.before["password_changed_at"] is None
    assert entry.after["password_changed_at"]


@db
def test_being_seen_is_not_a_change(admin: Actor) -> None:
    before = AuditEntry.objects.count()
    actions.touch_last_seen(admin)
    assert User.objects.get(pk=admin.user_id).last_seen_at
    assert AuditEntry.objects.count() == before


@db
def test_roles_and_tokens_are_booked(add_user: AddUser, admin: Actor) -> None:
    dana = add_user("dana@lakeview.example", Role.AUDITOR)
    actions.set_roles(admin, dana, [Role.LEGAL_TEAM])
    actions.create_token(admin, role=Role.SYSTEM_ADMINISTRATOR, name="Nightly report")
    booked = AuditEntry.objects.filter(actor_id=admin.user_id)
    assert {(entry.table_name, entry.action) for entry in booked} == {
        ("identity_membership", "insert"),
        ("identity_membership", "delete"),
        ("identity_apitoken", "insert"),
    }
    assert not any("secret_hash" in entry.after for entry in booked.filter(table_name="identity_apitoken"))


@db
def test_taking_a_second_factor_away_is_booked_without_its_secret(add_user: AddUser, admin: Actor) -> None:
    dana = add_user("dana@lakeview.example")
    Authenticator.objects.create(user_id=dana, type="totp", data={"secret": "not for the trail"})
    actions.remove_second_factor(admin, dana)
    entry = AuditEntry.objects.get(table_name="mfa_authenticator", action="delete")
    assert entry.actor_id == admin.user_id
    assert "data" not in entry.before
    assert not Authenticator.objects.exists()


@db
@pytest.mark.parametrize("table", ["auditentry", "accessentry"])
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "TRUNCATE"])
def test_the_app_cannot_rewrite_trail_or_log(table: str, verb: str) -> None:
    statement = {
        "UPDATE": f"UPDATE identity_{table} SET actor_name = 'Nobody'",
        "DELETE": f"DELETE FROM identity_{table}",
        "TRUNCATE": f"TRUNCATE identity_{table}",
    }[verb]
    with pytest.raises(ProgrammingError, match="permission denied"):
        _execute(statement)


@db
def test_the_app_cannot_write_the_trail() -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        AuditEntry.objects.create(
            table_name="identity_user", row_id="1", action="update", actor_name="Nobody"
        )


@db
def test_the_app_cannot_silence_the_trigger() -> None:
    with pytest.raises(ProgrammingError, match="must be owner"):
        _execute("ALTER TABLE identity_user DISABLE TRIGGER audit")


def test_a_change_by_the_owner_is_booked_on_the_owner(
    own_database: object, owner: psycopg.Connection
) -> None:
    actions.create_user(system_actor("cli"), email="dana@lakeview.example", name="Dana Ortiz")
    owner.execute("UPDATE identity_user SET name = 'Somebody Else'")
    row = owner.execute(
        "SELECT actor_name, source FROM identity_auditentry WHERE action = 'update'"
    ).fetchone()
    assert row == ("postgres", "sql")


@db
def test_the_trail_is_filtered_and_paged_with_its_total(
    add_user: AddUser, auditor: Actor, admin: Actor
) -> None:
    dana = add_user("dana@lakeview.example")
    for number in range(4):
        actions.change_user(admin, dana, name=f"Dana {number}")
    wanted = AuditFilter(table="identity_user", row_id=str(dana), actor="ada")
    first = audit_entries(auditor, wanted, limit=3)
    rest = audit_entries(auditor, wanted, before_id=first.next_cursor, limit=3)
    assert (len(first.items), first.total, len(rest.items), rest.next_cursor) == (3, 4, 1, None)
    assert first.items[0].changes == (Change("name", "Dana 2", "Dana 3"),)
    assert len(list(every_audit_entry(auditor, wanted))) == 4
    assert "identity_user" in audited_tables(auditor)


@db
def test_the_trail_is_cut_at_both_moments(add_user: AddUser, auditor: Actor) -> None:
    add_user("dana@lakeview.example")
    hour = timedelta(hours=1)
    assert audit_entries(auditor, AuditFilter(since=now() - hour, until=now() + hour)).total > 0
    assert audit_entries(auditor, AuditFilter(since=now() + hour)).total == 0
    assert audit_entries(auditor, AuditFilter(until=now() - hour)).total == 0


@pytest.mark.parametrize(
    ("before", "after", "fields"),
    [
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, ["b"]),
        (None, {"a": 1, "b": None}, ["a"]),
        ({"a": 1}, None, ["a"]),
        ({"a": 1, "gone": 2}, {"a": 1, "new": 3}, ["new", "gone"]),
    ],
)
def test_a_difference_names_the_changed_columns(before: object, after: object, fields: list[str]) -> None:
    assert [change.field for change in differences(before, after)] == fields  # type: ignore[arg-type]


@db
def test_a_view_of_a_record_leaves_one_row_in_the_access_log(admin: Actor, auditor: Actor) -> None:
    actions.record_access(admin, "Case", case_number="CASE-2026-00007")
    actions.record_access(admin, "Settled pending export", rows=143)
    seen = access_entries(auditor, AccessFilter(case_number="case-2026-00007"))
    assert [(row.actor_name, row.what, row.rows) for row in seen.items] == [("Ada Brandt", "Case", 1)]
    assert access_entries(auditor, AccessFilter(actor="ada"), limit=1).next_cursor
    assert [row.rows for row in every_access_entry(auditor, AccessFilter())] == [143, 1]
    assert AccessEntry.objects.count() == 2


@db
def test_trail_and_log_are_for_those_who_may(add_user: AddUser, as_actor: AsActor) -> None:
    for role in (Role.CASE_MANAGER, Role.FINANCIAL_ANALYST):
        actor = as_actor(add_user(f"{role.code}@lakeview.example", role))
        assert not actor.may(Permission.AUDIT_VIEW)
        for read in (audit_entries, access_entries, every_audit_entry, every_access_entry):
            with pytest.raises(Forbidden):
                read(actor, AuditFilter())  # type: ignore[operator]


def _execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
