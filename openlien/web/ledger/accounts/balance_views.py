"""The balance summary: case accounts by status, ageing and collection; each figure opens its accounts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from openlien.identity.permissions import Permission
from openlien.kit.money import share_percent
from openlien.ledger.queries.account_balances import BalanceGroup, BalanceSummary, balance_summary
from openlien.ledger.queries.account_filter import AccountView
from openlien.ledger.queries.accounts import view_counts

from ... import business_time, charts
from ...access import page
from ...first_import import first_import
from ...jinja import count, money, percent, plural, url
from ...sheets import Head, Line, Sheet, exported
from ..places import ledger_tabs
from .columns import bucket_label

SERIES = (charts.Series(label="Lien balance", tone=charts.Tone.C1),)
HEADS = (
    Head("Group"),
    Head("Accounts", "count"),
    Head("Contracted, $", "money"),
    Head("Paid, $", "money"),
    Head("Cost balance, $", "money"),
    Head("Lien balance, $", "money"),
    Head("Refund due, $", "money"),
)


@page(Permission.LEDGER_VIEW)
def balances(request: HttpRequest) -> HttpResponse:
    """The balance summary of today."""
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    found = balance_summary(actor, as_of=today)
    counts = view_counts(actor, as_of=today)
    words = {
        "tabs": ledger_tabs(request),
        "found": found,
        "divisions": [_division(*part) for part in _parts(found)],
        "attention": [
            {"label": view.label, "count": counts[view], "href": _href(view=view.value)}
            for view in (
                AccountView.OVER_LIMIT,
                AccountView.REFUND_DUE,
                AccountView.ZERO_OPEN,
                AccountView.IDLE,
            )
        ],
        "first_import": first_import(actor),
    }
    return render(request, "ledger/accounts/balances.jinja", words)


@page(Permission.LEDGER_VIEW)
def balances_csv(request: HttpRequest) -> HttpResponseBase:
    """The three tables of the balance summary as one CSV."""
    today = business_time.today()
    found = balance_summary(request.actor, as_of=today)  # type: ignore[attr-defined]
    lines = [
        Line((title, *_cells(group, label(group))))
        for title, groups, label, _ in _parts(found)
        for group in groups
    ]
    heads = (Head("Division"), *HEADS)
    return exported(Sheet("Balance summary", heads, lines), "csv", name=f"balance-summary-{today:%Y-%m-%d}")


Part = tuple[
    str, Sequence[BalanceGroup], Callable[[BalanceGroup], str], Callable[[BalanceGroup], dict[str, str]]
]


def _parts(found: BalanceSummary) -> list[Part]:
    return [
        ("Status", found.by_status, lambda group: group.label, lambda group: {"view": group.word}),
        (
            "Ageing",
            found.by_bucket,
            lambda group: f"{bucket_label(group.word)}{_range(found, group)}",
            lambda group: {"bucket": group.word},
        ),
        (
            "Collection",
            found.by_collection,
            lambda group: group.label,
            lambda group: {"collection": group.word},
        ),
    ]


def _division(
    title: str,
    groups: Sequence[BalanceGroup],
    label: Callable[[BalanceGroup], str],
    asked: Callable[[BalanceGroup], dict[str, str]],
) -> dict[str, object]:
    rows = [
        charts.BarRow(
            label=label(group),
            values=[group.lien_balance],
            href=_href(**asked(group)),
            facts=[count(group.accounts)],
        )
        for group in groups
    ]
    chart = charts.stacked_bars(
        rows,
        series=SERIES,
        title=f"Lien balance by {title.lower()}",
        fact_heads=("Accounts",),
    )
    return {
        "id": title.lower(),
        "chart": replace(chart, takeaway=_takeaway(title, groups, label)),
        "lines": [
            {
                "label": label(group),
                "href": _href(**asked(group)),
                "group": group,
            }
            for group in groups
        ],
    }


def _takeaway(title: str, groups: Sequence[BalanceGroup], label: Callable[[BalanceGroup], str]) -> str:
    whole = sum(group.lien_balance.cents for group in groups)
    largest = max(groups, key=lambda group: group.lien_balance)
    if whole <= 0:
        return "Nothing is owed on any lien."
    together = sum((group.lien_balance for group in groups[1:]), groups[0].lien_balance)
    share = percent(share_percent(largest.lien_balance, together, 1))
    return (
        f"{title} {label(largest)}: {money(largest.lien_balance)} owed on liens of"
        f" {plural(largest.accounts, 'account')}, {share} of all."
    )


def _range(found: BalanceSummary, group: BalanceGroup) -> str:
    """The days that the bucket covers by the policy, as it is not what its name says (ruling C6)."""
    last = found.ageing_days
    places = {bucket.word: place for place, bucket in enumerate(found.by_bucket)}
    place = places[group.word]
    if place == 0:
        return f" (0–{last[0]})"
    if place == len(last):
        return f" (over {last[-1]})"
    return f" ({last[place - 1] + 1}–{last[place]})"


def _cells(group: BalanceGroup, label: str) -> tuple[object, ...]:
    return (
        label,
        group.accounts,
        group.contracted,
        group.payments,
        group.cost_balance,
        group.lien_balance,
        group.refund_liability,
    )


def _href(**asked: str) -> str:
    return url("ledger:accounts", query=asked)
