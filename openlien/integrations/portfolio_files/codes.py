"""Texts of a reporting tool as the canonical codes of the cases."""

from openlien.integrations.portfolio_files.headings import heading_key

UNKNOWN = "unknown"
REMEMBERED_MAX = 1_000

STAGE_TEXTS: dict[str, tuple[str, ...]] = {
    "still_treating": ("Still Treating", "Treating", "In Treatment"),
    "gathering_bills": (
        "Gathering Bills and Records",
        "Gathering Bills",
        "Gathering Bills & Records",
        "Gathering Records",
    ),
    "demand_sent": ("Demand Sent", "Demand"),
    "negotiation": ("Negotiation", "Negotiations", "In Negotiation", "Negotiating"),
    "in_litigation": ("In Litigation", "Litigation"),
    "settled_not_disbursed": (
        "Settled - Not Yet Disbursed",
        "Settled - Not Disbursed",
        "Settled - Awaiting Payment",
        "Settled Pending Disbursement",
    ),
    "pending": ("Pending",),
    "no_longer_represent": (
        "No Longer Represent",
        "No Longer Represents",
        "No Longer Represented",
        "No Longer Representing",
        "NLR",
    ),
    "closed_disbursed": (
        "Case Closed Payment Disbursed",
        "Case Closed - Disbursed",
        "Closed - Payment Disbursed",
        "Closed",
    ),
    "settled_prior_to_servicing": ("Settled - Prior to Servicing", "Settled Before Servicing"),
    UNKNOWN: ("Unknown",),
}
PAYOFF_TEXTS: dict[str, tuple[str, ...]] = {
    "cap": ("Cap", "Capped"),
    "reduction": ("Reduction Accepted", "Reduction", "Reduced"),
    "partial": ("Partial Payment", "Partial"),
    "paid_in_full": ("Paid in Full", "Paid Full"),
    "refund": ("Refund Requested", "Refund", "Refund Due"),
    "write_off": ("Write Off", "Written Off"),
    "written_off_gl": ("Written Off G/L", "Write Off G/L"),
    UNKNOWN: ("Unknown",),
}
FUNDING_STAGE_TEXTS: dict[str, tuple[str, ...]] = {
    "approval_needed": ("Approval Needed", "Needs Approval"),
    "funded": ("Funded",),
    "serviced": ("Serviced",),
    "historic": ("Historic", "Historical"),
}
AR_TYPE_TEXTS: dict[str, tuple[str, ...]] = {
    "partial_advance": ("Partial Advance", "Partial Advances"),
    "serviced": ("Serviced", "Servicing"),
}


class CodeTable:
    """Texts compared without case, blanks and punctuation, each with its code."""

    def __init__(self, texts: dict[str, tuple[str, ...]]):
        self._codes = {heading_key(text): code for code, variants in texts.items() for text in variants}
        self._codes_by_text: dict[str, str | None] = {}

    def code(self, text: str) -> str | None:
        """Return the code of a text that is not blank; None when we do not know it."""
        if text in self._codes_by_text:
            return self._codes_by_text[text]
        code = self._codes.get(heading_key(text))
        if code is not None and len(self._codes_by_text) < REMEMBERED_MAX:
            self._codes_by_text[text] = code
        return code


STAGES = CodeTable(STAGE_TEXTS)
PAYOFF_STATUSES = CodeTable(PAYOFF_TEXTS)
FUNDING_STAGES = CodeTable(FUNDING_STAGE_TEXTS)
AR_TYPES = CodeTable(AR_TYPE_TEXTS)

STATE_NAMES = {
    "AL": "Alabama",
    "AK": "Alaska",
    "AZ": "Arizona",
    "AR": "Arkansas",
    "CA": "California",
    "CO": "Colorado",
    "CT": "Connecticut",
    "DE": "Delaware",
    "DC": "District of Columbia",
    "FL": "Florida",
    "GA": "Georgia",
    "HI": "Hawaii",
    "ID": "Idaho",
    "IL": "Illinois",
    "IN": "Indiana",
    "IA": "Iowa",
    "KS": "Kansas",
    "KY": "Kentucky",
    "LA": "Louisiana",
    "ME": "Maine",
    "MD": "Maryland",
    "MA": "Massachusetts",
    "MI": "Michigan",
    "MN": "Minnesota",
    "MS": "Mississippi",
    "MO": "Missouri",
    "MT": "Montana",
    "NE": "Nebraska",
    "NV": "Nevada",
    "NH": "New Hampshire",
    "NJ": "New Jersey",
    "NM": "New Mexico",
    "NY": "New York",
    "NC": "North Carolina",
    "ND": "North Dakota",
    "OH": "Ohio",
    "OK": "Oklahoma",
    "OR": "Oregon",
    "PA": "Pennsylvania",
    "RI": "Rhode Island",
    "SC": "South Carolina",
    "SD": "South Dakota",
    "TN": "Tennessee",
    "TX": "Texas",
    "UT": "Utah",
    "VT": "Vermont",
    "VA": "Virginia",
    "WA": "Washington",
    "WV": "West Virginia",
    "WI": "Wisconsin",
    "WY": "Wyoming",
    "PR": "Puerto Rico",
    "VI": "Virgin Islands",
    "GU": "Guam",
    "AS": "American Samoa",
    "MP": "Northern Mariana Islands",
}
US_STATES = CodeTable({code: (code, name) for code, name in STATE_NAMES.items()})
