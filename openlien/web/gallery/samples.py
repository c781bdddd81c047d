"""Synthetic people, firms and figures that the gallery shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from openlien.kit.money import Money, Rate
from openlien.web.charts import BulletChart, Marker, Slice, Tone, Unit, bullet, donut
from openlien.web.jinja import icon_names as icon_names
from openlien.web.sheets import Head, Line, Sheet, Sign

TODAY = dt.date(2026, 11, 20)

FIRM_LINKS = [
    {"icon": "phone", "label": "Phone (555) 010-0142", "value": "(555) 010-0142", "href": "tel:5550100142"},
    {
        "icon": "mail",
        "label": "E-mail desk@example.com",
        "value": "desk@example.com",
        "href": "mailto:desk@example.com",
    },
]

PARTS = [
    ("colours", "Colours and type"),
    ("headers", "Headers and cards"),
    ("stats", "Figures"),
    ("badges", "Badges, tags, chips"),
    ("buttons", "Buttons and menus"),
    ("navigation", "Tabs, filters, pager"),
    ("tables", "Tables"),
    ("grids", "Data grid"),
    ("fields", "Fields"),
    ("forms", "Forms, drawer, dialog"),
    ("messages", "Messages and progress"),
    ("details", "Timeline and details"),
    ("charts", "Chart frame"),
    ("keys", "Palette, keys, shell"),
    ("icons", "Icons"),
]

FAMILIES = [
    ("settled", "Settled, not paid"),
    ("active", "Negotiation"),
    ("early", "Still treating"),
    ("pending", "Pending"),
    ("risk", "No longer represent"),
    ("neutral", "Closed"),
]

FIRMS = [
    {"value": "1", "label": "Pacific Crest Law Firm", "note": "224 cases"},
    {"value": "2", "label": "Harbor Legal", "note": "91 cases"},
    {"value": "3", "label": "Delgado & Finch", "note": "57 cases"},
    {"value": "4", "label": "Marsh Injury Group", "note": "12 cases"},
]

FIRM_COLUMNS: list[dict[str, Any]] = [
    {"key": "firm", "label": "Firm", "sort_href": "?sort=firm"},
    {"key": "cases", "label": "Cases", "kind": "count"},
    {"key": "open", "label": "Open, $", "kind": "money", "sort_href": "?sort=-open", "sort": "descending"},
    {"key": "rate", "label": "Collected", "kind": "percent"},
    {"key": "change", "label": "Change, $", "kind": "money"},
    {"key": "last", "label": "Last payment", "kind": "date"},
]
FIRM_ROWS: list[dict[str, Any]] = [
    {
        "firm": "Pacific Crest Law Firm",
        "href": "#tables",
        "cases": 224,
        "open": Money("1072418.30"),
        "rate": Rate("0.418"),
        "change": Money("-18204.11"),
        "last": dt.date(2026, 11, 3),
    },
    {
        "firm": "Harbor Legal",
        "href": "#tables",
        "cases": 91,
        "open": Money("640118.00"),
        "rate": Rate("0.553"),
        "change": Money("9120.00"),
        "last": dt.date(2026, 10, 27),
    },
    {
        "firm": "Delgado & Finch",
        "href": "#tables",
        "cases": 57,
        "open": Money("88310.42"),
        "rate": Rate("0.612"),
        "change": Money("0.00"),
        "last": None,
    },
]
STAGE_SHEET = Sheet(
    "Open balance by stage",
    (Head("Stage"), Head("Cases", "count"), Head("Open, $", "money"), Head("Months", "number")),
    (
        Line((Sign("Negotiation", "active"), 312, Money("4210118.20"), Decimal("9.4")), href="#tables"),
        Line(
            (Sign("Settled, not paid", "settled"), 143, Money("3101540.00"), Decimal("1.6")), href="#tables"
        ),
    ),
    totals=("Total", 455, Money("7311658.20"), None),
)
FIRM_TOTALS: dict[str, Any] = {
    "firm": "Total",
    "cases": 372,
    "open": Money("1800846.72"),
    "rate": Rate("0.477"),
    "change": Money("-9084.11"),
}

BILL_COLUMNS: list[dict[str, Any]] = [
    {"key": "facility", "label": "Facility", "frozen": True},
    {"key": "network", "label": "Network", "kind": "network"},
    {"key": "account", "label": "Account"},
    {"key": "service", "label": "Service", "kind": "date"},
    {"key": "retail", "label": "Retail", "kind": "money", "sort": "ascending", "sort_href": "?sort=retail"},
    {"key": "offer", "label": "Offer", "kind": "money", "worked": True, "group_start": True},
    {"key": "share", "label": "% billed", "kind": "percent"},
    {"key": "reduction", "label": "Reduction", "kind": "money"},
    {"key": "received", "label": "Received", "kind": "money"},
    {"key": "balance", "label": "Balance", "kind": "money"},
    {"key": "cost", "label": "Cost", "kind": "money", "group_start": True},
    {"key": "interest", "label": "Interest", "kind": "money"},
    {"key": "note", "label": "Notes"},
]
BILL_GROUPS = [
    {"label": "Bill", "span": 5},
    {"label": "Negotiation", "span": 5},
    {"label": "Return", "span": 3},
]
FACILITIES = [
    ("Bayview Chiropractic", "97110 · Therapeutic exercise", True),
    ("Summit Pain Institute", "99214 · Office visit", True),
    ("Valley Surgery Center", "64483 · Transforaminal injection", True),
    ("Coastal MRI & Imaging", "72148 · MRI, lumbar spine", True),
    ("Northside Physical Therapy", "97140 · Manual therapy", False),
]
OFFER_SHARES = (Rate("0.504"), None, Rate("0.478"), Rate("0.566"), Rate("0.6"), Rate("0.587"), None)


def bills(number: int = 26) -> list[dict[str, Any]]:
    """Return so many invented bills of one case, as rows of the sample grid."""
    return [_bill(place) for place in range(number)]


def _bill(place: int) -> dict[str, Any]:
    facility, account, in_network = FACILITIES[place * 3 % len(FACILITIES)]
    retail = Money(Decimal(15790 + place * 73391 % 580000) / 100)
    rate = OFFER_SHARES[place % len(OFFER_SHARES)]
    offer = retail.times(rate) if rate else None
    return {
        "id": f"bill-{place + 1}",
        "facility": facility,
        "network": in_network,
        "account": account,
        "service": dt.date(2024, 5, 14) + dt.timedelta(days=11 * place),
        "retail": retail,
        "offer": offer,
        "share": rate,
        "reduction": retail - offer if offer else None,
        "received": Money.zero,
        "balance": offer or retail,
        "cost": retail.times(Rate("0.275")),
        "interest": retail.times(Rate("0.021")),
        "note": "Cap agreed" if place % 6 == 5 else "",
    }


BILL_TOTALS: dict[str, Any] = {
    "facility": "Total · 26 bills",
    "account": "19 with an offer",
    "retail": Money("50830.55"),
    "offer": Money("19764.86"),
    "share": Rate("0.536"),
    "reduction": Money("17144.00"),
    "received": Money.zero,
    "balance": Money("33686.55"),
    "cost": Money("19351.37"),
    "interest": Money("1259.74"),
}

OFFERS = [
    {
        "when": "Nov 12",
        "iso": "2026-11-12",
        "title": "Offer $43,000",
        "who": "Pacific Crest",
        "note": "Open until Nov 26",
    },
    {
        "when": "Oct 22",
        "iso": "2026-10-22",
        "title": "Demand $56,000",
        "who": "Dana Ortiz",
        "note": "Cap proposal",
        "hollow": True,
    },
    {
        "when": "Sep 30",
        "iso": "2026-09-30",
        "title": "Offer $34,500",
        "who": "Pacific Crest",
        "note": "Conditional on outside bills at 65%",
    },
    {
        "when": "Sep 9",
        "iso": "2026-09-09",
        "title": "Demand $66,500",
        "who": "Priya Raman",
        "note": "Surgical bills held at 85%",
        "hollow": True,
    },
]

SPLIT = {
    "columns": ["Part", "Amount, $", "Share"],
    "rows": [
        {"tone": Tone.C1, "cells": ["Attorney fee", "61,666.05", "33.3%"]},
        {"tone": Tone.C2, "cells": ["Attorney costs", "4,820.55", "2.6%"]},
        {"tone": Tone.C3, "cells": ["Medical", "38,214.86", "20.7%"]},
        {"tone": Tone.C4, "cells": ["Client funding", "6,500.00", "3.5%"]},
        {"tone": Tone.C5, "cells": ["Client remainder", "73,798.54", "39.9%"]},
    ],
}

SPLIT_DONUT = donut(
    [
        Slice(label=row["cells"][0], value=Money(row["cells"][1].replace(",", "")), tone=row["tone"])
        for row in SPLIT["rows"]
    ],
    title="Settlement breakdown",
    centre_value="$185,000",
    centre_label="settled",
)


def _share(percent: Decimal, label: str, tone: Tone, markers: Sequence[Marker] = ()) -> BulletChart:
    return bullet(percent, most=100, label=label, unit=Unit.PERCENT, tone=tone, markers=markers)


OFFER_BAR = _share(
    Decimal("53.6"),
    "Offer, of billed",
    Tone.ACTIVE,
    [Marker(label="Pro rata", value=65, is_main=True), Marker(label="Authority", value=80)],
)
BARS = [
    OFFER_BAR,
    _share(Decimal(88), "Collected", Tone.SETTLED),
    _share(Decimal(31), "At risk", Tone.RISK),
    _share(Decimal(0), "Pending", Tone.PENDING),
]

PALETTE = [
    {
        "title": "Cases",
        "options": [
            {"label": "24-01873 · Ida Baggett", "href": "#keys", "note": "Pacific Crest", "icon": "cases"},
            {"label": "24-01902 · Tran Nguyen", "href": "#keys", "note": "Harbor Legal", "icon": "cases"},
        ],
    },
    {
        "title": "Go to",
        "options": [{"label": "Portfolio", "href": "#keys", "icon": "portfolio", "keys": "g p"}],
    },
]


class SampleForm(forms.Form):
    """A Django form with one field of each kind."""

    email = forms.EmailField(label="E-mail", help_text="You sign in with it.")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    plan = forms.ChoiceField(label="Role", choices=[("", "Choose a role"), ("auditor", "Auditor")])
    reason = forms.CharField(label="Reason", widget=forms.Textarea, required=False)
    amount = forms.DecimalField(label="Limit", required=False)
    remember = forms.BooleanField(label="Keep me signed in", required=False)
