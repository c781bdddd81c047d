"""What a financial report is made of: columns, rows, totals, a finding, figures with their working. Pure.

Page, CSV, XLSX, PDF and JSON are written from this one shape, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from openlien.kit.money import Money

Value = Money | Decimal | int | str | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in JSON, its head, and what it holds.

    *Shapes*: `kind` is text, money, percent, date, count (added up) or days (counted, but not added up); a
    sparse column leaves a zero blank where people read it.
    """

    key: str
    label: str
    kind: str = "text"
    is_sparse: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """What a row opens to: a `gl_account`, a `case_account`, a `journal` or a `case`, by its number."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a report: a value a column."""

    values: tuple[Value, ...]
    link: Link | None = None


class Lines(Protocol):
    """The rows of a report: how many there are, a part of them, or each of them one by one."""

    def __len__(self) -> int: ...

    def part(self, start: int, count: int) -> Sequence[Row]:
        """Return so many rows from that place on."""

    def __iter__(self) -> Iterator[Row]: ...


@dataclass(frozen=True)
class Held:
    """Rows that are in memory."""

    rows: tuple[Row, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def part(self, start: int, count: int) -> Sequence[Row]:
        """Return so many rows from that place on."""
        return self.rows[start : start + count]


@dataclass(frozen=True)
class Streamed:
    """Rows that stay in the database until they are asked for, because there may be a million."""

    total: int
    fetch: Callable[[int, int], Sequence[Row]]
    stream: Callable[[], Iterable[Row]]

    def __len__(self) -> int:
        return self.total

    def __iter__(self) -> Iterator[Row]:
        return iter(self.stream())

    def part(self, start: int, count: int) -> Sequence[Row]:
        """Return so many rows from that place on."""
        return self.fetch(start, count)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A key figure with its working: the formula in words, its inputs, and the page that explains it."""

    key: str
    label: str
    value: Value
    kind: str = "money"
    formula: str = ""
    inputs: tuple[tuple[str, Value, str], ...] = ()
    page: str | None = None


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A chart where people would rather look than read: a value a series for each label.

    *Shapes*: `form` is "months" (labels are first days of months) or "bars"; `facts` stand beside a bar;
    `unit` is money or count.
    """

    form: str
    title: str
    series: tuple[str, ...]
    points: tuple[tuple[str | date, tuple[Money | int, ...]], ...]
    unit: str = "money"
    facts: tuple[str, ...] = ()
    fact_heads: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Report:
    """The answer of a report for what was asked.

    *Shapes*: `takeaway` is the finding in a sentence or two; `is_sound` is false when something is wrong,
    None when the report does not judge; `totals` has a value a column, None where nothing is added up.
    """

    slug: str
    title: str
    as_of: date
    columns: tuple[Column, ...]
    lines: Lines
    takeaway: str
    totals: tuple[Value, ...] | None = None
    figures: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = ()
    picture: Picture | None = None
    is_sound: bool | None = None
    empty: str = "Nothing falls into this report."
    shows_cases: bool = False
    formula_page: str | None = None
    chosen: tuple[tuple[str, str], ...] = field(default=())


def totals_of(columns: Sequence[Column], rows: Iterable[Row], *, first: Value) -> tuple[Value, ...]:
    """Return the sums of the money and count columns, with `first` in the first column."""
    sums: list[Value] = [
        Money.zero if column.kind == "money" else 0 if column.kind == "count" else None for column in columns
    ]
    for row in rows:
        for place, value in enumerate(row.values):
            if sums[place] is not None and value is not None:
                sums[place] = sums[place] + value  # type: ignore[operator]
    return (first, *sums[1:])
