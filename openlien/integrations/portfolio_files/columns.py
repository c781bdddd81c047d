"""Which heading of a file is which of our fields, and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openlien.integrations.portfolio_files.headings import (
    COLUMNS,
    KNOWN_KEYS,
    REQUIRED,
    Kind,
    heading_key,
    label_of,
)
from openlien.kit.errors import DomainError

RECOGNISED_MIN = 2
"""A row with fewer known headings is text, not a header."""


class NoHeader(DomainError):
    """The first {records_max} lines of "{name}" hold no row of known column headings."""


class ColumnsMissing(DomainError):
    """The {kind} file "{name}" has no column for: {missing}."""


class MappedHeadingMissing(DomainError):
    """The file "{name}" has no column "{heading}", which the mapping names for {field}."""


class MappedFieldUnknown(DomainError):
    """The mapping names "{field}", which is not a field of the import."""


@dataclass(frozen=True)
class ColumnReport:
    """What was recognised in one header.

    *Shapes*: `index` is our field -> place in the row; `recognised` our field -> heading as written;
    `unknown` headings nobody asks for; `doubled` headings left aside because another column already gives
    the field; `missing` labels of required fields, alternatives joined with "or".
    """

    kind: Kind | None
    headings: tuple[str, ...]
    index: Mapping[str, int]
    recognised: Mapping[str, str]
    unknown: tuple[str, ...]
    doubled: tuple[str, ...]
    missing: tuple[str, ...]

    def problem(self, *, name: str, records_max: int) -> DomainError | None:
        """Return why the rows cannot be read, as one sentence; None when they can."""
        if self.kind is None:
            return NoHeader(name=name, records_max=records_max)
        if self.missing:
            return ColumnsMissing(name=name, kind=self.kind, missing=", ".join(self.missing))
        return None


def recognised_count(cells: Sequence[str], extra_keys: frozenset[str] = frozenset()) -> int:
    """Return how many different known headings a row of cells holds."""
    keys = {heading_key(cell) for cell in cells if cell and len(cell) < 100}
    return len(keys & KNOWN_KEYS) + len(keys & (extra_keys - KNOWN_KEYS))


def recognise_columns(
    headings: Sequence[str],
    *,
    name: str,
    mapping: Mapping[str, str] | None = None,
    kind: Kind | None = None,
) -> ColumnReport:
    """Return what each heading is, for the kind given or else for the kind that fits best.

    The kind that misses fewest required columns wins, then the one that knows more of the headings.
    *Shapes*: `mapping` is our field -> heading as written in the file; it goes before every synonym.
    *Raises*: MappedFieldUnknown, MappedHeadingMissing.
    """
    mapping = mapping or {}
    if unknown_fields := set(mapping) - _fields(kind):
        raise MappedFieldUnknown(field=min(unknown_fields))
    reports = [
        _report(candidate, headings, mapping, name=name)
        for candidate in ((kind,) if kind else Kind)
        if set(mapping) <= _fields(candidate)
    ]
    best = max(reports, key=lambda report: (-len(report.missing), len(report.index)))
    return best if kind or len(best.index) >= RECOGNISED_MIN else _nothing_recognised(best)


def _fields(kind: Kind | None) -> set[str]:
    return {column.field for candidate in ((kind,) if kind else Kind) for column in COLUMNS[candidate]}


def _report(kind: Kind, headings: Sequence[str], mapping: Mapping[str, str], *, name: str) -> ColumnReport:
    places: dict[str, list[int]] = {}
    for place, heading in enumerate(headings):
        places.setdefault(heading_key(heading), []).append(place)
    index = _mapped(mapping, places, name=name)
    taken = set(index.values())
    known_places = set(taken)
    for column in COLUMNS[kind]:
        found = [place for heading in column.headings for place in places.get(heading_key(heading), ())]
        known_places.update(found)
        free = [place for place in found if place not in taken]
        if free and column.field not in index:
            index[column.field] = free[0]
            taken.add(free[0])
    left = [place for place in range(len(headings)) if place not in taken and headings[place].strip()]
    return ColumnReport(
        kind=kind,
        headings=tuple(headings),
        index=index,
        recognised={field: headings[place].strip() for field, place in index.items()},
        unknown=tuple(headings[place].strip() for place in left if place not in known_places),
        doubled=tuple(headings[place].strip() for place in left if place in known_places),
        missing=_missing(kind, index),
    )


def _mapped(mapping: Mapping[str, str], places: Mapping[str, list[int]], *, name: str) -> dict[str, int]:
    index: dict[str, int] = {}
    for field, heading in mapping.items():
        if not (found := places.get(heading_key(heading))):
            raise MappedHeadingMissing(name=name, heading=heading.strip(), field=label_of(field))
        index[field] = found[0]
    return index


def _missing(kind: Kind, index: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(
        " or ".join(" + ".join(label_of(field) for field in alternative) for alternative in alternatives)
        for alternatives in REQUIRED[kind]
        if not any(all(field in index for field in alternative) for alternative in alternatives)
    )


def _nothing_recognised(report: ColumnReport) -> ColumnReport:
    return ColumnReport(
        kind=None,
        headings=report.headings,
        index={},
        recognised={},
        unknown=tuple(heading.strip() for heading in report.headings if heading.strip()),
        doubled=(),
        missing=(),
    )
