"""Whether the product says truly, and without much work, that it can serve."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.migrations.graph import MigrationGraph
from django.test import Client

from openlien.kit import versions


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions._Known, "is_complete", False)


@pytest.mark.django_db
def test_a_migrated_database_is_ready(client: Client) -> None:
    assert (client.get("/readyz").status_code, client.get("/healthz").status_code) == (200, 200)


@pytest.mark.django_db
def test_no_graph_of_migrations_is_built(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[object] = []
    monkeypatch.setattr(MigrationGraph, "add_node", lambda *args: built.append(args))
    assert client.get("/readyz").status_code == 200
    assert built == []


@pytest.mark.django_db
def test_once_ready_it_costs_one_small_statement(client: Client, django_assert_num_queries: Any) -> None:
    client.get("/readyz")
    with django_assert_num_queries(1) as asked:
        assert client.get("/readyz").status_code == 200
    assert [each["sql"] for each in asked] == ["SELECT 1"]


def test_a_database_without_its_last_migration_is_not_ready(owner: Any, client: Client) -> None:
    owner.execute(
        "DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations WHERE app = 'cases')"
    )
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["reason"]) == (503, "migrations pending")


def test_a_database_of_a_later_version_is_not_ready(owner: Any, client: Client) -> None:
    owner.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '9999_later', now())")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["reason"]) == (503, "DatabaseIsNewer")
