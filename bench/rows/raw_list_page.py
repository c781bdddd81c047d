"""The page that row 10 is measured against: one cursor and one template, with nothing around them.

It writes what the product writes, letter for letter: the same frame, filters, fifty rows of eleven cells,
totals and pager; `list_page.py` compares the two before it measures. What does not change from request to
request stands in the template as text, as somebody would write it by hand for a page that one person opens.
There is no session, user, permission, access log, middleware or routing; one statement reads rows and totals.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psycopg
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from openlien.cases.stages import Stage

ROWS = """
WITH totals AS MATERIALIZED (
    SELECT (SELECT count(*) FROM receivables_casesummary) AS cases, sum(billed) AS billed,
        sum(collected) AS collected, sum(invoiced_open) AS open
    FROM receivables_move
    WHERE invoice_on IS NOT NULL
)
SELECT matter.number, patient.name, firm.name, matter.state, summary.stage, summary.stage_on, summary.billed,
    summary.collected, summary.open,
    round(((now() AT TIME ZONE 'America/Los_Angeles')::date - summary.originated_on) / 30.4375, 1),
    greatest(summary.last_moved_on, summary.last_cash_on, (
        SELECT (max(happened_at) AT TIME ZONE 'America/Los_Angeles')::date
        FROM cases_activity
        WHERE case_id = matter.id
    )),
    totals.cases, totals.billed, totals.collected, totals.open
FROM totals, cases_case AS matter
JOIN receivables_casesummary AS summary ON summary.case_id = matter.id
JOIN cases_party AS patient ON patient.id = matter.patient_id
LEFT JOIN cases_party AS firm ON firm.id = matter.law_firm_id
ORDER BY matter.number DESC
LIMIT 50
"""
LINES = """{% for row in rows %}<tr role="row">
<th role="rowheader" scope="row" data-label="Case" class="text nowrap"><a
 href="/cases/{{ row[0] }}/?list=sort%3D-number">{{ row[0] }}</a></th>
<td role="cell" data-label="Patient"><span>{{ row[1] }}</span></td>
<td role="cell" data-label="Law firm"><span>{{ row[2] or "—" }}</span></td>
<td role="cell" data-label="State"><span>{{ row[3] or "—" }}</span></td>
<td role="cell" data-label="Stage">{{ badges[row[4]] }}</td>
<td role="cell" data-label="Since" class="date"><span>{{ row[5] or "—" }}</span></td>
<td role="cell" data-label="Billed, $" class="number"><span>{{ "{:,.2f}".format(row[6]) }}</span></td>
<td role="cell" data-label="Collected, $" class="number"><span>{{ "{:,.2f}".format(row[7]) }}</span></td>
<td role="cell" data-label="Open, $" class="number"><span
 class="strong">{{ "{:,.2f}".format(row[8]) }}</span></td>
<td role="cell" data-label="Age, months" class="number"><span>{{ row[9] }}</span></td>
<td role="cell" data-label="Last activity" class="date"><span>{{ row[10] or "—" }}</span></td>
</tr>{% endfor %}""".replace("\n ", " ")
BADGE = re.compile(r'<td role="cell" data-label="Stage">(<span.*</svg>(.*)</span>)</td>')
_local = threading.local()


def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """The page, read and written anew."""
    rows = _connection().execute(ROWS, prepare=True).fetchall()
    body = PAGE.render(rows=rows, totals=rows[0][11:], badges=BADGES).encode()
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]


def _template(page: str) -> Template:
    """The product's page with the rows as a loop and the totals as expressions."""
    above, rows_and_below = page.split('<tbody role="rowgroup">')
    below = rows_and_below.split("</tbody>")[1]
    text = f'{above}<tbody role="rowgroup">{LINES}\n</tbody>{below}'
    cases, *sums = re.findall(r"[\d,.]+\d", re.findall(r'<p class="page-sub">(.*)</p>', page)[0])
    collected = re.findall(r"<span>([\d,.]+)</span>", below)[1]
    figures = ((cases, "{:,}"), (sums[1], "{:,.2f}"), (collected, "{:,.2f}"), (sums[0], "{:,.2f}"))
    for place, (figure, form) in enumerate(figures):
        text = re.sub(rf"(?<![\d,]){re.escape(figure)}", f'{{{{ "{form}".format(totals[{place}]) }}}}', text)
    return Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True).from_string(
        text
    )


def _connection() -> psycopg.Connection:
    if not hasattr(_local, "connection"):
        _local.connection = psycopg.connect(os.environ["BENCH_DSN"], autocommit=True)
    connection: psycopg.Connection = _local.connection
    return connection


_WRITTEN = Path(os.environ["BENCH_PAGE"]).read_text(encoding="utf-8")
PAGE = _template(_WRITTEN)
_STAGES = {stage.label: stage.value for stage in Stage}
BADGES = {_STAGES[label]: Markup(badge) for badge, label in BADGE.findall(_WRITTEN)}
