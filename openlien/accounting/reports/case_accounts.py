"""Where the case accounts stand now, by their status: charges, payments and the balances of ruling C1."""

from __future__ import annotations

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, load
from openlien.ledger.vocabulary import CaseAccountStatus

from .asking import Asked, Days, Definition
from .shapes import Column, Figure, Held, Report, Row, totals_of
from .words import counted, dollars

AMOUNTS = (
    ("retail", "Retail, $"),
    ("contracted", "Contracted, $"),
    ("adjustments", "Adjustments, $"),
    ("payments", "Payments, $"),
    ("cost_balance", "Cost balance, $"),
    ("lien_balance", "Lien balance, $"),
    ("excess_recovery", "Excess recovery, $"),
    ("refund_liability", "Refunds owed, $"),
)
COLUMNS = (
    Column("status", "Status"),
    Column("accounts", "Accounts", "count"),
    Column("overLimit", "Over limit", "count"),
    Column("retail", "Retail, $", "money"),
    Column("contracted", "Contracted, $", "money"),
    Column("adjustments", "Adjustments, $", "money"),
    Column("payments", "Payments, $", "money"),
    Column("costBalance", "Cost balance, $", "money"),
    Column("lienBalance", "Lien balance, $", "money"),
    Column("excessRecovery", "Excess recovery, $", "money"),
    Column("refundLiability", "Refunds owed, $", "money"),
)


def build(actor: Actor, asked: Asked) -> Report:
    """Return the sums of all case accounts by status, as they stand now.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    found = fetch_all(load("openlien.accounting", "account_statuses"))
    rows = tuple(
        Row(
            (
                CaseAccountStatus(each.status).label,
                each.accounts,
                each.over_limit,
                *(Money.from_cents(getattr(each, name)) for name, _ in AMOUNTS),
            )
        )
        for each in found
    )
    totals = totals_of(COLUMNS, rows, first="Total")
    return Report(
        slug=CASE_ACCOUNTS.slug,
        title=CASE_ACCOUNTS.title,
        as_of=asked.as_of,
        columns=COLUMNS,
        lines=Held(rows),
        totals=totals,
        takeaway=_finding(totals),
        figures=(
            Figure(key="lien", label="Lien balance", value=totals[8], page="case-balances",
                   formula="retail − reductions − lien written off − payments kept"),
            Figure(key="cost", label="Cost balance", value=totals[7], page="case-balances",
                   formula="contracted − cost written off − payments kept, at least 0.00 per account"),
            Figure(key="refunds", label="Refunds owed", value=totals[10], page="case-balances",
                   formula="refund due − refund paid"),
        ),
        notes=("Adjustments are retail less contracted; a write-off is another thing (ruling C3).",),
        empty="There is no case account yet.",
        formula_page="case-balances",
    )  # fmt: skip


def _finding(totals: tuple[object, ...]) -> str:
    _, accounts, over, *_rest = totals
    lien, cost = totals[8], totals[7]
    held = counted(accounts, "case account")
    said = f"{held}: {dollars(lien)} open at retail, {dollars(cost)} of cost at stake."
    return f"{said} {counted(over, 'account is', 'accounts are')} over its credit limit." if over else said


CASE_ACCOUNTS = Definition(
    slug="case-accounts",
    title="Case account summary",
    question="Who owes us, how old?",
    answer="Charges, payments and balances of all case accounts by status, now.",
    days=Days.NOW,
    build=build,
)
