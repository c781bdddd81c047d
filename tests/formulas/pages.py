"""Reads the worked rows of a formula page; the convention is described in docs/formulas/README.md."""

import importlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from openlien.cases.stages import Stage, read_stage
from openlien.kit.money import Money, Rate

FOLDER = Path(__file__).parents[2] / "docs" / "formulas"
PAGES = sorted(page for page in FOLDER.glob("*.md") if page.name != "README.md")

HEADING = re.compile(r"worked rows", re.IGNORECASE)
CALLS = re.compile(r"calls: ([\w.]+)")
COLUMN = re.compile(r"(?P<name>[\w.]+) \((?P<kind>\w+)\)")
REFUSED = re.compile(r"refused: (?P<sentence>.+)")
NOTES = ("row", "note")
GIVES = "gives"
NOTHING = "—"


def _stage(text: str) -> Stage:
    stage = read_stage(text)
    if stage is None:
        raise ValueError(f"{text} is no stage.")
    return stage


def _truth(text: str) -> bool:
    return {"yes": True, "no": False}[text]


KINDS: dict[str, Callable[[str], object]] = {
    "money": Money,
    "rate": Rate,
    "fraction": Fraction,
    "decimal": Decimal,
    "whole": int,
    "date": date.fromisoformat,
    "text": str,
    "truth": _truth,
    "stage": _stage,
}
PLURALS = {"moneys": "money", "decimals": "decimal", "wholes": "whole", "texts": "text", "dates": "date"}


@dataclass(frozen=True)
class Column:
    """A column of worked rows: an argument of the function, or `gives` and what is read from it."""

    name: str
    kind: str

    def read(self, cell: str) -> object:
        """Return the value the cell stands for; a dash is None."""
        if cell == NOTHING:
            return None
        if self.kind in PLURALS:
            read_one = KINDS[PLURALS[self.kind]]
            return [None if part == NOTHING else read_one(part) for part in re.split(r"[,;] +", cell) if part]
        return KINDS[self.kind](cell)

    def written(self, result: object) -> object:
        """Return the part of the result that the column is about, lists for any sequence."""
        for attribute in self.name.split(".")[1:]:
            result = getattr(result, attribute)
        return list(result) if isinstance(result, (list, tuple)) else result


@dataclass(frozen=True)
class WorkedRow:
    """One row of a page: what goes into the function, and what has to come out of it."""

    page: str
    number: int
    function: str
    inputs: dict[str, object]
    outputs: tuple[tuple[Column, object], ...]
    refusal: str | None

    def call(self) -> object:
        """Return what the function gives for the inputs."""
        module, _, name = self.function.rpartition(".")
        return getattr(importlib.import_module(module), name)(**self.inputs)

    def __str__(self) -> str:
        return f"{self.page}-{self.function.rpartition('.')[2]}-{self.number}"


def worked_rows(page: Path) -> list[WorkedRow]:
    """Return all worked rows of the page.

    *Raises*: ValueError for a page that breaks the convention, so that no row is passed over in silence.
    """
    rows = [row for function, table in _tables(page) for row in _rows(page.stem, function, table)]
    if not rows:
        raise ValueError(f"{page.name} has no worked rows.")
    return rows


def _tables(page: Path) -> Iterator[tuple[str, list[list[str]]]]:
    tokens = MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))
    inside, function = False, None
    for position, token in enumerate(tokens):
        if token.type == "heading_open":
            inside = bool(HEADING.match(tokens[position + 1].content))
        elif inside and token.type == "fence" and (calls := CALLS.fullmatch(token.content.strip())):
            function = calls[1]
        elif inside and token.type == "table_open":
            if function is None:
                raise ValueError(f"A table of {page.name} names no function.")
            yield function, _cells(tokens[position:])
            function = None
    if function is not None:
        raise ValueError(f"{page.name} names {function} without a table of rows.")


def _cells(tokens: list[Token]) -> list[list[str]]:
    lines: list[list[str]] = []
    for token in tokens:
        if token.type == "table_close":
            return lines
        if token.type == "tr_open":
            lines.append([])
        elif token.type == "inline":
            lines[-1].append("".join(part.content for part in token.children or []))
    raise ValueError("A table does not end.")


def _rows(page: str, function: str, table: list[list[str]]) -> Iterator[WorkedRow]:
    heading, *lines = table
    columns = [_column(page, text) for text in heading]
    for number, line in enumerate(lines, start=1):
        cells = [(column, cell) for column, cell in zip(columns, line, strict=True) if column is not None]
        given = [(column, cell) for column, cell in cells if _is_output(column)]
        refusal = next((match["sentence"] for _, cell in given if (match := REFUSED.fullmatch(cell))), None)
        yield WorkedRow(
            page=page,
            number=number,
            function=function,
            inputs={column.name: column.read(cell) for column, cell in cells if not _is_output(column)},
            outputs=() if refusal else tuple((column, column.read(cell)) for column, cell in given),
            refusal=refusal,
        )


def _column(page: str, text: str) -> Column | None:
    if text in NOTES:
        return None
    match = COLUMN.fullmatch(text)
    if match is None or match["kind"] not in KINDS | PLURALS:
        raise ValueError(f"{page}: a column is called `name (kind)`, not {text!r}.")
    return Column(match["name"], match["kind"])


def _is_output(column: Column) -> bool:
    return column.name.split(".")[0] == GIVES
