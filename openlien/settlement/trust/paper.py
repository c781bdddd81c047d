"""A completed reconciliation on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from openlien.kit import pdf
from openlien.kit.paper_words import amount_words, day_words, moment_words

_ITEMS = (("Date", False), ("Check", False), ("Name", False), ("Case", False), ("Amount, $", True))
_CLIENTS = (("Case", False), ("Plaintiff", False), ("Balance, $", True))
_ERRORS = (("Date", False), ("Line", False), ("What the bank puts right", False), ("Amount, $", True))
_WIDE = {"Name", "Plaintiff", "Line", "What the bank puts right"}


def reconciliation_pdf(
    facts: Mapping[str, Any],
    *,
    version: int,
    digest: str,
    prepared_by: str,
    completed_by: str,
    made_at: datetime,
    company: str,
) -> bytes:
    """Return the reconciliation as a PDF: three numbers, how each comes about, every item.

    *Raises*: PdfNotMade, PdfTooLong.
    """
    as_of = date.fromisoformat(facts["as_of"])
    content = {
        "company": company,
        "logo": None,
        "title": "Trust account reconciliation",
        "subtitle": f"{facts['account']} as of {day_words(as_of)}",
        "orientation": "portrait",
        "notice": "Contains client funds records",
        "printed_by": completed_by,
        "printed_at": moment_words(made_at),
        "parameters": [
            ["Bank", facts["bank"] or "not recorded"],
            ["Month", f"{as_of:%B %Y}"],
            ["Version", str(version)],
        ],
        "takeaway": f"All three numbers are {amount_words(facts['book'])}.",
        "figures": [
            ["Adjusted bank", amount_words(facts["adjusted_bank"])],
            ["Book", amount_words(facts["book"])],
            ["Client ledgers", amount_words(facts["clients_total"])],
        ],
        "tables": _tables(facts),
        "notes": [
            f"Prepared by {prepared_by}, completed by {completed_by}, {moment_words(made_at)}.",
            f"Digest of the figures: {digest}",
        ],
    }
    return pdf.render(pdf.REPORT, content, made_at=made_at)


def _tables(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    steps = [
        ["Balance on the bank's statement", facts["bank_balance"]],
        ["plus deposits in transit", facts["in_transit_total"]],
        ["minus outstanding checks", facts["outstanding_total"]],
        *([["plus corrections due from the bank", facts["corrections"]]] if facts["bank_errors"] else []),
    ]
    book = [
        ["Cleared checks posted in the general ledger", facts["posted"]],
        ["plus received and issued checks that have not cleared", facts["not_posted"]],
    ]
    in_transit = [_item(each) for each in facts["in_transit"]]
    outstanding = [_item(each) for each in facts["outstanding"]]
    clients = [[each["case"], each["plaintiff"], each["balance"]] for each in facts["clients"]]
    errors = [[each["on"], each["words"], each["reason"], each["amount"]] for each in facts["bank_errors"]]
    figure = (("", False), ("$", True))
    return [
        _table("1. Bank", figure, steps, ["Adjusted bank", facts["adjusted_bank"]]),
        _table("2. Book", figure, book, ["Book", facts["book"]]),
        _table("3. Client ledgers", _CLIENTS, clients, ["Sum of client ledgers", "", facts["clients_total"]]),
        _table("Deposits in transit", _ITEMS, in_transit, _sum(facts["in_transit_total"])),
        _table("Outstanding checks", _ITEMS, outstanding, _sum(facts["outstanding_total"])),
        *([_table("Mistakes of the bank", _ERRORS, errors, None)] if errors else []),
    ]


def _item(each: Mapping[str, str]) -> list[str]:
    return [each["on"], each["number"], each["name"], each["case"], each["amount"]]


def _sum(amount: str) -> list[str]:
    return ["Total", "", "", "", amount]


def _table(
    caption: str,
    heads: Sequence[tuple[str, bool]],
    rows: Sequence[Sequence[str]],
    totals: Sequence[str] | None,
) -> dict[str, Any]:
    def shown(cells: Sequence[str]) -> list[str]:
        return [
            amount_words(cell) if is_number and cell else cell
            for (_, is_number), cell in zip(heads, cells, strict=True)
        ]

    return {
        "caption": caption,
        "empty": "None.",
        "letter_size": 9,
        "columns": [
            {"label": label, "is_number": is_number, "weight": 1 if label in _WIDE or label == "" else None}
            for label, is_number in heads
        ],
        "rows": [{"kind": "row", "cells": shown(cells)} for cells in rows],
        "totals": None if totals is None or not rows else shown(totals),
    }
