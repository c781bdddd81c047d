"""What the timeline of a case says of its mail."""

from __future__ import annotations

from uuid import UUID

from openlien.cases.models import Activity

from .models import Mail

SUMMARY_LETTERS_MAX = 300


def tell(mail: Mail, words: str, *, actor_id: UUID | None, body: str = "") -> None:
    """Notes on the timeline what happened to a mail: `E-mail to gus@firm.example: Case CASE-2026-00042`."""
    others = len(mail.to) + len(mail.cc) - 1
    whom = mail.to[0] + (f" and {others} more" if others else "")
    summary = f"{words} {whom}: {mail.subject}"
    if len(summary) > SUMMARY_LETTERS_MAX:
        summary = f"{summary[: SUMMARY_LETTERS_MAX - 1].rstrip()}…"
    Activity.objects.create(
        case_id=mail.case_id,
        kind=Activity.Kind.EMAIL,
        direction=Activity.Direction.OUT,
        contact_name=mail.to[0][:200],
        contact_point=mail.to[0],
        summary=summary,
        body=body,
        object_id=str(mail.id),
        actor_id=actor_id,
    )
