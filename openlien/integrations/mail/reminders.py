"""A payment reminder that goes out as a mail from here."""

from __future__ import annotations

from datetime import date

from openlien.identity.actor import Actor
from openlien.identity.unit_of_work import action
from openlien.payments.plans.actions import record_reminder
from openlien.payments.plans.choices import Channel

from .models import Mail
from .sending import Written, send_mail
from .values import About


@action
def send_reminder(
    actor: Actor, case_number: str, written: Written, *, today: date, idempotency_key: str | None = None
) -> Mail:
    """The mail in the outbox, and the reminder noted as sent by it; both or neither, and the same key, once.

    *Raises*: as `send_mail`; NothingToPlan when nothing is open.
    """
    record_reminder(
        actor, case_number=case_number, channel=Channel.EMAIL, today=today, idempotency_key=idempotency_key
    )
    return send_mail(actor, case_number, About(), written, idempotency_key=idempotency_key)
