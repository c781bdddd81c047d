"""A reconciliation as it is kept: every figure and item, in the words of its page and its PDF; pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from openlien.kit.money import Money, total

from .three_way import Entry, StatementLine, ThreeWay

Facts = dict[str, Any]


def facts_of(found: ThreeWay, *, account: str, bank: str, month: date) -> Facts:
    """Return what a reconciliation of a month keeps; amounts are texts with two decimals."""
    return {
        "account": account,
        "bank": bank,
        "month": f"{month:%Y-%m}",
        "as_of": found.as_of.isoformat(),
        "bank_balance": str(found.bank),
        "in_transit": _items(found.in_transit),
        "in_transit_total": str(total(each.amount for each in found.in_transit)),
        "outstanding": _items(found.outstanding),
        "outstanding_total": str(-total(each.amount for each in found.outstanding)),
        "bank_errors": [_line(each) for each in found.bank_errors],
        "corrections": str(found.corrections),
        "adjusted_bank": str(found.result.adjusted_bank),
        "posted": str(found.posted),
        "not_posted": str(found.not_posted),
        "book": str(found.result.book),
        "clients": [
            {"case": each.case_number, "plaintiff": each.plaintiff, "balance": str(each.balance)}
            for each in found.clients
        ],
        "clients_total": str(found.result.clients),
        "differences": [
            {
                "cause": each.cause.value,
                "words": each.words,
                "amount": str(each.amount),
                "advice": each.cause.advice,
            }
            for each in found.differences
        ],
        "is_balanced": found.result.is_balanced,
    }


def digest_of(facts: Mapping[str, Any]) -> str:
    """Return the digest of facts, in hexadecimal: the same facts have the same one."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _items(entries: Sequence[Entry]) -> list[dict[str, str]]:
    return [
        {
            "on": each.entered_on.isoformat(),
            "number": each.number,
            "name": each.name,
            "case": each.case_number,
            "amount": str(each.amount if each.amount > Money.zero else -each.amount),
        }
        for each in entries
    ]


def _line(line: StatementLine) -> dict[str, str]:
    return {
        "on": line.booked_on.isoformat(),
        "words": line.words,
        "reason": line.bank_error,
        "amount": str(line.amount),
    }
