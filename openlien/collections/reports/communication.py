"""How much do we talk, and what comes of it: calls with their outcomes, mails, faxes and notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from openlien.accounting.reports import (
    Asked,
    Choice,
    Column,
    Days,
    Definition,
    Figure,
    Held,
    Picture,
    Report,
    Row,
)
from openlien.accounting.reports.shapes import Value
from openlien.accounting.reports.words import counted, percent
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.date_words import day_text
from openlien.kit.sql import fetch_all, load

from .grouping import BARS_MAX, grouped, key_of, named
from .measures import reached_percent

PAGE = "casework-reports"
BY = Choice("by", "By", (("person", "Person"), ("firm", "Law firm"), ("week", "Week")))
COLUMNS = (
    Column("out", "Calls out", "count"),
    Column("in", "Calls in", "count"),
    Column("reached", "Reached", "count"),
    Column("leftMessage", "Left a message", "count"),
    Column("noAnswer", "No answer, busy", "count"),
    Column("otherOutcome", "Other outcome", "count"),
    Column("reachedPercent", "Reached", "percent"),
    Column("emails", "E-mails", "count"),
    Column("faxes", "Faxes", "count"),
    Column("notes", "Notes", "count"),
    Column("cases", "Cases", "days"),
)


def build(actor: Actor, asked: Asked) -> Report:
    """The calls, mails, faxes and notes between two days.

    *Raises*: Forbidden.
    """
    actor.require(Permission.CASEWORK_REPORTS_VIEW)
    params = {"since": asked.since, "as_of": asked.as_of, "zone": settings.BUSINESS_TIME_ZONE}
    entries = fetch_all(load("openlien.collections", "contacts_and_notes"), params)
    by = asked.choices["by"]
    columns = (Column(by, BY.label_of(by)), *COLUMNS)
    groups = grouped(
        entries, lambda each: key_of(by, firm=each.firm, person=each.person, on=each.happened_on)
    )
    ordered = _in_order(groups, by)
    rows = tuple(Row(_tally(held).values(named(key, by))) for key, held in ordered)
    whole = _tally(entries)
    return Report(
        slug=COMMUNICATION.slug,
        title=COMMUNICATION.title,
        as_of=asked.as_of,
        columns=columns,
        lines=Held(rows),
        totals=whole.values("Total"),
        takeaway=_finding(whole, asked),
        figures=_figures(whole),
        notes=(
            "A corrected entry counts once, in its newest version.",
            "Cases are counted once in each row, so they do not add up.",
        ),
        picture=_picture(ordered, by),
        empty="Nobody called, wrote or noted anything in this period.",
        formula_page=PAGE,
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """What a group of entries comes to, in the order of the columns."""

    out: int
    into: int
    reached: int
    left_message: int
    missed: int
    other: int
    emails: int
    faxes: int
    notes: int
    cases: int

    @property
    def calls(self) -> int:
        """Calls either way."""
        return self.out + self.into

    @property
    def outcomes(self) -> int:
        """Calls whose outcome was noted."""
        return self.reached + self.left_message + self.missed + self.other

    def values(self, name: str) -> tuple[Value, ...]:
        """The row of the table."""
        calls = (self.out, self.into, self.reached, self.left_message, self.missed, self.other)
        share = reached_percent(self.reached, self.outcomes)
        return (name, *calls, share, self.emails, self.faxes, self.notes, self.cases)


def _tally(entries: Sequence[Any]) -> Tally:
    calls = [each for each in entries if each.kind == "call"]
    kinds = Counter(each.kind for each in entries)
    outcomes = Counter(each.outcome for each in calls if each.outcome)
    came_in = sum(1 for each in calls if each.direction == "in")
    reached, left = outcomes["reached"], outcomes["left_message"]
    missed = outcomes["no_answer"] + outcomes["busy"]
    return Tally(
        out=len(calls) - came_in,
        into=came_in,
        reached=reached,
        left_message=left,
        missed=missed,
        other=outcomes.total() - reached - left - missed,
        emails=kinds["email"],
        faxes=kinds["fax"],
        notes=kinds["note"],
        cases=len({each.case_id for each in entries}),
    )


def _in_order(groups: dict[object, list[Any]], by: str) -> list[tuple[object, list[Any]]]:
    """Weeks by time; people and firms by how much there is, the most first."""
    if by == "week":
        return sorted(groups.items(), key=lambda pair: str(pair[0]))
    return sorted(groups.items(), key=lambda pair: (-len(pair[1]), str(pair[0])))


def _finding(whole: Tally, asked: Asked) -> str:
    assert asked.since is not None
    span = f"from {day_text(asked.since)} to {day_text(asked.as_of)}"
    if not whole.cases:
        return f"Nobody called, wrote or noted anything {span}."
    said = (
        f"{counted(whole.calls, 'call')}, {counted(whole.emails, 'e-mail')},"
        f" {counted(whole.faxes, 'fax', 'faxes')} and {counted(whole.notes, 'note')}"
        f" on {counted(whole.cases, 'case')} {span}"
    )
    share = reached_percent(whole.reached, whole.outcomes)
    return f"{said}." if share is None else f"{said}; {percent(share)} of the calls reached somebody."


def _figures(whole: Tally) -> tuple[Figure, ...]:
    parts = (("Calls", whole.calls, "count"), ("E-mails", whole.emails, "count"),
             ("Faxes", whole.faxes, "count"))  # fmt: skip
    return (
        Figure(key="contacts", label="Contacts", kind="count", page=PAGE, inputs=parts,
               value=whole.calls + whole.emails + whole.faxes, formula="calls + e-mails + faxes"),
        Figure(key="reached", label="Calls that reached somebody", kind="percent", page=PAGE,
               value=reached_percent(whole.reached, whole.outcomes),
               formula="reached ÷ calls whose outcome was noted",
               inputs=(("Reached", whole.reached, "count"), ("With an outcome", whole.outcomes, "count"))),
        Figure(key="notes", label="Notes", kind="count", value=whole.notes),
        Figure(key="cases", label="Cases", kind="count", value=whole.cases, formula="each case once"),
    )  # fmt: skip


def _picture(ordered: Sequence[tuple[object, list[Any]]], by: str) -> Picture:
    shown = ordered[-BARS_MAX:] if by == "week" else ordered[:BARS_MAX]
    points: list[tuple[str | date, tuple[int, ...]]] = []
    for key, held in shown:
        kinds = Counter(each.kind for each in held)
        points.append((named(key, by), (kinds["call"], kinds["email"] + kinds["fax"], kinds["note"])))
    return Picture(
        form="bars",
        title="Calls, mails and faxes, notes",
        series=("Calls", "Mails and faxes", "Notes"),
        points=tuple(points),
        unit="count",
    )


COMMUNICATION = Definition(
    slug="communication-activity",
    title="Communication activity",
    question="How do we keep in touch?",
    answer="Calls and their outcomes, mails, faxes and notes, by person, law firm or week.",
    days=Days.MONTH,
    build=build,
    choices=(BY,),
    permission=Permission.CASEWORK_REPORTS_VIEW,
)
