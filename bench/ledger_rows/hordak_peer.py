"""django-hordak 2.0.0, as its documentation does it: a Transaction with Legs in one atomic block."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from bench.ledger_rows import peers

TODAY = date(2026, 11, 20)


def setup(accounts: int) -> None:
    _django()
    peers.migrate()
    from hordak.models import Account

    Account.objects.create(name="Account 0", code="0", type="AS", currencies=["USD"])
    peers.fast(
        "INSERT INTO hordak_account SELECT (jsonb_populate_record(one, jsonb_build_object("
        "'id', one.id + n, 'uuid', gen_random_uuid(), 'name', 'Account ' || n, 'code', n::text,"
        " 'full_code', n::text, 'tree_id', one.tree_id + n))).*"
        " FROM hordak_account AS one, generate_series(1, %s) AS n WHERE one.code = '0'",
        values=[accounts - 1],
    )


class Driver:
    """Posts and asks through hordak's models."""

    def __init__(self, worker: str, accounts: int) -> None:
        _django()
        from hordak.models import Account

        self.accounts = list(Account.objects.order_by("id")[:accounts])
        self.turn = 0
        self.chance = random.Random(worker)

    def prepare_one(self, *, hot: bool) -> Any:
        from moneyed import Money

        self.turn += 1
        first, second = self.chance.sample(self.accounts, 2)
        return self.accounts[0] if hot else first, second, Money(1 + self.turn % 1_000, "USD")

    def post_one(self, prepared: Any) -> None:
        from django.db import transaction
        from hordak.models import Leg, Transaction

        first, second, amount = prepared
        with transaction.atomic():
            posted = Transaction.objects.create(description="Claim approved", date=TODAY)
            Leg.objects.create(transaction=posted, account=first, debit=amount)
            Leg.objects.create(transaction=posted, account=second, credit=amount)

    def prepare_many(self, count: int) -> Any:
        return [self.prepare_one(hot=False) for _ in range(count)]

    def post_many(self, prepared: Any) -> None:
        from django.db import transaction
        from hordak.models import Leg, Transaction

        with transaction.atomic():
            posted = Transaction.objects.bulk_create(
                Transaction(description="Claim approved", date=TODAY) for _ in prepared
            )
            legs = []
            for one, (first, second, amount) in zip(posted, prepared, strict=True):
                legs.append(Leg(transaction=one, account=first, debit=amount))
                legs.append(Leg(transaction=one, account=second, credit=amount))
            Leg.objects.bulk_create(legs)

    def fill(self, lines: int) -> None:
        self.post_one(self.prepare_one(hot=True))
        peers.fast(
            "INSERT INTO hordak_transaction SELECT (jsonb_populate_record(one, jsonb_build_object("
            "'id', one.id + n, 'uuid', gen_random_uuid()))).*"
            " FROM hordak_transaction AS one, generate_series(1, %s) AS n"
            " WHERE one.id = (SELECT max(id) FROM hordak_transaction)",
            values=[lines // 2],
        )
        for number, side in enumerate(("debit", "credit")):
            peers.fast(
                "INSERT INTO hordak_leg SELECT (jsonb_populate_record(one, jsonb_build_object("
                "'id', 10000000 + 2 * n + %s, 'uuid', gen_random_uuid(),"
                " 'transaction_id', one.transaction_id + n,"
                " 'account_id', %s + (2 * n + %s) %% %s))).*"
                " FROM hordak_leg AS one, generate_series(1, %s) AS n"
                f" WHERE one.id = (SELECT max(id) FROM hordak_leg WHERE {side} IS NOT NULL AND id < 9999999)",
                values=[number, self.accounts[0].id, number, len(self.accounts), lines // 2],
            )
        _analyze()

    def balance(self, turn: int) -> None:
        self.accounts[turn % len(self.accounts)].get_balance()

    def trial(self, as_of: str = "") -> int:
        from hordak.models import Account

        return len([account.balance for account in Account.objects.with_balances()])


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _django() -> None:
    from django.apps import apps

    if not apps.ready:
        peers.configure(
            "mptt",
            "djmoney",
            "hordak",
            CURRENCIES=("USD",),
            HORDAK_INTERNAL_CURRENCY="USD",
            DEFAULT_CURRENCY="USD",
        )
