"""The trial balance of any day: what every account was debited and credited, and which side it stands on."""

from __future__ import annotations

from openlien.identity.actor import Actor
from openlien.kit.date_words import day_text
from openlien.kit.money import Money
from openlien.ledger.queries import balances
from openlien.ledger.vocabulary import AccountKind

from .asking import Asked, Choice, Days, Definition
from .shapes import Column, Figure, Held, Link, Report, Row, totals_of
from .words import counted, dollars

COLUMNS = (
    Column("account", "Account"),
    Column("name", "Name"),
    Column("kind", "Kind"),
    Column("debits", "Debits, $", "money"),
    Column("credits", "Credits, $", "money"),
    Column("debitBalance", "Debit balance, $", "money", is_sparse=True),
    Column("creditBalance", "Credit balance, $", "money", is_sparse=True),
)
KINDS = Choice("kind", "Kind", (("", "All kinds"), *AccountKind.choices()))


def build(actor: Actor, asked: Asked) -> Report:
    """Return the trial balance at the end of the day.

    *Raises*: Forbidden.
    """
    found = balances.trial_balance(actor, as_of=asked.as_of)
    kind = asked.choices["kind"]
    rows = tuple(_row(row) for row in found.rows if not kind or row.kind == kind)
    difference = found.debits - found.credits
    return Report(
        slug=TRIAL_BALANCE.slug,
        title=TRIAL_BALANCE.title,
        as_of=asked.as_of,
        columns=COLUMNS,
        lines=Held(rows),
        totals=totals_of(COLUMNS, rows, first="Total"),
        takeaway=_finding(found, asked),
        figures=(
            Figure(key="debits", label="Debit balances", value=found.debits),
            Figure(key="credits", label="Credit balances", value=found.credits),
            _difference(found.debits, found.credits, difference),
        ),
        notes=("Every journal in the books counts on its posting date.",),
        is_sound=not difference,
        empty="No account was used by that day.",
    )


def _row(row: balances.TrialRow) -> Row:
    values = (
        row.number,
        row.name,
        AccountKind(row.kind).label,
        Money.from_cents(row.debit_cents),
        Money.from_cents(row.credit_cents),
        row.debit,
        row.credit,
    )
    return Row(values, Link("gl_account", row.number))


def _difference(debits: Money, credits: Money, difference: Money) -> Figure:
    return Figure(
        key="difference",
        label="Difference",
        value=difference,
        formula="debit balances − credit balances, over all accounts",
        inputs=(("Debit balances", debits, "money"), ("Credit balances", credits, "money")),
    )


def _finding(found: balances.TrialBalance, asked: Asked) -> str:
    on = day_text(asked.as_of)
    if not found.rows:
        return f"Nothing was posted by {on}."
    if difference := found.debits - found.credits:
        return f"The books are out of balance by {dollars(difference)} on {on}. Ask the auditor at once."
    accounts = counted(len(found.rows), "account")
    return f"The books balance on {on}: {dollars(found.debits)} on each side, {accounts}."


TRIAL_BALANCE = Definition(
    slug="trial-balance",
    title="Trial balance",
    question="Does it balance?",
    answer="Debits, credits and balance of every account at the end of any day.",
    days=Days.AS_OF,
    build=build,
    choices=(KINDS,),
)
