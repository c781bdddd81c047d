"""django-ledger 0.8.5, as its documentation does it: an entity, a ledger, commit_txs with posted entries."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from typing import Any

from bench.ledger_rows import peers

TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def setup(accounts: int) -> None:
    _django()
    peers.migrate()
    from django.contrib.auth.models import User
    from django_ledger.models import EntityModel

    admin = User.objects.create_user("bench")
    entity = EntityModel.create_entity(name="Bench", use_accrual_method=True, admin=admin, fy_start_month=1)
    entity.create_chart_of_accounts(assign_as_default=True, commit=True, coa_name="Bench")
    entity.create_account(code="100000", role="asset_ca_cash", name="Cash", balance_type="debit", active=True)
    entity.create_ledger(name="Bench", posted=True)
    peers.fast(
        "INSERT INTO django_ledger_accountmodel SELECT (jsonb_populate_record(one, jsonb_build_object("
        "'uuid', gen_random_uuid(), 'code', '1' || lpad(n::text, 5, '0'), 'name', 'Account ' || n,"
        " 'role_default', NULL, 'path', left(one.path, -4) || upper(lpad(to_hex(4096 + n), 4, '0'))))).*"
        " FROM django_ledger_accountmodel AS one, generate_series(1, %s) AS n WHERE one.code = '100000'",
        values=[accounts - 1],
    )


class Driver:
    """Posts and asks through django-ledger's entity and ledger."""

    def __init__(self, worker: str, accounts: int) -> None:
        _django()
        from django_ledger.models import AccountModel, EntityModel

        self.entity = EntityModel.objects.get(name="Bench")
        self.ledger = self.entity.ledgermodel_set.get(name="Bench")
        self.accounts = list(
            AccountModel.objects.filter(code__regex="^1[0-9]{5}$").order_by("code")[:accounts]
        )
        self.turn = 0
        self.chance = random.Random(worker)

    def prepare_one(self, *, hot: bool) -> Any:
        self.turn += 1
        first, second = self.chance.sample(self.accounts, 2)
        debited = self.accounts[0] if hot else first
        amount = 1 + self.turn % 1_000
        return [
            {"account": debited, "amount": amount, "tx_type": "debit", "description": ""},
            {"account": second, "amount": amount, "tx_type": "credit", "description": ""},
        ]

    def post_one(self, prepared: Any) -> None:
        self.ledger.commit_txs(
            je_timestamp=NOON,
            je_txs=prepared,
            je_posted=True,
            je_ledger_model=self.ledger,
            je_desc="Claim approved",
        )

    def prepare_many(self, count: int) -> Any:
        return [self.prepare_one(hot=False) for _ in range(count)]

    def post_many(self, prepared: Any) -> None:
        from django.db import transaction

        with transaction.atomic():
            for one in prepared:
                self.post_one(one)

    def fill(self, lines: int) -> None:
        self.post_one(self.prepare_one(hot=True))
        peers.fast(
            "INSERT INTO django_ledger_journalentrymodel"
            " SELECT (jsonb_populate_record(one, jsonb_build_object("
            "'uuid', ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0')), 'je_number', 'F-' || n))).*"
            " FROM django_ledger_journalentrymodel AS one, generate_series(1, %s) AS n"
            " WHERE one.uuid = (SELECT uuid FROM django_ledger_journalentrymodel LIMIT 1)",
            values=[lines // 2],
        )
        for number, side in enumerate(("debit", "credit")):
            peers.fast(
                "WITH codes AS (SELECT uuid, row_number() OVER (ORDER BY code) - 1 AS place"
                " FROM django_ledger_accountmodel WHERE code ~ '^1[0-9]{5}$')"
                " INSERT INTO django_ledger_transactionmodel"
                " SELECT (jsonb_populate_record(one, jsonb_build_object('uuid', gen_random_uuid(),"
                " 'journal_entry_id', '00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'),"
                " 'account_id', codes.uuid))).*"
                " FROM django_ledger_transactionmodel AS one CROSS JOIN generate_series(1, %s) AS n"
                " JOIN codes ON codes.place = (2 * n + %s) %% %s WHERE one.uuid ="
                f" (SELECT uuid FROM django_ledger_transactionmodel WHERE tx_type = '{side}' LIMIT 1)",
                values=[lines // 2, number, len(self.accounts)],
            )
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def balance(self, turn: int) -> None:
        self._digest(accounts=[self.accounts[turn % len(self.accounts)].code])

    def trial(self, as_of: str = "") -> int:
        return len(self._digest()["accounts"])

    def _digest(self, **narrowed: Any) -> Any:
        return self.entity.digest(entity_slug=self.entity.slug, to_date=TODAY, **narrowed).get_io_data()


def _django() -> None:
    from django.apps import apps

    if not apps.ready:
        peers.configure(
            "django.contrib.sessions", "django.contrib.messages", "django.contrib.admin", "django_ledger",
            MIDDLEWARE=[
                "django.contrib.sessions.middleware.SessionMiddleware",
                "django.contrib.auth.middleware.AuthenticationMiddleware",
                "django.contrib.messages.middleware.MessageMiddleware",
            ],
            SILENCED_SYSTEM_CHECKS=["admin.E403"],
        )  # fmt: skip
