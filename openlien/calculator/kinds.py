"""Kinds of input: what a value may look like as JSON and as typed text, and what it becomes.

A value that cannot be read raises Unreadable, whose sentence says what to write instead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from openlien.kit.dates import YEARS_ACCEPTED
from openlien.kit.money import Money, MoneyError, Rate, RateError

ITEMS_MAX = 10_000
TEXT_MAX = 80
CENTS_MAX = 10**18
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
WHOLE = re.compile(r"[+-]?\d{1,19}", re.ASCII)
FIGURE = re.compile(r"[+-]?\d{1,12}(\.\d{1,12})?", re.ASCII)
PERCENT = re.compile(r"(?P<points>[+-]?\d{1,12}(\.\d{1,12})?) ?%", re.ASCII)
TRUTHS = {"yes": True, "true": True, "no": False, "false": False}


class Unreadable(ValueError):
    """A value that is not of its kind; its text completes "<field> "."""


@dataclass(frozen=True)
class Kind:
    """One kind of value: its name in the interface, what it looks like, and how it is read."""

    name: str
    expected: str
    read: Callable[[Any], Any]

    def from_text(self, text: str) -> Any:
        """Return what a person typed, read as this kind; text in brackets is JSON."""
        return self.read(_typed(text))


@dataclass(frozen=True)
class ListKind(Kind):
    """A list of one kind; typed with commas, semicolons or line breaks between."""

    item: Kind

    def from_text(self, text: str) -> Any:
        """Return the list that a person typed."""
        stripped = text.strip()
        if stripped.startswith("["):
            return self.read(_json(stripped))
        return self.read([part.strip() for part in re.split(r"[,;\n]", stripped) if part.strip()])


@dataclass(frozen=True)
class RowsKind(Kind):
    """Rows of columns, as lists or as objects; typed a row a line, columns apart by commas."""

    columns: tuple[Column, ...]
    as_objects: bool

    def from_text(self, text: str) -> Any:
        """Return the rows that a person typed."""
        stripped = text.strip()
        if stripped.startswith("["):
            return self.read(_json(stripped))
        lines = [line for line in re.split(r"[;\n]", stripped) if line.strip()]
        rows = [[cell.strip() or None for cell in line.split(",")] for line in lines]
        return self.read([self._object(row) for row in rows] if self.as_objects else rows)

    def _object(self, row: list[Any]) -> dict[str, Any]:
        if len(row) > len(self.columns):
            raise Unreadable(f"is {self.expected}")
        named = zip(self.columns, row, strict=False)
        return {column.name: cell for column, cell in named if cell is not None}


@dataclass(frozen=True)
class Column:
    """One column of rows."""

    name: str
    kind: Kind
    optional: bool = False


def listed(item: Kind) -> ListKind:
    """Return the kind of lists of that kind."""
    return ListKind(f"list of {item.name}", f"a list, each {item.expected}", _reader_of_list(item), item)


def rows(*columns: Column) -> RowsKind:
    """Return the kind of lists of rows, each a list with these columns in order."""
    names = ", ".join(column.name for column in columns)
    expected = f"a list of rows: {names}"
    return RowsKind(f"rows of {names}", expected, _reader_of_rows(columns, expected), columns, False)


def objects(*columns: Column) -> RowsKind:
    """Return the kind of lists of objects with these members."""
    names = ", ".join(column.name for column in columns)
    expected = f"a list of objects with {names}"
    return RowsKind(f"objects of {names}", expected, _reader_of_objects(columns, expected), columns, True)


def choice(*options: str) -> Kind:
    """Return the kind of one word out of several."""
    expected = f"one of {', '.join(options)}"

    def read(value: Any) -> str:
        if isinstance(value, str) and value.strip().casefold() in options:
            return value.strip().casefold()
        raise Unreadable(f"is {expected}")

    return Kind(f"choice of {', '.join(options)}", expected, read)


def _read_amount(value: Any) -> Money:
    amount = _read_signed_amount(value)
    if amount < Money.zero:
        raise Unreadable(f"may not be below 0.00, as {amount} is")
    return amount


def _read_signed_amount(value: Any) -> Money:
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        try:
            return Money(_bare(value))
        except MoneyError as wrong:
            raise Unreadable(f'is an amount such as "1234.50": {wrong.sentence}') from None
    raise Unreadable('is an amount as text, such as "1234.50"')


def _bare(value: str | int) -> str | int:
    """The amount without the dollar sign and the separators that people type."""
    if isinstance(value, int):
        return value if abs(value) < CENTS_MAX else CENTS_MAX
    typed = value.strip().removeprefix("$")
    return typed.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d{1,2})?", typed) else typed


def _read_share(value: Any) -> Rate:
    share = _read_rate(value)
    if share > Rate.whole:
        raise Unreadable("is a share from 0 to 1, such as 0.3333 or 1/3")
    return share


def _read_rate(value: Any) -> Rate:
    rate = _rate(value)
    if rate < Rate.zero:
        raise Unreadable("may not be below 0")
    return rate


def _rate(value: Any) -> Rate:
    if isinstance(value, (str, int)) and not isinstance(value, bool) and len(str(value)) <= TEXT_MAX:
        text = str(value).strip()
        try:
            return Rate.percent(match["points"]) if (match := PERCENT.fullmatch(text)) else Rate(text)
        except RateError:
            pass
    raise Unreadable("is a share such as 0.3333, 1/3 or 33.33%")


def _read_weight(value: Any) -> Fraction:
    try:
        return _rate(value).value
    except Unreadable:
        raise Unreadable("is a number or a fraction such as 2 or 1/3") from None


def _read_figure(value: Any) -> Decimal:
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        text = str(value).strip().removesuffix("%").strip()
        if FIGURE.fullmatch(text):
            return Decimal(text)
    raise Unreadable('is a number such as "62.9"')


def _read_day(value: Any) -> date:
    if isinstance(value, str) and ISO_DAY.fullmatch(value.strip()):
        try:
            day = date.fromisoformat(value.strip())
        except ValueError:
            day = None
        if day is not None and day.year in YEARS_ACCEPTED:
            return day
    raise Unreadable("is a day such as 2026-11-20")


def _reader_of_whole(lowest: int, highest: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if isinstance(value, str) and WHOLE.fullmatch(value.strip()):
            value = int(value)
        if type(value) is int and lowest <= value <= highest:
            return value
        raise Unreadable(f"is a whole number from {lowest} to {highest}")

    return read


def _read_truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().casefold() in TRUTHS:
        return TRUTHS[value.strip().casefold()]
    raise Unreadable("is yes or no")


def _read_text(value: Any) -> str:
    if isinstance(value, str) and value.strip() and len(value) <= TEXT_MAX and value.isprintable():
        return value.strip()
    raise Unreadable(f"is text of up to {TEXT_MAX} characters")


def _reader_of_list(item: Kind) -> Callable[[Any], list[Any]]:
    def read(value: Any) -> list[Any]:
        return [_at(place, item.read, each) for place, each in _counted(value, "a list")]

    return read


def _reader_of_rows(columns: tuple[Column, ...], expected: str) -> Callable[[Any], list[tuple[Any, ...]]]:
    def read_row(row: Any) -> tuple[Any, ...]:
        if not isinstance(row, list) or len(row) > len(columns):
            raise Unreadable(f"is {expected.removeprefix('a list of rows: ')}")
        cells = [*row, *[None] * (len(columns) - len(row))]
        return tuple(_cell(column, cell) for column, cell in zip(columns, cells, strict=True))

    def read(value: Any) -> list[tuple[Any, ...]]:
        return [_at(place, read_row, each) for place, each in _counted(value, expected)]

    return read


def _reader_of_objects(columns: tuple[Column, ...], expected: str) -> Callable[[Any], list[dict[str, Any]]]:
    names = {column.name for column in columns}

    def read_object(given: Any) -> dict[str, Any]:
        if not isinstance(given, Mapping) or not set(given) <= names:
            raise Unreadable(f"is an object with {', '.join(column.name for column in columns)}")
        return {column.name: _cell(column, given.get(column.name)) for column in columns}

    def read(value: Any) -> list[dict[str, Any]]:
        return [_at(place, read_object, each) for place, each in _counted(value, expected)]

    return read


def _counted(value: Any, expected: str) -> list[tuple[int, Any]]:
    if not isinstance(value, list):
        raise Unreadable(f"is {expected}")
    if len(value) > ITEMS_MAX:
        raise Unreadable(f"has at most {ITEMS_MAX} items")
    return list(enumerate(value, start=1))


def _at(place: int, read: Callable[[Any], Any], value: Any) -> Any:
    try:
        return read(value)
    except Unreadable as wrong:
        raise Unreadable(f"cannot be read: item {place} {wrong}") from None


def _cell(column: Column, value: Any) -> Any:
    if value is None:
        if column.optional:
            return None
        raise Unreadable(f"has no {column.name}")
    try:
        return column.kind.read(value)
    except Unreadable as wrong:
        raise Unreadable(f"has a {column.name} that {wrong}") from None


def _typed(text: str) -> Any:
    return text.strip()


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_float=str)
    except (json.JSONDecodeError, RecursionError):
        raise Unreadable("is no JSON, though it begins with a bracket") from None


AMOUNT = Kind("amount", 'an amount such as "1234.50"', _read_amount)
SIGNED_AMOUNT = Kind("signed amount", 'an amount such as "-1234.50"', _read_signed_amount)
SHARE = Kind("share", "a share such as 0.3333, 1/3 or 33.33%", _read_share)
RATE = Kind("rate", "a rate such as 0.093 or 9.3%", _read_rate)
WEIGHT = Kind("weight", "a number or a fraction such as 2 or 1/3", _read_weight)
FIGURE_KIND = Kind("number", 'a number such as "62.9"', _read_figure)
DAY = Kind("day", "a day such as 2026-11-20", _read_day)
DAYS = Kind("days", "a whole number of days", _reader_of_whole(-36_600, 36_600))
DAYS_PAST = Kind("days from 0", "a whole number of days from 0", _reader_of_whole(0, 36_600))
CENTS = Kind("cents", "a whole number of cents", _reader_of_whole(-CENTS_MAX, CENTS_MAX))
TRUTH = Kind("yes or no", "yes or no", _read_truth)
TEXT = Kind("text", "text", _read_text)
