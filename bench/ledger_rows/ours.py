"""The product: its own functions, in Django, as the app role."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from datetime import date, timedelta
from typing import Any

TODAY = date(2026, 11, 20)
HOT = "1000"
CHUNK = 10_000


def setup(accounts: int) -> None:
    """Migrates, and adds accounts to the chart."""
    subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "openlien.project.cli", "migrate"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    _django()
    from openlien.ledger.models import GLAccount

    made = [
        GLAccount(number=f"B{n:05d}", name=f"Account {n}", kind="asset", normal_side="debit")
        for n in range(accounts)
    ]
    GLAccount.objects.bulk_create(made, batch_size=2_000)


class Driver:
    """Posts and asks through the product's functions."""

    def __init__(self, worker: str, accounts: int) -> None:
        _django()
        from openlien.identity.actor import system_actor

        self.actor = system_actor("cli")
        self.worker, self.accounts, self.turn = worker, accounts, 0
        self.chance = random.Random(worker)

    def prepare_one(self, *, hot: bool) -> Any:
        first, second = self.chance.sample(range(self.accounts), 2)
        return self._entry(HOT if hot else self._account(first), self._account(second), TODAY)

    def post_one(self, prepared: Any) -> None:
        from openlien.ledger.door import post_entry

        post_entry(self.actor, prepared, today=TODAY)

    def prepare_many(self, count: int) -> Any:
        return [self.prepare_one(hot=False) for _ in range(count)]

    def post_many(self, prepared: Any) -> None:
        from openlien.ledger.door import post_entries

        post_entries(self.actor, prepared, today=TODAY)

    def fill(self, lines: int) -> None:
        """So many lines on all accounts over two years, posted as everything else is; older months closed."""
        from openlien.ledger.actions.periods import close_period

        for first in range(0, lines // 2, CHUNK):
            entries = []
            for turn in range(first, first + CHUNK):
                self.turn = turn
                day = TODAY - timedelta(days=turn % 720)
                entries.append(self._entry(self._account(2 * turn), self._account(2 * turn + 1), day))
            self.post_many(entries)
        for month in range(23):
            close_period(self.actor, date(2024 + (10 + month) // 12, (10 + month) % 12 + 1, 1), today=TODAY)

    def balance(self, turn: int) -> None:
        from openlien.ledger.queries.balances import balance_of

        standing = balance_of(self.actor, self._account(turn))
        assert standing.debit_cents or standing.credit_cents

    def trial(self, as_of: str = "") -> int:
        from openlien.ledger.queries.balances import trial_balance

        return len(trial_balance(self.actor, as_of=date.fromisoformat(as_of) if as_of else None).rows)

    def _account(self, turn: int) -> str:
        return f"B{turn % self.accounts:05d}"

    def _entry(self, debited: str, credited: str, day: date) -> Any:
        from openlien.kit.money import Money
        from openlien.ledger.entries import Entry, Line
        from openlien.ledger.vocabulary import EntryType, Policy

        self.turn += 1
        key = f"Bench:{self.worker}:{self.turn:09d}"
        amount = Money.from_cents(100 + self.turn % 1_000)
        return Entry(
            key=key,
            content=hashlib.sha256(key.encode()).hexdigest(),
            type=EntryType.CHARGE,
            template="charge",
            entry_on=day,
            posting_on=day,
            description="Claim approved",
            lines=(Line(debited, debit=amount), Line(credited, credit=amount)),
            policy=Policy.TEMPLATE,
        )


class EventDriver(Driver):
    """Posts business events of two lines, as other packages of the product do."""

    def prepare_one(self, *, hot: bool) -> Any:
        from openlien.kit.money import Money
        from openlien.ledger.events import WarehouseDrawn

        self.turn += 1
        amount = Money.from_cents(100 + self.turn % 1_000)
        return f"{self.worker}:{self.turn:09d}", WarehouseDrawn(on=TODAY, amount=amount)

    def post_one(self, prepared: Any) -> None:
        from openlien.ledger.recording import record_event

        key, event = prepared
        record_event(self.actor, event, key=key, today=TODAY)


def _django() -> None:
    from openlien.project.runtime import configure_django

    configure_django(role=os.environ.get("OPENLIEN_DATABASE_ROLE", "openlien_app"))
