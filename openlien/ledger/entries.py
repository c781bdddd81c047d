"""What goes through the door to the books: entries, their lines, and what they do to case accounts.

Named tuples, because ten thousand of them are turned into columns at once.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from openlien.kit.money import Money

from .vocabulary import EntryType, Policy


class Line(NamedTuple):
    """One line of an entry; exactly one side is positive."""

    account: str
    debit: Money = Money.zero
    credit: Money = Money.zero
    description: str = ""
    case_account_id: UUID | None = None
    cost_center: str = ""
    department: str = ""
    project: str = ""
    vendor_id: UUID | None = None
    customer: str = ""


class CaseEffect(NamedTuple):
    """What an entry changes in the totals of one case account; signed amounts."""

    case_account_id: UUID
    retail: Money = Money.zero
    contracted: Money = Money.zero
    reduction: Money = Money.zero
    payment: Money = Money.zero
    refund_due: Money = Money.zero
    refund_paid: Money = Money.zero
    cost_written_off: Money = Money.zero
    lien_written_off: Money = Money.zero
    is_cost_unknown: bool = False


class Entry(NamedTuple):
    """One journal on its way into the books; without a posting day it is a memo that moves no account.

    `key` begins with the name of the event and a colon. `content` is the fingerprint of what was asked for,
    in hexadecimal: a key belongs to one content for ever.
    """

    key: str
    content: str
    type: EntryType
    template: str
    entry_on: date
    posting_on: date | None
    description: str
    lines: tuple[Line, ...]
    effects: tuple[CaseEffect, ...] = ()
    reference: str = ""
    case_account_id: UUID | None = None
    paper_id: UUID | None = None
    created_by_id: UUID | None = None
    approved_by_id: UUID | None = None
    posted_by_id: UUID | None = None
    policy: Policy = Policy.NONE
    reverses_id: UUID | None = None


class Posted(NamedTuple):
    """What became of an entry: its journal and number in the books, and whether this request wrote it.

    A memo has neither journal nor number.
    """

    journal_id: UUID | None
    number: str | None
    is_new: bool
