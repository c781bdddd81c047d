"""States of the demo book, with the law of each that a case needs, and invented addresses.

*Source*: limits are the financial-responsibility minimums, statute years those of personal injury: Cal. Code
Civ. Proc. 335.1, Nev. Rev. Stat. 11.190, Ariz. Rev. Stat. 12-542, Tex. Civ. Prac. & Rem. Code 16.003, Fla.
Stat. 95.11 (four years before 2023-03-24, two since), Ga. Code 9-3-33. They make a demo plausible and decide
nothing in the product.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

ALWAYS = date(1900, 1, 1)
Value = TypeVar("Value")
Dated = tuple[tuple[date, int], ...]


@dataclass(frozen=True)
class State:
    """A state: its share of the book, its law by day, and what its addresses look like.

    *Units*: limits in dollars a person and an accident, by the day of the loss; statute in months.
    """

    code: str
    weight: int
    limits: tuple[tuple[date, tuple[int, int]], ...]
    statute_months: Dated
    area_codes: tuple[str, ...]
    zip_start: str
    towns: tuple[str, ...]


STATES = (
    State(
        "CA", 40, ((ALWAYS, (15_000, 30_000)), (date(2025, 1, 1), (30_000, 60_000))), ((ALWAYS, 24),),
        ("213", "619", "951"), "909", ("Alder Springs", "Costa Linda", "Mission Grove", "Palomar Vista"),
    ),
    State(
        "NV", 12, ((ALWAYS, (25_000, 50_000)),), ((ALWAYS, 24),),
        ("702", "775"), "891", ("Silver Mesa", "Desert Lantern", "Boulder Wells"),
    ),
    State(
        "AZ", 14, ((ALWAYS, (15_000, 30_000)), (date(2020, 7, 1), (25_000, 50_000))), ((ALWAYS, 24),),
        ("480", "602"), "852", ("Saguaro Flats", "Copper Junction", "Red Butte"),
    ),
    State(
        "TX", 16, ((ALWAYS, (30_000, 60_000)),), ((ALWAYS, 24),),
        ("210", "713", "972"), "770", ("Bluebonnet Creek", "Pecan Ridge", "Lone Cedar"),
    ),
    State(
        "FL", 10, ((ALWAYS, (10_000, 20_000)),), ((ALWAYS, 48), (date(2023, 3, 24), 24)),
        ("305", "813"), "336", ("Heron Bay", "Palmetto Key", "Cypress Landing"),
    ),
    State(
        "GA", 8, ((ALWAYS, (25_000, 50_000)),), ((ALWAYS, 24),),
        ("404", "770"), "303", ("Peachtree Hollow", "Magnolia Park", "Dogwood Hill"),
    ),
)  # fmt: skip
STATE_BY_CODE = {state.code: state for state in STATES}

STREETS = (
    "Larkspur Lane", "Juniper Street", "Old Orchard Road", "Willow Bend", "Copperleaf Avenue", "Quail Run",
    "Sycamore Court", "Lantern Way", "Harvest Moon Drive", "Stonebridge Road", "Heron Street",
    "Mulberry Place", "Windmill Road", "Prairie Avenue", "Marigold Street", "Foxtail Drive",
)  # fmt: skip

# Larger policies beside the state's minimum, with the share of cases that have each.
LARGER_LIMITS = ((50_000, 100_000), (100_000, 300_000), (250_000, 500_000), (1_000_000, 1_000_000))
LIMIT_WEIGHTS = (46, 22, 19, 9, 4)


def in_force(dated: tuple[tuple[date, Value], ...], on: date) -> Value:
    """The value that held on that day, of values listed by the day each began."""
    return next(value for began_on, value in reversed(dated) if began_on <= on)
