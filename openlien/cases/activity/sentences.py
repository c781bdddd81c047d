"""What the timeline says of a call, a mail or a follow-up, in one line."""

from __future__ import annotations

from datetime import date

from openlien.kit.date_words import day_text

SUMMARY_LETTERS_MAX = 300
WRITTEN_KINDS = frozenset({"note", "call", "email", "fax"})
_OUTCOMES = {
    "reached": "",
    "left_message": "left a message",
    "no_answer": "no answer",
    "busy": "busy",
    "call_back": "will call back",
    "wrong_number": "wrong number",
}
_DIRECTIONS = {
    ("call", "out"): "Called",
    ("call", "in"): "Call from",
    ("email", "out"): "E-mail to",
    ("email", "in"): "E-mail from",
    ("fax", "out"): "Fax to",
    ("fax", "in"): "Fax from",
}


def contact_sentence(kind: str, direction: str, whom: str, outcome: str = "") -> str:
    """Who got in touch with whom and what came of it: `Called Nadia Voss: left a message`."""
    said = _OUTCOMES.get(outcome, "")
    return _short(f"{_DIRECTIONS[kind, direction]} {whom}" + (f": {said}" if said else ""))


def is_written(kind: str, object_id: str) -> bool:
    """Whether somebody wrote the entry: what the program notes by itself names the object it is about."""
    return kind in WRITTEN_KINDS and not object_id


def note_sentence(text: str) -> str:
    """The first line of a note, by which the timeline names it."""
    return _short(text.split("\n", 1)[0])


def task_sentence(what: str, title: str, due_on: date | None = None, assignee: str = "") -> str:
    """What was done to a follow-up: `Follow-up planned for Nov 26, 2026, Dana Ortiz: Call the firm`."""
    on = f" for {day_text(due_on)}" if due_on else ""
    by = f", {assignee}" if assignee else ""
    return _short(f"Follow-up {what}{on}{by}: {title}")


def _short(text: str) -> str:
    return text if len(text) <= SUMMARY_LETTERS_MAX else f"{text[: SUMMARY_LETTERS_MAX - 1].rstrip()}…"
