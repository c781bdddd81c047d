"""What a journal written by hand does to the totals of case accounts; pure. See docs/formulas/posting.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from openlien.kit.money import Money

from .entries import CaseEffect, Line
from .vocabulary import AccountRole, EntryType

_COST = {AccountRole.LIEN_RECEIVABLE, AccountRole.MEDICAL_EXPENSE}
_RECOVERIES = {EntryType.PAYMENT, EntryType.SETTLEMENT}
_CHARGES = {EntryType.CHARGE, EntryType.ADJUSTMENT}


def effects_of_lines(
    kind: EntryType, lines: Sequence[Line], roles: Mapping[str, AccountRole]
) -> tuple[CaseEffect, ...]:
    """The effects of a journal's lines, one for each case account they name and change.

    What credits a case's cost or revenue is a payment in payment and settlement journals; in charges and
    adjustments what is left after write-offs and refunds is a change of the contracted amount.
    *Source*: docs/formulas/posting.md.
    """
    effects = []
    for account_id in dict.fromkeys(line.case_account_id for line in lines if line.case_account_id):
        own = [line for line in lines if line.case_account_id == account_id]
        effect = _effect_on(account_id, kind, own, roles)
        if any(effect[1:]):
            effects.append(effect)
    return tuple(effects)


def _effect_on(
    account_id: UUID, kind: EntryType, lines: Sequence[Line], roles: Mapping[str, AccountRole]
) -> CaseEffect:
    case_legs = _net(lines, roles, _COST) + _net(lines, roles, {AccountRole.LIEN_REVENUE})
    refunds = -_net(lines, roles, {AccountRole.REFUND_LIABILITY})
    written_off = _net(lines, roles, {AccountRole.WRITE_OFF_EXPENSE})
    if kind in _RECOVERIES:
        return CaseEffect(account_id, payment=refunds - case_legs, refund_due=refunds)
    if kind is EntryType.REFUND and not case_legs:
        return CaseEffect(account_id, refund_paid=-refunds)
    if kind is EntryType.REFUND:
        return CaseEffect(account_id, refund_due=refunds)
    if kind in _CHARGES:
        contracted = case_legs + written_off - refunds
        return CaseEffect(account_id, contracted=contracted, refund_due=refunds, cost_written_off=written_off)
    return CaseEffect(account_id)


def _net(lines: Sequence[Line], roles: Mapping[str, AccountRole], wanted: set[AccountRole]) -> Money:
    """Debits less credits on the accounts of these roles."""
    return sum(
        (line.debit - line.credit for line in lines if roles.get(line.account) in wanted), start=Money.zero
    )
