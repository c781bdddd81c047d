"""What an evidence pack says between its head and its exhibits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openlien.kit.working import Step
from openlien.negotiation.calculations.fairness import Variant
from openlien.negotiation.queries import CaseFairness, OutsideBills

from ...figures import money, percent
from ...papers import table_content
from ...sheets import Head, Line, Sheet
from .words import HEADS, VARIANT_NAMES, bills_sheet, written

# Paper has the copies themselves, so their titles are left out there.
PRINTED = (0, 1, 2, 3, 4, 5, 8)
READING_HEADS = (
    Head("Reading"),
    Head("Rate, %", "percent"),
    Head("Fair offer, $", "money"),
    Head("Offer, $", "money"),
    Head("Gap, $", "money"),
)


def body(
    found: OutsideBills, variants: dict[Variant, CaseFairness], chosen: Variant, words: Sequence[str]
) -> dict[str, Any]:
    """Return the tables, figures and sentences of a pack, as its template takes them."""
    reading = variants[chosen]
    compared = reading.comparison
    return {
        "figures": [
            ["Offered on our bills", f"{money(reading.offer)} ({percent(reading.percent, 2)})"],
            ["Fair, at least", money(compared.fair) if compared else "—"],
            ["Gap", money(compared.gap) if compared and compared.gap is not None else "—"],
        ],
        "bills": table_content(_printed_bills(found), empty="No outside bill was entered."),
        "summary": [
            ["Outside bills", str(len(found.bills))],
            ["Total billed", money(found.billed)],
            ["Medicare paid", money(found.medicare_paid)],
            ["Medical paid", money(found.medical_paid)],
            ["Promise to pay", money(found.promised)],
            ["Pro rata", percent(found.rate, 2)],
        ],
        "readings": table_content(_readings(variants, chosen), empty=""),
        "workings": [_working(variant, each) for variant, each in variants.items() if each.comparison],
        "words": list(words),
    }


def _printed_bills(found: OutsideBills) -> Sheet:
    whole = bills_sheet(found)
    totals = whole.totals or ()
    return Sheet(
        whole.caption,
        tuple(HEADS[place] for place in PRINTED),
        [Line(tuple(line.cells[place] for place in PRINTED)) for line in whole.lines],
        tuple(totals[place] for place in PRINTED),
    )


def _readings(variants: dict[Variant, CaseFairness], chosen: Variant) -> Sheet:
    lines = []
    for variant, found in variants.items():
        compared = found.comparison
        name = VARIANT_NAMES[variant] + (", the one relied on" if variant is chosen else "")
        if compared is None:
            lines.append(Line((f"{name}, not known", None, None, None, None)))
            continue
        rate = compared.ratio.as_percent(2)
        lines.append(Line((name, rate, compared.fair, found.offer, compared.gap)))
    return Sheet("Readings", READING_HEADS, lines)


def _working(variant: Variant, found: CaseFairness) -> dict[str, Any]:
    steps = found.comparison.working if found.comparison else ()
    return {"name": VARIANT_NAMES[variant], "steps": [_step(each) for each in steps]}


def _step(each: Step) -> dict[str, str]:
    inputs = ", ".join(f"{name} {written(value)}" for name, value in each.inputs.items())
    return {"name": each.name, "formula": each.formula, "figures": f"{written(each.value)} ({inputs})"}
