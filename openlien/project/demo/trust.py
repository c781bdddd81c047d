"""The demo's trust account: money that came in and went out, the bank's files, and a month reconciled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from openlien.kit.money import Money, total
from openlien.settlement.actions.checks import (
    CheckDraft,
    add_check,
    add_distribution_checks,
    change_statuses,
)
from openlien.settlement.check_rules import CheckStatus, CheckType, Direction
from openlien.settlement.models import Check, EscrowAccount, Settlement
from openlien.settlement.trust.reconciliations import complete_month, prepare_month
from openlien.settlement.trust.statements import read_in, upload_statement

from .showcase import Stage

HEAD = (
    "First Harbor Bank,Account ending 4411\n"
    "Posting Date,Description,Check Number,Amount,Balance,Transaction ID\n"
)
LATE_DAY, FEE_DAY, DEPOSIT_DAYS = 27, 22, (5, 6, 8, 9, 13, 14)
FIRST_NUMBER = 1001


@dataclass(frozen=True)
class BankLine:
    """One line of a bank's file."""

    on: date
    words: str
    number: str
    amount: Money


class Trust:
    """What happens in the trust account of one load, in the order of the days."""

    def __init__(self, stage: Stage, account: EscrowAccount) -> None:
        self._stage, self._account = stage, account
        self._in: list[Check] = []
        self._late: Check | None = None
        self._fee: Check | None = None
        self._numbers = count(FIRST_NUMBER)

    def receive(self, settlements: Sequence[Settlement]) -> None:
        """Deposits the insurers' checks; of several the last one so late that the bank has it next month."""
        for place, settlement in enumerate(settlements):
            is_late = place == len(settlements) - 1 and place >= 2
            day = LATE_DAY if is_late else DEPOSIT_DAYS[place % len(DEPOSIT_DAYS)]
            check = self._deposit(settlement, f"{88_000 + 137 * place}", self._stage.day(day))
            if is_late:
                self._late = check
            else:
                self._in.append(check)

    def reconcile(self, early: Settlement | None) -> None:
        """Reads the month's file in, which clears the checks; two people reconcile it.

        The attorney of the early one got the fee before the month ended; the bank has not paid that check.
        """
        lines = [BankLine(_next_day(each), "DEPOSIT", each.number, each.amount) for each in self._in]
        bank = self._read_in(lines, f"{self._stage.month:%Y-%m}")
        if early:
            self._pay_fee(early)
        month = prepare_month(
            self._stage.analyst,
            self._account.id,
            self._stage.month,
            bank_balance=bank,
            today=self._stage.as_of,
        )
        complete_month(
            self._stage.accountant, month.id, made_at=self._stage.made_at, company=self._stage.company
        )

    def distribute(self, settlement: Settlement) -> None:
        """Makes the checks that the calculation pays out; some are printed, some wait."""
        made = add_distribution_checks(self._stage.analyst, settlement.id, today=self._stage.as_of)
        for check in made:
            if check.type in (CheckType.ATTORNEY_FEE, CheckType.CASE_EXPENSE, CheckType.LIEN):
                self._print(check, on=self._stage.as_of)
            elif check.type == CheckType.CLIENT:
                self._move(check, CheckStatus.REVIEW, on=self._stage.as_of)

    def expect(self, settlement: Settlement) -> None:
        """Notes a check that the insurer has promised."""
        draft = CheckDraft(
            direction=Direction.IN,
            drawn_on=settlement.settled_on,
            amount=settlement.gross,
            type=CheckType.RECOVERY,
            status=CheckStatus.PENDING,
            comments="Promised by the adjuster",
        )
        add_check(self._stage.analyst, settlement.id, draft, today=self._stage.as_of)

    def upload_next_file(self) -> None:
        """Leaves the file of the running month where somebody looks at it before reading it in."""
        first = self._stage.as_of.replace(day=1)
        on = first + timedelta(days=max(0, 3 - first.weekday()) + 1)
        if self._late is None or on > self._stage.as_of:
            return
        lines = [BankLine(on, "DEPOSIT", self._late.number, self._late.amount)]
        if self._fee:
            lines.append(BankLine(on, "CHECK PAID", self._fee.number, -self._fee.amount))
        content = _file(lines, opening=self._cleared())
        upload_statement(
            self._stage.analyst, self._account.id, name=f"bank-{first:%Y-%m}.csv", content=content
        )

    def _pay_fee(self, settlement: Settlement) -> None:
        day = self._stage.day(FEE_DAY)
        made = add_distribution_checks(self._stage.analyst, settlement.id, today=day)
        self._fee = next((check for check in made if check.type == CheckType.ATTORNEY_FEE), None)
        if self._fee:
            self._print(self._fee, on=day)
            self._fee.refresh_from_db()

    def _deposit(self, settlement: Settlement, number: str, day: date) -> Check:
        draft = CheckDraft(
            direction=Direction.IN,
            drawn_on=day - timedelta(days=4),
            amount=settlement.gross,
            number=number,
            type=CheckType.RECOVERY,
            status=CheckStatus.DEPOSITED,
            received_on=day,
        )
        return add_check(self._stage.analyst, settlement.id, draft, today=self._stage.as_of)

    def _read_in(self, lines: Sequence[BankLine], month: str) -> Money:
        content = _file(lines, opening=Money.zero)
        file = upload_statement(
            self._stage.analyst, self._account.id, name=f"bank-{month}.csv", content=content
        )
        read_in(self._stage.analyst, file.id, today=self._stage.as_of)
        return total(line.amount for line in lines)

    def _cleared(self) -> Money:
        return total(check.amount for check in self._in)

    def _print(self, check: Check, *, on: date) -> None:
        Check.objects.filter(id=check.id).update(number=str(next(self._numbers)))
        self._move(check, CheckStatus.PRINT, on=on)
        self._move(check, CheckStatus.PRINTED, on=on)

    def _move(self, check: Check, status: CheckStatus, *, on: date) -> None:
        change_statuses(self._stage.analyst, [check.id], status, on=on, today=self._stage.as_of)


def _next_day(check: Check) -> date:
    """The next working day after the check was received: then the bank has it."""
    assert check.received_on is not None
    day = check.received_on + timedelta(days=1)
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


def _file(lines: Sequence[BankLine], *, opening: Money) -> bytes:
    """The file as the bank offers it for download."""
    rows, balance = [HEAD], opening
    for place, line in enumerate(lines, start=1):
        balance += line.amount
        code = f"T{line.on:%y%m%d}{place:03d}"
        rows.append(f'{line.on:%m/%d/%Y},{line.words},{line.number},"{line.amount}","{balance}",{code}\n')
    return "".join(rows).encode()
