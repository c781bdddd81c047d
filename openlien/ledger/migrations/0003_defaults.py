"""Makes the default chart of accounts, departments, cost centers, templates and policy."""

import json
from pathlib import Path

from django.db import migrations

DEFAULTS = Path(__file__).parent / "defaults" / "0003_chart.json"


def make_defaults(apps, schema_editor):
    """Writes the rows of the JSON file; the customer's accountant changes them from there."""
    given = json.loads(DEFAULTS.read_text(encoding="utf-8"))
    model = lambda name: apps.get_model("ledger", name).objects  # noqa: E731
    model("Department").bulk_create(
        model("Department").model(code=code, name=name) for code, name in given["departments"]
    )
    model("CostCenter").bulk_create(
        model("CostCenter").model(code=code, name=name) for code, name in given["cost_centers"]
    )
    model("GLAccount").bulk_create(
        model("GLAccount").model(
            number=number, name=name, kind=kind, sub_category=sub_category, normal_side=side, role=role, slots=slots
        )
        for number, name, kind, sub_category, side, role, slots in given["accounts"]
    )
    model("JournalTemplate").bulk_create(
        model("JournalTemplate").model(
            code=code, name=name, type=type_, description=description, debit_accounts=debits,
            credit_accounts=credits, auto_post=auto_post, requires_approval=requires_approval,
        )
        for code, name, type_, description, debits, credits, auto_post, requires_approval in given["templates"]
    )
    model("LedgerPolicy").create(id=1, ageing_days=[30, 60, 90, 120])


ACCOUNTS_OF_EARLIER_CASES = """
INSERT INTO ledger_caseaccount (
    number, case_id, status, status_reason, opened_on, patient_percent, insurance_percent, credit_override_reason,
    collection_status, bc_customer_number, bc_sync_status, gl_account_numbers, notes, version
)
SELECT
    'CA-' || extract(year FROM opened_on) || '-' || lpad(
        row_number() OVER (PARTITION BY extract(year FROM opened_on) ORDER BY number)::text, 7, '0'),
    id, 'active', '', opened_on, 0, 0, '', 'none', '', 'pending', '[]', '', 1
FROM cases_case;

INSERT INTO cases_numbering (series, year, last)
SELECT 'CA', extract(year FROM opened_on)::int, count(*)
FROM cases_case
GROUP BY 2;

SELECT set_config('openlien.door', 'open', true);
INSERT INTO ledger_casebalance (
    case_account_id, retail, contracted, reductions, payments, refund_due, refund_paid, cost_written_off,
    lien_written_off, charges_of_unknown_cost, transactions
)
SELECT id, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0, 0
FROM ledger_caseaccount;
"""


class Migration(migrations.Migration):
    """Also opens the accounts of cases that were there before."""

    dependencies = [("ledger", "0002_books")]
    operations = [
        migrations.RunPython(make_defaults, migrations.RunPython.noop),
        migrations.RunSQL(ACCOUNTS_OF_EARLIER_CASES, migrations.RunSQL.noop),
    ]
