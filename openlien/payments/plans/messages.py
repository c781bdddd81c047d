"""The words of a payment reminder. Pure; no name of a patient, because subjects travel in the open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openlien.kit.money import Money


@dataclass(frozen=True, slots=True)
class ReminderMessage:
    """What a reminder says: the subject and the text of a mail, or what to say in a call."""

    subject: str
    text: str


def reminder_message(
    *,
    company: str,
    case_number: str,
    amount: Money,
    today: date,
    due_on: date | None = None,
    number: int | None = None,
    count: int | None = None,
) -> ReminderMessage:
    """The reminder of an instalment, or of all that is open when no day is given."""
    if due_on is None:
        what = f"Our records show ${amount.amount:,} open on file {case_number}."
    else:
        which = f"Instalment {number} of {count}" if number and count else "An instalment"
        verb = "was" if due_on < today else "is"
        plan = f"the payment plan on file {case_number}"
        what = f"{which} of {plan}, ${amount.amount:,}, {verb} due {_day(due_on)}."
    return ReminderMessage(
        subject=f"Payment reminder, file {case_number}",
        text="\n".join(
            [
                "Good day,",
                "",
                what,
                "If it is on its way already, please disregard this reminder. Otherwise tell us when we can"
                " expect it.",
                "",
                "Please name the file number with your payment.",
                "",
                "Kind regards",
                company,
            ]
        ),
    )


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
