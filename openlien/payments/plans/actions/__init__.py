"""Plans made, changed and cancelled; reminders raised by the day and sent by people."""

from .plans import cancel_plan, change_plan, create_plan
from .reminders import raise_reminders, record_reminder

__all__ = ["cancel_plan", "change_plan", "create_plan", "raise_reminders", "record_reminder"]
