"""Where case accounts stand: every computed field of requirement 3, for any number of cases in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.dates import age_days
from openlien.kit.money import Money, Rate
from openlien.kit.sql import fetch_all, load

from ..position import Portions, Position, ageing_bucket, portions_of


@dataclass(frozen=True)
class CaseStanding:
    """A case account as of a day: its totals and what follows from them."""

    case_id: UUID
    case_account_id: UUID
    number: str
    status: str
    position: Position
    portions: Portions
    medical_lien_amount: Money
    attorney_fees: Money | None
    settlement_amount: Money | None
    settled_on: date | None
    credit_limit: Money | None
    is_over_limit: bool
    transactions: int
    charges_of_unknown_cost: int
    last_activity_on: date | None
    days_since_activity: int
    ageing_bucket: str
    version: int


def standings_of(actor: Actor, case_ids: Sequence[UUID], *, as_of: date) -> dict[UUID, CaseStanding]:
    """The standing of each of these cases; days are counted to `as_of`.

    *Raises*: Forbidden.
    *Source*: docs/formulas/case-balances.md.
    """
    actor.require(Permission.LEDGER_VIEW)
    rows = fetch_all(load("openlien.ledger", "case_standings"), {"cases": list(case_ids)})
    return {row.case_id: _standing(row, as_of) for row in rows}


def _standing(row: Any, as_of: date) -> CaseStanding:
    position = Position(**{name: Money(getattr(row, name)) for name in Position.__dataclass_fields__})
    own_lien = position.retail - position.reductions - position.lien_written_off
    oldest = row.oldest_unpaid_on if position.lien_balance > Money.zero else None
    settled = _money(row.settlement_amount)
    return CaseStanding(
        case_id=row.case_id,
        case_account_id=row.case_account_id,
        number=row.number,
        status=row.status,
        position=position,
        portions=portions_of(
            position.contracted,
            patient_percent=row.patient_percent,
            insurance_percent=row.insurance_percent,
        ),
        medical_lien_amount=own_lien + Money(row.other_liens),
        attorney_fees=_fees(settled, row.attorney_fee_percent),
        settlement_amount=settled,
        settled_on=row.settled_on,
        credit_limit=_money(row.credit_limit),
        is_over_limit=row.credit_limit is not None and position.contracted > Money(row.credit_limit),
        transactions=row.transactions,
        charges_of_unknown_cost=row.charges_of_unknown_cost,
        last_activity_on=row.last_activity_on,
        days_since_activity=age_days(row.last_activity_on or row.opened_on, as_of),
        ageing_bucket=ageing_bucket(age_days(oldest, as_of) if oldest else None, row.ageing_days),
        version=row.version,
    )


def _money(amount: Any) -> Money | None:
    return None if amount is None else Money(amount)


def _fees(settled: Money | None, percent: Any) -> Money | None:
    return None if settled is None or percent is None else settled.times(Rate.percent(percent))
