"""Receivables by litigation stage: the four operations of requirement 4."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from openlien.cases.stages import Family, Stage
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today
from openlien.kit.money import Money, Rate, total
from openlien.receivables import queries
from openlien.receivables.filter_words import read_filters
from openlien.receivables.policies.at_risk import AtRiskCategory, is_at_risk_wide
from openlien.receivables.policies.scores import HealthScore
from openlien.receivables.queries.paging import LIMIT_MAX

from .authentication import actor_of_call
from .operations import operation
from .receivables_shapes import AtRiskAnswer, ByCaseStatus, SettledPendingAnswer, SummaryAnswer
from .schemas import Day

router = Router(tags=["receivables"])

COLORS = {
    Family.WON: "green",
    Family.ACTIVE: "blue",
    Family.EARLY: "yellow",
    Family.PENDING: "amber",
    Family.RISK: "red",
    Family.CLOSED: "grey",
    Family.UNKNOWN: "grey",
}


class ReceivablesQuestion(Schema):
    """The day and the part of the book that a question is about."""

    as_of: Day | None = Field(None, alias="asOf")
    provider_group: list[str] = Field([], alias="providerGroup")
    firm: list[str] = []
    state: list[str] = []
    tranche: list[str] = []

    def day(self) -> date:
        """The day asked for, or today in the business time zone."""
        return self.as_of or business_today(settings.BUSINESS_TIME_ZONE)

    def filters(self, actor: Actor) -> queries.Filters:
        """The filters asked for."""
        return read_filters(
            actor,
            provider_groups=self.provider_group,
            firms=self.firm,
            states=self.state,
            tranches=self.tranche,
        )


class ListQuestion(ReceivablesQuestion):
    """A question whose answer holds one page of a list."""

    limit: int = Field(50, ge=1, le=LIMIT_MAX)
    cursor: str | None = Field(None, max_length=500)


class AtRiskQuestion(ListQuestion):
    """A question about cases at risk, perhaps for one reason only."""

    category: AtRiskCategory | None = None


def _figures(path: str, response: Any, *, shows: str | None = None) -> Any:
    return operation(
        router, "GET", path, permission=Permission.PORTFOLIO_VIEW, response=response, shows=shows
    )


@_figures("/by-case-status", ByCaseStatus)
def by_case_status(request: HttpRequest, question: Query[ReceivablesQuestion]):
    """Open receivables by litigation stage, in pipeline order; the bars sum to the totals."""
    actor = actor_of_call(request)
    found = queries.pipeline(actor, question.day(), question.filters(actor))
    return {
        "as_of": found.as_of,
        "unknown_cases": found.unknown_cases,
        "stages": [_stage(bar) for bar in found.bars],
        "totals": {
            **_part(found.totals),
            "active_litigation_ar": _open(found, lambda stage: stage.is_active_litigation),
            "at_risk_wide_ar": _open(found, is_at_risk_wide),
        },
    }


@_figures("/settled-pending", SettledPendingAnswer, shows="Settled, awaiting payment")
def settled_pending(request: HttpRequest, question: Query[ListQuestion]):
    """Settled cases whose money has not come in, the longest known wait first."""
    actor = actor_of_call(request)
    found = queries.settled_pending(
        actor, question.day(), question.filters(actor), limit=question.limit, cursor=question.cursor
    )
    return {
        "as_of": found.as_of,
        "unknown_cases": found.unknown_cases,
        "totals": _part(found.totals),
        "days_since_settlement": {
            "average": found.delay.average,
            "minimum": found.delay.least,
            "maximum": found.delay.most,
            "known": found.delay.known,
            "unknown": found.delay.unknown,
        },
        "by_payoff_status": [_payoff(card) for card in found.by_payoff_status],
        "items": [_settled_row(item) for item in found.items],
        "total": found.total,
        "next_cursor": found.next_cursor,
    }


@_figures("/at-risk", AtRiskAnswer, shows="Cases at risk")
def at_risk(request: HttpRequest, question: Query[AtRiskQuestion]):
    """Write-off candidates by reason with the recommended action, the largest balance first."""
    actor = actor_of_call(request)
    found = queries.at_risk(
        actor,
        question.day(),
        question.filters(actor),
        category=question.category,
        limit=question.limit,
        cursor=question.cursor,
    )
    return {
        "as_of": found.as_of,
        "unknown_cases": found.unknown_cases,
        "totals": _part(found.totals),
        "watch": _part(found.watch),
        "categories": [_risk_category(group) for group in found.groups],
        "items": [
            {**_case_row(item.case), "category": item.category, "quiet_days": item.case.quiet_days}
            for item in found.items
        ],
        "total": found.total,
        "next_cursor": found.next_cursor,
    }


@_figures("/summary", SummaryAnswer)
def summary(request: HttpRequest, question: Query[ReceivablesQuestion]):
    """The key figures of one day."""
    actor = actor_of_call(request)
    found = queries.summary(actor, question.day(), question.filters(actor))
    return {
        "as_of": found.as_of,
        "unknown_cases": found.unknown_cases,
        "total_open": found.total.open,
        "open_case_count": found.total.cases,
        "open_invoice_count": found.total.bills,
        **_named_part("settled_pending", found.settled_pending),
        **_named_part("active_litigation", found.active_litigation),
        **_named_part("at_risk", found.at_risk),
        **_named_part("at_risk_wide", found.at_risk_wide),
        **_named_part("watch", found.watch),
        "avg_days_outstanding": found.avg_days_outstanding,
        "weighted_avg_days": found.weighted_avg_days,
        "billed": found.billed,
        "collected": found.collected,
        "reduction": found.reduction,
        "bad_debt": found.bad_debt,
        "refund_due": found.refund_due,
        "portfolio_rate": _percent(found.portfolio_rate),
        "realised_rate": _percent(found.realised_rate),
        "gain_v1": _score(found.gain_v1),
        "pi_v2": _score(found.pi_v2),
    }


def _open(found: queries.Pipeline, counts: Callable[[Stage], bool]) -> Money:
    return total(bar.open for bar in found.bars if counts(bar.stage))


def _part(part: queries.Part) -> dict[str, Any]:
    return {"ar": part.open, "cases": part.cases, "invoices": part.bills}


def _named_part(name: str, part: queries.Part) -> dict[str, Any]:
    return {f"{name}_ar": part.open, f"{name}_cases": part.cases}


def _stage(bar: queries.StageBar) -> dict[str, Any]:
    return {
        "code": bar.stage,
        "name": bar.stage.label,
        "ar": bar.open,
        "cases": bar.cases,
        "invoices": bar.bills,
        "percentage": bar.percentage,
        "color": COLORS[bar.stage.family],
        "category": bar.stage.family.value,
    }


def _payoff(card: queries.PayoffCard) -> dict[str, Any]:
    return {
        "code": card.status,
        "name": card.label,
        "ar": card.open,
        "cases": card.cases,
        "invoices": card.bills,
        "percentage": card.percentage,
        "average_days": card.delay.average,
    }


def _risk_category(group: queries.AtRiskGroup) -> dict[str, Any]:
    return {
        "code": group.category,
        "name": group.category.label,
        "ar": group.open,
        "cases": group.cases,
        "invoices": group.bills,
        "percentage": group.percentage,
        "average_age_days": group.average_age_days,
        "recommended_action": "; ".join(group.category.recommended_actions),
        "recommended_actions": list(group.category.recommended_actions),
    }


def _case_row(line: queries.CaseLine) -> dict[str, Any]:
    return {
        "case_number": line.number,
        "patient": line.patient,
        "law_firm": line.law_firm,
        "law_firm_id": line.law_firm_id,
        "state": line.state,
        "stage": Stage(line.stage),
        "billed": line.billed,
        "collected": line.collected,
        "ar": line.open,
        "invoices": line.bills,
        "age_days": line.age_days,
    }


def _settled_row(item: queries.SettledCase) -> dict[str, Any]:
    return {
        **_case_row(item.case),
        "settled_on": item.settled_on,
        "days_since_settlement": item.days,
        "delay": item.band,
        "payoff_status": item.payoff_status,
        "payoff_name": item.payoff_label,
    }


def _percent(rate: Rate | None) -> Any:
    return None if rate is None else rate.as_percent(2)


def _score(score: HealthScore | None) -> dict[str, Any] | None:
    if score is None:
        return None
    shown = zip(score.components, score.shown_components, strict=True)
    return {
        "score": score.score,
        "band": score.band.value,
        "components": [{"name": component.name, "value": value} for component, value in shown],
    }
