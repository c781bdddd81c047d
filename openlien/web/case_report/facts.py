"""The parts of the report about the case itself: what it is about, its people, its stages, what was said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from openlien.cases.activity.queries.timeline import KINDS, Entry, timeline
from openlien.cases.queries import CaseHead, Contact, claims_of, people_of, stage_steps
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission

from .. import business_time
from ..figures import date_text, plural, time_text
from ..sheets import Head, Line, Sheet
from .parts import part, table

ENTRIES_MAX = 25
STAGE_HEADS = (Head("Stage"), Head("Began", "date"), Head("Days", "count"), Head("By"), Head("Note"))
ENTRY_HEADS = (Head("When"), Head("What"), Head("Summary"), Head("By"))
REACHED_BY = {"phone", "mobile", "fax", "email"}


def case_part(case: CaseHead) -> dict[str, Any]:
    """Return what the case is about."""
    return part(
        "The case",
        facts=[
            ("Stage", case.stage.label),
            ("Since", _day(case.stage_on)),
            ("Opened", date_text(case.opened_on)),
            ("Date of loss", _day(case.date_of_loss)),
            ("Statute of limitations", _day(case.statute_on)),
            ("Accident", case.accident_type),
            ("State", case.state),
            ("Insurance limits", case.insurance_limits),
            ("Negotiator", case.negotiator),
            ("Reference", case.external_id),
            ("MRN", case.mrn),
        ],
        words=[case.incident_facts, case.injuries_summary],
    )


def people_part(actor: Actor, case: CaseHead, *, as_of: date) -> dict[str, Any]:
    """Return patient, firm and attorney with how to reach them, and who else has a lien."""
    found = people_of(actor, case, as_of=as_of)
    patient, firm = found.patient, found.firm
    born = f"{date_text(patient.born_on)} (age {patient.age_years})" if patient.born_on else ""
    facts = [
        ("Patient", patient.name),
        ("Born", born),
        ("Language", patient.language),
        ("Reach the patient", _reach(patient.contacts)),
    ]
    if firm:
        facts += [
            ("Law firm", firm.name),
            ("Reach the firm", _reach(firm.contacts)),
            ("Attorney", firm.attorney),
            ("Reach the attorney", _reach(firm.attorney_contacts)),
        ]
    plaintiffs = [line.name for line in claims_of(case).plaintiffs]
    return part("People", facts=[*facts, ("Plaintiffs", ", ".join(plaintiffs))])


def stages_part(case: CaseHead, *, as_of: date) -> dict[str, Any]:
    """Return the stages that the case went through, with the days in each."""
    lines = [
        Line(
            (
                step.stage.label,
                step.began_on,
                step.days,
                step.actor or step.source.replace("_", " "),
                f"First seen. {step.note}".strip() if step.is_sighting else step.note,
            )
        )
        for step in stage_steps(case, as_of=as_of)
    ]
    return part("Stages", tables=[table(Sheet("", STAGE_HEADS, lines), empty="No stage is recorded.")])


def activity_part(actor: Actor, case: CaseHead) -> dict[str, Any]:
    """Return how often what happened, and the newest calls, mails and notes."""
    kinds = {"call", "email", "fax", "note", "task"} if actor.may(Permission.ACTIVITY_VIEW) else {"stage"}
    stream = timeline(actor, case, limit=1)
    newest = timeline(actor, case, kinds=kinds, limit=ENTRIES_MAX).entries
    lines = [
        Line(
            (
                time_text(business_time.here(entry.at)),
                entry.kind_name,
                _told(entry.summary, entry.body),
                entry.actor,
            )
        )
        for entry in newest
    ]
    counted = [(name, str(stream.counts[kind])) for kind, name in KINDS.items() if stream.counts.get(kind)]
    caption = f"The newest {plural(len(lines), 'entry', 'entries')} of calls, mails, notes and follow-ups"
    return part(
        "Activity",
        facts=[("Entries", str(stream.total)), *counted],
        tables=[
            table(Sheet(caption if lines else "", ENTRY_HEADS, lines), empty="Nothing was called or noted.")
        ],
    )


def _moment(entry: Entry) -> str:
    return time_text(business_time.here(entry.at))


def _told(summary: str, body: str) -> str:
    text = " ".join(body.split())
    said = f"{summary}: {text}" if text and not text.startswith(summary) else text or summary
    return said if len(said) <= 280 else f"{said[:279]}…"


def _reach(contacts: Sequence[Contact]) -> str:
    return " · ".join(contact.value for contact in contacts if contact.kind in REACHED_BY)


def _day(day: date | None) -> str:
    return date_text(day) if day else ""
