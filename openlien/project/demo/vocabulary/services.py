"""Codes that facilities bill, worded by us, with the price of the demo fee schedule's first year.

The numbers are code numbers in common use; the words are our own and say no more than what kind of service
it is. Licensed descriptions are never used.
"""

from __future__ import annotations

from dataclasses import dataclass

from .companies import IMAGING, PAIN, SURGERY, THERAPY

SCHEDULE_NAME = "Demo retail schedule"
# Each year's version is so many thousandths above the year before.
YEARLY_RISE = 34


@dataclass(frozen=True)
class Service:
    """One billable code. *Units*: dollars a unit; quantities from and to."""

    code: str
    words: str
    dollars: int
    facility: str
    quantities: tuple[int, int] = (1, 1)


VISITS = (
    Service("99203", "First visit", 310, THERAPY),
    Service("99204", "First visit, long", 465, PAIN),
    Service("99205", "First visit, very long", 590, SURGERY),
    Service("99213", "Return visit", 215, THERAPY, (1, 3)),
    Service("99214", "Return visit, long", 320, PAIN, (1, 3)),
)
THERAPIES = (
    Service("97110", "Guided exercise", 118, THERAPY, (6, 24)),
    Service("97140", "Hands-on therapy", 112, THERAPY, (6, 24)),
    Service("97530", "Practice of daily movements", 124, THERAPY, (4, 16)),
    Service("97012", "Traction", 74, THERAPY, (4, 14)),
    Service("97014", "Electric muscle therapy", 58, THERAPY, (6, 20)),
    Service("98940", "Spine adjustment, small", 86, THERAPY, (6, 20)),
    Service("98941", "Spine adjustment, medium", 108, THERAPY, (8, 26)),
)
PICTURES = (
    Service("72040", "X-ray, neck", 240, IMAGING),
    Service("72100", "X-ray, low back", 265, IMAGING),
    Service("73030", "X-ray, shoulder", 225, IMAGING),
)
SCANS = (
    Service("72141", "MRI, neck", 1980, IMAGING),
    Service("72148", "MRI, low back", 1980, IMAGING),
    Service("73221", "MRI, shoulder", 1890, IMAGING),
    Service("73721", "MRI, knee", 1890, IMAGING),
    Service("70551", "MRI, head", 2150, IMAGING),
)
TESTS = (
    Service("95886", "Nerve and muscle test", 640, PAIN, (1, 2)),
    Service("96132", "Test of memory and thinking", 980, PAIN),
)
INJECTIONS = (
    Service("62321", "Injection, neck", 3650, PAIN),
    Service("62323", "Injection, low back", 3480, PAIN),
    Service("64483", "Injection at a nerve, low back", 3320, PAIN, (1, 2)),
    Service("64490", "Injection at a small joint, neck", 3150, PAIN, (1, 2)),
    Service("64493", "Injection at a small joint, low back", 2980, PAIN, (1, 2)),
    Service("20610", "Injection, large joint", 890, PAIN, (1, 2)),
)
NERVE_TREATMENTS = (
    Service("64633", "Heat treatment of nerves, neck", 6900, PAIN),
    Service("64635", "Heat treatment of nerves, low back", 6700, PAIN),
)
OPERATIONS = (
    Service("29827", "Shoulder repair by scope", 19800, SURGERY),
    Service("29881", "Knee repair by scope", 15200, SURGERY),
    Service("63030", "Disc operation, low back", 26500, SURGERY),
    Service("22551", "Fusion, neck", 31200, SURGERY),
    Service("22612", "Fusion, low back", 34500, SURGERY),
)
ANESTHESIA = (
    Service("01630", "Anesthesia, shoulder", 2900, SURGERY),
    Service("00670", "Anesthesia, spine", 4200, SURGERY),
)
SERVICES = (
    *VISITS,
    *THERAPIES,
    *PICTURES,
    *SCANS,
    *TESTS,
    *INJECTIONS,
    *NERVE_TREATMENTS,
    *OPERATIONS,
    *ANESTHESIA,
)


def price_cents(service: Service, *, year: int, first_year: int) -> int:
    """The price of one unit in that year's version of the schedule, in cents, to the whole dollar."""
    dollars = service.dollars
    for _ in range(year - first_year):
        dollars += (dollars * YEARLY_RISE + 500) // 1000
    return dollars * 100
