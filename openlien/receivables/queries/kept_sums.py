"""The sums kept of the whole book: they answer for everything that is known, without reading a case."""

from __future__ import annotations

from typing import Any

from openlien.cases.stages import Stage

from ..policies.at_risk import STANDARD, AtRiskCategory
from .book import Book


def kept_stages(book: Book) -> list[Any]:
    """Return a row for each stage and at-risk category with an open balance; no category: not at risk.

    *Units*: `age_days` are the ages of the cases, added up.
    """
    return book.fetch_all(
        "kept_stages",
        gone=Stage.NO_LONGER_REPRESENT,
        pending=Stage.PENDING,
        pending_days=str(STANDARD.pending_long_days_max - STANDARD.pending_days_max),
        gone_category=AtRiskCategory.NO_LONGER_REPRESENT,
        pending_category=AtRiskCategory.PENDING_18_PLUS,
        long_pending_category=AtRiskCategory.PENDING_24_PLUS,
        old_category=AtRiskCategory.CASE_36_PLUS,
    )


def kept_whole(book: Book) -> Any:
    """Return the one row of what no stage divides."""
    return book.fetch_one(
        "kept_whole", quiet_days=str(STANDARD.quiet_days_max), settled=Stage.SETTLED_NOT_DISBURSED
    )
