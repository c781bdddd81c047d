"""How cleared checks reach the books: money into trust by share, money out of the share it was held for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from openlien.identity.actor import Actor
from openlien.kit.errors import DomainError
from openlien.kit.money import Money, allocate
from openlien.ledger.events import Event, SettlementDistributed, TrustPaid
from openlien.ledger.recording import record_event
from openlien.ledger.vocabulary import AccountRole

from .calculations.settlement import SettlementResult
from .calculations.waterfall import Tier
from .check_rules import CheckType, Direction, trust_share
from .input_rules import InputName, paid_lines
from .models import Check, Settlement, SettlementCalculation
from .queries.calculations import input_value, result_of, terms_of

_SHARES = (
    AccountRole.TRUST_ATTORNEY_FEES,
    AccountRole.TRUST_OWN_LIEN,
    AccountRole.TRUST_OTHER_LIENS,
    AccountRole.TRUST_PATIENT,
)


def book_cleared(actor: Actor, check: Check, *, today: date) -> None:
    """Records what a check that cleared did to the money held in trust; once, whatever is repeated.

    *Raises*: of the books PeriodClosed, PeriodLocked, CaseAccountClosed.
    """
    record_event(actor, _event(check), key=str(check.id), today=today)


def _event(check: Check) -> Event:
    case_id, on = check.settlement.case_id, check.cleared_on
    assert on is not None
    if check.direction == Direction.OUT:
        share = trust_share(check.type)
        return TrustPaid(case_id=case_id, on=on, share=share, amount=check.amount, reference=check.number)
    fees, own, others, patient = _split(check.amount, check.settlement)
    return SettlementDistributed(
        case_id=case_id,
        on=on,
        attorney_fees=fees,
        own_lien=own,
        other_liens=others,
        patient_portion=patient,
        reference=check.number,
    )


def _split(amount: Money, settlement: Settlement) -> list[Money]:
    """A deposit by the shares of the saved calculation; the client's alone while there is none."""
    weights = dict.fromkeys(_SHARES, Money.zero)
    calculation = SettlementCalculation.objects.filter(settlement=settlement, name="").first()
    result = _result(calculation) if calculation else None
    if calculation is None or result is None or result.distribution.is_blocked:
        return [Money.zero, Money.zero, Money.zero, amount]
    for tier in (Tier.ATTORNEY_FEE, Tier.CASE_EXPENSE):
        weights[AccountRole.TRUST_ATTORNEY_FEES] += result.distribution.of_tier(tier)
    for row in calculation.inputs.all():
        for role, part in _lien_parts(row, calculation.not_paid):
            weights[role] += part
    held = result.distribution.of_tier(Tier.HOLD_BACK)
    weights[AccountRole.TRUST_PATIENT] = result.client + held
    return (
        allocate(amount, [weights[role] for role in _SHARES])
        if any(weights.values())
        else [
            Money.zero,
            Money.zero,
            Money.zero,
            amount,
        ]
    )


def _result(calculation: SettlementCalculation) -> SettlementResult | None:
    try:
        return result_of(list(calculation.inputs.all()), terms_of(calculation))
    except DomainError:
        return None


def _lien_parts(row: object, not_paid: Sequence[str]) -> list[tuple[AccountRole, Money]]:
    given = input_value(row)  # type: ignore[arg-type]
    if given.name not in (InputName.STATUTORY_LIENS, InputName.CONTRACTUAL_LIENS, InputName.MEDICAL_BILLS):
        return []
    if given.is_overridden or not given.lines:
        is_ours = bool(given.lines) and all(line.type == CheckType.OWN_LIEN for line in given.lines)
        share = AccountRole.TRUST_OWN_LIEN if is_ours else AccountRole.TRUST_OTHER_LIENS
        return [(share, given.value)]
    return [(trust_share(line.type), line.amount) for line in paid_lines(given, not_paid)]
