"""The computed figures of a calculation, each with the formula, its inputs and where they come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from openlien.calculator.words import said
from openlien.kit.money import Money
from openlien.settlement.calculations.settlement import SettlementResult
from openlien.settlement.calculations.waterfall import Tier
from openlien.settlement.queries.calculations import CalculationView
from openlien.web.charts import Tone
from openlien.web.charts.waterfall import WaterfallChart, WaterfallStep, waterfall
from openlien.web.jinja import amount, url

_TONES = {
    Tier.ATTORNEY_FEE: Tone.C1,
    Tier.CASE_EXPENSE: Tone.C2,
    Tier.STATUTORY_LIEN: Tone.C3,
    Tier.CONTRACTUAL_LIEN: Tone.C6,
    Tier.PROVIDER_BALANCE: Tone.C4,
    Tier.HOLD_BACK: Tone.NEUTRAL,
}
_FORMULA_PAGES = {"fee": "attorney-fees", "division": "fee-division", "net": "waterfall"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One computed amount with its working; `is_total` stands out, `is_minor` is one part of another."""

    key: str
    label: str
    value: Money
    formula: str
    inputs: list[dict[str, Any]] = field(default_factory=list)
    page: str = ""
    note: str = ""
    is_total: bool = False
    is_minor: bool = False

    @property
    def href(self) -> str:
        """The page of the formula, with worked rows."""
        return url("formulas:page", self.page)


def fee_figures(view: CalculationView) -> list[Figure]:
    """Return the fee before and after its reduction, and what it is divided into."""
    result = view.result
    if result is None:
        return []
    division, terms = result.division, view.terms
    figures = [_gross_fee(view, result)]
    if division.reduction:
        figures.append(
            _figure(
                "reduced_fee",
                "Reduced fee",
                division.reduced_fee,
                "fee − reduction",
                (("Fee", division.gross_fee), ("Reduction", -division.reduction)),
                "division",
            )
        )
    for key, label, value, share in (
        ("referral", "Referral fee", division.referral, terms.referral_share),
        ("co_counsel", "Co-counsel fee", division.co_counsel, terms.co_counsel_share),
    ):
        if value:
            inputs = (("Reduced fee", division.reduced_fee), ("Share", share))
            figures.append(
                _figure(key, label, value, "reduced fee × share", inputs, "division", is_minor=True)
            )
    for key, label, value, base, share in (
        (
            "sales_tax",
            "Sales tax on attorney fees",
            result.sales_tax,
            division.reduced_fee,
            terms.sales_tax_share,
        ),
        (
            "common_benefit",
            "Common benefit fund",
            result.common_benefit,
            result.gross,
            terms.common_benefit_share,
        ),
    ):
        if value:
            inputs = (("Taken of", base), ("Share", share))
            figures.append(_figure(key, label, value, "amount × share", inputs, "division", is_minor=True))
    parts = (
        ("Reduced fee", division.reduced_fee),
        ("Referral", -division.referral),
        ("Co-counsel", -division.co_counsel),
    )
    formula = "reduced fee − referral − co-counsel"
    return [*figures, _figure("firm", "Firm fee", division.firm, formula, parts, "division", is_total=True)]


def net_figure(view: CalculationView) -> Figure | None:
    """Return the net to client with every deduction before it; it is never moved up to zero."""
    result = view.result
    if result is None:
        return None
    found = result.distribution
    parts = [("Gross with MedPay", found.gross)]
    parts += [(tier.label, -found.of_tier(tier)) for tier in Tier if found.of_tier(tier)]
    return _figure(
        "client", "Net to client", result.client, "gross − all deductions", tuple(parts), "net", is_total=True
    )


def chart_of(view: CalculationView, number: str) -> WaterfallChart | None:
    """Return the waterfall from the gross to the client; None while there is no result."""
    if view.result is None:
        return None
    found = view.result.distribution
    liens = url("liens:list", number)
    steps = [
        WaterfallStep(
            label=line.deduction.name,
            change=-line.deduction.amount,
            tone=_TONES[line.deduction.tier],
            href=liens if line.deduction.tier in (Tier.STATUTORY_LIEN, Tier.CONTRACTUAL_LIEN) else None,
        )
        for line in found.lines
    ]
    return waterfall(
        found.gross,
        steps,
        start_label="Settlement",
        end_label="Net to client",
        title="From settlement to client",
    )


def _gross_fee(view: CalculationView, result: SettlementResult) -> Figure:
    terms = view.terms
    parts: list[tuple[str, object]] = []
    for step in result.fees.working[:-1]:
        base = step.inputs.get("base")
        parts += [(f"{step.name}: base", base)] if base is not None else []
        parts.append((step.name, step.value))
    formula, note = _fee_words(view)
    if terms.fee_share:
        parts.insert(0, ("Share", terms.fee_share))
    return _figure(
        "gross_fee", "Attorney fee", result.division.gross_fee, formula, tuple(parts), "fee", note=note
    )


def _fee_words(view: CalculationView) -> tuple[str, str]:
    terms = view.terms
    base = {
        "gross": "gross",
        "net_of_costs": "(gross − costs)",
        "net_of_costs_and_liens": "(gross − costs − liens)",
    }[terms.fee_basis]
    note = "MedPay bears no fee. Each recovery is rounded for itself." if len(terms.recoveries) > 1 else ""
    if terms.fee_fixed is not None:
        return "the fixed amount agreed", note
    if terms.fee_schedule:
        return f"sum over the brackets of {base}, 22 NYCRR 806.13(b)(1)", note
    return f"{base} × share", note


def _figure(
    key: str,
    label: str,
    value: Money,
    formula: str,
    parts: tuple[tuple[str, object], ...],
    page: str,
    *,
    note: str = "",
    is_total: bool = False,
    is_minor: bool = False,
) -> Figure:
    inputs = [{"label": name, "value": said(each)} for name, each in parts]
    inputs.append({"label": label, "value": amount(value), "total": True})
    return Figure(key, label, value, formula, inputs, _FORMULA_PAGES[page], note, is_total, is_minor)
