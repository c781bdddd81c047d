"""What must hold before anybody is served: durable writes, and records the app cannot rewrite."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg

from openlien.kit.errors import DomainError

from ..environment import DatabaseAddress, parse_database_url
from . import roles

DURABILITY = ("fsync", "full_page_writes", "synchronous_commit")
# What the app may read but never write: the books, the audit trail and the figures that triggers keep.
READ_ONLY = (
    "ledger_accountbalance",
    "ledger_anchor",
    "ledger_caseaccountstatuschange",
    "ledger_casebalance",
    "ledger_casetransaction",
    "ledger_chainhead",
    "ledger_chainverification",
    "ledger_closingbalance",
    "ledger_daybalance",
    "ledger_glentry",
    "ledger_period",
    "ledger_posting",
    "ledger_seal",
    "negotiation_billoffer",
    "negotiation_payoffagreement",
    "identity_auditentry",
    "receivables_billbalance",
    "receivables_casesummary",
    "receivables_move",
    "receivables_by_case_status_mv",
    "settled_pending_detail_mv",
    "at_risk_ar_mv",
)
# What the app may add to but never rewrite: who looked at what, stages, money that came in.
APPEND_ONLY = (
    "accounting_monthendstep",
    "identity_accessentry",
    "funding_interestaccrual",
    "funding_interestshare",
    "funding_movement",
    "funding_movementpart",
    "funding_ratereset",
    "funding_sitecost",
    "cases_stagechange",
    "integrations_mail_attachment",
    "negotiation_agreementvoid",
    "negotiation_billnote",
    "negotiation_billofferchange",
    "negotiation_letters_letterversion",
    "negotiation_offerchangeset",
    "payments_receipt",
    "payments_allocation",
    "payments_adjustment",
    "payments_agreedbill",
)


class UnsafeDatabase(DomainError):
    """OpenLien does not start on this database: {reason}."""

    status = 500


def check(address: DatabaseAddress) -> None:
    """Passes when the database keeps what it acknowledges and guards what must not be rewritten.

    Raises: UnsafeDatabase naming the first thing that is wrong.
    """
    for reason in dangers(address):
        raise UnsafeDatabase(reason=reason)


def dangers(address: DatabaseAddress) -> list[str]:
    """Each reason not to serve on this database, as the app itself sees it; an empty list is safe."""
    # Settings may differ by role and by database: what counts is what the app's own sessions get.
    with psycopg.connect(**roles.dsn(address, roles.APP), autocommit=True) as connection:
        lost = [] if _is_for_tests(address) else _lost_writes(connection)
        return [*lost, *_too_powerful_app(connection), *_rewritable_tables(connection)]


def _is_for_tests(address: DatabaseAddress) -> bool:
    # A test run names its own server, which need not wait for the disk: a crash there loses nobody's work.
    server = os.environ.get("OPENLIEN_TEST_SERVER")
    return bool(server) and parse_database_url(server or "").place == address.place


def _lost_writes(connection: psycopg.Connection) -> Iterator[str]:
    for name in DURABILITY:
        if connection.execute("SELECT current_setting(%s)", [name]).fetchone() == ("off",):
            yield f"the setting {name} is off, so a crash could lose acknowledged work"


def _too_powerful_app(connection: psycopg.Connection) -> Iterator[str]:
    """What would let the app pass by every privilege below."""
    row = connection.execute(_POWERS, {"owner": roles.OWNER}).fetchone()
    powers = zip(("is a superuser", "may make roles", f"may act as {roles.OWNER}"), row or (), strict=True)
    yield from (f"the role {roles.APP} {power}" for power, holds in powers if holds)
    if connection.execute("SELECT has_schema_privilege('public', 'CREATE')").fetchone() == (True,):
        yield f"the role {roles.APP} could make tables of its own"


_POWERS = """
SELECT rolsuper, rolcreaterole, pg_has_role(current_user, %(owner)s, 'MEMBER')
FROM pg_roles
WHERE rolname = current_user
"""


def _rewritable_tables(connection: psycopg.Connection) -> Iterator[str]:
    for table in (*READ_ONLY, *APPEND_ONLY):
        writes = "UPDATE" if table in APPEND_ONLY else "INSERT, UPDATE"
        row = connection.execute(_WRITES, {"table": table, "columns": writes}).fetchone()
        if row is None or row[0] is None:
            yield f"the table {table} is missing; `openlien migrate` makes it"
        elif row[0]:
            yield f"the role {roles.APP} could write to {table}"


_WRITES = """
SELECT has_any_column_privilege(kept.oid, %(columns)s)
    OR has_table_privilege(kept.oid, 'DELETE, TRUNCATE, TRIGGER')
FROM (SELECT to_regclass(%(table)s) AS oid) AS kept
"""
