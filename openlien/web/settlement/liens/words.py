"""Liens and reductions in the words of the pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from openlien.calculator.catalogue import all_rules
from openlien.calculator.words import said
from openlien.cases.models import Lien
from openlien.kit.money import Money, total
from openlien.settlement.queries.reductions import LienRow, ReductionRow
from openlien.web import business_time
from openlien.web.jinja import age_words, date_text, url
from openlien.web.sheets import Head, Line, Sheet, Sign

_AMOUNT = re.compile(r"-?\d{1,12}\.\d\d", re.ASCII)
STATUSES = {
    "asserted": Sign("Asserted", "early"),
    "confirmed": Sign("Confirmed", "active"),
    "payoff": Sign("Payoff known", "active"),
    "final": Sign("Final", "active"),
    "negotiated": Sign("Negotiated", "settled"),
    "waived": Sign("Waived", "neutral"),
    "paid": Sign("Paid", "settled"),
}
DECISIONS = {
    "proposed": Sign("Proposed", "pending"),
    "approved": Sign("Approved", "settled"),
    "refused": Sign("Refused", "neutral"),
}
PLAN_FUNDING = dict(Lien.PlanFunding.choices)
AMOUNTS = (
    ("asserted", "Unconfirmed"),
    ("confirmed", "Confirmed"),
    ("waived", "Waived"),
    ("current_payoff", "Current payoff"),
    ("negotiated", "Negotiated"),
    ("paid", "Paid"),
)
HEADS = (
    Head("Holder"),
    Head("Type"),
    Head("Plaintiff"),
    *(Head(f"{label}, $", "money") for _, label in AMOUNTS),
    Head("Payable, $", "money"),
    Head("Status"),
    Head("Holder's number"),
    Head("Recovery agency"),
    Head("Certified mail number"),
    Head("First notice", "date"),
    Head("Policy received", "date"),
    Head("Plan funding"),
    Head("Amount final"),
    Head("Paid on", "date"),
    Head("Check number"),
    Head("Release received", "date"),
    Head("Comments"),
)
QUEUE_HEADS = (
    Head("Lien holder"),
    Head("Case"),
    Head("Patient"),
    Head("Rule"),
    Head("Lien, $", "money"),
    Head("Proposed, $", "money"),
    Head("Reduction, $", "money"),
    Head("Proposed by"),
    Head("On", "date"),
    Head("Status"),
    Head("Decided by"),
)


@dataclass(frozen=True, slots=True)
class LawWords:
    """What a rule said on its day: where it comes from, how old its last check is, what is to be verified."""

    title: str
    href: str | None
    citation: str
    jurisdiction: str
    in_force: str
    checked: str
    to_verify: tuple[str, ...]


def law_words(rule: str, law: dict[str, Any], today: date) -> LawWords:
    """Return the source of a proposal as it was kept with it."""
    known = all_rules().get(rule)
    begins, ends, checked = (
        _day(law.get(name, "")) for name in ("effective_from", "effective_to", "verified_on")
    )
    in_force = "In force"
    if begins or ends:
        in_force = " ".join(
            text
            for text in (
                f"From {date_text(begins)}" if begins else "",
                f"to {date_text(ends)}" if ends else "",
            )
            if text
        )
    age = f"{date_text(checked)}, {_age((today - checked).days)}" if checked else ""
    return LawWords(
        title=known.title if known else rule,
        href=url("rules:rule", rule) if known else None,
        citation=str(law.get("citation") or (known.source if known else "")),
        jurisdiction=str(law.get("jurisdiction", "")),
        in_force=in_force if law.get("verified_on") else "",
        checked=age,
        to_verify=tuple(law.get("to_verify", ())),
    )


def trace_words(trace: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return the steps of a kept working: name, formula, inputs, value."""
    return [
        {
            "name": str(step.get("name", "")),
            "formula": str(step.get("formula", "")),
            "inputs": ", ".join(f"{name} {_said(value)}" for name, value in step.get("inputs", {}).items()),
            "value": _said(step.get("value")),
        }
        for step in trace
    ]


def input_words(rule: str, inputs: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what a rule was asked with, by the labels of its inputs, in their order."""
    known = all_rules().get(rule)
    labels = {each.name: each.label for each in known.inputs} if known else {}
    order = [*(name for name in labels if name in inputs), *(name for name in inputs if name not in labels)]
    return [(labels.get(name, name), _said(inputs[name])) for name in order]


def lien_sheet(rows: list[LienRow]) -> Sheet:
    """Return the liens of a case as their export holds them."""
    lines = [
        Line(
            (
                row.holder,
                row.type,
                row.plaintiff or "All plaintiffs",
                *(getattr(row, name) for name, _ in AMOUNTS),
                row.payable,
                STATUSES[row.status],
                row.reference,
                row.recovery_agency,
                row.certified_mail_number,
                row.first_notice_on,
                row.policy_received_on,
                PLAN_FUNDING[row.plan_funding] if row.kind == "health_plan" else None,
                "yes" if row.is_final else "no",
                row.paid_on,
                row.check_number,
                row.release_received_on,
                row.comments or None,
            )
        )
        for row in rows
    ]
    return Sheet("Liens", HEADS, lines)


def lien_sums(rows: list[LienRow]) -> dict[str, Money]:
    """Return the sum of each of the amounts, and of what is payable."""
    sums = {
        name: total(amount for row in rows if (amount := getattr(row, name)) is not None)
        for name, _ in AMOUNTS
    }
    return {**sums, "payable": total(row.payable for row in rows)}


def queue_sheet(rows: list[ReductionRow]) -> Sheet:
    """Return proposals across cases, each leading to its page."""
    lines = [
        Line(
            (
                row.holder,
                row.case_number,
                row.patient,
                law_title(row.rule),
                row.amount_before,
                row.amount,
                row.reduction,
                row.proposed_by,
                business_time.here(row.proposed_at).date(),
                DECISIONS[row.status],
                row.decided_by or None,
            ),
            href=url("liens:proposal", row.id),
        )
        for row in rows
    ]
    return Sheet("Reductions", QUEUE_HEADS, lines)


def law_title(rule: str) -> str:
    """Return the title of a rule; its name where the calculator does not know it any more."""
    known = all_rules().get(rule)
    return known.title if known else rule


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _age(days: int) -> str:
    return f"{age_words(days)} ago" if days > 0 else age_words(days)


def _said(value: object) -> str:
    """A kept value in words; what was kept as the text of an amount is written as one."""
    if isinstance(value, str) and _AMOUNT.fullmatch(value):
        return said(Money(value))
    if isinstance(value, list):
        return "; ".join(_said(each) for each in value)
    return said(value)
