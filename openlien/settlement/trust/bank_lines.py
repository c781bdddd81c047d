"""Reads of bank lines: those of an account with what they match, and which checks one may carry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.kit.money import Money

from ..check_rules import CheckStatus, Direction
from ..models import BankLine, BankStatement, Check
from .queries import find_account

# A check is cashed up to half a year after it was drawn; a deposit shows within days.
DAYS_BEFORE, DAYS_AFTER_CHECK, DAYS_AFTER_DEPOSIT = 3, 180, 14
SUGGESTIONS_MAX = 5
LINES_SHOWN = 200
CHECKS_OFFERED_MAX = 200


@dataclass(frozen=True, slots=True)
class CheckChoice:
    """A check that a bank line may carry."""

    id: UUID
    on: date
    number: str
    name: str
    case_number: str
    amount: Money
    status: CheckStatus

    @property
    def is_ready(self) -> bool:
        """Whether the bank's line can clear it: it was printed or deposited, or it is cleared already."""
        return self.status in (CheckStatus.PRINTED, CheckStatus.DEPOSITED, CheckStatus.CLEARED)


@dataclass(frozen=True, slots=True)
class LineRow:
    """One bank line with the checks it carries, or those that it may carry."""

    id: UUID
    account_id: UUID
    booked_on: date
    amount: Money
    description: str
    number: str
    bank_error: str
    checks: tuple[CheckChoice, ...]
    is_automatic: bool
    suggestions: tuple[CheckChoice, ...]

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet what it is."""
        return not self.checks and not self.bank_error


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A file that was read in, or waits for it."""

    id: UUID
    file_name: str
    uploaded_at: datetime
    uploaded_by: str
    is_read: bool
    lines_new: int
    lines_known: int


def bank_lines(actor: Actor, account_id: UUID, *, state: str = "open") -> tuple[list[LineRow], int]:
    """Up to 200 bank lines, the newest first, and how many there are; `state` is open, matched or all.

    *Raises*: Forbidden, NotFound.
    """
    account = find_account(actor, account_id)
    found = BankLine.objects.filter(account=account)
    if state == "open":
        found = found.filter(matches__isnull=True, bank_error="")
    elif state == "matched":
        found = found.filter(matches__isnull=False).distinct()
    waiting = list(_unmatched(account_id)) if state != "matched" else []
    rows = found.order_by("-booked_on", "-place", "-id")[:LINES_SHOWN]
    return [_row(line, waiting) for line in rows.prefetch_related(*_CARRIED)], found.count()


def bank_line(actor: Actor, line_id: UUID) -> tuple[LineRow, list[CheckChoice]]:
    """One bank line, and every check of its direction that no bank line carries yet.

    *Raises*: Forbidden, NotFound.
    """
    actor.require(Permission.TRUST_VIEW)
    line = BankLine.objects.filter(id=line_id).prefetch_related(*_CARRIED).first()
    if line is None:
        raise NotFound()
    waiting = list(_unmatched(line.account_id))
    same_way = [each for each in waiting if (signed(each) > Money.zero) == (line.amount > Money.zero)]
    return _row(line, waiting), [_choice(each) for each in same_way[:CHECKS_OFFERED_MAX]]


def statements(actor: Actor, account_id: UUID) -> list[StatementRow]:
    """The files of an account, the newest first.

    *Raises*: Forbidden, NotFound.
    """
    account = find_account(actor, account_id)
    found = BankStatement.objects.filter(account=account).select_related("uploaded_by").defer("content")
    return [
        StatementRow(
            each.id,
            each.file_name,
            each.uploaded_at,
            each.uploaded_by.name if each.uploaded_by else "",
            each.read_at is not None,
            each.lines_new,
            each.lines_known,
        )
        for each in found.order_by("-uploaded_at", "-id")[:50]
    ]


def bank_balance_on(actor: Actor, account_id: UUID, day: date) -> Money | None:
    """What the bank's last line by a day says is left, where its file says so.

    *Raises*: Forbidden, NotFound.
    """
    lines = BankLine.objects.filter(account=find_account(actor, account_id), booked_on__lte=day)
    last = lines.order_by("-booked_on", "-statement__read_at", "-place").first()
    return last.balance if last else None


def signed(check: Check) -> Money:
    """What a check does to the account: more than 0.00 comes in."""
    return check.amount if check.direction == Direction.IN else -check.amount


def bare_number(text: str) -> str:
    """A check number as banks and people write it alike: no zeros in front, no blanks."""
    return "".join(text.split()).lstrip("0").casefold()


def automatic_match(line: BankLine, waiting: list[Check]) -> Check | None:
    """The one check of the line's number and amount; None when there is none, or several."""
    number = bare_number(line.number)
    if not number:
        return None
    found = [
        each
        for each in waiting
        if signed(each) == line.amount and bare_number(each.number) == number and _choice(each).is_ready
    ]
    return found[0] if len(found) == 1 else None


def unmatched_checks(account_id: UUID) -> list[Check]:
    """The checks of an account that count in its book and that no bank line carries."""
    return list(_unmatched(account_id))


_CARRIED = ("matches__check_paid__payee", "matches__check_paid__settlement__case")


def _unmatched(account_id: UUID) -> QuerySet[Check]:
    """Issued or deposited, not void, and carried by no line."""
    found = Check.objects.filter(escrow_account_id=account_id, bank_match__isnull=True)
    gone = found.exclude(status__in=("void", "review")).exclude(direction="out", status="hold")
    known = gone.exclude(direction="in", status="pending").select_related("payee", "settlement__case")
    return known.order_by("-drawn_on", "-id")


def _suggested(line: BankLine, waiting: list[Check]) -> list[CheckChoice]:
    """The same amount in the time in which such a check shows up at the bank, the nearest day first."""
    late = DAYS_AFTER_DEPOSIT if line.amount > Money.zero else DAYS_AFTER_CHECK
    choices = [_choice(each) for each in waiting if signed(each) == line.amount]
    near = [
        each
        for each in choices
        if each.on - timedelta(days=DAYS_BEFORE) <= line.booked_on <= each.on + timedelta(days=late)
    ]
    near.sort(key=lambda each: (not each.is_ready, abs((line.booked_on - each.on).days)))
    return near[:SUGGESTIONS_MAX]


def _row(line: BankLine, waiting: list[Check]) -> LineRow:
    matches = list(line.matches.all())
    is_open = not matches and not line.bank_error
    return LineRow(
        id=line.id,
        account_id=line.account_id,
        booked_on=line.booked_on,
        amount=line.amount,
        description=line.description,
        number=line.number,
        bank_error=line.bank_error,
        checks=tuple(_choice(each.check_paid) for each in matches),
        is_automatic=any(each.is_automatic for each in matches),
        suggestions=tuple(_suggested(line, waiting)) if is_open else (),
    )


def _choice(check: Check) -> CheckChoice:
    came_in = check.direction == Direction.IN
    payer = str(check.settlement.counterparty.get("name", "")) if came_in else ""
    return CheckChoice(
        check.id,
        (check.received_on if came_in else None) or check.drawn_on,
        check.number,
        (check.payee.name if check.payee else "") or check.custom_payee or payer,
        check.settlement.case.number,
        signed(check),
        CheckStatus(check.status),
    )
