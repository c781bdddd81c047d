"""The words of the payment reminder of a case, for the page that notes it and the panel that mails it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from openlien.cases.queries import CaseHead
from openlien.payments.plans.messages import ReminderMessage, reminder_message
from openlien.payments.plans.queries import plan_of
from openlien.payments.queries import bills_of

from .. import business_time


def reminder_words(request: HttpRequest, case: CaseHead) -> ReminderMessage:
    """Return what the reminder says today: what is late or due next by the plan, else all that is open."""
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    plan = plan_of(actor, case, as_of=today)
    coming = plan.next if plan and plan.is_active else None
    return reminder_message(
        company=settings.COMPANY_NAME,
        case_number=case.number,
        amount=coming.open if coming else bills_of(actor, case).open,
        today=today,
        due_on=coming.due_on if coming else None,
        number=coming.number if coming else None,
        count=len(plan.instalments) if plan and coming else None,
    )
