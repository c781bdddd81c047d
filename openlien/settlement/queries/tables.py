"""The settlement table with its footers, and the checks of a settlement with their running balance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from openlien.cases.models import Party
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money, total

from ..check_rules import ISSUED, RECEIVED, CheckStatus, CheckType, Direction, statuses_after
from ..models import Check, EscrowAccount, FeeIntake, Settlement, SettlementType
from ..reach import case_within, settlement_within
from .counterparties import Counterparty

ALL_PLAINTIFFS = "All plaintiffs"
MULTIPLE_DATES = "Multiple dates"


@dataclass(frozen=True, slots=True)
class Dated:
    """An amount that came in parts: its one day, or that there are several."""

    amount: Money = Money.zero
    on: date | None = None
    parts: int = 0

    @property
    def is_multiple(self) -> bool:
        """Whether the cell says "Multiple dates" in place of a day."""
        return self.parts > 1


@dataclass(frozen=True, slots=True)
class SettlementRow:
    """One row of the settlement table; a firm fee of None is not computed and shown as 0.00 (ruling B8).

    `received` counts every check in our hands, `cleared` what of it the bank has confirmed (ruling B12).
    """

    id: UUID
    version: int
    settled_on: date
    plaintiff_id: UUID | None
    plaintiff: str
    settled_by: str
    counterparty: Counterparty
    gross: Money
    received: Dated
    cleared: Money
    type: str
    firm_fee: Money | None
    fee_recorded: Dated
    distributed: Dated
    escrow_account: str
    comments: str
    settled_by_id: UUID | None
    type_id: UUID
    escrow_account_id: UUID | None
    released_to_client_on: date | None
    released_from_client_on: date | None
    released_to_payer_on: date | None
    check_expected_on: date | None
    days_from_release: int | None
    distributed_on: date | None
    expires_on: date | None

    @property
    def firm_fee_shown(self) -> Money:
        """The firm fee as the column shows it, which cannot be blank."""
        return self.firm_fee or Money.zero


@dataclass(frozen=True, slots=True)
class SettlementTable:
    """The settlements of a case by date, with the sums that stand below their columns."""

    rows: tuple[SettlementRow, ...]
    gross: Money
    received: Money
    firm_fee: Money
    fee_recorded: Money
    distributed: Money


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check; debit is what it brought in, credit what it carries out; a void one moves no balance."""

    id: UUID
    version: int
    direction: Direction
    drawn_on: date
    amount: Money
    balance: Money
    status: CheckStatus
    next_statuses: tuple[CheckStatus, ...]
    number: str
    payee_id: UUID | None
    payee: str
    custom_payee: str
    type: CheckType
    mailed_on: date | None
    expires_on: date | None
    received_on: date | None
    cleared_on: date | None
    comments: str
    lines: tuple[tuple[str, str], ...]

    @property
    def debit(self) -> Money | None:
        """The amount of a check that was received."""
        return self.amount if self.direction is Direction.IN else None

    @property
    def credit(self) -> Money | None:
        """The amount of a check that was issued."""
        return self.amount if self.direction is Direction.OUT else None


@dataclass(frozen=True, slots=True)
class CheckTable:
    """The checks of a settlement by date; `available` is cleared money that is not issued yet."""

    rows: tuple[CheckRow, ...]
    debit: Money
    credit: Money
    balance: Money
    cleared: Money
    available: Money


@dataclass(frozen=True, slots=True)
class Choices:
    """What the panels choose from."""

    types: tuple[tuple[str, str], ...]
    escrow_accounts: tuple[tuple[str, str], ...]


def settlement_table(actor: Actor, case_number: str) -> SettlementTable:
    """The settlements of a case.

    *Raises*: Forbidden, NotFound.
    """
    case = case_within(actor, case_number, Permission.SETTLEMENTS_VIEW)
    found = Settlement.objects.filter(case=case).order_by("settled_on", "id")
    rows = _rows(found.select_related("plaintiff__party", "settled_by", "type", "escrow_account"))
    return SettlementTable(
        rows=rows,
        gross=total(row.gross for row in rows),
        received=total(row.received.amount for row in rows),
        firm_fee=total(row.firm_fee_shown for row in rows),
        fee_recorded=total(row.fee_recorded.amount for row in rows),
        distributed=total(row.distributed.amount for row in rows),
    )


def read_settlement(actor: Actor, settlement_id: UUID) -> Settlement:
    """The settlement with every field, for its panel; see `actions.drafts.draft_of`.

    *Raises*: Forbidden, NotFound.
    """
    return settlement_within(actor, settlement_id, Permission.SETTLEMENTS_VIEW)


def settlement_row(actor: Actor, settlement_id: UUID) -> SettlementRow:
    """One row of the table, for print and mail.

    *Raises*: Forbidden, NotFound.
    """
    settlement = settlement_within(actor, settlement_id, Permission.SETTLEMENTS_VIEW)
    return _rows([settlement])[0]


def check_table(actor: Actor, settlement_id: UUID) -> CheckTable:
    """The checks of a settlement with the balance after each, ordered by date and then by entry.

    *Raises*: Forbidden, NotFound.
    """
    settlement = settlement_within(actor, settlement_id, Permission.SETTLEMENTS_VIEW)
    checks = Check.objects.filter(settlement=settlement).select_related("payee").order_by("drawn_on", "id")
    balance, rows = Money.zero, []
    for check in checks:
        balance += Money.zero if check.status == CheckStatus.VOID else _signed(check)
        rows.append(_check_row(check, balance))
    counted = [row for row in rows if row.status is not CheckStatus.VOID]
    cleared = total(row.amount for row in counted if row.debit and row.status is CheckStatus.CLEARED)
    issued = total(row.amount for row in counted if row.credit and row.status in ISSUED)
    return CheckTable(
        rows=tuple(rows),
        debit=total(row.debit for row in counted if row.debit),
        credit=total(row.credit for row in counted if row.credit),
        balance=balance,
        cleared=cleared,
        available=cleared - issued,
    )


def choices(actor: Actor) -> Choices:
    """The active types and escrow accounts as pairs of id and name.

    *Raises*: Forbidden.
    """
    actor.require(Permission.SETTLEMENTS_VIEW)
    types = SettlementType.objects.filter(is_active=True).order_by("place", "name")
    accounts = EscrowAccount.objects.filter(is_active=True).order_by("name")
    return Choices(
        tuple((str(each.id), each.name) for each in types),
        tuple((str(each.id), each.name) for each in accounts),
    )


def payee_choices(actor: Actor, settlement_id: UUID) -> list[tuple[str, str]]:
    """Whom a check of this settlement may name: the plaintiffs, the law firm, lien holders, the payer.

    *Raises*: Forbidden, NotFound.
    """
    case = settlement_within(actor, settlement_id, Permission.SETTLEMENTS_VIEW).case
    ids = {case.patient_id, case.law_firm_id, *case.plaintiffs.values_list("party_id", flat=True)}
    ids |= set(case.liens.values_list("holder_id", flat=True))
    ids |= set(case.coverages.values_list("insurer_id", flat=True))
    found = Party.objects.filter(id__in=ids - {None}).order_by("name", "id")
    return [(str(each.id), each.name) for each in found]


def _rows(settlements: Iterable[Settlement]) -> tuple[SettlementRow, ...]:
    found = list(settlements)
    checks: dict[UUID, list[Check]] = defaultdict(list)
    for check in Check.objects.filter(settlement__in=found):
        checks[check.settlement_id].append(check)
    fees: dict[UUID, list[FeeIntake]] = defaultdict(list)
    for fee in FeeIntake.objects.filter(settlement__in=found):
        fees[fee.settlement_id].append(fee)
    return tuple(_row(each, checks[each.id], fees[each.id]) for each in found)


def _row(settlement: Settlement, checks: list[Check], fees: list[FeeIntake]) -> SettlementRow:
    received = [each for each in checks if each.direction == Direction.IN and each.status in RECEIVED]
    issued = [each for each in checks if each.direction == Direction.OUT and each.status in ISSUED]
    return SettlementRow(
        id=settlement.id,
        version=settlement.version,
        settled_on=settlement.settled_on,
        plaintiff_id=settlement.plaintiff_id,
        plaintiff=settlement.plaintiff.party.name if settlement.plaintiff else ALL_PLAINTIFFS,
        settled_by=settlement.settled_by.name if settlement.settled_by else "",
        counterparty=Counterparty.from_json(settlement.counterparty),
        gross=settlement.gross,
        received=_dated((each.amount, each.received_on or each.drawn_on) for each in received),
        cleared=total(each.amount for each in received if each.status == CheckStatus.CLEARED),
        type=settlement.type.name,
        firm_fee=settlement.firm_fee,
        fee_recorded=_dated((each.amount, each.recorded_on) for each in fees),
        distributed=_dated((each.amount, each.drawn_on) for each in issued),
        escrow_account=settlement.escrow_account.name if settlement.escrow_account else "",
        comments=settlement.comments,
        **{name: getattr(settlement, name) for name in _PANEL_FIELDS},
    )


# What only the panel and the interface show.
_PANEL_FIELDS = (
    "settled_by_id",
    "type_id",
    "escrow_account_id",
    "released_to_client_on",
    "released_from_client_on",
    "released_to_payer_on",
    "check_expected_on",
    "days_from_release",
    "distributed_on",
    "expires_on",
)


def _dated(parts: Iterable[tuple[Money, date]]) -> Dated:
    found = list(parts)
    on = found[0][1] if len(found) == 1 else None
    return Dated(total(amount for amount, _ in found), on, len(found))


def _signed(check: Check) -> Money:
    return check.amount if check.direction == Direction.IN else -check.amount


def _check_row(check: Check, balance: Money) -> CheckRow:
    copied = ("drawn_on", "amount", "number", "custom_payee", "mailed_on", "expires_on", "received_on")
    return CheckRow(
        id=check.id,
        version=check.version,
        direction=Direction(check.direction),
        balance=balance,
        status=CheckStatus(check.status),
        next_statuses=statuses_after(check.direction, check.status),
        payee_id=check.payee_id,
        payee=check.payee.name if check.payee else "",
        type=CheckType(check.type),
        cleared_on=check.cleared_on,
        comments=check.comments,
        lines=tuple((line["name"], line["amount"]) for line in check.lines),
        **{name: getattr(check, name) for name in copied},
    )
