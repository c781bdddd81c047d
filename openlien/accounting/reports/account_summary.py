"""What moved on each account in a period: opening balance, debits, credits, closing balance."""

from __future__ import annotations

from datetime import timedelta

from openlien.identity.actor import Actor
from openlien.kit.date_words import day_text
from openlien.kit.money import Money, total
from openlien.ledger.queries import balances
from openlien.ledger.vocabulary import AccountKind

from .asking import Asked, Days, Definition
from .shapes import Column, Figure, Held, Link, Report, Row, totals_of
from .trial_balance import KINDS
from .words import dollars

COLUMNS = (
    Column("account", "Account"),
    Column("name", "Name"),
    Column("kind", "Kind"),
    Column("opening", "Opening, $", "money"),
    Column("debits", "Debits, $", "money"),
    Column("credits", "Credits, $", "money"),
    Column("closing", "Closing, $", "money"),
)
ON_THE_CREDIT_SIDE = {AccountKind.LIABILITY, AccountKind.EQUITY, AccountKind.REVENUE}


def build(actor: Actor, asked: Asked) -> Report:
    """Return the movement of every account between two days, both included.

    *Raises*: Forbidden.
    """
    assert asked.since is not None
    before = {
        row.number: row for row in balances.trial_balance(actor, as_of=asked.since - timedelta(days=1)).rows
    }
    after = balances.trial_balance(actor, as_of=asked.as_of).rows
    rows = tuple(_row(row, before.get(row.number)) for row in after)
    kind = asked.choices["kind"]
    shown = tuple(row for row in rows if not kind or row.values[2] == AccountKind(kind).label)
    moved = total(row.values[4] for row in rows)
    return Report(
        slug=ACCOUNT_SUMMARY.slug,
        title=ACCOUNT_SUMMARY.title,
        as_of=asked.as_of,
        columns=COLUMNS,
        lines=Held(shown),
        totals=totals_of(COLUMNS, shown, first="Total"),
        takeaway=(
            f"{dollars(moved)} moved on each side from {day_text(asked.since)} to {day_text(asked.as_of)}."
        ),
        figures=tuple(_closing(kind, rows) for kind in AccountKind),
        notes=("Opening and closing are debits less credits: a credit balance is negative.",),
        empty="No account was used by that day.",
    )


def _row(row: balances.TrialRow, before: balances.TrialRow | None) -> Row:
    debits_before, credits_before = (before.debit_cents, before.credit_cents) if before else (0, 0)
    cents = (
        debits_before - credits_before,
        row.debit_cents - debits_before,
        row.credit_cents - credits_before,
        row.debit_cents - row.credit_cents,
    )
    amounts = (Money.from_cents(each) for each in cents)
    return Row((row.number, row.name, AccountKind(row.kind).label, *amounts), Link("gl_account", row.number))


def _closing(kind: AccountKind, rows: tuple[Row, ...]) -> Figure:
    held = total(row.values[6] for row in rows if row.values[2] == kind.label)
    on_credit_side = kind in ON_THE_CREDIT_SIDE
    return Figure(
        key=kind.value,
        label=kind.label,
        value=-held if on_credit_side else held,
        formula="credits less debits" if on_credit_side else "debits less credits",
    )


ACCOUNT_SUMMARY = Definition(
    slug="account-summary",
    title="Account balance summary",
    question="Does it balance?",
    answer="Opening balance, what moved and closing balance of every account in a period.",
    days=Days.MONTH,
    build=build,
    choices=(KINDS,),
)
