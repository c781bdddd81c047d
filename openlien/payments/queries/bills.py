"""The bills of a case with what came in and what was given up on each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from openlien.cases.codes import PayoffStatus
from openlien.cases.models import Bill
from openlien.cases.queries import CaseHead
from openlien.cases.scope import visible_bills
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.dates import age_days
from openlien.kit.money import Money, total
from openlien.ledger.models import CaseTransaction

from .positions import BillPosition, bill_positions


@dataclass(frozen=True, slots=True)
class BillLine:
    """One bill and where it stands; `contracted` and `tranche` only for those who may see our side of it."""

    id: UUID
    number: str
    facility: str
    provider_group: str
    is_in_network: bool
    code: str
    description: str
    service_on: date | None
    invoice_on: date
    originated_on: date | None
    contracted: Money | None
    payoff_status: PayoffStatus
    tranche: str
    billed: Money
    collected: Money
    reduction: Money
    bad_debt: Money
    open: Money
    refund_due: Money

    @property
    def given_up(self) -> Money:
        """What was reduced or written off."""
        return self.reduction + self.bad_debt

    @property
    def kept_beyond(self) -> Money:
        """Cash beyond what was left of the bill that is not owed back: nobody agreed what was given up."""
        beyond = min(self.collected, self.collected + self.given_up - self.billed)
        return max(Money.zero, beyond - self.refund_due)


@dataclass(frozen=True, slots=True)
class CaseBills:
    """The bills of a case that the actor sees, by service day, and their sums.

    *Units*: `contracted` sums the bills where it is known. `refund_due` is all that was ever owed back,
    `refunded` what of it was paid back, for an actor who sees the whole case. `originated_on` is the earliest
    origination, None without one. `shows_cost` and `shows_tranche`: whether this actor may see contracted
    amounts and tranches.
    """

    lines: tuple[BillLine, ...]
    billed: Money
    contracted: Money
    collected: Money
    reduction: Money
    bad_debt: Money
    open: Money
    refund_due: Money
    refunded: Money
    open_bills: int
    originated_on: date | None
    shows_cost: bool
    shows_tranche: bool

    @property
    def owed_back(self) -> Money:
        """What has to go back and has not yet."""
        return max(Money.zero, self.refund_due - self.refunded)

    @property
    def kept_beyond(self) -> Money:
        """Cash on bills that were written off before it came, or that an import reduced."""
        return total(line.kept_beyond for line in self.lines)

    @property
    def excess(self) -> Money:
        """What was paid or given up beyond the bills, so that the sums tie: billed = the rest - excess."""
        return self.collected + self.reduction + self.bad_debt + self.open - self.billed

    def age_days(self, as_of: date) -> int | None:
        """The days since the earliest origination; None when no bill says when it originated."""
        return None if self.originated_on is None else age_days(self.originated_on, as_of)

    def line(self, bill_id: UUID) -> BillLine | None:
        """The bill of that id; None when it is not among them."""
        return next((line for line in self.lines if line.id == bill_id), None)


def bills_of(actor: Actor, case: CaseHead) -> CaseBills:
    """The bills of a case that the actor has read: a provider sees its own, nobody else's.

    A law firm does not see what we pay the providers, nor how a bill is financed; a provider not the latter.
    Raises: Forbidden.
    """
    scope = actor.scope_of(Permission.CASES_VIEW)
    shows_cost = scope.everything or not case.is_seen_whole
    positions = {position.bill_id: position for position in bill_positions(case.id)}
    bills = visible_bills(actor).filter(case_id=case.id).select_related("facility", "provider_group")
    lines = tuple(
        _line(bill, positions[bill.id], shows_cost=shows_cost, shows_tranche=scope.everything)
        for bill in sorted(bills, key=lambda bill: (bill.service_on or bill.invoice_on, str(bill.id)))
    )
    refund_due = total(line.refund_due for line in lines)
    return CaseBills(
        lines=lines,
        billed=total(line.billed for line in lines),
        contracted=total(line.contracted for line in lines if line.contracted is not None),
        collected=total(line.collected for line in lines),
        reduction=total(line.reduction for line in lines),
        bad_debt=total(line.bad_debt for line in lines),
        open=total(line.open for line in lines),
        refund_due=refund_due,
        refunded=_refunded(case) if refund_due and case.is_seen_whole else Money.zero,
        open_bills=sum(1 for line in lines if line.open),
        originated_on=min((line.originated_on for line in lines if line.originated_on), default=None),
        shows_cost=shows_cost,
        shows_tranche=scope.everything,
    )


def refunds_of(case: CaseHead) -> QuerySet[CaseTransaction]:
    """The refunds that were paid on a case, and those taken back."""
    return CaseTransaction.objects.filter(case_account__case_id=case.id).exclude(refund_paid=Money.zero)


def _refunded(case: CaseHead) -> Money:
    return total(refunds_of(case).values_list("refund_paid", flat=True))


def _line(bill: Bill, position: BillPosition, *, shows_cost: bool, shows_tranche: bool) -> BillLine:
    return BillLine(
        id=bill.id,
        number=bill.number,
        facility=bill.facility.name if bill.facility else "",
        provider_group=bill.provider_group.name if bill.provider_group else "",
        is_in_network=bill.is_in_network,
        code=bill.code,
        description=bill.description,
        service_on=bill.service_on,
        invoice_on=bill.invoice_on,
        originated_on=bill.originated_on,
        contracted=bill.contracted if shows_cost else None,
        payoff_status=PayoffStatus(bill.payoff_status),
        tranche=bill.tranche if shows_tranche else "",
        billed=position.billed,
        collected=position.collected,
        reduction=position.reduction,
        bad_debt=position.bad_debt,
        open=position.open,
        refund_due=position.refund_due,
    )
