"""How fast cash came in: days from the invoice to the deposit, in buckets.

See `docs/formulas/velocity.md`.
"""

from enum import StrEnum


class VelocityBucket(StrEnum):
    """A span of days from invoice to deposit; the upper end belongs to the bucket."""

    UP_TO_90 = "up_to_90"
    UP_TO_180 = "up_to_180"
    UP_TO_365 = "up_to_365"
    UP_TO_540 = "up_to_540"
    UP_TO_730 = "up_to_730"
    OVER_730 = "over_730"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The name people read."""
        return LABELS[self]


LIMITS = (
    (90, VelocityBucket.UP_TO_90),
    (180, VelocityBucket.UP_TO_180),
    (365, VelocityBucket.UP_TO_365),
    (540, VelocityBucket.UP_TO_540),
    (730, VelocityBucket.UP_TO_730),
)

LABELS = {
    VelocityBucket.UP_TO_90: "Up to 90 days",
    VelocityBucket.UP_TO_180: "91 to 180 days",
    VelocityBucket.UP_TO_365: "181 to 365 days",
    VelocityBucket.UP_TO_540: "366 to 540 days",
    VelocityBucket.UP_TO_730: "541 to 730 days",
    VelocityBucket.OVER_730: "Over 730 days",
    VelocityBucket.UNKNOWN: "Unknown",
}


def velocity_bucket(days: int | None) -> VelocityBucket:
    """Return the bucket of the days from invoice to deposit; a deposit before the invoice is Unknown.

    *Source*: docs/formulas/velocity.md
    """
    if days is None or days < 0:
        return VelocityBucket.UNKNOWN
    return next((bucket for limit, bucket in LIMITS if days <= limit), VelocityBucket.OVER_730)
