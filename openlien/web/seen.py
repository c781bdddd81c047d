"""The access log of pages: a view says what it shows of patients' records, and the request leaves one row."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from openlien.identity.actions import record_access


@dataclass(frozen=True, slots=True)
class Seen:
    """What an answer shows: the page or export, how many rows of it, the case when it is one."""

    what: str
    rows: int
    case_number: str


def shows(request: HttpRequest, what: str, *, rows: int = 1, case_number: str = "") -> None:
    """Says what the answer to this request shows of patients' records; the last word counts.

    `what` names the page or export, never a person. The row is written when the view has answered, so that a
    refused request leaves none and no request leaves two.
    """
    request.seen = Seen(what, rows, case_number)  # type: ignore[attr-defined]


def leave_trace(request: HttpRequest) -> None:
    """Writes the row of this request, if its view showed anything."""
    seen: Seen | None = request.__dict__.pop("seen", None)
    if seen is not None:
        record_access(
            request.actor,  # type: ignore[attr-defined]
            seen.what,
            case_number=seen.case_number,
            rows=seen.rows,
        )
