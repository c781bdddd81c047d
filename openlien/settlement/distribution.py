"""Which checks a settlement calculation pays out; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openlien.kit.money import Money, total

from .calculations.settlement import SettlementResult
from .check_rules import CheckType
from .input_rules import InputName, InputValue, SourceLine, paid_lines


@dataclass(frozen=True, slots=True)
class Payment:
    """One check to make; `source` names what it pays, so that it is made once."""

    source: str
    name: str
    amount: Money
    type: CheckType
    payee_id: str = ""
    lines: tuple[SourceLine, ...] = ()


# A hold-back stays in trust, and the gross and MedPay are what came in.
_PAID_OUT = (
    InputName.CASE_EXPENSES,
    InputName.EXPENSE_INTEREST,
    InputName.PRIOR_ATTORNEY,
    InputName.OTHER_COSTS,
    InputName.STATUTORY_LIENS,
    InputName.CONTRACTUAL_LIENS,
    InputName.MEDICAL_BILLS,
)
_TO_THE_FIRM = frozenset({InputName.CASE_EXPENSES, InputName.EXPENSE_INTEREST, InputName.OTHER_COSTS})


def payments_to_make(
    result: SettlementResult,
    inputs: Iterable[InputValue],
    made: Mapping[str, Money],
    *,
    firm_id: str,
    client_id: str,
    not_paid: Sequence[str] = (),
) -> list[Payment]:
    """Return the checks that are still to be made, given the sources of those that were made.

    A total that a person overrode is one lump check with the lines it stands for, less what its single
    checks pay already; where a lump check was made, no single one follows. Lines of `not_paid` get none.
    *Source*: ruling B7
    """
    values = {each.name: each for each in inputs}
    fees = [each for each in _fees(result, firm_id) if each.source not in made]
    middle = [
        payment
        for name in _PAID_OUT
        if name in values
        for payment in _payments_of(values[name], made, firm_id=firm_id, not_paid=not_paid)
    ]
    client = Payment("client", "Net to client", result.client, CheckType.CLIENT, client_id)
    rest = [client] if client.source not in made else []
    return [each for each in (*fees, *middle, *rest) if each.amount > Money.zero]


def _fees(result: SettlementResult, firm_id: str) -> list[Payment]:
    division = result.division
    return [
        Payment("fee:firm", "Firm fee", division.firm, CheckType.ATTORNEY_FEE, firm_id),
        Payment("fee:referral", "Referral fee", division.referral, CheckType.REFERRAL_FEE),
        Payment("fee:co_counsel", "Co-counsel fee", division.co_counsel, CheckType.CO_COUNSEL_FEE),
        Payment("fee:sales_tax", "Sales tax on attorney fees", result.sales_tax, CheckType.SALES_TAX),
        Payment("fee:common_benefit", "Common benefit fund", result.common_benefit, CheckType.COMMON_BENEFIT),
    ]


def _payments_of(
    given: InputValue, made: Mapping[str, Money], *, firm_id: str, not_paid: Sequence[str]
) -> list[Payment]:
    lump = given.name.value
    if lump in made:
        return []
    # What the firm advanced goes back to it in one check, whatever it was spent on.
    if given.is_overridden or given.name in _TO_THE_FIRM or not given.lines:
        paid = total(amount for source, amount in made.items() if source.startswith(f"{lump}:"))
        payee = firm_id if given.name in _TO_THE_FIRM else _one_payee(given.lines)
        left = given.value - paid
        return [Payment(lump, given.name.label, left, _lump_type(given), payee, given.lines)]
    return [
        Payment(f"{lump}:{line.key}", line.name, line.amount, line.type, line.payee_id)
        for line in paid_lines(given, not_paid)
        if f"{lump}:{line.key}" not in made
    ]


def _one_payee(lines: Sequence[SourceLine]) -> str:
    payees = {line.payee_id for line in lines}
    return payees.pop() if len(payees) == 1 else ""


def _lump_type(given: InputValue) -> CheckType:
    if given.name in _TO_THE_FIRM:
        return CheckType.CASE_EXPENSE
    if given.lines and all(line.type is CheckType.OWN_LIEN for line in given.lines):
        return CheckType.OWN_LIEN
    return CheckType.MEDICAL_BILL if given.name is InputName.MEDICAL_BILLS else CheckType.LIEN
