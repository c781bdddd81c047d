"""What the tab of outside bills shows: its table, its summary, the three readings of what is fair."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from openlien.cases.queries import CaseHead
from openlien.kit.money import Money, Rate, share_percent
from openlien.kit.working import Step
from openlien.negotiation.calculations.fairness import Variant, least_at_trigger
from openlien.negotiation.evidence.justification import Grounds
from openlien.negotiation.queries import CaseFairness, OutsideBillRecord, OutsideBills
from openlien.negotiation.vocabulary import Payer

from ...charts import BarRow, BarsChart, Series, Tone, Unit, stacked_bars
from ...figures import amount, date_text, money, percent, plural
from ...jinja import url
from ...sheets import Head, Line, Sheet

HEADS = (
    Head("Provider"),
    Head("Bill amount, $", "money"),
    Head("Promise to pay, $", "money"),
    Head("Promised, %", "percent"),
    Head("Who paid"),
    Head("How much, $", "money"),
    Head("Copy requested", "date"),
    Head("Copy"),
    Head("Counts"),
)
VARIANT_NAMES = {
    Variant.WEIGHTED: "Weighted",
    Variant.MAX: "Best single provider",
    Variant.FUND: "Medical fund",
}
VARIANT_NOTES = {
    Variant.WEIGHTED: "All promises beside all bills. This is the rule unless another one was agreed.",
    Variant.MAX: "The best promise to one provider beside its bill.",
    Variant.FUND: "The medical fund beside all claims on it, ours at retail.",
}
OURS = "Our bills"


def bills_sheet(found: OutsideBills) -> Sheet:
    """Return the outside bills as the table that the page and its export show."""
    lines = [Line(_cells(bill)) for bill in found.bills]
    totals = (
        "Total",
        found.billed,
        found.promised,
        None,
        None,
        sum((bill.paid for bill in found.bills), start=Money.zero),
        None,
        None,
        f"{found.eligible} of {len(found.bills)}",
    )
    return Sheet("Outside bills", HEADS, lines, totals)


def rows(found: OutsideBills, case: CaseHead, *, may_edit: bool) -> list[dict[str, Any]]:
    """Return the outside bills as rows of the page, with the addresses that lead on."""
    return [
        {
            "bill": bill,
            "percent": promised_percent(bill),
            "payer": "" if bill.payer is Payer.NONE else bill.payer.label,
            "paid": bill.paid if bill.paid else None,
            "href": url("outside:change", case.number, bill.id) if may_edit else None,
            "copy_href": url("documents:document", bill.copy_id) if bill.copy_id else None,
            "asked_on": date_text(bill.copy_requested_on) if bill.copy_requested_on else "",
        }
        for bill in found.bills
    ]


def promised_percent(bill: OutsideBillRecord) -> Decimal | None:
    """Return the promise in percent of the bill; None without one."""
    return None if bill.promised is None else share_percent(bill.promised, bill.billed)


def variant_cards(
    variants: dict[Variant, CaseFairness], chosen: Variant, case: CaseHead, fund: str
) -> list[dict[str, Any]]:
    """Return the three readings beside each other, each with its working and the address that chooses it."""
    return [
        {
            "variant": variant.value,
            "name": VARIANT_NAMES[variant],
            "note": VARIANT_NOTES[variant],
            "is_chosen": variant is chosen,
            "href": url(
                "cases:outside",
                case.number,
                query={"variant": "" if variant is Variant.WEIGHTED else variant.value, "fund": fund},
            ),
            **_compared(found),
        }
        for variant, found in variants.items()
    ]


def same_rate(found: CaseFairness) -> str:
    """Return what our bills would get at the rate of the others, in a sentence; empty while none is known."""
    if found.comparison is None:
        return ""
    ratio, fair, gap = found.comparison.ratio, found.comparison.fair, found.comparison.gap
    whole = money(found.retail.times(ratio))
    if not found.offered_retail:
        return f"At {percent(ratio, 2)} our share of {money(found.retail)} is {whole}."
    reached = f"the offer is {money(gap)} short" if gap else "the offer reaches it"
    said = f"At {percent(ratio, 2)} our share of {money(found.offered_retail)} is {money(fair)}; {reached}."
    if found.bills_without_offer:
        bills = plural(found.bills_without_offer, "bill that has", "bills that have")
        said += f" With the {bills} no offer yet it would be {whole} of {money(found.retail)}."
    return said


def rate_chart(found: OutsideBills, fairness: CaseFairness) -> BarsChart:
    """Return a bar for what each counting provider was promised of its bill, and one for ours."""
    theirs = [
        BarRow(label=bill.provider, values=(promised_percent(bill), 0), facts=(money(bill.promised),))
        for bill in found.bills
        if bill.is_eligible
    ]
    ours = BarRow(label=OURS, values=(0, fairness.percent or 0), facts=(money(fairness.offer),))
    chart = stacked_bars(
        [*theirs, ours],
        series=[
            Series(label="Promised to outside providers", tone=Tone.C2),
            Series(label="Offered to us", tone=Tone.C3),
        ],
        title="What each gets of its bill",
        unit=Unit.PERCENT,
        fact_heads=("Amount",),
    )
    return replace(chart, takeaway=_rate_takeaway(found, fairness), is_empty=not theirs)


def grounds(found: CaseFairness) -> Grounds:
    """Return the numbers of a reading as its justification takes them."""
    compared = found.comparison
    return Grounds(
        variant=found.variant,
        retail=found.offered_retail,
        offer=found.offer,
        trigger=found.trigger,
        is_below_trigger=found.is_below_trigger,
        ratio=compared.ratio if compared else None,
        fair=compared.fair if compared else None,
        gap=compared.gap if compared else None,
        eligible=found.eligible,
        outside_bills=found.outside_bills,
    )


def inputs_of(step: Step) -> list[dict[str, Any]]:
    """Return the inputs of a step and its result as the explanation of a figure lists them."""
    given = [
        {"label": label[:1].upper() + label[1:], "value": written(value)}
        for label, value in step.inputs.items()
    ]
    return [*given, {"label": step.name, "value": written(step.value), "total": True}]


def written(value: object) -> str:
    """Return an input of a working as people read it."""
    if isinstance(value, Money):
        return money(value)
    return percent(value, 2) if isinstance(value, Rate) else str(value)


def _cells(bill: OutsideBillRecord) -> tuple[Any, ...]:
    return (
        bill.provider,
        bill.billed,
        bill.promised,
        promised_percent(bill),
        "" if bill.payer is Payer.NONE else bill.payer.label,
        bill.paid or None,
        bill.copy_requested_on,
        bill.copy_title,
        bill.why_not or "Counts",
    )


def _compared(found: CaseFairness) -> dict[str, Any]:
    compared = found.comparison
    if compared is None:
        nothing = dict.fromkeys(("ratio", "fair", "gap"))
        return {**nothing, "workings": [], "has_offer": bool(found.offered_retail)}
    return {
        "ratio": compared.ratio,
        "fair": compared.fair,
        "gap": compared.gap,
        "workings": [{"step": step, "inputs": inputs_of(step)} for step in compared.working],
        "has_offer": compared.gap is not None,
    }


def _rate_takeaway(found: OutsideBills, fairness: CaseFairness) -> str:
    if found.rate is None:
        return "No outside bill counts yet."
    if fairness.percent is None:
        return f"Outside providers get {percent(found.rate, 2)} of their bills; we have no offer yet."
    points = fairness.percent - found.rate.as_percent(2)
    side = "more than" if points > 0 else "less than"
    if not points:
        return f"Outside providers and we get the same: {percent(found.rate, 2)}."
    return (
        f"We are offered {percent(fairness.percent, 2)}, {amount(abs(points))} points {side} "
        f"the {percent(found.rate, 2)} of outside providers."
    )


def trigger_words(found: CaseFairness) -> dict[str, Any]:
    """Return where the offers stand beside the trigger, in words with its numbers, for a banner."""
    if not found.offered_retail:
        text = "No bill has an offer yet. Outside bills are compared once the offers lie below 80% of retail."
        return {"is_below": False, "kind": "info", "title": "No offer yet", "text": text}
    least = least_at_trigger(found.offered_retail)
    said = (
        f"The offers come to {money(found.offer)}, {percent(found.percent, 2)} of "
        f"{money(found.offered_retail)} at retail; 80% of it is {money(least)}."
    )
    if found.is_below_trigger:
        missing = f" They are {money(least - found.offer)} below it, so the firm has to show what others get."
        return {"is_below": True, "kind": "warning", "title": "Below 80% of retail", "text": said + missing}
    return {
        "is_below": False,
        "kind": "success",
        "title": "Not below 80% of retail",
        "text": f"{said} Outside bills are not needed; those entered are compared all the same.",
    }
