"""Jobs that clear away what sign-ins leave behind."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from procrastinate.contrib.django import app


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="clear_sessions")
def clear_sessions(timestamp: int) -> None:
    """Deletes the sessions that have expired: nobody can use them, yet each names who was signed in."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
