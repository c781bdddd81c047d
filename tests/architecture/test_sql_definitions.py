"""The definitions in sql/ are what the migrations made: today's truth stands in one place."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

import openlien

PACKAGE = Path(openlien.__file__).parent
FILES = [
    *PACKAGE.glob("*/sql/*.sql"),
    *PACKAGE.glob("negotiation/rounds/sql/*.sql"),
    *PACKAGE.glob("payments/plans/sql/*.sql"),
    *PACKAGE.glob("integrations/mail/sql/*.sql"),
]
DEFINITIONS = sorted(path for path in FILES if "CREATE OR REPLACE" in path.read_text())

DEFINED = """
SELECT 'function ' || proname, pg_get_functiondef(pg_proc.oid)
FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
WHERE nspname = 'public' AND prokind IN ('f', 'p') AND NOT proname LIKE 'procrastinate%'
UNION ALL
SELECT 'trigger ' || tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid)
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT 'view ' || viewname, definition FROM pg_views WHERE schemaname = 'public'
ORDER BY 1
"""


def test_every_package_keeps_its_definitions_in_files() -> None:
    assert {path.parent.parent.name for path in DEFINITIONS} >= {
        "identity",
        "cases",
        "payments",
        "receivables",
    }


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: f"{path.parent.parent.name}.{path.stem}")
def test_the_file_defines_what_the_migrations_made(path: Path, owner: psycopg.Connection) -> None:
    before = dict(owner.execute(DEFINED).fetchall())
    with owner.transaction(force_rollback=True):
        owner.execute("SET ROLE openlien_owner")
        owner.execute(path.read_bytes())
        after = dict(owner.execute(DEFINED).fetchall())
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert not changed, f"{path.name} differs from the migrated database in {sorted(changed)}"
