"""A chart of accounts as the rows of a file: what an export writes, an import reads back unchanged."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from openlien.kit.errors import DomainError, InvalidInput
from openlien.kit.tables import FORMULA_STARTS
from openlien.kit.text import fold_name

from .chart_rules import AccountFields, checked
from .vocabulary import AccountKind, AccountRole, Side, Word

ROWS_MAX = 2_000
HEADINGS = (
    "Number",
    "Name",
    "Kind",
    "Sub category",
    "Normal side",
    "Used by posting rules",
    "Active",
    "Business Central id",
)
FIELDS = ("number", "name", "kind", "sub_category", "normal_side", "role", "is_active", "bc_id")
REQUIRED = ("number", "name", "kind")
# Other words that a heading of ours goes by, folded.
ALSO_CALLED = {
    "no": "number",
    "accountno": "number",
    "accountnumber": "number",
    "glaccount": "number",
    "glcode": "number",
    "accountname": "name",
    "description": "name",
    "type": "kind",
    "accounttype": "kind",
    "category": "kind",
    "accountcategory": "kind",
    "subcategory": "sub_category",
    "accountsubcategory": "sub_category",
    "side": "normal_side",
    "normalbalance": "normal_side",
    "role": "role",
    "status": "is_active",
    "systemid": "bc_id",
    "bcid": "bc_id",
}
YES = frozenset({"yes", "y", "true", "1", "active", "x"})
NO = frozenset({"no", "n", "false", "0", "inactive", "blocked"})


class ChartFileUnreadable(DomainError):
    """Not read. The file holds no table with the columns Number, Name and Kind in its first line."""


class ChartFileTooLong(DomainError):
    """Not read. A chart of accounts has at most {rows_max} rows here; divide the file."""


@dataclass(frozen=True)
class FileRow:
    """One row: its line in the file and what it says, or the sentence that says why it cannot be used.

    `stated` are the fields that the file has a column for; the others stay as they are.
    """

    line: int
    number: str
    name: str
    fields: AccountFields | None
    refusal: str = ""
    stated: frozenset[str] = frozenset(FIELDS)


@dataclass(frozen=True)
class Standing:
    """An account as the chart has it, and whether lines stand on it."""

    fields: AccountFields
    has_lines: bool


class Verdict(StrEnum):
    """What an import makes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class JudgedRow:
    """One row with what an import makes of it: the account as it would be, or why not."""

    line: int
    number: str
    name: str
    verdict: Verdict
    fields: AccountFields | None
    before: AccountFields | None
    refusal: str = ""

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """Each column that would change: its heading, before and after."""
        if self.fields is None or self.before is None:
            return []
        cells = zip(HEADINGS, cells_of(self.before), cells_of(self.fields), strict=True)
        return [(heading, old, new) for heading, old, new in cells if old != new]


def judged(rows: Sequence[FileRow], chart: Mapping[str, Standing]) -> list[JudgedRow]:
    """What an import makes of each row beside the chart as it is."""
    given = {row.number: row.fields.role for row in rows if row.fields and row.fields.role}
    return [_judged(row, chart, given) for row in rows]


def rows_of_csv(text: str) -> list[FileRow]:
    """Every row of the file, good or refused.

    *Raises*: ChartFileUnreadable, ChartFileTooLong.
    """
    try:
        records = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=_delimiter(text)))
    except csv.Error:
        raise ChartFileUnreadable from None
    places = _places(records[0] if records else [])
    rows = [
        _row(line, {field: _cell(record, place) for field, place in places.items()})
        for line, record in enumerate(records[1:], start=2)
        if any(cell.strip() for cell in record)
    ]
    if len(rows) > ROWS_MAX:
        raise ChartFileTooLong(rows_max=f"{ROWS_MAX:,}")
    return list(_without_repeats(rows))


def cells_of(fields: AccountFields) -> tuple[str, ...]:
    """The account as the cells of an export, in the order of HEADINGS."""
    return (
        fields.number,
        fields.name,
        fields.kind.label,
        fields.sub_category,
        fields.normal_side.label if fields.normal_side else "",
        fields.role.value if fields.role else "",
        "Yes" if fields.is_active else "No",
        str(fields.bc_id or ""),
    )


def _judged(row: FileRow, chart: Mapping[str, Standing], given: Mapping[str, AccountRole]) -> JudgedRow:
    known = chart.get(row.number)
    before = known.fields if known else None

    def refused(why: str) -> JudgedRow:
        return JudgedRow(row.line, row.number, row.name, Verdict.REFUSED, None, before, why)

    if row.fields is None:
        return refused(row.refusal)
    fields = row.fields
    if before:
        kept = {name: getattr(before, name) for name in FIELDS if name not in row.stated}
        try:
            fields = checked(replace(fields, **kept))
        except InvalidInput as wrong:
            return refused(wrong.sentence.removeprefix("Not saved. "))
    if why := _why_not(fields, known, chart, given):
        return refused(why)
    verdict = Verdict.NEW if before is None else Verdict.UNCHANGED if before == fields else Verdict.CHANGED
    return JudgedRow(row.line, row.number, row.name, verdict, fields, before)


def _why_not(
    wanted: AccountFields,
    known: Standing | None,
    chart: Mapping[str, Standing],
    given: Mapping[str, AccountRole],
) -> str:
    before = known.fields if known else None
    if known and known.has_lines:
        if (wanted.kind, wanted.normal_side) != (known.fields.kind, known.fields.normal_side):
            return "Lines stand on this account, so its kind and side stay."
        if wanted.role != known.fields.role and known.fields.role:
            return "Lines stand on this account, so the posting rules go on using it as they do."
    if before and before.role and wanted.role != before.role and before.role not in given.values():
        return f"The posting rules need an account for “{before.role.label}”; give another one that role."
    for number, other in chart.items():
        if wanted.role and other.fields.role is wanted.role and number != wanted.number and other.has_lines:
            return f"Lines stand on account {number}, which has the role “{wanted.role.label}”."
    return ""


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t|", key=first.count)


def _places(headings: Sequence[str]) -> dict[str, int]:
    ours = {fold_name(heading): field for heading, field in zip(HEADINGS, FIELDS, strict=True)}
    known = {**ALSO_CALLED, **ours}
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        field = known.get(fold_name(heading))
        if field and field not in places:
            places[field] = place
    if any(field not in places for field in REQUIRED):
        raise ChartFileUnreadable
    return places


def _cell(record: Sequence[str], place: int) -> str:
    text = record[place].strip() if place < len(record) else ""
    # An export puts an apostrophe before what a spreadsheet would take for a formula.
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def _row(line: int, cells: dict[str, str]) -> FileRow:
    number, name = cells["number"].removesuffix(".0").upper(), cells["name"]
    try:
        fields = checked(_fields({**cells, "number": number}))
        return FileRow(line, number, name, fields, stated=frozenset(cells))
    except InvalidInput as refused:
        return FileRow(line, number, name, None, refused.sentence.removeprefix("Not saved. "))


def _fields(cells: dict[str, str]) -> AccountFields:
    return AccountFields(
        number=cells["number"],
        name=cells["name"],
        kind=_word(AccountKind, "kind", cells["kind"]),  # type: ignore[arg-type]
        sub_category=cells.get("sub_category", ""),
        normal_side=_optional(Side, "normal_side", cells),  # type: ignore[arg-type]
        role=_optional(AccountRole, "role", cells),  # type: ignore[arg-type]
        is_active=_truth(cells.get("is_active", "")),
        bc_id=_id(cells.get("bc_id", "")),
    )


def _optional(words: type[Word], field: str, cells: dict[str, str]) -> Word | None:
    text = cells.get(field, "")
    return _word(words, field, text) if text else None


def _word(words: type[Word], field: str, text: str) -> Word:
    wanted = fold_name(text)
    for word in words:
        labels = {fold_name(word.value), fold_name(word.label)}
        # "Assets" and "Income" are what other charts say.
        if wanted in labels or wanted in {label + "s" for label in labels}:
            return word
    if words is AccountKind and wanted in {"income", "liabilities", "equities"}:
        return AccountKind({"income": "revenue", "liabilities": "liability", "equities": "equity"}[wanted])
    choices = ", ".join(word.label for word in words)
    raise InvalidInput(field, f"“{text[:40]}” is none of {choices}." if text else f"Say which of {choices}.")


def _truth(text: str) -> bool:
    wanted = text.casefold()
    if wanted in YES or not wanted:
        return True
    if wanted in NO:
        return False
    raise InvalidInput("is_active", f"Active is yes or no, not “{text[:40]}”.")


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise InvalidInput("bc_id", f"“{text[:40]}” is no id of Business Central.") from None


def _without_repeats(rows: Iterable[FileRow]) -> Iterator[FileRow]:
    first_line: dict[str, int] = {}
    for row in rows:
        earlier = first_line.setdefault(row.number, row.line)
        if row.fields and earlier != row.line:
            refusal = f"The number stands in line {earlier} already."
            yield FileRow(row.line, row.number, row.name, None, refusal)
        else:
            yield row
