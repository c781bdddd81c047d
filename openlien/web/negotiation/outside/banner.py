"""The sentence by which other pages of a case lead to its outside bills."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from openlien.cases.queries import CaseHead
from openlien.negotiation.queries import CaseFairness, fairness_of

from .views import tab_href
from .words import trigger_words


def desk_card(request: HttpRequest, case: CaseHead) -> dict[str, Any] | None:
    """Return what `negotiation/outside/desk_card.jinja` shows on the desk, or None.

    *Raises*: Forbidden.
    """
    return outside_banner(case, fairness_on(request, case))


def fairness_on(request: HttpRequest, case: CaseHead) -> CaseFairness:
    """Return how fair the offers of the case of this request are; several cards ask, it is read once."""
    known: CaseFairness | None = getattr(request, "fairness_of_case", None)
    if known is None:
        known = fairness_of(request.actor, case)  # type: ignore[attr-defined]
        request.fairness_of_case = known  # type: ignore[attr-defined]
    return known


def outside_banner(case: CaseHead, found: CaseFairness) -> dict[str, Any] | None:
    """Return what the banner says while the offers lie below 80% of retail; None otherwise."""
    words = trigger_words(found)
    if not words["is_below"]:
        return None
    verb = "Enter outside bills" if not found.outside_bills else "Compare with outside bills"
    return {**words, "verb": verb, "href": tab_href(case)}
