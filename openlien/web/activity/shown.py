"""Entries, follow-ups and the counts of the filter as the templates show them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from openlien.cases.activity.queries.tasks import TaskLine
from openlien.cases.activity.queries.timeline import Entry, Stream
from openlien.kit.dates import age_days

from .. import business_time
from ..jinja import age_words, date_text, time_text, url

# What the filter offers: code, name, the kinds it holds.
GROUPS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("calls", "Calls", frozenset({"call"})),
    ("mail", "Mail and fax", frozenset({"email", "fax"})),
    ("notes", "Notes", frozenset({"note"})),
    ("tasks", "Follow-ups", frozenset({"task", "assignment"})),
    ("offers", "Offers", frozenset({"offer", "round"})),
    ("money", "Money", frozenset({"payment", "adjustment", "check"})),
    ("settlement", "Settlement", frozenset({"settlement"})),
    ("documents", "Documents", frozenset({"document"})),
    ("stages", "Stages", frozenset({"stage"})),
    ("edits", "Edits", frozenset({"edit"})),
)
ICONS = {
    "call": "phone",
    "email": "mail",
    "fax": "fax",
    "note": "chat",
    "task": "bell",
    "assignment": "user",
    "offer": "send",
    "round": "send",
    "payment": "dollar",
    "adjustment": "dollar",
    "check": "dollar",
    "settlement": "check",
    "document": "file",
    "stage": "arrow-up-right",
    "edit": "edit",
}
FAMILIES = {
    "call": "active",
    "note": "early",
    "payment": "settled",
    "settlement": "settled",
    "task": "pending",
}
OUTCOME_FAMILIES = {"Reached": "settled", "Wrong number": "risk", "No answer": "pending", "Busy": "pending"}


def kinds_of(group: str) -> frozenset[str]:
    """The kinds of entries that a choice of the filter holds; none stands for all."""
    return next((kinds for code, _, kinds in GROUPS if code == group), frozenset())


def filter_links(stream: Stream, number: str, current: str, origin: dict[str, str]) -> list[dict[str, Any]]:
    """The choices of the filter that would show something, each with its count."""
    counts = {code: sum(stream.counts.get(kind, 0) for kind in kinds) for code, _, kinds in GROUPS}
    everything = {"code": "", "label": "All", "count": stream.total}
    groups = [{"code": code, "label": name, "count": counts[code]} for code, name, _ in GROUPS]
    return [
        {
            **each,
            "href": url("cases:activity", number, query={**origin, "kind": each["code"]}),
            "current": each["code"] == current,
        }
        for each in (everything, *groups)
        if each["count"] or each["code"] in {"", current}
    ]


def by_day(entries: Iterable[Entry], number: str, *, may_log: bool) -> list[dict[str, Any]]:
    """The entries under the days on which they happened, as the company's clock has it."""
    today = business_time.today()
    days = groupby(entries, key=lambda entry: business_time.here(entry.at).date())
    return [
        {
            "day": day_words(day, today),
            "iso": day.isoformat(),
            "entries": [{**shown(entry, may_log), **_mail_words(entry, number)} for entry in found],
        }
        for day, found in days
    ]


def _mail_words(entry: Entry, number: str) -> dict[str, str | None]:
    """For a mail that went out from here, where its text is kept; its line names the address already."""
    if entry.kind != "email" or not entry.object_id:
        return {"mail_href": None}
    return {"mail_href": url("mail:mail", number, entry.object_id), "facts": ""}


def shown(entry: Entry, may_log: bool) -> dict[str, Any]:
    """One entry: what it says, and what this reader can do with it."""
    at = business_time.here(entry.at)
    facts = [entry.point, f"{entry.minutes} min" if entry.minutes is not None else ""]
    return {
        "entry": entry,
        "icon": ICONS[entry.kind],
        "family": FAMILIES.get(entry.kind, "neutral"),
        "time": f"{at:%H:%M}",
        "iso": at.isoformat(),
        "at": time_text(at),
        "day": date_text(at),
        # The first line of a note names it, and the outcome of a call has its badge.
        "title": entry.summary.removesuffix(f": {entry.outcome.lower()}"),
        "body": entry.body.removeprefix(entry.summary).lstrip() if entry.kind == "note" else entry.body,
        "facts": " · ".join(filter(None, facts)),
        "outcome_family": OUTCOME_FAMILIES.get(entry.outcome, "neutral"),
        "follow_ups": [
            {"task": task, "due": date_text(task.due_on), "href": url("tasks:task", task.id)}
            for task in entry.follow_ups
        ],
        "href": url("activity:entry", entry.id) if entry.is_written else None,
        "pin_href": url("activity:pin", entry.id) if entry.is_written and may_log else None,
        "correct_href": url("activity:entry", entry.id) if entry.is_mine and entry.is_written else None,
    }


def task_shown(line: TaskLine, today: date) -> dict[str, Any]:
    """One follow-up: when it is due in words, and where its buttons lead."""
    days = age_days(today, line.due_on)
    return {
        "line": line,
        "href": url("tasks:task", line.id),
        "case_href": url("cases:activity", line.case_number),
        "due": date_text(line.due_on),
        "when": due_words(days),
        "is_late": line.is_open and days < 0,
        "is_today": line.is_open and days == 0,
        "ended": time_text(business_time.here(line.ended_at)),
        "done_href": url("tasks:done", line.id),
        "reopen_href": url("tasks:reopen", line.id, query={"version": line.version}),
        "move_href": url("tasks:move", line.id),
    }


def due_words(days: int) -> str:
    """How far away a day is that lies so many days ahead: `in 6 days`, `2 days late`."""
    if days == 0:
        return "today"
    if days == 1:
        return "tomorrow"
    return f"in {age_words(days)}" if days > 0 else f"{age_words(-days)} late"


def day_words(day: date, today: date) -> str:
    """A day as a heading: today and yesterday by name."""
    near = {today: "Today", today - timedelta(days=1): "Yesterday"}
    return f"{near[day]}, {date_text(day)}" if day in near else f"{day:%A}, {date_text(day)}"
