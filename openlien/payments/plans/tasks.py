"""Jobs of payment plans."""

from __future__ import annotations

from django.conf import settings
from procrastinate.contrib.django import app

from openlien.identity.actor import system_actor
from openlien.kit.clock import business_today

from .actions import raise_reminders
from .queries import plans_to_watch


# Every hour, because the business day begins at another hour of UTC in each time zone and season.
@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="raise_payment_reminders", pass_context=False)
def raise_payment_reminders(timestamp: int) -> None:
    """Raises the reminders of all plans that became due; each plan is a transaction of its own."""
    actor, today = system_actor("job"), business_today(settings.BUSINESS_TIME_ZONE)
    for plan_id in plans_to_watch():
        raise_reminders(actor, plan_id, today=today)
