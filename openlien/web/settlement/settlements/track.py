"""How far a settlement has come: from the release sent to the client until its money is distributed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openlien.settlement.models import Settlement
from openlien.settlement.queries.tables import Dated

from ...jinja import age_words, date_text
from .words import day_words


@dataclass(frozen=True, slots=True)
class Step:
    """One step with its day in words; `state` is done, next, late or later."""

    name: str
    note: str
    state: str

    @property
    def said(self) -> str:
        """The state in words, for those who do not see the mark."""
        return {"done": "done", "next": "next", "late": "overdue", "later": "to come"}[self.state]


def release_track(settlement: Settlement, received: Dated, *, today: date) -> list[Step]:
    """The six steps in their order; the first that is not done is the next one."""
    expected, is_received = settlement.check_expected_on, received.parts > 0
    is_late = expected is not None and not is_received and expected < today
    days = [
        ("Sent to client", _day(settlement.released_to_client_on), settlement.released_to_client_on),
        ("Signed", _day(settlement.released_from_client_on), settlement.released_from_client_on),
        ("To insurer or attorney", _day(settlement.released_to_payer_on), settlement.released_to_payer_on),
        ("Check expected", _expected(expected, today, is_late=is_late), is_received),
        ("Received", _received(received), is_received),
        ("Distributed", _day(settlement.distributed_on), settlement.distributed_on),
    ]
    steps: list[Step] = []
    for name, note, is_done in days:
        is_next = not is_done and all(step.state == "done" for step in steps)
        state = "done" if is_done else "next" if is_next else "later"
        if name == "Check expected" and is_late:
            state = "late"
        steps.append(Step(name, note, state))
    return steps


def _day(day: date | None) -> str:
    return date_text(day) if day else ""


def _received(received: Dated) -> str:
    return day_words(received) if received.is_multiple else _day(received.on)


def _expected(day: date | None, today: date, *, is_late: bool) -> str:
    if day is None:
        return ""
    return f"{date_text(day)}, {age_words((today - day).days)} ago" if is_late else date_text(day)
