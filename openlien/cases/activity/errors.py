"""What the log of a case refuses, as the sentences that people read."""

from __future__ import annotations

from openlien.identity.constraints import speaks_for
from openlien.kit.errors import Conflict, DomainError


class NoteEmpty(DomainError):
    """Not saved. Write what there is to say."""


class ContactMissing(DomainError):
    """Not saved. Say with whom: choose somebody of the case or type a name."""


class ContactNotOfCase(DomainError):
    """Not saved. The person or company that is named is not of this case."""


class MinutesOutOfRange(DomainError):
    """Not saved. A call lasts 0 to {minutes_max} minutes."""


class HappenedInFuture(DomainError):
    """Not saved. What is logged has happened already; its time is still to come."""


class NotCorrectable(Conflict):
    """Not saved. This entry was written by the program; add a note that says what is different."""


@speaks_for("cases_activity_corrects_id_key")
class CorrectedAlready(Conflict):
    """Not saved. This entry was corrected in the meantime; open the newer version, then decide."""


class CorrectedByAnother(DomainError):
    """Not saved. Only who wrote this entry corrects it; add a note of your own."""

    status = 403


class TitleMissing(DomainError):
    """Not saved. Say what is to do."""


class DueDayMissing(DomainError):
    """Not saved. Say until when the follow-up is to be done."""


class DuePassed(DomainError):
    """Not saved. A follow-up is due today or later; {due_on} is over."""


class AssigneeUnknown(DomainError):
    """Not saved. Follow-ups and cases go to active users who may log on every case."""


class TaskStale(Conflict):
    """Not saved. Somebody changed this follow-up while you were looking at it: it is {state} now."""


class TaskNotOpen(Conflict):
    """Not saved. This follow-up is {state} already."""


class TaskOpen(Conflict):
    """Not saved. This follow-up is open already."""


class NoCasesNamed(DomainError):
    """Nothing was changed: name at least one case."""


class TooManyCases(DomainError):
    """Nothing was changed: {cases} cases are named; {cases_max} at a time are possible."""


class BadCursor(DomainError):
    """This part of the timeline does not exist. Start again from the newest entry."""

    status = 404
