"""The real calculation and the what-ifs beside each other, with what each leaves the client more or less."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from openlien.kit.money import Money
from openlien.settlement.calculations.settlement import SettlementResult
from openlien.settlement.calculations.waterfall import Tier
from openlien.settlement.queries.calculations import CalculationView
from openlien.web.jinja import EMPTY, amount, signed

from .place import CalculationPlace

REAL = "Real"
_LINES: tuple[tuple[str, Callable[[SettlementResult], Money]], ...] = (
    ("Gross with MedPay", lambda found: found.gross),
    ("Attorney fee", lambda found: found.division.gross_fee),
    ("Reduced fee", lambda found: found.division.reduced_fee),
    *(
        (
            f"{tier.label}s".replace("Hold backs", "Hold-backs"),
            lambda found, tier=tier: found.distribution.of_tier(tier),
        )
        for tier in Tier
        if tier is not Tier.ATTORNEY_FEE
    ),
    ("Net to client", lambda found: found.client),
)


@dataclass(frozen=True, slots=True)
class ComparedColumn:
    """One calculation at the head of its column."""

    label: str
    name: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One line of the comparison; the last ones stand out."""

    label: str
    cells: tuple[str, ...]
    is_total: bool = False
    is_difference: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Columns and rows; there is something to compare from two columns on."""

    columns: tuple[ComparedColumn, ...]
    rows: tuple[ComparedRow, ...]
    has_real: bool


def comparison(views: Sequence[CalculationView], place: CalculationPlace) -> Comparison:
    """Return the saved calculations side by side."""
    columns = tuple(
        ComparedColumn(view.name or REAL, view.name, place.called(view.name).to(), view.name == place.name)
        for view in views
    )
    rows = [
        ComparedRow(label, tuple(_cell(view, of) for view in views), is_total=label == "Net to client")
        for label, of in _LINES
    ]
    real = next((view for view in views if not view.name), None)
    if real and real.result and len(views) > 1:
        rows.append(_differences(views, real.result.client))
    return Comparison(columns, tuple(rows), real is not None)


def _cell(view: CalculationView, of: Callable[[SettlementResult], Money]) -> str:
    return amount(of(view.result)) if view.result else EMPTY


def _differences(views: Sequence[CalculationView], real: Money) -> ComparedRow:
    cells = tuple(
        EMPTY if not view.name or view.result is None else signed(view.result.client - real) for view in views
    )
    return ComparedRow("To the client, against the real one", cells, is_difference=True)
