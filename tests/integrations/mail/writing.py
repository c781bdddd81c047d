"""Short words for writing and sending a mail."""

from __future__ import annotations

from typing import Any

from openlien.identity.actor import system_actor
from openlien.integrations.mail.delivery import deliver
from openlien.integrations.mail.models import Mail
from openlien.integrations.mail.sending import Written, send_mail
from openlien.integrations.mail.values import About
from tests.domain.settlement.calls import Cast

JOB = system_actor("job")


def write(of: Cast, *, about: About | None = None, key: str | None = None, **facts: Any) -> Mail:
    """A mail of the coordinator in the outbox."""
    given = {
        "to": ["ivy.stone@northfield.example"],
        "subject": "Your claim NM-77",
        "body": "Good morning.",
        **facts,
    }
    return send_mail(of.coordinator, of.case.number, about or About(), Written(**given), idempotency_key=key)


def work_off(mail: Mail) -> Mail:
    """The mail after its job ran."""
    deliver(JOB, mail.id)
    mail.refresh_from_db()
    return mail
