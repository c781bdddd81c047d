"""Reads of trust accounts: what each holds, its running ledger, its clients, the shares of a case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Max, Min

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.kit.fields import usd_sum
from openlien.kit.money import Money, total
from openlien.kit.sql import fetch_all, load
from openlien.ledger.models import GLEntry
from openlien.ledger.vocabulary import AccountRole

from ..models import BankLine, EscrowAccount, ShareTransfer, TrustReconciliation
from .shares import SHARES
from .three_way import Client, Entry, StatementLine, ThreeWay, clients_of, three_way

ENTRIES_SHOWN = 200


@dataclass(frozen=True, slots=True)
class AccountHead:
    """A trust account as every page of it names it."""

    id: UUID
    name: str
    bank: str
    number_end: str
    is_active: bool

    @property
    def words(self) -> str:
        """The bank and the end of the number, where they are known."""
        end = f"ending in {self.number_end}" if self.number_end else ""
        return " ".join(part for part in (self.bank, end) if part)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """What an account holds today; `open_lines` are bank lines that nothing explains."""

    account: AccountHead
    book: Money
    in_transit: Money
    outstanding: Money
    clients: int
    open_lines: int
    reconciled_until: date | None

    @property
    def cleared(self) -> Money:
        """What the bank holds by our books."""
        return self.book - self.in_transit + self.outstanding


@dataclass(frozen=True, slots=True)
class Overview:
    """Every trust account, and what the general ledger holds in trust."""

    rows: tuple[AccountRow, ...]
    general_ledger: Money

    @property
    def cleared(self) -> Money:
        """What all accounts hold by their cleared checks."""
        return total(row.cleared for row in self.rows)

    @property
    def difference(self) -> Money:
        """What the general ledger holds in trust beyond the cleared checks."""
        return self.general_ledger - self.cleared


@dataclass(frozen=True, slots=True)
class Book:
    """The running ledger of an account by a day, its last entries first; `total_entries` counts all."""

    account: AccountHead
    as_of: date
    entries: tuple[Entry, ...]
    total_entries: int
    balance: Money
    in_transit: tuple[Entry, ...]
    outstanding: tuple[Entry, ...]
    clients: tuple[Client, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What one share of a case holds in the general ledger."""

    role: AccountRole
    amount: Money


@dataclass(frozen=True, slots=True)
class TransferRow:
    """Money that moved between two shares."""

    moved_on: date
    from_share: str
    to_share: str
    amount: Money
    reason: str
    moved_by: str


@dataclass(frozen=True, slots=True)
class ClientLedger:
    """One case in an account: its entries with their own balance, its shares in the books, transfers."""

    account: AccountHead
    case_number: str
    entries: tuple[Entry, ...]
    clients: tuple[Client, ...]
    shares: tuple[Share, ...]
    transfers: tuple[TransferRow, ...]


def overview(actor: Actor, *, as_of: date) -> Overview:
    """Every trust account with what it holds on a day.

    *Raises*: Forbidden.
    """
    actor.require(Permission.TRUST_VIEW)
    accounts = list(EscrowAccount.objects.order_by("-is_active", "name", "id"))
    in_trust = GLEntry.objects.filter(account__role=AccountRole.TRUST_CASH.value, posting_on__lte=as_of)
    sides = in_trust.aggregate(debit=usd_sum("debit"), credit=usd_sum("credit"))
    rows = tuple(_row(account, as_of) for account in accounts)
    return Overview(rows, sides["debit"] - sides["credit"])


def book_of(actor: Actor, account_id: UUID, *, as_of: date, shown: int = ENTRIES_SHOWN) -> Book:
    """The account on a day: its running ledger, what is in transit and outstanding, its clients.

    *Raises*: Forbidden, NotFound.
    """
    account = find_account(actor, account_id)
    entries = entries_of(account.id, as_of)
    waiting = [each for each in entries if not each.is_on_bank(as_of)]
    return Book(
        account=head_of(account),
        as_of=as_of,
        entries=tuple(reversed(entries[-shown:])),
        total_entries=len(entries),
        balance=entries[-1].balance if entries else Money.zero,
        in_transit=tuple(each for each in waiting if each.amount > Money.zero),
        outstanding=tuple(each for each in waiting if each.amount < Money.zero),
        clients=tuple(clients_of(entries, as_of)),
    )


def client_ledger(actor: Actor, account_id: UUID, case_number: str, *, as_of: date) -> ClientLedger:
    """What an account holds for one case: entries, balances by plaintiff, shares in the books.

    *Raises*: Forbidden, NotFound where the account never held money of the case.
    """
    account = find_account(actor, account_id)
    found = [each for each in entries_of(account.id, as_of) if each.case_number == case_number]
    if not found:
        raise NotFound()
    entries, balance = [], Money.zero
    for each in found:
        balance += each.amount
        entries.append(replace(each, balance=balance))
    case_id = entries[0].case_id
    transfers = ShareTransfer.objects.filter(case_id=case_id).select_related("moved_by")
    return ClientLedger(
        account=head_of(account),
        case_number=case_number,
        entries=tuple(entries),
        clients=tuple(clients_of(entries, as_of)),
        shares=tuple(shares_of(case_id)),
        transfers=tuple(_transfer_row(each) for each in transfers.order_by("-moved_on", "-id")),
    )


def reconcile_on(actor: Actor, account_id: UUID, *, bank: Money, as_of: date) -> ThreeWay:
    """The three numbers of an account on a day, given what its bank says.

    *Raises*: Forbidden, NotFound.
    """
    account = find_account(actor, account_id)
    rows = fetch_all(load("openlien.settlement", "trust_posted"), _of(account.id, as_of))
    lines = BankLine.objects.filter(account=account, booked_on__lte=as_of)
    return three_way(
        bank=bank,
        as_of=as_of,
        entries=entries_of(account.id, as_of),
        posted={row.id: Money(row.amount) for row in rows},
        lines=[
            StatementLine(line.booked_on, line.amount, line.description or line.number, line.bank_error)
            for line in lines.filter(matches__isnull=True).order_by("booked_on", "place", "id")
        ],
        first_line_on=lines.aggregate(first=Min("booked_on"))["first"],
    )


def find_account(actor: Actor, account_id: UUID) -> EscrowAccount:
    """The account.

    *Raises*: Forbidden, NotFound.
    """
    actor.require(Permission.TRUST_VIEW)
    account = EscrowAccount.objects.filter(id=account_id).first()
    if account is None:
        raise NotFound()
    return account


def account_head(actor: Actor, account_id: UUID) -> AccountHead:
    """The account as its pages name it.

    *Raises*: Forbidden, NotFound.
    """
    return head_of(find_account(actor, account_id))


def head_of(account: EscrowAccount) -> AccountHead:
    """The account as its pages name it, read already."""
    return AccountHead(account.id, account.name, account.bank, account.number_end, account.is_active)


def entries_of(account_id: UUID, as_of: date) -> list[Entry]:
    """Every check in the book of an account by a day, in the order of the book."""
    rows = fetch_all(load("openlien.settlement", "trust_register"), _of(account_id, as_of))
    return [
        Entry(**{**row._asdict(), "amount": Money(row.amount), "balance": Money(row.balance)}) for row in rows
    ]


def shares_of(case_id: UUID) -> list[Share]:
    """The four shares of a case as the general ledger holds them."""
    rows = fetch_all(load("openlien.settlement", "trust_shares"), {"case": case_id})
    held = {row.role: Money(row.amount) for row in rows}
    return [Share(role, held.get(role.value, Money.zero)) for role in SHARES]


def _row(account: EscrowAccount, as_of: date) -> AccountRow:
    entries = entries_of(account.id, as_of)
    waiting = [each for each in entries if not each.is_in_books(as_of)]
    open_lines = BankLine.objects.filter(account=account, matches__isnull=True, bank_error="")
    completed = TrustReconciliation.objects.filter(account=account, completed_at__isnull=False)
    return AccountRow(
        account=head_of(account),
        book=entries[-1].balance if entries else Money.zero,
        in_transit=total(each.amount for each in waiting if each.amount > Money.zero),
        outstanding=-total(each.amount for each in waiting if each.amount < Money.zero),
        clients=len(clients_of(entries, as_of)),
        open_lines=open_lines.count(),
        reconciled_until=completed.aggregate(last=Max("month"))["last"],
    )


def _transfer_row(each: ShareTransfer) -> TransferRow:
    return TransferRow(
        each.moved_on,
        each.get_from_share_display(),
        each.get_to_share_display(),
        each.amount,
        each.reason,
        each.moved_by.name if each.moved_by else "",
    )


def _of(account_id: UUID, as_of: date) -> dict[str, object]:
    return {"account": account_id, "as_of": as_of}
