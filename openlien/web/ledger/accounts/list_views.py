"""The list of case accounts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openlien.identity.permissions import Permission
from openlien.ledger.position import AGEING_BUCKETS
from openlien.ledger.queries.account_filter import AccountSort, AccountView, BadCursor
from openlien.ledger.queries.accounts import (
    AccountPage,
    AccountTotals,
    ListedAccount,
    account_page,
    all_accounts,
    view_counts,
)
from openlien.ledger.vocabulary import CollectionStatus

from ... import business_time
from ...access import page
from ...first_import import first_import
from ...jinja import EMPTY, MINUS, money, plural, url
from ...seen import shows
from ...sheets import Sign, shown
from ..places import ledger_tabs
from .columns import COLUMNS, NUMBER_HEAD, ListColumn, bucket_label, chosen_columns
from .list_state import ListState, read_state

PRINTED_ROWS_MAX = 2_000
NUMBERS = {"money", "percent", "count", "number", "ratio"}
_ANY_NUMBER = "CA-0000-0000000"


@page(Permission.LEDGER_VIEW)
def account_list(request: HttpRequest) -> HttpResponse:
    """The case accounts that the address asks for, fifty at a time, with totals over all of them."""
    actor = request.actor  # type: ignore[attr-defined]
    state = read_state(request.GET)
    complaints = list(state.ignored)
    found, is_lost = _found(request, state)
    rows = found.rows
    if state.on_paper:
        listed = all_accounts(actor, state.filter, state.order, as_of=business_time.today())
        rows = tuple(islice(listed, PRINTED_ROWS_MAX))
    shows(request, "Case accounts", rows=len(rows))
    if is_lost:
        complaints.append("That page of the list does not exist; this is the first one.")
    counts = view_counts(actor, as_of=business_time.today())
    return render(
        request,
        "ledger/accounts/list.jinja",
        {
            "tabs": ledger_tabs(request),
            "state": state,
            "query": state.query(),
            "views": _views(state, counts),
            **table_words(state, rows, found.totals),
            "subtitle": _subtitle(state, found.totals),
            "totals": found.totals,
            "pages": _pages(state, found),
            "chips": _chips(state),
            "buckets": [("", "Any age"), *((name, bucket_label(name)) for name in AGEING_BUCKETS)],
            "collections": [("", "Any"), *CollectionStatus.choices()],
            "column_choices": [
                (column.key, column.head.label, column.key in state.columns) for column in COLUMNS
            ],
            "carried": {name: value for name, value in state.query().items() if name != "cols"},
            "clear_href": _unfiltered(state) if state.is_filtered else None,
            "complaints": complaints,
            "is_empty": not counts[AccountView.ALL],
            "first_import": first_import(actor),
            "may_open": actor.may(Permission.CASE_ACCOUNTS_EDIT),
        },
    )


def table_words(state: ListState, rows: Sequence[ListedAccount], totals: AccountTotals) -> dict[str, object]:
    """The columns, rows and totals as the table prints them."""
    chosen = chosen_columns(state.columns)
    # One address is made and the numbers are put into it: making fifty would be a third of the page's time.
    pattern = url("ledger:account", _ANY_NUMBER, query={"list": state.text()})
    case_pattern = url("cases:case", "CASE-0000-00000")
    return {
        "columns": [_number_column(state), *(_column(state, column) for column in chosen)],
        "rows": [
            {
                "number": row.number,
                "href": pattern.replace(_ANY_NUMBER, row.number, 1),
                "cells": [_cell(column, row, case_pattern) for column in chosen],
            }
            for row in rows
        ],
        "sums": {
            "number": f"Total, {plural(totals.accounts, 'account')}",
            **{
                column.key: shown(column.head.kind, column.total(totals)) for column in chosen if column.total
            },
        },
    }


def _found(request: HttpRequest, state: ListState) -> tuple[AccountPage, bool]:
    """The page asked for, or the first one and True when there is no such page."""
    actor = request.actor  # type: ignore[attr-defined]
    today = business_time.today()
    try:
        return account_page(
            actor, state.filter, state.order, as_of=today, after=state.after, before=state.before
        ), False
    except BadCursor:
        return account_page(actor, state.filter, state.order, as_of=today), True


def _unfiltered(state: ListState) -> str:
    """The same view, order and columns without search and filters."""
    query = state.query()
    kept = {name: query[name] for name in ("view", "sort", "cols") if name in query}
    return url("ledger:accounts", query=kept)


def _views(state: ListState, counts: dict[AccountView, int]) -> list[dict[str, object]]:
    return [
        {
            "label": view.label,
            "href": url("ledger:accounts", query=state.seen_by(view).query()),
            "current": view is state.view,
            "count": counts[view],
        }
        for view in AccountView
    ]


def _subtitle(state: ListState, totals: AccountTotals) -> str:
    """What is listed and what it adds up to; on paper nothing else says which view it is."""
    which = "" if state.view is AccountView.ALL else f"{state.view.label}: "
    which += "".join(f"{chip['name'].lower()} {chip['value']}, " for chip in _chips(state))
    which += plural(totals.accounts, "account")
    cost, lien = money(totals.cost_balance), money(totals.lien_balance)
    return f"{which} · {cost} of cost not yet recovered · {lien} owed on liens"


def _number_column(state: ListState) -> dict[str, object]:
    return _head(state, "number", NUMBER_HEAD.label, "text", AccountSort.NUMBER)


def _column(state: ListState, column: ListColumn) -> dict[str, object]:
    return _head(state, column.key, column.head.label, column.head.shown_kind, column.sort)


def _head(state: ListState, key: str, label: str, kind: str, sort: AccountSort | None) -> dict[str, object]:
    # A head of two words may wrap; its unit stays with the last of them.
    label = label.replace(", ", ",\u00a0")
    if sort is None or state.on_paper:
        return {"key": key, "label": label, "kind": kind}
    direction = "descending" if state.order.descending else "ascending"
    return {
        "key": key,
        "label": label,
        "kind": kind,
        "sort_href": url("ledger:accounts", query=state.sorted_by(sort).query()),
        "sort": direction if state.order.sort is sort else None,
    }


def _cell(column: ListColumn, row: ListedAccount, case_pattern: str) -> dict[str, object]:
    value = shown(column.head.kind, column.value(row))
    kind = column.head.kind
    css = "number" if kind in NUMBERS else kind
    if kind == "money" and isinstance(value, str):
        css += _weight(column.key, value)
    cell: dict[str, object] = {
        "label": column.head.label,
        "css": css,
        "sign": value if isinstance(value, Sign) else None,
        "text": "" if isinstance(value, Sign) else value,
        "href": None,
        "why": "",
    }
    if column.key == "case":
        cell["href"] = case_pattern.replace("CASE-0000-00000", row.case_number, 1)
    if column.key == "contracted" and row.is_over_limit:
        cell["why"] = f"Above the credit limit of {money(row.credit_limit)}"
    if column.key in {"contracted", "cost"} and row.charges_of_unknown_cost:
        cell["why"] = f"Without {plural(row.charges_of_unknown_cost, 'charge')} of unknown cost"
    return cell


def _weight(key: str, value: str) -> str:
    """What is owed is loud, what is nothing is quiet, what is below zero is red."""
    if value in ("0.00", EMPTY):
        return " account-nothing"
    if value.startswith(MINUS):
        return " negative"
    return " strong" if key == "lien" else ""


def _pages(state: ListState, found: AccountPage) -> dict[str, str | None]:
    query = state.query()
    if state.on_paper:
        return {"newer": None, "older": None}
    return {
        "newer": url("ledger:accounts", query={**query, "before": found.newer}) if found.newer else None,
        "older": url("ledger:accounts", query={**query, "after": found.older}) if found.older else None,
    }


def _chips(state: ListState) -> list[dict[str, str]]:
    named = (
        ("words", "Search", state.words),
        ("bucket", "Ageing", bucket_label(state.bucket) if state.bucket else ""),
        ("collection", "Collection", state.collection.label if state.collection else ""),
    )
    return [
        {"name": name, "value": value, "href": url("ledger:accounts", query=state.without(key).query())}
        for key, name, value in named
        if value
    ]
