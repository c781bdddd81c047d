"""Jobs: sending mail, and looking after mail that got stuck. Arguments are ids alone."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from openlien.identity.actor import system_actor

from .delivery import deliver, sweep


@app.task()
def deliver_mail(mail_id: str) -> None:
    """Sends the mail if it waits; running it again never sends it twice."""
    deliver(system_actor("job"), UUID(mail_id))


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="sweep_outbox")
def sweep_outbox(timestamp: int) -> None:
    """Gives waiting mail another job, and mail that was half sent to a person."""
    sweep(system_actor("job"))
