"""The same rows written in another way make the same book."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from openlien.integrations.models import ColumnMapping
from tests.integrations.imports import books
from tests.integrations.portfolio_files.exports import (
    SAMPLE,
    header_moved,
    reordered,
    sample_rows,
    write_csv,
    write_xlsx,
)

EXPECTED = json.loads((SAMPLE / "expected.json").read_text())

VARIANTS = {
    "columns in another order": lambda rows, path: write_csv(path.with_suffix(".csv"), reordered(rows)),
    "a byte-order mark": lambda rows, path: write_csv(path.with_suffix(".csv"), rows, encoding="utf-8-sig"),
    "cp1252": lambda rows, path: write_csv(path.with_suffix(".csv"), rows, encoding="cp1252"),
    "semicolons": lambda rows, path: write_csv(path.with_suffix(".csv"), rows, delimiter=";"),
    "the header on another row": lambda rows, path: write_csv(
        path.with_suffix(".csv"), header_moved(rows, lines=11)
    ),
    "a workbook": lambda rows, path: write_xlsx(path.with_suffix(".xlsx"), rows),
}


@pytest.mark.django_db
@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_arrives_at_the_same(variant: str, tmp_path: Path) -> None:
    paths = [VARIANTS[variant](sample_rows(kind), tmp_path / kind) for kind in ("invoices", "collections")]
    report = books.import_files(*paths)
    after = report["totals"]["after"]
    assert after["open"] == EXPECTED["totals"]["open"]
    assert after["collected"] == EXPECTED["totals"]["collected"]
    assert after["refundDue"] == EXPECTED["totals"]["refund_due"]
    assert books.refused(report) == {
        reason: rows for reason, rows in EXPECTED["refused"].items() if not reason.startswith("orphan")
    }


@pytest.mark.django_db
def test_headings_mapped_by_hand_arrive_at_the_same(tmp_path: Path) -> None:
    renamed = {"Total Invoice": "Charge USD", "fid": "Key", "opid": "Matter key"}
    rows = [[renamed.get(cell.strip(), cell) for cell in row] for row in sample_rows("invoices")]
    path = write_csv(tmp_path / "invoices.csv", rows)
    headings = {"billed": "Charge USD", "funding_id": "Key", "case_id": "Matter key"}
    ColumnMapping.objects.create(name="The other tool", kind="invoices", headings=headings)
    report = books.import_files(path, SAMPLE / "collections.csv")
    assert report["totals"]["after"]["open"] == EXPECTED["totals"]["open"]
