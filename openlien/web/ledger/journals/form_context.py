"""What the journal form shows: its fields, lines and sums, its period, and a conflict when there is one."""

from __future__ import annotations

from datetime import date
from typing import Any

from openlien.identity.actor import Actor
from openlien.kit.money import Money
from openlien.ledger.actions.drafts import DESCRIPTION_LETTERS_MAX, LINES_MAX, REFERENCE_LETTERS_MAX
from openlien.ledger.queries.approval_queue import approval_threshold
from openlien.ledger.queries.one_journal import ShownJournal
from openlien.ledger.queries.posting_days import posting_day
from openlien.ledger.queries.templates import ShownTemplate

from ...business_time import here
from ...jinja import date_text, money, plural, time_text, url
from ...sent_forms import Wrong
from .typed import TypedJournal, sums_of, typed_of


def form_context(
    actor: Actor,
    typed: TypedJournal,
    wrong: Wrong,
    journal: ShownJournal | None,
    template: ShownTemplate | None,
    entry_on: date | None,
    *,
    is_stale: bool,
) -> dict[str, Any]:
    """Everything that ledger/journals/form.jinja reads."""
    return {
        **lines_context(actor, typed, wrong, template),
        "journal": journal,
        "action": url("ledger:journal_edit", journal.name) if journal else url("ledger:journal_new"),
        "close_href": url("ledger:journal", journal.name) if journal else url("ledger:entries"),
        "errors": _summary(wrong),
        "period": posting_day(actor, entry_on) if entry_on else None,
        "approval_note": approval_note(approval_threshold(actor)),
        "conflict": _conflict(typed, journal) if is_stale and journal else None,
        "letters_max": {"description": DESCRIPTION_LETTERS_MAX, "reference": REFERENCE_LETTERS_MAX},
    }


def lines_context(
    actor: Actor, typed: TypedJournal, wrong: Wrong, template: ShownTemplate | None
) -> dict[str, Any]:
    """What the lines of the form show."""
    return {
        "typed": typed,
        "wrong": wrong,
        "template_chosen": template,
        "sums": sums_of(typed.lines),
        "lines_max": LINES_MAX,
    }


def approval_note(threshold: Money) -> str:
    """Which journals need a person's approval, in words (ruling C8)."""
    if not threshold:
        return "Every journal needs the approval of somebody else."
    return f"From {money(threshold)} on, a journal needs the approval of somebody else."


def _summary(wrong: Wrong) -> list[tuple[str | None, str]]:
    """The sentences with the ids of their fields; one about a line says which."""
    found: list[tuple[str | None, str]] = []
    for field, sentence in wrong.items():
        place = field.split("-")[1] if field.startswith("line-") else ""
        said = f"Line {place}: {sentence}" if place else sentence
        found.append((f"f-{field}" if field else None, said))
    return found


def _conflict(typed: TypedJournal, journal: ShownJournal) -> dict[str, Any]:
    """Who changed the draft meanwhile, what differs, and the version that saving over it takes."""
    theirs = typed_of(journal)
    named = (
        ("Template", typed.template_text, theirs.template_text),
        ("Entry date", typed.entry_on, theirs.entry_on),
        ("Case", typed.case, theirs.case),
        ("Reference", typed.reference, theirs.reference),
        ("Description", typed.description, theirs.description),
        ("Lines", _lines_said(typed), _lines_said(theirs)),
    )
    return {
        "by": journal.changed.by or "Somebody",
        "at": time_text(here(journal.changed.at)) if journal.changed.at else date_text(journal.entry_on),
        "version": journal.version,
        "differences": [(label, yours, other) for label, yours, other in named if yours != other],
    }


def _lines_said(typed: TypedJournal) -> str:
    lines = [line for _, line in typed.written_lines]
    return f"{plural(len(lines), 'line')}, {money(sums_of(lines).debits)} debited"
