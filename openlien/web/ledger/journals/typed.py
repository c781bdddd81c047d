"""The journal form as it was typed: read from what was sent or from a draft, never changed."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import date
from itertools import zip_longest

from django.core.exceptions import ValidationError
from django.http import QueryDict

from openlien.kit.money import AmountOutOfBounds, Money
from openlien.ledger.queries.one_journal import ShownJournal

from ...cases.fields import MoneyField
from ...jinja import amount

LINES_AT_FIRST = 2
HEADER = ("template", "template_text", "entry_on", "case", "case_text", "reference", "description")
BALANCING = "="
# What the columns of pasted rows are, by how many there are; headings may say otherwise.
PASTED = {
    2: ("account", "debit"),
    3: ("account", "debit", "credit"),
    4: ("account", "description", "debit", "credit"),
    9: (
        "account",
        "description",
        "cost_center",
        "department",
        "project",
        "vendor",
        "customer",
        "debit",
        "credit",
    ),
}


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One line of the form, as texts."""

    account: str = ""
    description: str = ""
    cost_center: str = ""
    department: str = ""
    project: str = ""
    vendor: str = ""
    vendor_id: str = ""
    customer: str = ""
    debit: str = ""
    credit: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed into it."""
        return not any(getattr(self, name).strip() for name in LINE_FIELDS)

    @property
    def account_number(self) -> str:
        """The number that the account begins with: "1000" of "1000 Cash - operating"."""
        return self.account.strip().partition(" ")[0].upper()


LINE_FIELDS = tuple(each.name for each in fields(TypedLine))


@dataclass(frozen=True, slots=True)
class TypedJournal:
    """The whole form, as texts. `posting_on` is the day of the next open period when that was confirmed."""

    template: str = ""
    template_text: str = ""
    entry_on: str = ""
    posting_on: str = ""
    case: str = ""
    case_text: str = ""
    reference: str = ""
    description: str = ""
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    version: str = ""
    pasted: str = ""
    lines: tuple[TypedLine, ...] = ()

    @property
    def written_lines(self) -> list[tuple[int, TypedLine]]:
        """The lines into which something was typed, with their places from 1."""
        return [(place, line) for place, line in enumerate(self.lines, start=1) if not line.is_blank]


@dataclass(frozen=True, slots=True)
class Sums:
    """What the amounts of the form add up to, as far as they can be read."""

    debits: Money
    credits: Money

    @property
    def difference(self) -> Money:
        """What one side lacks; never negative."""
        return abs(self.debits - self.credits)

    @property
    def sentence(self) -> str:
        """Whether it balances, and by how much not."""
        if not self.debits and not self.credits:
            return "Nothing entered yet"
        if not self.difference:
            return "Balanced"
        return f"Out of balance by {amount(self.difference)}"

    @property
    def state(self) -> str:
        """balanced, out or none."""
        if not self.debits and not self.credits:
            return "none"
        return "out" if self.difference else "balanced"


def read_typed(posted: QueryDict) -> TypedJournal:
    """The form that was sent; an equals sign for an amount is filled in."""
    columns = [posted.getlist(f"line_{name}") for name in LINE_FIELDS]
    lines = tuple(TypedLine(*map(_clean, row)) for row in zip_longest(*columns, fillvalue=""))
    texts = {name: _clean(posted.get(name, "")) for name in (*HEADER, "posting_on", "version")}
    key = posted.get("key", "")
    return TypedJournal(
        **texts,
        key=key if key.isalnum() and len(key) == 32 else uuid.uuid4().hex,
        pasted=posted.get("pasted", "").replace("\x00", ""),
        lines=with_balancing(lines),
    )


def typed_of(journal: ShownJournal) -> TypedJournal:
    """The form as it shows a draft."""
    return TypedJournal(
        template=journal.template_code,
        template_text=journal.template,
        entry_on=f"{journal.entry_on:%m/%d/%Y}",
        posting_on="" if journal.posting_on == journal.entry_on else journal.posting_on.isoformat(),
        case=journal.case_number,
        case_text=" · ".join(filter(None, [journal.case_number, journal.patient])),
        reference=journal.reference,
        description=journal.description,
        version=str(journal.version),
        lines=tuple(
            TypedLine(
                account=f"{line.account} {line.account_name}",
                description=line.description,
                cost_center=line.cost_center,
                department=line.department,
                project=line.project,
                vendor=line.vendor,
                vendor_id=str(line.vendor_id or ""),
                customer=line.customer,
                debit=amount(line.debit) if line.debit else "",
                credit=amount(line.credit) if line.credit else "",
            )
            for line in journal.lines
        ),
    )


def blank(today: date, **known: str) -> TypedJournal:
    """An empty form for today."""
    return TypedJournal(entry_on=f"{today:%m/%d/%Y}", lines=(TypedLine(),) * LINES_AT_FIRST, **known)


def with_lines(typed: TypedJournal, lines: Iterable[TypedLine]) -> TypedJournal:
    """The form with other lines, two at least."""
    kept = tuple(lines)
    return replace(typed, lines=kept + (TypedLine(),) * (LINES_AT_FIRST - len(kept)))


def sums_of(lines: Sequence[TypedLine]) -> Sums:
    """What the amounts add up to; what is no amount counts as nothing."""
    return Sums(_sum(line.debit for line in lines), _sum(line.credit for line in lines))


def amount_typed(text: str) -> Money | None:
    """The amount of a text such as 1,250.00; None when it is blank.

    *Raises*: django.core.exceptions.ValidationError when it is none.
    """
    return _MONEY.clean(text)


def pasted_lines(text: str) -> list[TypedLine]:
    """The lines of rows copied from a spreadsheet, in columns divided by tabs, semicolons or commas.

    *Shapes*: account, description, cost center, department, project, vendor, customer, debit, credit; or
    account, description, debit, credit; or account, debit, credit; or as a row of headings says.
    """
    divider = next((sign for sign in "\t;" if sign in text), ",")
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=divider) if any(map(str.strip, row))]
    if not rows:
        return []
    headings = _headings(rows[0])
    names = headings or PASTED.get(len(rows[0])) or PASTED[9]
    return [_pasted_line(names, row) for row in (rows[1:] if headings else rows)]


def with_balancing(lines: tuple[TypedLine, ...]) -> tuple[TypedLine, ...]:
    """The lines with the amount that balances where somebody typed an equals sign, on the side it needs."""
    asked = [place for place, line in enumerate(lines) if BALANCING in (line.debit, line.credit)]
    if len(asked) != 1:
        return lines
    (place,) = asked
    others = sums_of(lines[:place] + lines[place + 1 :])
    lacking = amount(others.difference) if others.difference else ""
    is_credit = others.debits > others.credits
    filled = replace(lines[place], debit="" if is_credit else lacking, credit=lacking if is_credit else "")
    return (*lines[:place], filled, *lines[place + 1 :])


_MONEY = MoneyField(required=False)
_WORDS_OF = {name: name.replace("_", " ") for name in PASTED[9]} | {"account": "gl account"}


def _sum(texts: Iterable[str]) -> Money:
    total = Money.zero
    for text in texts:
        with suppress(ValidationError, AmountOutOfBounds):
            total += _MONEY.clean(text) or Money.zero
    return total


def _headings(row: Sequence[str]) -> tuple[str, ...] | None:
    said = [cell.strip().casefold().rstrip(", $") for cell in row]
    known = {words: name for name, words in _WORDS_OF.items()} | {"account": "account"}
    names = tuple(known.get(cell, "") for cell in said)
    return names if "account" in names and ("debit" in names or "credit" in names) else None


def _pasted_line(names: Sequence[str], row: Sequence[str]) -> TypedLine:
    cells = {name: _clean(cell).strip() for name, cell in zip(names, row, strict=False) if name}
    for side in ("debit", "credit"):
        if cells.get(side) in {"0", "0.00", "-", "0.0"}:
            cells[side] = ""
    return TypedLine(**cells)


def _clean(text: str) -> str:
    return text.replace("\x00", "")
