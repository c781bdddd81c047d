"""A version's prices as rows of a file, and what they change beside the prices before. Pure.

What an export writes, an import reads back unchanged.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from openlien.kit.errors import DomainError
from openlien.kit.money import Money
from openlien.kit.tables import FORMULA_STARTS
from openlien.kit.text import fold_name

from .pricing import read_code, read_price

ROWS_MAX = 20_000
HEADINGS = ("Code", "Retail price, $")
# Words that a heading goes by, folded.
CODE_HEADINGS = frozenset({"code", "cpt", "cptcode", "hcpcs", "hcpcscode", "procedurecode", "account"})
PRICE_HEADINGS = frozenset(
    {"retail", "retailprice", "price", "charge", "fee", "amount", "rate", "unitprice", "retailcharge"}
)


class PricesUnreadable(DomainError):
    """Not read. The first line needs a column Code and a column Retail price."""


class PricesTooMany(DomainError):
    """Not read. A version has at most {rows_max} prices; divide the file by schedule."""


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One row: its line, its code as written, its price, or the sentence that says why it cannot be used."""

    line: int
    code: str
    retail: Money | None
    refusal: str = ""


class Verdict(StrEnum):
    """What a new version makes of a code."""

    REFUSED = "refused"
    CHANGED = "changed"
    NEW = "new"
    REMOVED = "removed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class PriceChange:
    """A code with its price before and after; `line` is 0 for a code that no row names."""

    line: int
    code: str
    verdict: Verdict
    before: Money | None
    after: Money | None
    refusal: str = ""


@dataclass(frozen=True)
class Comparison:
    """Every code before or after; `counts` of each verdict, `prices` what the new version would hold."""

    changes: tuple[PriceChange, ...]

    @property
    def counts(self) -> Counter[Verdict]:
        """How many codes of each verdict."""
        return Counter(change.verdict for change in self.changes)

    @property
    def prices(self) -> dict[str, Money]:
        """The prices of the new version by code."""
        return {
            change.code: change.after
            for change in self.changes
            if change.after is not None and change.verdict is not Verdict.REFUSED
        }

    @property
    def is_whole(self) -> bool:
        """Whether no row was refused."""
        return not self.counts[Verdict.REFUSED]


def rows_of_csv(text: str) -> list[PriceRow]:
    """Every row of the text, good or refused; a code that comes twice is refused the second time.

    *Raises*: PricesUnreadable, PricesTooMany.
    """
    try:
        reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=_delimiter(text))
        records = [(reader.line_num, record) for record in reader]
    except csv.Error:
        raise PricesUnreadable() from None
    filled = [(line, record) for line, record in records if any(cell.strip() for cell in record)]
    if not filled:
        raise PricesUnreadable()
    code_place, price_place = _places(filled[0][1])
    if len(filled) - 1 > ROWS_MAX:
        raise PricesTooMany(rows_max=f"{ROWS_MAX:,}")
    width = len(filled[0][1])
    rows = [
        _too_wide(line, _cell(cells, code_place))
        if any(cell.strip() for cell in cells[width:])
        else _row(line, _cell(cells, code_place), _cell(cells, price_place))
        for line, cells in filled[1:]
    ]
    return _without_repeats(rows)


def compared(rows: Sequence[PriceRow], before: Mapping[str, Money], *, keep_others: bool) -> Comparison:
    """What the rows make of the prices before; `keep_others` carries over the codes that no row names."""
    changes = [_change(row, before) for row in rows]
    named = {row.code for row in rows}
    for code in before.keys() - named:
        after = before[code] if keep_others else None
        verdict = Verdict.UNCHANGED if keep_others else Verdict.REMOVED
        changes.append(PriceChange(0, code, verdict, before[code], after))
    order = list(Verdict)
    return Comparison(tuple(sorted(changes, key=lambda each: (order.index(each.verdict), each.code))))


def _change(row: PriceRow, before: Mapping[str, Money]) -> PriceChange:
    old = before.get(row.code)
    if row.retail is None:
        return PriceChange(row.line, row.code, Verdict.REFUSED, old, None, row.refusal)
    verdict = Verdict.NEW if old is None else Verdict.UNCHANGED if old == row.retail else Verdict.CHANGED
    return PriceChange(row.line, row.code, verdict, old, row.retail)


def _delimiter(text: str) -> str:
    first = text.lstrip("\ufeff\r\n ").partition("\n")[0]
    return max(",;\t|", key=first.count)


def _places(headings: Sequence[str]) -> tuple[int, int]:
    folded = [fold_name(heading) for heading in headings]
    code = next((place for place, name in enumerate(folded) if name in CODE_HEADINGS), None)
    price = next((place for place, name in enumerate(folded) if name in PRICE_HEADINGS), None)
    if code is None or price is None:
        raise PricesUnreadable()
    return code, price


def _cell(record: Sequence[str], place: int) -> str:
    text = record[place].strip() if place < len(record) else ""
    # An export puts an apostrophe before what a spreadsheet would take for a formula.
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def _too_wide(line: int, code: str) -> PriceRow:
    """A comma in a price that is not in quotes would make 1,180.00 a price of 1.00."""
    why = "The row has more cells than the first line; a price with a comma has to stand in quotes."
    return PriceRow(line, code, None, why)


def _row(line: int, code: str, price: str) -> PriceRow:
    try:
        # A workbook may hold the code as a number.
        code = read_code(code.removesuffix(".0"))
        return PriceRow(line, code, read_price(price))
    except DomainError as refused:
        return PriceRow(line, code, None, refused.sentence)


def _without_repeats(rows: Sequence[PriceRow]) -> list[PriceRow]:
    first_line: dict[str, int] = {}
    checked = []
    for row in rows:
        earlier = first_line.setdefault(row.code, row.line)
        if row.retail is not None and earlier != row.line:
            row = PriceRow(row.line, row.code, None, f"The code stands in line {earlier} already.")
        checked.append(row)
    return checked
