"""What the source pages say now about each input of a settlement calculation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from openlien.cases.models import Case, CaseExpense, Lien, Plaintiff
from openlien.kit.amounts import not_below_zero
from openlien.kit.money import Money, Rate, total
from openlien.ledger.models import CaseBalance

from ..calculations.expenses import Expense, expense_totals, shares_by_plaintiff
from ..check_rules import CheckType
from ..input_rules import InputName, Source, SourceLine

_K = Lien.Kind
STATUTORY = (_K.MEDICARE, _K.MEDICAID, _K.GOVERNMENT, _K.HOSPITAL, _K.WORKERS_COMPENSATION)
CONTRACTUAL = (_K.HEALTH_PLAN, _K.LETTER_OF_PROTECTION, _K.FUNDING)
_RANK = {kind.value: place for place, kind in enumerate(Lien.Kind)}
# The line that is a plaintiff's share of what was spent for all.
COMMON = "common"


def sources_of(
    case: Case, *, plaintiff_id: UUID | None, gross: Money, settled_on: date, expense_rate: Rate
) -> dict[InputName, Source]:
    """Each input that has a source, with the amounts it is made of.

    What names no plaintiff is shared among the plaintiffs by weight; for all plaintiffs it counts whole.
    """
    share = _Share(case, plaintiff_id)
    expenses, interest = _expenses(case, share, settled_on=settled_on, rate=expense_rate)
    liens = _liens(case, share)
    return {
        InputName.GROSS: Source(gross),
        InputName.CASE_EXPENSES: _source(expenses),
        InputName.EXPENSE_INTEREST: Source(interest),
        InputName.PRIOR_ATTORNEY: _source(_lines(liens, share, (_K.ATTORNEY,))),
        InputName.STATUTORY_LIENS: _source(_lines(liens, share, STATUTORY)),
        InputName.CONTRACTUAL_LIENS: _source(_lines(liens, share, CONTRACTUAL)),
        InputName.MEDICAL_BILLS: _source(_own_bills(case, share, liens)),
    }


def case_expense(case: Case, plaintiff_id: UUID | None) -> Money:
    """Everything spent for a plaintiff with its share of what was spent for all; the whole for all."""
    share = _Share(case, plaintiff_id)
    rows = CaseExpense.objects.filter(case=case)
    own = total(row.amount for row in rows if row.plaintiff_id and share.concerns(row.plaintiff_id))
    return own + share.of(total(row.amount for row in rows if row.plaintiff_id is None), None)


def common_expenses(case: Case, plaintiff_id: UUID | None, *, shared: Money) -> list[CaseExpense]:
    """What was spent for all and comes out of a settlement, when this plaintiff's share of it is `shared`.

    Empty when it is not: expenses were added or changed after the share was taken over.
    """
    found = CaseExpense.objects.filter(case=case, plaintiff=None, is_recoverable=True)
    rows = list(found.order_by("incurred_on", "id"))
    whole = total(row.amount for row in rows)
    return rows if _Share(case, plaintiff_id).of(whole, None) == shared else []


def payable(lien: Lien) -> Money:
    """What a lien comes to now: negotiated, else current payoff, else claimed less waived."""
    if lien.negotiated is not None:
        return lien.negotiated
    if lien.current_payoff is not None:
        return lien.current_payoff
    claimed = lien.confirmed if lien.confirmed is not None else lien.asserted
    return not_below_zero((claimed or Money.zero) - (lien.waived or Money.zero))


def original(lien: Lien, plaintiff_id: UUID | None) -> Money:
    """What a lien claimed at most, a plaintiff's share of it where it names none."""
    claims = [lien.asserted, lien.confirmed, lien.current_payoff]
    most = max((each for each in claims if each is not None), default=payable(lien))
    return _Share(lien.case, plaintiff_id).of(most, lien.plaintiff_id)


class _Share:
    """One plaintiff's part of what names none; the whole for all plaintiffs."""

    def __init__(self, case: Case, plaintiff_id: UUID | None) -> None:
        self.plaintiff_id = plaintiff_id
        self._plaintiffs = list(Plaintiff.objects.filter(case=case).order_by("id"))
        self.is_of_patient = plaintiff_id is None or any(
            each.id == plaintiff_id and each.party_id == case.patient_id for each in self._plaintiffs
        )

    def concerns(self, plaintiff_id: UUID | None) -> bool:
        return self.plaintiff_id is None or plaintiff_id in (None, self.plaintiff_id)

    def of(self, amount: Money, plaintiff_id: UUID | None) -> Money:
        if self.plaintiff_id is None or plaintiff_id is not None or len(self._plaintiffs) < 2:
            return amount
        weights = [Rate(each.weight) for each in self._plaintiffs]
        shares = shares_by_plaintiff(amount=amount, weights=weights).shares
        return shares[[each.id for each in self._plaintiffs].index(self.plaintiff_id)]


def _source(lines: Sequence[SourceLine]) -> Source:
    return Source(total(line.amount for line in lines), tuple(lines))


def _expenses(case: Case, share: _Share, *, settled_on: date, rate: Rate) -> tuple[list[SourceLine], Money]:
    rows = [
        row
        for row in CaseExpense.objects.filter(case=case).order_by("incurred_on", "id")
        if share.concerns(row.plaintiff_id)
    ]
    lines, interest = [], Money.zero
    for own in (True, False):
        group = [row for row in rows if (row.plaintiff_id is not None) == own]
        totals = expense_totals(
            [_expense(row, settled_on) for row in group], settled_on=settled_on, rate=rate
        )
        plaintiff_id = share.plaintiff_id if own else None
        interest += share.of(totals.interest, plaintiff_id)
        if own or share.plaintiff_id is None:
            lines += [_expense_line(case, row) for row in group if row.is_recoverable]
        elif common := share.of(totals.charged - totals.interest, None):
            payee = str(case.law_firm_id or "")
            lines.append(
                SourceLine(COMMON, "Share of common expenses", common, CheckType.CASE_EXPENSE, payee)
            )
    return lines, interest


def _expense(row: CaseExpense, settled_on: date) -> Expense:
    is_financed = row.is_financed and row.incurred_on <= settled_on
    return Expense(
        row.description,
        row.amount,
        is_recoverable=row.is_recoverable,
        financed_on=row.incurred_on if is_financed else None,
    )


def _expense_line(case: Case, row: CaseExpense) -> SourceLine:
    payee = str(case.law_firm_id or "")
    return SourceLine(str(row.id), row.description, row.amount, CheckType.CASE_EXPENSE, payee)


def _liens(case: Case, share: _Share) -> list[Lien]:
    rows = Lien.objects.filter(case=case).select_related("holder").order_by("id")
    return sorted((row for row in rows if share.concerns(row.plaintiff_id)), key=lambda row: _RANK[row.kind])


def _lines(liens: Sequence[Lien], share: _Share, kinds: Sequence[str]) -> list[SourceLine]:
    return [
        SourceLine(
            str(row.id),
            row.holder.name,
            amount,
            CheckType.OWN_LIEN if row.is_ours else CheckType.LIEN,
            str(row.holder_id),
        )
        for row in liens
        if row.kind in kinds and (amount := share.of(payable(row), row.plaintiff_id))
    ]


def _own_bills(case: Case, share: _Share, liens: Sequence[Lien]) -> list[SourceLine]:
    """Our bills that are still open, unless a lien of ours stands for them already."""
    if not share.is_of_patient or any(row.is_ours for row in liens):
        return []
    balance = CaseBalance.objects.filter(case_account__case_id=case.id).first()
    open_amount = not_below_zero(balance.lien_balance) if balance else Money.zero
    if not open_amount:
        return []
    return [SourceLine("account", "Our bills", open_amount, CheckType.OWN_LIEN)]
