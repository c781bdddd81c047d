"""Jobs around offers."""

from __future__ import annotations

from django.conf import settings
from procrastinate.contrib.django import app

from openlien.identity.actor import system_actor
from openlien.kit.clock import business_today

from .actions import expire_offers, remind_of_expiry


# Every hour, because the business day ends at another hour of UTC in each time zone and season.
@app.periodic(cron="3 * * * *")
@app.task(queueing_lock="expire_offers", pass_context=False)
def expire_offers_of_yesterday(timestamp: int) -> None:
    """Ends the offers whose last business day is over."""
    expire_offers(system_actor("job"), today=business_today(settings.BUSINESS_TIME_ZONE))


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="remind_of_expiring_offers", pass_context=False)
def remind_of_expiring_offers(timestamp: int) -> None:
    """Puts a follow-up on each case with an offer whose last day is near."""
    remind_of_expiry(system_actor("job"), today=business_today(settings.BUSINESS_TIME_ZONE))
