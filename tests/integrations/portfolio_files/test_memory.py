"""Reading a long file takes no more memory than reading a short one."""

import tracemalloc

from openlien.integrations.portfolio_files import open_portfolio_file
from tests.integrations.portfolio_files.exports import AS_OF, invoice, table, write_csv

MEGABYTE = 1_000_000


def peak_bytes(path, *, rows):
    with open_portfolio_file(path) as export:
        tracemalloc.start()
        try:
            assert sum(1 for _ in export.outcomes(as_of=AS_OF)) == rows
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def test_memory_does_not_grow_with_rows(tmp_path):
    bills = [invoice({"fid": f"a0F{number}", "Total Invoice": f"${number}.17"}) for number in range(20_000)]
    path = write_csv(tmp_path / "export.csv", table(*bills))
    assert path.stat().st_size > 2 * MEGABYTE
    assert peak_bytes(path, rows=20_000) < 4 * MEGABYTE
