"""The lists behind the figures: cases of a stage, of a figure, settled ones, those at risk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from openlien.identity.permissions import Permission
from openlien.receivables import queries
from openlien.receivables.policies.at_risk import AtRiskCategory
from openlien.web.access import page

from . import case_sheets, figure_sheets
from .asking import Question
from .frame import answering
from .listing import Listing, listed
from .reading import chosen_category, chosen_payoff, group_of, searched, stage_of

GROUPS: Mapping[queries.CaseGroup, tuple[str, str]] = {
    queries.CaseGroup.ALL: ("All cases", "Every case, with or without an open balance."),
    queries.CaseGroup.OPEN: ("Open cases", "Every case with an open balance."),
    queries.CaseGroup.SETTLED_PENDING: ("Settled, awaiting payment", "Won, and the money has not come in."),
    queries.CaseGroup.ACTIVE_LITIGATION: ("Active litigation", "Cases in negotiation and in litigation."),
    queries.CaseGroup.AT_RISK: ("At risk", "Candidates for a write-off."),
    queries.CaseGroup.WATCH: ("Watch list", "Pending cases that are not over 540 days: not at risk yet."),
    queries.CaseGroup.AT_RISK_WIDE: (
        "At risk, wide",
        "No Longer Represent and all Pending cases, at any age.",
    ),
    queries.CaseGroup.MOVING: ("Moving cases", "A stage change or cash within the last 365 days."),
    queries.CaseGroup.CLOSED_WITH_BALANCE: (
        "Closed with an open balance",
        "Closed, yet money is still open.",
    ),
}


@page(Permission.PORTFOLIO_VIEW)
@answering("Cases of a stage", page="home")
def stage(request: HttpRequest, question: Question, code: str) -> HttpResponse:
    """The cases of one stage."""
    wanted, search = stage_of(code), searched(request)

    def ask(**part: Any) -> queries.CaseList:
        return queries.cases_in_stage(
            question.actor, question.as_of, wanted, question.filters, search=search, **part
        )

    return listed(
        request,
        question,
        Listing(
            title=wanted.label,
            page="home",
            about="Cases of this stage with an open balance, the largest first.",
            ask=ask,
            totals=lambda found: found.totals,
            sheet=lambda items, totals: case_sheets.case_sheet(wanted.label, items, totals),
            export=("stage-export", wanted.value),
            kept={"q": search},
            searchable=True,
        ),
    )


@page(Permission.PORTFOLIO_VIEW)
@answering("Cases behind a figure", page="home")
def group(request: HttpRequest, question: Question, group: str) -> HttpResponse:
    """The cases behind one figure."""
    wanted, search = group_of(group), searched(request)
    title, about = GROUPS[wanted]

    def ask(**part: Any) -> queries.CaseList:
        return queries.cases_in_group(
            question.actor, question.as_of, wanted, question.filters, search=search, **part
        )

    return listed(
        request,
        question,
        Listing(
            title=title,
            page="home",
            about=f"{about} The largest open balance first.",
            ask=ask,
            totals=lambda found: found.totals,
            sheet=lambda items, totals: case_sheets.case_sheet(title, items, totals),
            export=("group-export", wanted.value),
            kept={"q": search},
            searchable=True,
        ),
    )


@page(Permission.PORTFOLIO_VIEW)
@answering("Money won, not yet received", page="settled-pending")
def settled(request: HttpRequest, question: Question) -> HttpResponse:
    """The settled cases that await their money, the longest known wait first."""
    payoff = chosen_payoff(request)

    def ask(**part: Any) -> queries.SettledPending:
        return queries.settled_pending(*question.asked, payoff_status=payoff, **part)

    def totals(found: queries.SettledPending) -> queries.Part | None:
        cards = {card.status: card for card in found.by_payoff_status}
        return found.totals if payoff is None else _part(cards.get(payoff))

    return listed(
        request,
        question,
        Listing(
            title="Money won, not yet received",
            page="settled-pending",
            about="Settled cases with an open balance, the longest known wait first.",
            ask=ask,
            totals=totals,
            sheet=lambda items, totals: case_sheets.settled_sheet(items, totals, caption="Settled cases"),
            export=("settled-export",),
            kept={"payoff": payoff or ""},
            tables=("payoff-status",),
            template="portfolio/settled.jinja",
            context=lambda found: {
                "found": found,
                "cards": payoff_cards(question, found, payoff),
                "breakdown": figure_sheets.payoff_sheet(question, found),
            },
        ),
    )


@page(Permission.PORTFOLIO_VIEW)
@answering("At risk: what to do", page="at-risk")
def at_risk(request: HttpRequest, question: Question) -> HttpResponse:
    """The candidates for a write-off with what to do, the largest open balance first."""
    category = chosen_category(request)

    def ask(**part: Any) -> queries.AtRisk:
        return queries.at_risk(*question.asked, category=category, **part)

    def totals(found: queries.AtRisk) -> queries.Part | None:
        groups = {group.category: group for group in found.groups}
        return found.totals if category is None else _part(groups.get(category))

    return listed(
        request,
        question,
        Listing(
            title="At risk: what to do",
            page="at-risk",
            about="Candidates for a write-off, the largest open balance first.",
            ask=ask,
            totals=totals,
            sheet=lambda items, totals: case_sheets.at_risk_sheet(items, totals, caption="Cases at risk"),
            export=("at-risk-export",),
            kept={"category": category.value if category else ""},
            tables=("at-risk-reasons",),
            template="portfolio/at_risk.jinja",
            context=lambda found: {
                "found": found,
                "average_age": figure_sheets.months(found.average_age_days),
                "reasons": _reasons(question, found, category),
                "breakdown": figure_sheets.category_sheet(question, found),
            },
        ),
    )


def payoff_cards(
    question: Question, found: queries.SettledPending, chosen: str | None = None
) -> list[dict[str, object]]:
    """Return the payoff statuses as cards; each leads to its cases, the chosen one back to all of them."""
    return [
        {
            "card": card,
            "href": question.link("settled-pending", payoff=None if card.status == chosen else card.status),
            "chosen": card.status == chosen,
        }
        for card in found.by_payoff_status
    ]


def _reasons(
    question: Question, found: queries.AtRisk, chosen: AtRiskCategory | None
) -> list[dict[str, object]]:
    every: dict[str, object] = {
        "label": "All",
        "href": question.link("at-risk"),
        "count": found.totals.cases,
        "current": chosen is None,
    }
    return [
        every,
        *(
            {
                "label": group.category.label,
                "href": question.link("at-risk", category=group.category.value),
                "count": group.cases,
                "current": group.category is chosen,
            }
            for group in found.groups
        ),
    ]


def _part(row: queries.PayoffCard | queries.AtRiskGroup | None) -> queries.Part | None:
    return None if row is None else queries.Part(open=row.open, cases=row.cases, bills=row.bills)
