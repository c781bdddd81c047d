"""Who owes us, and how old it is: balances of case accounts by the age of their oldest unpaid charge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from openlien.identity.actor import Actor
from openlien.kit.date_words import day_text
from openlien.kit.dates import age_days
from openlien.kit.money import Money, share_percent, total
from openlien.ledger.queries import balances
from openlien.ledger.vocabulary import AccountRole, PostingPack

from .ages import bucket_labels, bucket_of, spread, sums
from .asking import Asked, Choice, Days, Definition
from .roles import account_of_role
from .shapes import Column, Figure, Held, Link, Picture, Report, Row, totals_of
from .standings import Standing, policy, standings_on
from .words import counted, dollars, percent

BASIS = Choice("basis", "Balance", (("lien", "Lien at retail"), ("cost", "Cost not recovered")))
PAGE = "ageing"


def build(actor: Actor, asked: Asked) -> Report:
    """Return the open case accounts at the end of the day, the largest balance first.

    *Raises*: Forbidden.
    """
    limits = list(policy().ageing_days)
    basis = asked.choices["basis"]
    every = standings_on(actor, asked.as_of)
    found = [each for each in every if balance_of(each, basis)]
    found.sort(key=lambda each: (-balance_of(each, basis).cents, each.number))
    labels = bucket_labels(limits)
    columns = _columns(labels)
    rows = tuple(_row(each, basis, limits, asked.as_of) for each in found)
    buckets = sums([_spread(each, basis, limits, asked.as_of) for each in found], buckets=len(labels))
    return Report(
        slug=AGEING.slug,
        title=AGEING.title,
        as_of=asked.as_of,
        columns=columns,
        lines=Held(rows),
        totals=totals_of(columns, rows, first=f"Total, {counted(len(rows), 'account')}"),
        takeaway=_finding(found, buckets, basis, asked.as_of, limits[-1]),
        figures=(*_figures(found), *_tie(actor, every, asked.as_of)),
        notes=_notes(every, basis),
        picture=_picture(labels, buckets, found, limits, asked.as_of),
        empty="No case account has a balance on that day.",
        shows_cases=True,
        formula_page=PAGE,
    )


def balance_of(standing: Standing, basis: str) -> Money:
    """Return the balance the report is about: the lien at retail, or the cost not recovered."""
    return standing.open_cost if basis == "cost" else standing.position.lien_balance


def _columns(labels: Sequence[str]) -> tuple[Column, ...]:
    return (
        Column("account", "Case account"),
        Column("case", "Case"),
        Column("lawFirm", "Law firm"),
        Column("oldestUnpaidOn", "Oldest unpaid", "date"),
        Column("days", "Age, days", "days"),
        *(
            Column(f"bucket{place}", f"{label}, $", "money", is_sparse=True)
            for place, label in enumerate(labels, start=1)
        ),
        Column("lienBalance", "Lien, $", "money"),
        Column("costBalance", "Cost, $", "money"),
    )


def _row(standing: Standing, basis: str, limits: Sequence[int], as_of: date) -> Row:
    oldest = standing.oldest_unpaid_on
    return Row(
        (
            standing.number,
            standing.case_number,
            standing.law_firm,
            oldest,
            _age(standing, as_of),
            *_spread(standing, basis, limits, as_of),
            standing.position.lien_balance,
            standing.open_cost,
        ),
        Link("case_account", standing.number),
    )


def _age(standing: Standing, as_of: date) -> int | None:
    return age_days(standing.oldest_unpaid_on, as_of) if standing.oldest_unpaid_on else None


def _spread(standing: Standing, basis: str, limits: Sequence[int], as_of: date) -> tuple[Money, ...]:
    return spread(balance_of(standing, basis), _age(standing, as_of), limits)


def _finding(
    found: Sequence[Standing], buckets: Sequence[Money], basis: str, as_of: date, last_limit: int
) -> str:
    whole = total(buckets)
    if not found:
        return f"Nothing is open on {day_text(as_of)}."
    what = "of cost is not recovered" if basis == "cost" else "is owed on liens at retail"
    share = percent(share_percent(buckets[-1], whole, 1)) if whole > Money.zero else "n/a"
    accounts = counted(len(found), "case account")
    return (
        f"{dollars(whole)} {what} on {day_text(as_of)}, on {accounts};"
        f" {dollars(buckets[-1])}, {share}, is older than {last_limit} days."
    )


def _figures(found: Sequence[Standing]) -> tuple[Figure, ...]:
    lien = total(each.position.lien_balance for each in found)
    cost = total(each.open_cost for each in found)
    return (
        Figure(key="lien", label="Lien balance", value=lien, page="case-balances",
               formula="retail − reductions − lien written off − payments kept, per account listed"),
        Figure(key="cost", label="Cost not recovered", value=cost, page="case-balances",
               formula="what the books hold as cost not recovered, per account listed"),
    )  # fmt: skip


def _notes(every: Sequence[Standing], basis: str) -> tuple[str, ...]:
    """How the age is found, and what the list leaves out: the totals of both balances are seen to tie."""
    left_out = [each for each in every if not balance_of(each, basis)]
    other = "lien" if basis == "cost" else "cost"
    amounts = [amount for each in left_out if (amount := balance_of(each, other))]
    what = (
        "{amount} owed on liens and no cost open; “Lien at retail” lists them."
        if basis == "cost"
        else "{amount} of cost not recovered and nothing owed on liens; “Cost not recovered” lists them."
    )
    accounts = counted(len(amounts), "case account")
    more = f"Left out: {accounts} with {what.format(amount=dollars(total(amounts)))}"
    return (
        "The whole balance of an account stands in the bucket of its oldest charge that payments,"
        " reductions and write-offs have not covered; without such a charge it stands in the first.",
        *([more] if amounts else []),
    )


def _tie(actor: Actor, every: Sequence[Standing], as_of: date) -> tuple[Figure, ...]:
    """The control account beside the case accounts; under the expense pack no account holds the cost."""
    account = account_of_role(AccountRole.LIEN_RECEIVABLE)
    if policy().pack != PostingPack.COST_RECOVERY or account is None:
        return ()
    held = balances.balance_of(actor, account, as_of=as_of).balance
    cost = total(each.open_cost for each in every)
    return (
        Figure(
            key="control",
            label=f"Account {account} less cost",
            value=held - cost,
            formula="balance of the control account − cost not recovered of all case accounts",
            inputs=((f"Account {account}", held, "money"), ("Case accounts", cost, "money")),
        ),
    )


def _picture(
    labels: Sequence[str],
    buckets: Sequence[Money],
    found: Sequence[Standing],
    limits: Sequence[int],
    as_of: date,
) -> Picture:
    counts = Counter(bucket_of(_age(each, as_of), limits) for each in found)
    return Picture(
        form="bars",
        title="Balance by age",
        series=("Balance",),
        points=tuple((label, (amount,)) for label, amount in zip(labels, buckets, strict=True)),
        facts=tuple(f"{counts[place]:,}" for place in range(len(labels))),
        fact_heads=("Accounts",),
    )


AGEING = Definition(
    slug="ageing",
    title="Ageing",
    question="Who owes us, how old?",
    answer="Balances of the case accounts by the age of their oldest unpaid charge.",
    days=Days.AS_OF,
    build=build,
    choices=(BASIS,),
)
