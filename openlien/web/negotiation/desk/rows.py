"""The rows of the bills grid as markup. A case has hundreds, so they are functions and not macros."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup, escape

from openlien.negotiation.queries import NoteLine
from openlien.payments.queries.bills_grid import GridLine, GridTotals

from ...assets import address_of_file
from ...jinja import EMPTY, MINUS, amount, date_iso, percent, plural, url
from ...pieces import network_tag
from .columns import COLUMNS, GROUP_STARTS, GridColumn

WRITTEN = {"money": amount, "percent": percent, "date": date_iso, "network": network_tag}
NUMBERS = frozenset({"money", "percent"})


@dataclass(frozen=True, slots=True)
class RowWriter:
    """Writes rows of one case; `may_edit` is whether its reader may change offers now.

    *Shapes*: `columns` begin with the facility.
    """

    case_number: str
    may_edit: bool
    columns: tuple[GridColumn, ...] = COLUMNS

    def row(self, line: GridLine, note: NoteLine | None, *, is_hidden: bool = False) -> Markup:
        """The row of a bill."""
        href = escape(self.bill_href(line))
        name = escape(line.facility or line.number)
        about = escape(f"{line.facility}, {line.code} of {line.service_on}")
        pick = (
            f'<td role="gridcell" class="pick"><input type="checkbox" name="pick" value="{line.bill_id}"'
            f' aria-label="Select {about}"></td>'
            if self.may_edit
            else ""
        )
        cells = "".join(self._cell(column, line, note, href) for column in self.columns[1:])
        state = ' aria-selected="false"' * self.may_edit + " hidden" * is_hidden
        return Markup(
            f'<tr role="row" id="row-{line.bill_id}" data-version="{line.offer_version}"{state}>{pick}'
            f'<th role="rowheader" scope="row" class="text frozen" title="{name}">'
            f'<a href="{href}">{name}</a></th>'
            f"{cells}</tr>"
        )

    def totals(self, sums: GridTotals) -> Markup:
        """The row of the totals."""
        bills = plural(sums.bills, "bill")
        cells = [f'<th role="rowheader" scope="row" class="text frozen">Total · {bills}</th>']
        for column in self.columns[1:]:
            text = _total(column, sums)
            cells.append(_begin(column) + (f"{text}</td>"))
        pick = '<td role="gridcell" class="pick"></td>' if self.may_edit else ""
        return Markup(f'<tr role="row">{pick}{"".join(cells)}</tr>')

    def bill_href(self, line: GridLine) -> str:
        """Where the drawer of a bill opens."""
        return url("desk:bill", self.case_number, line.bill_id)

    def _cell(self, column: GridColumn, line: GridLine, note: NoteLine | None, href: str) -> str:
        if column.key == "notes":
            return f'{_begin(column)}<a href="{href}">{self._note(line, note)}</a></td>'
        value = column.says(line)
        text = EMPTY if value is None or value == "" else WRITTEN.get(column.kind, escape)(value)
        if column.key == "account":
            return f"{_begin(column, title=text)}{escape(text)}</td>"
        if column.key == "pro_rata" and _is_short(line):
            return f"{_begin(column, classes=' short')}<span>{_short_sign()}{text}</span></td>"
        is_negative = column.kind in NUMBERS and text.startswith(MINUS)
        return f"{_begin(column, classes=' negative' if is_negative else '')}{text}</td>"

    def _note(self, line: GridLine, note: NoteLine | None) -> str:
        if note is None:
            return '<span class="note-none">Add note</span>' if self.may_edit else EMPTY
        more = f' <span class="note-more">+{line.notes - 1}</span>' if line.notes > 1 else ""
        return f'{escape(note.body)} <span class="note-by">{escape(note.author)}</span>{more}'


def _is_short(line: GridLine) -> bool:
    return line.offer is not None and line.pro_rata is not None and line.offer < line.pro_rata


def _total(column: GridColumn, sums: GridTotals) -> str:
    if column.key == "account":
        return f"{sums.bills_with_offer} with an offer"
    if column.sums is None:
        return ""
    value = column.sums(sums)
    return EMPTY if value is None else WRITTEN[column.kind](value)


def _begin(column: GridColumn, *, classes: str = "", title: Any = None) -> str:
    about = f' title="{escape(title)}"' if title else ""
    return f'{_tag(column.key)}{classes}"{about}>'


@cache
def _tag(key: str) -> str:
    """The cell's tag up to its class names, which the caller may go on with."""
    column = next(column for column in COLUMNS if column.key == key)
    names = "number" if column.kind in NUMBERS else column.kind
    names += (
        " worked" * (key == "offer") + " group-start" * (key in GROUP_STARTS) + " quiet" * column.is_quiet
    )
    return f'<td role="gridcell" data-label="{escape(column.label)}" data-col="{key}" class="{names}'


@cache
def _short_sign() -> str:
    return (
        '<svg class="icon icon-12 icon-solid" role="img" aria-label="Offer below pro rata">'
        f'<use href="{address_of_file("openlien/icons.svg")}#i-triangle"/></svg>'
    )
