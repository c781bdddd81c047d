"""Sessions that have expired are deleted once a day, and no others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from procrastinate.contrib.django import app

from openlien.identity.models import Session
from openlien.identity.tasks import clear_sessions
from openlien.kit.clock import now


@pytest.mark.django_db
def test_deletes_the_sessions_that_have_expired() -> None:
    for key, hours in (("past", -1), ("ahead", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now() + timedelta(hours=hours))
    clear_sessions(0)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["ahead"]


def test_runs_once_a_day() -> None:
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert periodic["openlien.identity.tasks.clear_sessions"] == "37 3 * * *"
