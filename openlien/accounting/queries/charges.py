"""The charges of a case account: what each claim was approved at, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from openlien.cases.models import Bill
from openlien.cases.queries import read_case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money, total
from openlien.ledger.actions.journals import number_of
from openlien.ledger.events import CaseOpened, ChargeApproved
from openlien.ledger.models import CaseTransaction
from openlien.ledger.queries.account_read import CaseAccountRecord
from openlien.payments.queries import bills_of


@dataclass(frozen=True, slots=True)
class Charge:
    """One claim of the case as it stands in the books.

    *Units*: USD; `contracted` and `adjustment` are None while the cost is not known.
    """

    bill_id: UUID
    version: int
    number: str
    facility: str
    code: str
    description: str
    service_on: date | None
    invoice_on: date
    retail: Money
    contracted: Money | None
    collected: Money
    given_up: Money
    open: Money
    journal: str | None
    is_booked: bool

    @property
    def adjustment(self) -> Money | None:
        """The contractual adjustment: retail less contracted (ruling C3)."""
        return None if self.contracted is None else self.retail - self.contracted


@dataclass(frozen=True, slots=True)
class Charges:
    """All charges of an account, by service day, and their sums."""

    lines: tuple[Charge, ...]
    retail: Money
    contracted: Money
    adjustment: Money
    collected: Money
    given_up: Money
    open: Money

    def line(self, bill_id: UUID) -> Charge | None:
        """The charge of that bill; None when it is not among them."""
        return next((line for line in self.lines if line.bill_id == bill_id), None)


def charges_of(actor: Actor, account: CaseAccountRecord) -> Charges:
    """The charges of the account's case.

    *Raises*: Forbidden, NotFound.
    """
    actor.require(Permission.LEDGER_VIEW)
    bills = bills_of(actor, read_case(actor, account.case_number)).lines
    versions = dict(Bill.objects.filter(case_id=account.case_id).values_list("id", "version"))
    booked = _journals(account.id)
    lines = tuple(
        Charge(
            bill_id=bill.id,
            version=versions[bill.id],
            number=bill.number,
            facility=bill.facility,
            code=bill.code,
            description=bill.description,
            service_on=bill.service_on,
            invoice_on=bill.invoice_on,
            retail=bill.billed,
            contracted=bill.contracted,
            collected=bill.collected,
            given_up=bill.given_up,
            open=bill.open,
            journal=booked.get(str(bill.id)),
            is_booked=str(bill.id) in booked,
        )
        for bill in bills
    )
    return Charges(
        lines,
        retail=total(line.retail for line in lines),
        contracted=total(line.contracted for line in lines if line.contracted is not None),
        adjustment=total(line.adjustment for line in lines if line.adjustment is not None),
        collected=total(line.collected for line in lines),
        given_up=total(line.given_up for line in lines),
        open=total(line.open for line in lines),
    )


def _journals(account_id: UUID) -> dict[str, str | None]:
    """The number of the journal that charged each bill, by the bill's id; None for a memo."""
    events = (ChargeApproved.__name__, CaseOpened.__name__)
    rows = CaseTransaction.objects.filter(case_account_id=account_id, event__in=events).select_related(
        "posting__seal"
    )
    return {row.key.partition(":")[2]: number_of(row.posting) if row.posting_id else None for row in rows}
