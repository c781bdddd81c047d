"""Invented law firms, provider groups, facilities and insurers of the demo book."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FirmKind:
    """How a law firm works, which shows in its figures.

    *Units*: `pace` and `payout_pace` multiply usual durations (above 1 is slow); `litigation` and `stall` are
    shares of its cases; `payoff` is added to the usual payoff, in thousandths of the billed amount.
    """

    pace: float
    payout_pace: float
    litigation: float
    stall: float
    payoff: int


SWIFT = FirmKind(pace=0.72, payout_pace=0.55, litigation=0.16, stall=0.5, payoff=50)
SOLID = FirmKind(pace=0.95, payout_pace=0.95, litigation=0.26, stall=0.9, payoff=15)
TRIAL = FirmKind(pace=1.15, payout_pace=0.9, litigation=0.52, stall=0.9, payoff=40)
SLOW = FirmKind(pace=1.32, payout_pace=1.6, litigation=0.28, stall=1.8, payoff=-45)
SLACK = FirmKind(pace=1.2, payout_pace=1.25, litigation=0.2, stall=3.2, payoff=-90)

# Largest first: the share of cases falls with the place in this list. Home state, how it works, lawyers.
FIRMS = (
    ("Marrowby & Tench, LLP", "CA", SOLID, 9),
    ("Quillfeather Injury Law, APC", "CA", SWIFT, 8),
    ("Osprey Legal Group, PLLC", "TX", TRIAL, 7),
    ("Bellweather Accident Lawyers", "NV", SLOW, 5),
    ("Harrow, Vane & Associates, PC", "AZ", SOLID, 4),
    ("Pacific Lantern Law Firm", "CA", SLACK, 5),
    ("Thistlewood Trial Attorneys, LLP", "FL", TRIAL, 4),
    ("Copperline Legal, LLC", "GA", SOLID, 3),
    ("Saltmarsh & Dray", "CA", SWIFT, 3),
    ("Redfern Injury Advocates", "AZ", SLOW, 3),
    ("Juniper Row Law, PC", "TX", SOLID, 3),
    ("Stillwater Counsel, LLP", "CA", SOLID, 2),
    ("Fennimore Larke Law Group", "NV", SWIFT, 2),
    ("Ironwood & Pell, PLLC", "TX", SLACK, 2),
    ("Nightingale Law Offices", "FL", SOLID, 2),
    ("Vanterpool Legal Services", "CA", SLOW, 2),
    ("Garrowby Accident Law, APC", "CA", TRIAL, 2),
    ("Mistral Injury Lawyers", "AZ", SWIFT, 2),
    ("Elderwood & Crane", "GA", SLACK, 1),
    ("Tamarind Law Center", "CA", SOLID, 1),
    ("Whitlock Rowe, LLP", "TX", SOLID, 1),
    ("Kestrel Point Law", "NV", TRIAL, 1),
    ("Larkspur Legal Aid & Injury", "CA", SLOW, 1),
    ("Daventry Personal Injury, PC", "FL", SWIFT, 1),
    ("Oakhurst Litigation Group", "CA", TRIAL, 1),
    ("Moonfield & Daughters", "AZ", SOLID, 1),
    ("Brightwater Law, PLLC", "TX", SLACK, 1),
    ("Hazelwood Injury Office", "GA", SLOW, 1),
    ("Amberly Law Partners", "CA", SOLID, 1),
    ("Foxglove & Thorne", "NV", SWIFT, 1),
)

# Spellings under which some firms also appear in files, and how often for one hundred proper ones.
FIRM_SPELLINGS = {
    "Marrowby & Tench, LLP": (
        ("MARROWBY & TENCH", 9),
        ("Marrowby and Tench LLP", 6),
        ("Marrowby & Tench L.L.P.", 2),
    ),
    "Quillfeather Injury Law, APC": (("Quillfeather Injury Law", 12), ("QUILLFEATHER INJURY LAW APC", 4)),
    "Osprey Legal Group, PLLC": (("Osprey Legal Group", 10), ("Osprey  Legal Group PLLC", 3)),
    "Harrow, Vane & Associates, PC": (
        ("Harrow Vane & Associates", 8),
        ("HARROW, VANE AND ASSOCIATES P.C.", 3),
    ),
    "Copperline Legal, LLC": (("Copperline Legal", 11),),
    "Stillwater Counsel, LLP": (("STILLWATER COUNSEL LLP", 7),),
    "Ironwood & Pell, PLLC": (("Ironwood and Pell", 6), ("IRONWOOD & PELL", 5)),
    "Daventry Personal Injury, PC": (("Daventry Personal Injury", 14),),
}

# Provider groups, their short name in batches, and the percentage of their bills that is advanced.
GROUPS = (
    ("Bayline Care Partners", "Bayline", 70),
    ("Ridgeway Medical Group", "Ridgeway", 60),
    ("Sonora Spine & Joint", "Sonora", 75),
    ("Lone Cedar Health", "Lone Cedar", 45),
    ("Cypress Rehab Network", "Cypress", 35),
    ("Beacon Imaging Alliance", "Beacon", 80),
    ("Magnolia Surgical Partners", "Magnolia", 55),
)

THERAPY, IMAGING, PAIN, SURGERY = "therapy", "imaging", "pain", "surgery"

# Facility, provider group, state, what it does, in network.
FACILITIES = (
    ("Harborview Rehab", "Bayline Care Partners", "CA", THERAPY, True),
    ("Mission Grove Chiropractic", "Bayline Care Partners", "CA", THERAPY, True),
    ("Palomar Physical Therapy", "Cypress Rehab Network", "CA", THERAPY, True),
    ("Coastal MRI Center", "Beacon Imaging Alliance", "CA", IMAGING, True),
    ("Alder Springs Imaging", "Beacon Imaging Alliance", "CA", IMAGING, True),
    ("Summit Pain Institute", "Ridgeway Medical Group", "CA", PAIN, True),
    ("Costa Linda Pain & Spine", "Bayline Care Partners", "CA", PAIN, False),
    ("Valley Crest Surgery Center", "Ridgeway Medical Group", "CA", SURGERY, True),
    ("Lantern Orthopedics", "Bayline Care Partners", "CA", SURGERY, True),
    ("Grove Street Surgical", "Magnolia Surgical Partners", "CA", SURGERY, False),
    ("Silver Mesa Chiropractic", "Ridgeway Medical Group", "NV", THERAPY, True),
    ("Boulder Wells Rehab", "Cypress Rehab Network", "NV", THERAPY, True),
    ("Desert Lantern Imaging", "Beacon Imaging Alliance", "NV", IMAGING, True),
    ("Red Rock Pain Clinic", "Ridgeway Medical Group", "NV", PAIN, True),
    ("Silver Mesa Surgery Center", "Magnolia Surgical Partners", "NV", SURGERY, True),
    ("Saguaro Chiropractic", "Sonora Spine & Joint", "AZ", THERAPY, True),
    ("Copper Junction Therapy", "Sonora Spine & Joint", "AZ", THERAPY, True),
    ("Red Butte MRI", "Beacon Imaging Alliance", "AZ", IMAGING, True),
    ("Sonora Pain Center", "Sonora Spine & Joint", "AZ", PAIN, True),
    ("Mesa Verde Interventional", "Sonora Spine & Joint", "AZ", PAIN, False),
    ("Sonora Surgical Pavilion", "Sonora Spine & Joint", "AZ", SURGERY, True),
    ("Bluebonnet Chiropractic", "Lone Cedar Health", "TX", THERAPY, True),
    ("Pecan Ridge Rehab", "Lone Cedar Health", "TX", THERAPY, True),
    ("Lone Cedar Imaging", "Lone Cedar Health", "TX", IMAGING, True),
    ("Bluebonnet Pain Associates", "Lone Cedar Health", "TX", PAIN, True),
    ("Pecan Ridge Surgical Hospital", "Magnolia Surgical Partners", "TX", SURGERY, True),
    ("Lone Cedar Orthopedics", "Lone Cedar Health", "TX", SURGERY, False),
    ("Heron Bay Physical Therapy", "Cypress Rehab Network", "FL", THERAPY, True),
    ("Palmetto Key Chiropractic", "Cypress Rehab Network", "FL", THERAPY, False),
    ("Cypress Diagnostic Imaging", "Cypress Rehab Network", "FL", IMAGING, True),
    ("Heron Bay Pain Medicine", "Cypress Rehab Network", "FL", PAIN, True),
    ("Palmetto Surgery Center", "Magnolia Surgical Partners", "FL", SURGERY, True),
    ("Peachtree Hollow Chiropractic", "Magnolia Surgical Partners", "GA", THERAPY, True),
    ("Dogwood Open MRI", "Beacon Imaging Alliance", "GA", IMAGING, True),
    ("Magnolia Park Pain Clinic", "Magnolia Surgical Partners", "GA", PAIN, True),
    ("Magnolia Park Surgery Center", "Magnolia Surgical Partners", "GA", SURGERY, True),
)

INSURERS = (
    "Meridian Shield Mutual", "Copperhill Casualty", "Bluewater General", "Pinnacle Road Insurance",
    "Evergreen Auto Indemnity", "Statewide Harbor Insurance", "Ridgeline Fire & Casualty", "Lodestar Mutual",
    "Halcyon Commercial", "Trailhead Insurance",
)  # fmt: skip
INSURER_WEIGHTS = (20, 17, 14, 12, 10, 8, 7, 5, 4, 3)
ADJUSTERS_AN_INSURER = 4
ADMINISTRATORS = ("Keystone Claims Services", "Northbridge Risk Administrators")

# Who holds a lien beside us: name, kind of lien, share of such liens.
LIENORS = (
    ("Medicare Recovery Office", "medicare", 24),
    ("State Medicaid Recovery Unit", "medicaid", 20),
    ("Lakeshore Health Plan", "health_plan", 22),
    ("Summerfield Employee Benefit Trust", "health_plan", 10),
    ("County General Hospital", "hospital", 12),
    ("Clearpath Plaintiff Funding", "funding", 12),
)
