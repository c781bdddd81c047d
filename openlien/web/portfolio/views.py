"""The pages of figures: the overview, the law firms, the trends."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from openlien.identity.permissions import Permission
from openlien.receivables import queries
from openlien.web.access import Access, page
from openlien.web.first_import import first_import
from openlien.web.shell import first_address

from . import figure_sheets, pictures, tiles, tranche_pages, trend_sheets
from .asking import Question
from .case_sheets import LEFT_OUT_AT_HOME, at_risk_sheet, settled_sheet, without
from .exports import MONTHS, MONTHS_ASKED, TABLES, offered
from .frame import answering, frame
from .lists import payoff_cards
from .reading import MONTHS_OF_MIX, Asked

FIRMS_DRAWN_AT_HOME = 8
FIRMS_DRAWN = 15


@page(Access.SIGNED_IN)
def start(request: HttpRequest) -> HttpResponse:
    """The overview for those whose work begins with it; everybody else goes to where theirs does."""
    actor = request.actor  # type: ignore[attr-defined]
    begins_here = actor.may(Permission.PORTFOLIO_VIEW) and not actor.may(Permission.OFFERS_MAKE)
    # An address with a question is one that somebody saved: it goes on answering.
    if begins_here or (request.GET and actor.may(Permission.PORTFOLIO_VIEW)):
        return overview(request)
    return HttpResponseRedirect(first_address(actor))


@page(Permission.PORTFOLIO_VIEW)
def home(request: HttpRequest) -> HttpResponse:
    """The overview under its own address."""
    return overview(request)


@answering("Portfolio", page="home")
def overview(request: HttpRequest, question: Question) -> HttpResponse:
    """Answers "are we healthy?": key figures, stages, won money, risk, months, firms."""
    asked = Asked(question)
    context = frame(
        question,
        "Portfolio",
        page="home",
        unknown_cases=asked.summary.unknown_cases,
        exports=offered(question, *TABLES),
    )
    files = {each["label"]: each["csv"] for each in context["exports"]}
    parts = {**_figures(asked), **_lists(question, asked), **_pictures(question, asked), "files": files}
    return render(request, "portfolio/home.jinja", {**context, **parts})


@page(Permission.PORTFOLIO_VIEW)
@answering("Trends", page="trends")
def months(request: HttpRequest, question: Question) -> HttpResponse:
    """The months of the overview, fetched after it: the only part of it that has to read every fact."""
    if not request.htmx:  # type: ignore[attr-defined]
        return HttpResponseRedirect(question.link("trends"))
    mix = queries.stage_mix_by_month(*question.asked, months=MONTHS_OF_MIX)
    parts = {
        "question": question,
        "mix": pictures.mix_chart(question, mix),
        "lines": tiles.month_lines(mix),
    }
    return render(request, "portfolio/months.jinja", parts)


@page(Permission.PORTFOLIO_VIEW)
@answering("Law firms", page="firms")
def firms(request: HttpRequest, question: Question) -> HttpResponse:
    """The law firms: what is open with each by stage, how they pay, how risky they are."""
    found = queries.firm_breakdown(*question.asked)
    context = frame(
        question,
        "Law firms",
        page="firms",
        unknown_cases=found.unknown_cases,
        exports=offered(question, "law-firms"),
    )
    parts = {
        "found": found,
        "chart": pictures.firms_chart(question, found, most=FIRMS_DRAWN),
        "left_out": pictures.firms_left_out(found, most=FIRMS_DRAWN),
        "sheet": figure_sheets.firm_sheet(question, found),
    }
    return render(request, "portfolio/firms.jinja", {**context, **parts})


@page(Permission.PORTFOLIO_VIEW)
@answering("Trends", page="trends")
def trends(request: HttpRequest, question: Question) -> HttpResponse:
    """How the portfolio moved: time in stage, stage mix, collections, their speed, tranches."""
    times = queries.time_in_stage(*question.asked)
    mix = queries.stage_mix_by_month(*question.asked, months=MONTHS)
    cash = pictures.trailing_averages(
        queries.collections_by_month(*question.asked, months=MONTHS_ASKED), shown=MONTHS
    )
    speed, pools = queries.velocity(*question.asked), queries.tranches(*question.asked)
    context = frame(
        question,
        "Trends",
        page="trends",
        unknown_cases=times.unknown_cases,
        exports=offered(question, "time-in-stage", "stage-mix", "collections", "velocity", "tranches"),
    )
    parts = {
        "mix": pictures.mix_chart(question, mix),
        "mix_sheet": trend_sheets.stage_mix_sheet(mix),
        "cash": pictures.collections_chart(*cash),
        "cash_sheet": trend_sheets.collections_sheet(*cash),
        "speed": pictures.velocity_chart(speed),
        "speed_average": speed.average_days,
        "speed_sheet": trend_sheets.velocity_sheet(speed),
        "times": trend_sheets.stage_time_sheet(question, times),
        "standings": tranche_pages.standings(question, pools),
    }
    return render(request, "portfolio/trends.jinja", {**context, **parts})


def _figures(asked: Asked) -> dict[str, object]:
    return {
        "summary": asked.summary,
        "is_empty": not asked.summary.billed,
        "first_import": first_import(asked.question.actor),
        "tiles": tiles.key_tiles(asked),
        "further": tiles.further_tiles(asked),
        "scores": tiles.scores(asked),
    }


def _lists(question: Question, asked: Asked) -> dict[str, object]:
    oldest = settled_sheet(asked.settled.items, caption="The longest waits")
    riskiest = at_risk_sheet(asked.risk.items, caption="The ten largest at risk")
    return {
        "settled": asked.settled,
        "cards": payoff_cards(question, asked.settled),
        "oldest": without(oldest, *LEFT_OUT_AT_HOME),
        "risk": asked.risk,
        "reasons": [
            (
                group,
                figure_sheets.months(group.average_age_days),
                question.link("at-risk", category=group.category.value),
            )
            for group in asked.risk.groups
        ],
        "riskiest": without(riskiest, *LEFT_OUT_AT_HOME),
    }


def _pictures(question: Question, asked: Asked) -> dict[str, object]:
    return {
        "pipeline": pictures.pipeline_chart(question, asked.pipeline, asked.times),
        "firms": pictures.firms_chart(question, asked.firms, most=FIRMS_DRAWN_AT_HOME),
        "firms_left_out": pictures.firms_left_out(asked.firms, most=FIRMS_DRAWN_AT_HOME),
        "months_href": question.link("months"),
    }
