"""A synthetic book of any size, made by SQL with the product's own triggers at work.

About three bills a case over five years, a stage history for each, four cases of five still open, and cash
on what is closed: the proportions matter for the figures of row 7, the people do not exist.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

AS_OF = "2026-11-20"

STEPS = {
    "parties": """
        INSERT INTO cases_party (kind, name, name_key, external_id, gender, language, marital_status, state,
            version)
        SELECT 'law_firm', 'Firm ' || n, 'firm ' || n, '', '', '', '', '', 1 FROM generate_series(1, 60) AS n
        UNION ALL
        SELECT 'provider_group', 'Group ' || n, 'group ' || n, '', '', '', '', '', 1
        FROM generate_series(1, 8) AS n
        UNION ALL
        SELECT 'patient', 'Patient ' || n, 'patient ' || n, '', '', '', '', '', 1
        FROM generate_series(1, %(cases)s) AS n
    """,
    "cases": """
        WITH firms AS (SELECT array_agg(id ORDER BY name) AS ids FROM cases_party WHERE kind = 'law_firm'),
        patients AS (
            SELECT id, row_number() OVER (ORDER BY id) AS n FROM cases_party WHERE kind = 'patient'
        )
        INSERT INTO cases_case (number, external_id, mrn, patient_id, law_firm_id, opened_on, state,
            accident_type, incident_facts, injuries_summary, insurance_limits, stage, version)
        SELECT 'CASE-2026-' || lpad(n::text, greatest(5, length(n::text)), '0'), '', '', patients.id,
            firms.ids[1 + (power(random(), 2) * 59)::int], %(as_of)s::date - 30 - (random() * 1700)::int,
            (ARRAY['CA', 'CA', 'CA', 'NV', 'AZ', 'TX'])[1 + (random() * 5)::int],
            'Auto', '', '', '', 'unknown', 1
        FROM patients, firms
    """,
    "stage changes": """
        WITH steps AS (
            SELECT id AS case_id, opened_on, 1 + (power(random(), 0.6) * 7)::int AS reached FROM cases_case
        )
        INSERT INTO cases_stagechange (case_id, stage, began_on, is_sighting, source, note)
        SELECT case_id,
            (ARRAY['still_treating', 'gathering_bills', 'demand_sent', 'negotiation', 'in_litigation',
                'settled_not_disbursed', 'closed_disbursed', 'pending'])[
                    CASE WHEN step = 6 AND random() < 0.12 THEN 8 ELSE step END],
            least(opened_on + ((step - 1) * (60 + random() * 160))::int, %(as_of)s::date),
            false, 'demo', ''
        FROM steps, generate_series(1, reached) AS step
        ORDER BY case_id, step
    """,
    "bills": """
        WITH groups AS (
            SELECT array_agg(id ORDER BY name) AS ids FROM cases_party WHERE kind = 'provider_group'
        )
        INSERT INTO cases_bill (case_id, number, external_id, provider_group_id, is_in_network, code,
            description, quantity,
            invoice_on, originated_on, settled_on, billed, payoff_status, funding_stage, ar_type,
            tranche, ar_book, version)
        SELECT matter.id, '', '', groups.ids[1 + (random() * 7)::int], true, '', '', 1,
            matter.opened_on + (random() * least(300, %(as_of)s::date - matter.opened_on))::int,
            matter.opened_on,
            CASE WHEN matter.stage IN ('settled_not_disbursed', 'closed_disbursed') AND random() < 0.7
                THEN matter.stage_on END,
            (100 + random() * 9000)::numeric(12, 2),
            CASE WHEN matter.stage = 'settled_not_disbursed'
                THEN (ARRAY['cap', 'reduction', 'partial', 'unknown'])[1 + (random() * 3)::int]
                ELSE 'unknown' END,
            'funded', 'serviced', 'Pool ' || to_char(matter.opened_on, 'MMYY'), '', 1
        FROM cases_case AS matter, groups, generate_series(1, 1 + (random() * 4)::int)
    """,
    "receipts": """
        INSERT INTO payments_receipt (case_id, deposited_on, amount, payer, reference)
        SELECT matter.id, greatest(matter.stage_on, max(bill.invoice_on)),
            round(sum(bill.billed) * 0.58, 2), '', ''
        FROM cases_case AS matter
        JOIN cases_bill AS bill ON bill.case_id = matter.id
        WHERE matter.stage = 'closed_disbursed'
        GROUP BY matter.id
    """,
    "allocations": """
        WITH shares AS (
            SELECT receipt.id AS receipt_id, bill.id AS bill_id, receipt.amount,
                round(bill.billed * 0.58, 2) AS part,
                row_number() OVER (PARTITION BY receipt.id ORDER BY bill.id) AS place,
                sum(round(bill.billed * 0.58, 2)) OVER (PARTITION BY receipt.id) AS parts
            FROM payments_receipt AS receipt
            JOIN cases_bill AS bill ON bill.case_id = receipt.case_id
        )
        INSERT INTO payments_allocation (receipt_id, bill_id, amount)
        SELECT receipt_id, bill_id, part + CASE WHEN place = 1 THEN amount - parts ELSE 0 END FROM shares
    """,
    "adjustments": """
        INSERT INTO payments_adjustment (bill_id, kind, amount, effective_on, reason)
        SELECT part.bill_id, 'reduction', bill.billed - part.amount, receipt.deposited_on, ''
        FROM payments_allocation AS part
        JOIN payments_receipt AS receipt ON receipt.id = part.receipt_id
        JOIN cases_bill AS bill ON bill.id = part.bill_id
        WHERE bill.billed > part.amount
    """,
}


@contextmanager
def migrated_server() -> Iterator[tuple[psycopg.Connection, str]]:
    """A server with default durability: its administrator, and the name of an empty migrated database."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"OPENLIEN_HOME": folder, "DATABASE_URL": ""}
        from openlien.project.cli.database import migrate_in_own_process
        from openlien.project.database import roles
        from openlien.project.runtime import configure_django, database_running

        with database_running() as address:
            roles.prepare(address)
            migrate_in_own_process()
            configure_django()
            with psycopg.connect(**address.dsn(name="postgres"), autocommit=True) as admin:
                yield admin, address.name


@contextmanager
def book(admin: psycopg.Connection, migrated: str, *, cases: int) -> Iterator[psycopg.Connection]:
    """A book of so many cases that Django reads as the app, and a connection of its administrator."""
    from django.db import connection

    name = f"bench_{cases}"
    admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{migrated}"'.encode())
    place = {"host": admin.info.host, "port": admin.info.port, "user": admin.info.user, "dbname": name}
    with psycopg.connect(**place, autocommit=True) as owner:
        fill(owner, cases=cases)
        connection.close()
        connection.settings_dict["NAME"] = name
        yield owner
    connection.close()
    admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def fill(connection: psycopg.Connection, *, cases: int, say: bool = False) -> None:
    """Fills an empty database with a book of so many cases."""
    connection.execute("SELECT setseed(0.42)")
    for name, statement in STEPS.items():
        started = time.perf_counter()
        numbers = {"cases": cases, "as_of": AS_OF}
        cursor = psycopg.ClientCursor(connection).execute(statement, numbers)
        if say:
            print(f"  {name}: {cursor.rowcount:,} rows in {time.perf_counter() - started:.1f} s", flush=True)
    connection.execute("VACUUM ANALYZE")
