"""What the page of a journal shows, and which of its actions are open to the reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openlien.cases.documents.content import accepted_endings
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.ledger.queries.journal_history import Step, steps_of
from openlien.ledger.queries.one_journal import Act, ShownJournal
from openlien.ledger.queries.posting_days import posting_day
from openlien.ledger.vocabulary import EntryType, JournalStatus, Policy

from ...business_time import here
from ...jinja import date_text, money, time_text
from .words import FAMILIES, NOT_NUMBERED

_S = JournalStatus
LINE_COLUMNS = (
    {"key": "place", "label": "#", "kind": "text"},
    {"key": "account", "label": "GL account", "kind": "text"},
    {"key": "description", "label": "Description", "kind": "text"},
    {"key": "dimensions", "label": "Cost center, department, project", "kind": "text"},
    {"key": "party", "label": "Vendor or customer", "kind": "text"},
    {"key": "debit", "label": "Debit, $", "kind": "money"},
    {"key": "credit", "label": "Credit, $", "kind": "money"},
)


@dataclass(frozen=True, slots=True)
class Allowed:
    """Which actions the reader may take now; a locked one is shown with the reason why."""

    edit: bool
    submit: bool
    withdraw: bool
    delete: bool
    approve: bool
    reject: bool
    post: bool
    reverse: bool
    locked: str


def entry_context(actor: Actor, journal: ShownJournal) -> dict[str, Any]:
    """Everything that ledger/journals/entry.jinja reads but what a form adds."""
    allowed = allowed_of(actor, journal)
    return {
        "journal": journal,
        "title": journal.number or NOT_NUMBERED,
        "family": FAMILIES[journal.status],
        "subtitle": _subtitle(journal),
        "allowed": allowed,
        "track": _track(journal),
        "columns": LINE_COLUMNS,
        "facts": _facts(journal),
        "chain": _chain(journal),
        "steps": [_entry(step) for step in steps_of(actor, journal)],
        "next_step": _next_step(journal, allowed),
        "post_effect": _post_effect(journal),
        "period_problem": period_problem(actor, journal) if journal.status is _S.APPROVED else "",
        "may_write": actor.may(Permission.JOURNALS_WRITE),
        "may_open_documents": actor.may(Permission.DOCUMENTS_VIEW),
        "accept": accepted_endings(),
    }


def allowed_of(actor: Actor, journal: ShownJournal) -> Allowed:
    """What the reader may do with the journal as it stands."""
    writes, approves = actor.may(Permission.JOURNALS_WRITE), actor.may(Permission.JOURNALS_APPROVE)
    posts, own, status = actor.may(Permission.JOURNALS_POST), journal.is_own(actor), journal.status
    return Allowed(
        edit=writes and status in {_S.DRAFT, _S.REJECTED} and journal.type is not EntryType.REVERSAL,
        submit=writes and status is _S.DRAFT and journal.changed.by_id == actor.user_id,
        withdraw=writes and status is _S.PENDING and journal.type is not EntryType.REVERSAL,
        delete=writes and status in {_S.DRAFT, _S.REJECTED},
        approve=approves and status is _S.PENDING and not own,
        reject=approves and status in {_S.PENDING, _S.APPROVED} and not own,
        post=posts and status is _S.APPROVED and not _why_not_posted(actor, journal),
        reverse=posts
        and status is _S.POSTED
        and journal.type is not EntryType.REVERSAL
        and journal.reversal is None,
        locked=_locked(actor, journal),
    )


def _locked(actor: Actor, journal: ShownJournal) -> str:
    if journal.status is _S.PENDING and actor.may(Permission.JOURNALS_APPROVE) and journal.is_own(actor):
        return "You made this entry, so somebody else approves it."
    if journal.status is _S.APPROVED and actor.may(Permission.JOURNALS_POST):
        return _why_not_posted(actor, journal)
    return ""


def _why_not_posted(actor: Actor, journal: ShownJournal) -> str:
    if actor.user_id is None or journal.policy is not Policy.NONE:
        return ""
    if journal.approved.by_id == actor.user_id:
        return "You approved this entry, so somebody else posts it."
    if journal.is_own(actor):
        return "You made this entry, so somebody else posts it."
    return ""


def _subtitle(journal: ShownJournal) -> str:
    parts = [journal.type.label, journal.template, f"Entered for {date_text(journal.entry_on)}"]
    if journal.posting_on != journal.entry_on:
        parts.append(f"posted on {date_text(journal.posting_on)}")
    return " · ".join(parts)


def _track(journal: ShownJournal) -> list[dict[str, str]]:
    """Draft to Reversed, each step done, current or still to come, with who took it and when."""
    reached = {
        "Draft": journal.created,
        "Pending": journal.submitted,
        "Approved": journal.approved,
        "Posted": journal.posted,
    }
    if journal.status is _S.REJECTED:
        return [
            _stop("Draft", journal.created, "done"),
            _stop("Pending", journal.submitted, "done"),
            _stop("Rejected", journal.rejected, "refused"),
        ]
    order = [_S.DRAFT, _S.PENDING, _S.APPROVED, _S.POSTED]
    at = len(order) - 1 if journal.is_posted else order.index(journal.status)
    stops = [
        _stop(name, act, "done" if place < at else "current" if place == at else "next")
        for place, (name, act) in enumerate(reached.items())
    ]
    if journal.policy is not Policy.NONE and at >= 2:
        stops[2]["who"] = journal.policy.label
    if journal.is_of_an_event:
        stops = [{**_stop("Posted", journal.posted, "current"), "note": "Booked by the product"}]
    if journal.status is _S.REVERSED:
        stops[-1]["state"] = "done"
        stops.append({"name": "Reversed", "state": "current", "who": "", "when": ""})
    return stops


def _stop(name: str, act: Act, state: str) -> dict[str, str]:
    is_reached = state != "next"
    when = _moment(act.at) if act.at and is_reached else ""
    return {"name": name, "state": state, "who": act.by if is_reached and act.at else "", "when": when}


def _facts(journal: ShownJournal) -> list[tuple[str, Any]]:
    return [
        ("Type", journal.type.label),
        ("Template", journal.template),
        ("Entry date", date_text(journal.entry_on)),
        ("Posting date", f"{date_text(journal.posting_on)} ({journal.posting_on:%B %Y})"),
        ("Reference", journal.reference),
        ("Case account", journal.account_number),
        ("Patient", journal.patient),
        ("Written by", journal.created.by),
        ("Business Central", "" if not journal.is_posted else journal.bc_sync_status.capitalize()),
        *([("Business Central ID", journal.bc_id)] if journal.bc_id else []),
    ]


def _chain(journal: ShownJournal) -> list[tuple[str, Any]]:
    """The fingerprints an auditor compares: of the content, and of the journal's link in the chain."""
    rows: list[tuple[str, Any]] = [("Content digest", journal.digest)] if journal.digest else []
    if journal.chain:
        span = journal.chain.first
        if journal.chain.last != journal.chain.first:
            span = f"{journal.chain.first} to {journal.chain.last}"
        rows += [
            ("Sealed with", span),
            ("Hash of the journal", journal.chain.posting_hash),
            ("Hash of the seal", journal.chain.seal_hash),
        ]
    return rows


def _entry(step: Step) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "when": _moment(step.at),
        "iso": step.at.isoformat(),
        "title": step.title,
        "who": step.by,
        "family": step.family,
    }
    return {**shown, "note": step.note} if step.note else shown


def _moment(at: datetime | None) -> str:
    return time_text(here(at)) if at else ""


def _next_step(journal: ShownJournal, allowed: Allowed) -> str:
    """What happens next and who does it, in one sentence; blank when nothing is open."""
    match journal.status:
        case _S.DRAFT if not journal.has_two_sides:
            if len(journal.lines) < 2:
                return "It needs at least two lines, one debit and one credit, before it can be submitted."
            return f"Out of balance by {money(abs(journal.difference))}; balance it before it is submitted."
        case _S.DRAFT if not allowed.submit and allowed.edit:
            editor = journal.changed.by or "Somebody else"
            return f"{editor} changed it last. Open and save it to submit it yourself."
        case _S.DRAFT:
            return "A draft: nothing is in the books yet."
        case _S.PENDING:
            return allowed.locked or "It waits for the approval of somebody who did not write it."
        case _S.APPROVED:
            return allowed.locked or "Approved. Posting puts it into the books."
        case _S.REJECTED:
            return f"{journal.rejected.by or 'Its approver'} rejected it: {journal.rejection_reason}"
    return ""


def _post_effect(journal: ShownJournal) -> str:
    return (
        f"{money(journal.debits)} will be debited and credited on {date_text(journal.posting_on)}, in"
        f" {journal.posting_on:%B %Y}. A posted journal never changes; it can only be reversed."
    )


def period_problem(actor: Actor, journal: ShownJournal) -> str:
    """Why an approved journal can no longer be posted on its day; blank when it can."""
    period = posting_day(actor, journal.posting_on)
    if period.is_open:
        return ""
    return (
        f"{period.month_name} was {period.status.label.lower()} after this journal was submitted. Reject it;"
        f" its writer can then post it on {date_text(period.next_open_on)}."
    )
