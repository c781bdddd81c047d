"""The figures of an account's overview, each with its working."""

from __future__ import annotations

from typing import Any

from openlien.accounting.queries.settled import settled_of_case
from openlien.identity.actor import Actor
from openlien.kit.money import Money
from openlien.ledger.queries.account_read import CaseAccountRecord

from ... import business_time
from ...jinja import EMPTY, amount, date_text, money, percent, plural, time_text
from .columns import bucket_label


def overview_words(actor: Actor, account: CaseAccountRecord) -> dict[str, Any]:
    """The working of each figure, the portions, and the facts of the account."""
    standing = account.standing
    return {
        "workings": workings(account),
        "bucket": bucket_label(standing.ageing_bucket),
        "quiet": plural(standing.days_since_activity, "day"),
        "idle": _idle(account),
        "portions": _portions(account),
        "settlement": _settlement(actor, account),
        "books": _books(account),
        "facts": _facts(account),
    }


def workings(account: CaseAccountRecord) -> dict[str, dict[str, Any]]:
    """How each figure is worked out: formula and inputs, in the shape of the explain component."""
    position = account.standing.position
    kept = [("Payments", position.payments), ("Refunds due so far", position.refund_due)]
    owed = [
        ("Retail", position.retail),
        ("Reductions agreed", -position.reductions),
        ("Lien written off", -position.lien_written_off),
    ]
    return {
        "cost": _working(
            "max(0, contracted − cost written off − payments + refunds due)",
            [
                ("Contracted", position.contracted),
                ("Cost written off", -position.cost_written_off),
                ("Payments", -position.payments),
                ("Refunds due so far", position.refund_due),
            ],
            ("Cost balance", position.cost_balance),
        ),
        "lien": _working(
            "retail − reductions − written off − payments + refunds due",
            [*owed, ("Payments", -position.payments), ("Refunds due so far", position.refund_due)],
            ("Lien balance", position.lien_balance),
        ),
        "excess": _working(
            "max(0, payments − refunds due − contracted + cost written off)",
            [
                kept[0],
                ("Refunds due so far", -position.refund_due),
                ("Contracted", -position.contracted),
                ("Cost written off", position.cost_written_off),
            ],
            ("Recovered above cost", position.excess_recovery),
        ),
        "refund": _working(
            "refunds due so far − refunds paid",
            [kept[1], ("Refunds paid", -position.refund_paid)],
            ("Refund due", position.refund_liability),
        ),
        "raw": _working(
            "contracted − payments, and nothing else",
            [("Contracted", position.contracted), ("Payments", -position.payments)],
            ("Raw balance", position.raw_balance),
        ),
        "adjustments": _working(
            "retail − contracted: the contractual adjustment, not a write-off",
            [("Retail", position.retail), ("Contracted", -position.contracted)],
            ("Adjustments", position.total_adjustments),
        ),
    }


def _working(formula: str, inputs: list[tuple[str, Money]], result: tuple[str, Money]) -> dict[str, Any]:
    lines = [{"label": label, "value": amount(value)} for label, value in inputs]
    return {
        "formula": formula,
        "inputs": [*lines, {"label": result[0], "value": amount(result[1]), "total": True}],
    }


def _idle(account: CaseAccountRecord) -> str:
    standing = account.standing
    if standing.last_activity_on is None:
        return f"Nothing booked since it was opened on {date_text(account.opened_on)}"
    return date_text(standing.last_activity_on)


def _portions(account: CaseAccountRecord) -> list[tuple[str, str, str]]:
    portions = account.standing.portions
    rest = 100 - account.patient_percent - account.insurance_percent
    return [
        ("Patient", percent(account.patient_percent, 2), amount(portions.patient)),
        ("Insurance", percent(account.insurance_percent, 2), amount(portions.insurance)),
        ("Legal case", percent(rest, 2), amount(portions.legal_case)),
    ]


def _settlement(actor: Actor, account: CaseAccountRecord) -> list[tuple[str, str]]:
    standing = account.standing
    settled, settled_on = money(standing.settlement_amount), standing.settled_on
    # What was entered with the account comes first; without it the settlements of the case say it.
    if standing.settlement_amount is None and (found := settled_of_case(actor, account.case_id)):
        settled = f"{money(found.gross)}, {plural(found.settlements, 'settlement')}"
        settled_on = found.last_on
    fee = account.attorney_fee_percent
    fees = money(standing.attorney_fees) if standing.attorney_fees is not None else EMPTY
    return [
        ("Settlement amount", settled),
        ("Settled on", date_text(settled_on)),
        ("Attorney fees, estimated", f"{fees} at {percent(fee, 2)}" if fee is not None else fees),
        ("Medical liens, all holders", money(standing.medical_lien_amount)),
        ("Reductions agreed", money(standing.position.reductions)),
        ("Lien written off", money(standing.position.lien_written_off)),
        ("Cost written off", money(standing.position.cost_written_off)),
    ]


def _books(account: CaseAccountRecord) -> list[tuple[str, str]]:
    standing = account.standing
    return [
        ("Credit limit", "No limit" if standing.credit_limit is None else money(standing.credit_limit)),
        ("Limit policy", account.credit_limit_mode.label),
        ("Collection status", account.collection_status.label),
        ("GL accounts", ", ".join(account.gl_accounts) or "Those of the posting rules"),
        ("Cost center", _named(account.cost_center, account.cost_center_name)),
        ("Department", _named(account.department, account.department_name)),
        ("Business Central customer", account.bc_customer_number),
        ("Sync status", account.bc_sync_status.label),
        ("Last sync", time_text(business_time.here(account.bc_last_sync_at))),
    ]


def _facts(account: CaseAccountRecord) -> list[tuple[str, str]]:
    return [
        ("Account ID", str(account.id)),
        ("Opened", date_text(account.opened_on)),
        ("Closed", date_text(account.closed_on)),
        ("Status since", time_text(business_time.here(account.status_at))),
        ("Status reason", account.status_reason),
        ("Law firm", account.law_firm),
        ("Created", _signed(account.created_at, account.created_by)),
        ("Updated", _signed(account.updated_at, account.updated_by)),
    ]


def _named(code: str, name: str) -> str:
    return f"{code} {name}" if code else ""


def _signed(at: Any, who: str) -> str:
    return f"{time_text(business_time.here(at))} by {who or 'the installation'}"
