"""The page that row 10 is measured against: a cursor and a template that writes the same fifty rows.

Served as the product is, with nothing around it: no session, no permission, no frame, no totals.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from typing import Any

import psycopg
from jinja2 import Environment, StrictUndefined

ROWS = """
SELECT matter.number, patient.name AS patient, firm.name AS law_firm, summary.state, summary.stage,
    summary.stage_on, summary.billed, summary.collected, summary.open, summary.originated_on,
    greatest(summary.last_moved_on, summary.last_cash_on) AS moved_on
FROM cases_case AS matter
JOIN receivables_casesummary AS summary ON summary.case_id = matter.id
JOIN cases_party AS patient ON patient.id = matter.patient_id
LEFT JOIN cases_party AS firm ON firm.id = matter.law_firm_id
ORDER BY matter.number DESC
LIMIT 50
"""
PAGE = Environment(autoescape=True, undefined=StrictUndefined).from_string("""<!doctype html>
<html lang="en"><head><title>Cases</title></head><body><h1>Cases</h1><table role="table">
<thead role="rowgroup"><tr role="row">
{% for name in names %}<th role="columnheader">{{ name }}</th>{% endfor %}</tr>
</thead><tbody role="rowgroup">{% for row in rows %}<tr role="row">
<th role="rowheader" scope="row" data-label="Case" class="text nowrap"><a
href="/cases/{{ row[0] }}/">{{ row[0] }}</a></th>
<td role="cell" data-label="Patient"><span>{{ row[1] }}</span></td>
<td role="cell" data-label="Law firm"><span>{{ row[2] or "—" }}</span></td>
<td role="cell" data-label="State"><span>{{ row[3] or "—" }}</span></td>
<td role="cell" data-label="Stage"><span class="badge"><svg class="icon icon-12"
aria-hidden="true"></svg>{{ row[4] }}</span></td>
<td role="cell" data-label="Since" class="date"><span>{{ row[5] }}</span></td>
<td role="cell" data-label="Billed, $" class="number"><span>{{ "{:,}".format(row[6]) }}</span></td>
<td role="cell" data-label="Collected, $" class="number"><span>{{ "{:,}".format(row[7]) }}</span></td>
<td role="cell" data-label="Open, $" class="number"><span
class="strong">{{ "{:,}".format(row[8]) }}</span></td>
<td role="cell" data-label="Age, months" class="number"><span>{{ row[9] }}</span></td>
<td role="cell" data-label="Last activity" class="date"><span>{{ row[10] }}</span></td>
</tr>
{% endfor %}</tbody></table></body></html>
""")
_connections = threading.local()


def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """The fifty rows as a page."""
    cursor = _connection().execute(ROWS, prepare=True)
    names = [column.name for column in cursor.description or ()]
    body = PAGE.render(names=names, rows=cursor.fetchall()).encode()
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]


def _connection() -> psycopg.Connection:
    if not hasattr(_connections, "open"):
        _connections.open = psycopg.connect(os.environ["BENCH_DSN"], autocommit=True)
    connection: psycopg.Connection = _connections.open
    return connection
