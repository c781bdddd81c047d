"""The receipt: every input with its marks, every computed figure with its working."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openlien.calculator.words import said
from openlien.kit.money import Money, total
from openlien.settlement.calculations.waterfall import Deduction, Tier
from openlien.settlement.input_rules import BY_HAND, TIERS, InputName, SourceLine
from openlien.settlement.queries.calculations import CalculationView, InputView
from openlien.web.jinja import amount, url
from openlien.web.sent_forms import Wrong

from .figures import Figure, fee_figures, net_figure

SECTIONS = {
    "recoveries": (InputName.GROSS, InputName.MEDPAY),
    "expenses": (
        InputName.CASE_EXPENSES,
        InputName.EXPENSE_INTEREST,
        InputName.PRIOR_ATTORNEY,
        InputName.OTHER_COSTS,
    ),
    "liens": (InputName.STATUTORY_LIENS, InputName.CONTRACTUAL_LIENS),
    "balances": (InputName.MEDICAL_BILLS, InputName.HOLD_BACKS),
}
_SOURCES = {
    InputName.GROSS: ("The settlement", "case"),
    InputName.CASE_EXPENSES: ("Case expenses", "case"),
    InputName.EXPENSE_INTEREST: ("Financed expenses", "case"),
    InputName.PRIOR_ATTORNEY: ("Liens of the case", "liens"),
    InputName.STATUTORY_LIENS: ("Liens of the case", "liens"),
    InputName.CONTRACTUAL_LIENS: ("Liens of the case", "liens"),
    InputName.MEDICAL_BILLS: ("Bills of the case", "case"),
}
_HINTS = {
    InputName.MEDPAY: "Part of the gross, free of fee",
    InputName.EXPENSE_INTEREST: "On financed expenses, at the rate beside it",
    InputName.HOLD_BACKS: "Stays in trust: a disputed lien, a reserve",
    InputName.OTHER_COSTS: "Typed by hand",
}


@dataclass(frozen=True, slots=True)
class LineRow:
    """One record that an input is made of, with the state of its lien."""

    key: str
    name: str
    amount: Money
    href: str | None
    state: str
    can_wait: bool
    is_paid: bool


@dataclass(frozen=True, slots=True)
class InputRow:
    """One input of the form with its marks: differs is the exclamation mark."""

    name: str
    label: str
    text: str
    error: str
    hint: str
    value: Money
    source_value: Money | None
    source: str
    source_href: str | None
    has_source: bool
    is_fixed: bool
    is_overridden: bool
    is_stale: bool
    differs: bool
    lines: tuple[LineRow, ...]

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The records as the lines of the working, with their sum where there are any."""
        parts = [{"label": line.name, "value": amount(line.amount), "href": line.href} for line in self.lines]
        return [*parts, {"label": self.label, "value": amount(self.value), "total": True}]

    @property
    def mark(self) -> str:
        """What the exclamation mark says."""
        return "has changed at its source" if self.is_stale else "differs from its source"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The whole calculation as the page shows it."""

    rows: Mapping[str, list[InputRow]]
    fees: list[Figure]
    net: Figure | None
    not_paid: tuple[Deduction, ...]
    left_to_pay: Money
    tiers: list[tuple[str, Money]]
    steps: list[tuple[str, str, str]]
    refusal: str
    differing: int

    @property
    def shortfall(self) -> Money | None:
        """How far the net lies below zero; None where it does not."""
        return -self.net.value if self.net and self.net.value < Money.zero else None


def receipt(
    view: CalculationView,
    texts: Mapping[str, str],
    wrong: Wrong,
    *,
    number: str,
    lien_states: Mapping[str, str],
    is_real: bool,
) -> Receipt:
    """Return the calculation in the words of the page.

    *Shapes*: `lien_states` says of a lien's id what was proposed for it; `is_real` keeps the gross as it is.
    """
    views = {each.name: each for each in view.inputs}

    def row(name: InputName) -> InputRow:
        return _row(
            views[name],
            texts,
            wrong,
            number=number,
            states=lien_states,
            is_real=is_real,
            unpaid=view.terms.not_paid,
        )

    result = view.result
    not_paid = result.distribution.not_paid if result else ()
    return Receipt(
        rows={section: [row(name) for name in names] for section, names in SECTIONS.items()},
        fees=fee_figures(view) if result else [],
        net=net_figure(view) if result else None,
        not_paid=not_paid,
        left_to_pay=total(each.amount for each in not_paid),
        tiers=[(tier.label, result.distribution.of_tier(tier)) for tier in Tier] if result else [],
        steps=[(step.name, step.formula, said(step.value)) for step in result.working] if result else [],
        refusal=view.refusal,
        differing=sum(each.differs for each in view.inputs),
    )


def _row(
    view: InputView,
    texts: Mapping[str, str],
    wrong: Wrong,
    *,
    number: str,
    states: Mapping[str, str],
    is_real: bool,
    unpaid: tuple[str, ...],
) -> InputRow:
    source, page = _SOURCES.get(view.name, ("", ""))
    is_fixed = is_real and view.name is InputName.GROSS
    return InputRow(
        name=view.name.value,
        label=view.label,
        text=texts.get(view.name.value, ""),
        error=wrong[view.name.value],
        hint=_HINTS.get(view.name, ""),
        value=view.value,
        source_value=view.source_value,
        source=source,
        source_href=_address(page, number),
        has_source=view.name not in BY_HAND and view.source_value is not None and not is_fixed,
        is_fixed=is_fixed,
        is_overridden=view.is_overridden,
        is_stale=view.is_stale,
        differs=view.differs,
        lines=tuple(_line(each, view, number, states, unpaid) for each in view.lines),
    )


def _line(
    line: SourceLine, view: InputView, number: str, states: Mapping[str, str], unpaid: tuple[str, ...]
) -> LineRow:
    is_lien = view.name in (InputName.STATUTORY_LIENS, InputName.CONTRACTUAL_LIENS, InputName.PRIOR_ATTORNEY)
    return LineRow(
        key=line.key,
        name=line.name,
        amount=line.amount,
        href=url("liens:list", number, fragment=f"lien-{line.key}") if is_lien else None,
        state=states.get(line.key, ""),
        can_wait=view.name in TIERS and not view.is_overridden,
        is_paid=line.key not in unpaid,
    )


def _address(page: str, number: str) -> str | None:
    if not page:
        return None
    return url("liens:list", number) if page == "liens" else url("cases:case", number)
