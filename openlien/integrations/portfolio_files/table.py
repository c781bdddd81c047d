"""Where the header of a file stands, and which of its records are rows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from openlien.integrations.portfolio_files.columns import ColumnReport, recognised_count
from openlien.integrations.portfolio_files.delimited import Record
from openlien.integrations.portfolio_files.headings import AMOUNT_FIELDS, heading_key
from openlien.integrations.portfolio_files.reasons import Skip

TOTAL_KEYS = frozenset({"total", "totals", "grandtotal", "overalltotal", "sum"})


def header_place(records: Sequence[Record], extra_keys: frozenset[str] = frozenset()) -> tuple[int, int]:
    """Return the place of the likeliest header among the first records, and how many headings it holds.

    That is the first record with the most known headings. Where no heading is known it is the first of the
    records with the most cells, so that a person can map its headings by hand.
    """
    counts = [recognised_count(record.cells, extra_keys) for record in records]
    if any(counts):
        return counts.index(max(counts)), max(counts)
    widths = [sum(1 for cell in record.cells if cell.strip()) for record in records]
    return (widths.index(max(widths)), 0) if widths else (0, 0)


class RowSieve:
    """Lets the rows of a table through and counts everything else by kind."""

    def __init__(self, columns: ColumnReport, header_place: int):
        self.skipped: Counter[Skip] = Counter()
        self.records_read = 0
        self.rows_found = 0
        self._header_place = header_place
        self._headings = columns.headings
        self._id_place = columns.index.get("funding_id", 0)
        self._case_place = columns.index.get("case_id")
        self._id_heading = columns.recognised.get("funding_id", "").casefold() or None
        self._amount_places = frozenset(
            columns.index[field] for field in AMOUNT_FIELDS if field in columns.index
        )

    def rows(self, records: Iterable[Record]) -> Iterator[Record]:
        """Yield the records that are rows, in the order of the file.

        After the last one `records_read` equals `rows_found` plus the sum of `skipped`.
        """
        for place, record in enumerate(records):
            self.records_read += 1
            skip = (
                self._before_rows(place, record) if place <= self._header_place else self._skip(record.cells)
            )
            if skip is None:
                self.rows_found += 1
                yield record
            else:
                self.skipped[skip] += 1

    def _before_rows(self, place: int, record: Record) -> Skip:
        if place == self._header_place:
            return Skip.HEADER
        return Skip.PREFACE if any(cell.strip() for cell in record.cells) else Skip.BLANK

    def _skip(self, cells: list[str]) -> Skip | None:
        """Return why the record is no row; the funding id alone decides for nearly all of them."""
        funding_id = cells[self._id_place].strip() if len(cells) > self._id_place else ""
        if funding_id.casefold() == self._id_heading:
            return Skip.REPEATED_HEADER if self._repeats_header(cells) else None
        if (
            funding_id
            and len(cells) > 1
            and " " not in funding_id
            and heading_key(funding_id) not in TOTAL_KEYS
        ):
            return None
        return self._skip_without_id(cells)

    def _repeats_header(self, cells: list[str]) -> bool:
        pairs = [pair for pair in zip(cells, self._headings, strict=False) if pair[1].strip()]
        return all(heading_key(cell) == heading_key(heading) for cell, heading in pairs)

    def _skip_without_id(self, cells: list[str]) -> Skip | None:
        filled = [place for place, cell in enumerate(cells) if cell.strip()]
        if not filled:
            return Skip.BLANK
        if self._is_total(cells, filled):
            return Skip.TOTAL
        first = cells[filled[0]].strip()
        return Skip.NOTE if len(filled) == 1 and (" " in first or ":" in first) else None

    def _is_total(self, cells: list[str], filled: list[int]) -> bool:
        """Return whether the record says Total before anything else, or holds amounts and nothing else."""
        has_case = self._case_place is not None and self._case_place in filled[1:]
        if heading_key(cells[filled[0]]) in TOTAL_KEYS and not has_case:
            return True
        return self._amount_places.issuperset(filled)
