"""Jobs of the accountant: accruals taken back when a month begins, and checks of the books."""

from __future__ import annotations

import logging
from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from openlien.identity.actor import system_actor
from openlien.kit.clock import business_today
from openlien.kit.errors import DomainError

log = logging.getLogger(__name__)


@app.periodic(cron="11 * * * *")
@app.task(queueing_lock="take_back_accruals")
def take_back_accruals(timestamp: int) -> None:
    """Reverses the accruals of a month on the first day of the next (ruling C10).

    It asks every hour, so that the day begins as the company's clock has it.
    """
    from .actions.accruals import take_back_accruals as take_back

    try:
        take_back(system_actor("job"), today=business_today(settings.BUSINESS_TIME_ZONE))
    except DomainError as refused:
        # The page of the month shows what is still to be taken back; a person decides where it goes.
        log.warning("accruals not taken back", extra={"code": refused.code})


@app.task(lock="books_check")
def run_books_check(check_id: str) -> None:
    """Runs a check of the books that a person asked for."""
    from .actions.books_check import run_check

    run_check(system_actor("job"), UUID(check_id))
