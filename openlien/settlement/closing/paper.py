"""A closing statement on paper, with the client's approval lines and the certificate of North Carolina."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from openlien.kit import pdf
from openlien.kit.money import Money, total
from openlien.kit.paper_words import amount_words, day_words, moment_words

TEMPLATE = pdf.Template("openlien.settlement", "closing_statement")
_EXPENSES = ("Date", "Expense", "Amount, $")
_LIENS = ("Lien holder", "Claimed, $", "Given up, $", "Paid, $", "By")
_WIDE = {"Payer", "Fee", "Expense", "Lien holder", "By", "Bill", "Balance", "Payment", "Paid to", "Step"}


_CERTIFIED = (
    "I certify that the amounts above are those of this settlement, and that what was distributed to the"
    " medical lienholders was distributed pro rata and consistent with Article 9 of Chapter 44."
)
# Nobody signs that unequal shares are equal ones.
_NOT_PRO_RATA = (
    "I certify that the amounts above are those of this settlement. The lienholders were not paid the same"
    " share of their claims: what each was paid rests on an agreement with it, not on pro rata distribution."
)


def statement_pdf(
    facts: Mapping[str, Any], *, version: int, digest: str, made_by: str, made_at: datetime, company: str
) -> bytes:
    """Return the statement as a PDF.

    *Raises*: PdfNotMade, PdfTooLong.
    """
    clients, net = " and ".join(facts["clients"]), amount_words(facts["client"])
    content = {
        "company": facts["law_firm"] or company,
        "logo": None,
        "title": "Closing statement",
        "subtitle": f"{clients} · {facts['case']} · version {version}",
        "orientation": "portrait",
        "notice": "Privileged and confidential",
        "printed_by": made_by,
        "printed_at": moment_words(made_at),
        "parameters": _parameters(facts),
        "takeaway": f"Of ${amount_words(facts['gross'])}, {clients} receives ${net}.",
        "figures": [
            ["Recovery", f"${amount_words(facts['gross'])}"],
            ["Fees", f"${amount_words(facts['fees_total'])}"],
            ["Expenses", f"${amount_words(facts['expenses_total'])}"],
            ["Liens and bills", f"${amount_words(_sum(facts, 'liens_total', 'bills_total'))}"],
            ["Net to client", f"${net}"],
        ],
        "tables": _tables(facts),
        "clients": facts["clients"],
        "attorney": facts["attorney"] or facts["law_firm"],
        "approval": (
            "I have read this statement. I approve the payments above and the distribution of the settlement,"
            f" and I understand that what I receive is ${net}."
        ),
        "notes": [
            f"Version {version}, made by {made_by}, {moment_words(made_at)}. Digest of the content: {digest}"
        ],
        "certificate": _certificate(facts),
    }
    return pdf.render(TEMPLATE, content, made_at=made_at)


def _parameters(facts: Mapping[str, Any]) -> list[list[str]]:
    named = (
        ("Client", " and ".join(facts["clients"])),
        ("Attorney", facts["attorney"]),
        ("Law firm", facts["law_firm"]),
        ("Date of loss", day_words(facts["date_of_loss"]) if facts["date_of_loss"] else ""),
        ("Settled with", facts["payer"]),
        ("Claim", facts["claim_number"]),
        ("Settled on", day_words(facts["settled_on"])),
        ("Trust account", facts["trust_account"]),
    )
    return [[name, value or "not recorded"] for name, value in named]


def _tables(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    recoveries = [[each["payer"], each["amount"]] for each in facts["recoveries"]]
    fees = [[each["name"], each["amount"]] for each in facts["fees"]]
    expenses = [[each["on"], each["name"], each["amount"]] for each in facts["expenses"]]
    liens = [_lien(each) for each in facts["liens"]]
    bills = [[each["name"], each["original"], each["paid"]] for each in facts["bills"]]
    owed = [[each["name"], each["amount"]] for each in facts["still_owed"]]
    paid = [[each["name"], each["payee"], each["number"], each["amount"]] for each in facts["distributions"]]
    savings = ["Total", "", facts["lien_savings"], facts["liens_total"], ""]
    return [
        _table("Recovery", ("Payer", "Amount, $"), recoveries, ["Gross recovery", facts["gross"]]),
        _table(
            f"Attorney's fees: {facts['fee_basis']}",
            ("Fee", "Amount, $"),
            fees,
            ["Fees", facts["fees_total"]],
        ),
        _table("Case expenses", _EXPENSES, expenses, ["Total", "", facts["expenses_total"]]),
        *_common(facts),
        _table("Liens", _LIENS, liens, savings),
        _table("Medical bills", ("Bill", "Billed, $", "Paid, $"), bills, ["Total", "", facts["bills_total"]]),
        _table("Distribution", ("Step", "Amount, $"), _steps(facts), ["Net to client", facts["client"]]),
        _table("Payments", ("Payment", "Paid to", "Check", "Amount, $"), paid, None),
        _table(
            "Balances the client still owes",
            ("Balance", "Amount, $"),
            owed,
            ["Total", facts["still_owed_total"]],
            empty="None: nothing known is left to pay.",
        ),
    ]


def _common(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What was spent for all plaintiffs, of which the client bears a share."""
    rows = [[each["on"], each["name"], each["amount"]] for each in facts.get("common_expenses", ())]
    whole = total(Money(amount) for _, _, amount in rows)
    sums = ["Shared by all plaintiffs", "", str(whole)]
    caption = "Common expenses, of which the share above is a part"
    return [_table(caption, _EXPENSES, rows, sums)] if rows else []


def _steps(facts: Mapping[str, Any]) -> list[list[str]]:
    return [
        ["Gross recovery", facts["gross"]],
        ["minus attorney's fees", facts["fees_total"]],
        ["minus case expenses", facts["expenses_total"]],
        ["minus liens", facts["liens_total"]],
        ["minus medical bills", facts["bills_total"]],
        ["minus what is held back in trust", facts["hold_backs"]],
    ]


def _lien(each: Mapping[str, str]) -> list[str]:
    name = f"{each['name']} ({each['kind']})" if each["kind"] else each["name"]
    return [name, each["original"], each["reduced"], each["paid"], each["authority"]]


def _certificate(facts: Mapping[str, Any]) -> dict[str, Any] | None:
    given = facts["certificate"]
    if given is None:
        return None
    rows = [[each["name"], each["claimed"], each["paid"], each["percent"]] for each in given["liens"]]
    return {
        "figures": [
            ["Amount of the settlement", f"${amount_words(given['settlement'])}"],
            ["Attorney's fees", f"${amount_words(given['fee'])}"],
            ["Distributed to lienholders", f"${amount_words(given['paid'])}"],
        ],
        "table": _table("", ("Lien holder", "Claimed, $", "Paid, $", "Paid, %"), rows, None),
        "words": _CERTIFIED if given["is_pro_rata"] else _NOT_PRO_RATA,
    }


def _table(
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    totals: Sequence[str] | None,
    *,
    empty: str = "None.",
) -> dict[str, Any]:
    numbers = [head.endswith((", $", ", %")) for head in heads]

    def shown(cells: Sequence[str]) -> list[str]:
        return [
            amount_words(cell) if is_number and cell else cell
            for is_number, cell in zip(numbers, cells, strict=True)
        ]

    return {
        "caption": caption,
        "empty": empty,
        "letter_size": 9,
        "columns": [
            {
                "label": head.replace(", ", ",\u00a0"),
                "is_number": is_number,
                "weight": 1 if head in _WIDE else None,
            }
            for head, is_number in zip(heads, numbers, strict=True)
        ],
        "rows": [{"kind": "row", "cells": shown(cells)} for cells in rows],
        "totals": None if totals is None or not rows else shown(totals),
    }


def _sum(facts: Mapping[str, Any], *keys: str) -> str:
    return str(total(Money(facts[key]) for key in keys))
