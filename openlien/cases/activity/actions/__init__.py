"""What people do: log calls and contacts, write notes, keep follow-ups, give cases to negotiators."""

from .bulk import assign_negotiator, schedule_follow_ups
from .contacts import FollowUp, Whom, log_call, log_contact
from .follow_ups import (
    cancel_task,
    change_task,
    complete_task,
    reassign_task,
    reopen_task,
    reschedule_task,
    schedule_follow_up,
)
from .notes import correct_entry, pin_entry, write_note

__all__ = [
    "FollowUp",
    "Whom",
    "assign_negotiator",
    "cancel_task",
    "change_task",
    "complete_task",
    "correct_entry",
    "log_call",
    "log_contact",
    "pin_entry",
    "reassign_task",
    "reopen_task",
    "reschedule_task",
    "schedule_follow_up",
    "schedule_follow_ups",
    "write_note",
]
