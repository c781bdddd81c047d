"""Every table of the portfolio as a file: the same filter, columns, order and figures as on the page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.receivables import queries
from openlien.web.access import page
from openlien.web.seen import shows
from openlien.web.sheets import Sheet, exported

from . import figure_sheets as sheets
from . import trend_sheets
from .asking import Question
from .case_sheets import at_risk_sheet, case_sheet, settled_sheet
from .frame import answering
from .pictures import trailing_averages
from .reading import Asked, chosen_category, chosen_payoff, every_item, group_of, searched, stage_of
from .tiles import figure_sheet

MONTHS = 24
# Two months more, so that the first month shown has an average of three.
MONTHS_ASKED = MONTHS + 2


def key_figures(question: Question) -> Sheet:
    """Return the key figures and the health scores with their components."""
    return figure_sheet(Asked(question))


def pipeline(question: Question) -> Sheet:
    """Return the open balance by stage."""
    asked = Asked(question)
    return sheets.pipeline_sheet(question, asked.pipeline, asked.times)


def collections(question: Question) -> Sheet:
    """Return the cash of the last two years by month."""
    found = queries.collections_by_month(*question.asked, months=MONTHS_ASKED)
    return trend_sheets.collections_sheet(*trailing_averages(found, shown=MONTHS))


TABLES: dict[str, tuple[str, Callable[[Question], Sheet]]] = {
    "key-figures": ("Key figures", key_figures),
    "stages": ("Stages", pipeline),
    "payoff-status": (
        "Payoff statuses",
        lambda question: sheets.payoff_sheet(question, queries.settled_pending(*question.asked, limit=1)),
    ),
    "at-risk-reasons": (
        "At-risk reasons",
        lambda question: sheets.category_sheet(question, queries.at_risk(*question.asked, limit=1)),
    ),
    "law-firms": (
        "Law firms",
        lambda question: sheets.firm_sheet(question, queries.firm_breakdown(*question.asked)),
    ),
    "time-in-stage": (
        "Time in stage",
        lambda question: trend_sheets.stage_time_sheet(question, queries.time_in_stage(*question.asked)),
    ),
    "stage-mix": (
        "Stage mix",
        lambda question: trend_sheets.stage_mix_sheet(
            queries.stage_mix_by_month(*question.asked, months=MONTHS)
        ),
    ),
    "collections": ("Collections", collections),
    "velocity": ("Velocity", lambda question: trend_sheets.velocity_sheet(queries.velocity(*question.asked))),
    "tranches": (
        "Tranches",
        lambda question: trend_sheets.tranche_sheet(question, queries.tranches(*question.asked).lines),
    ),
}


def offered(question: Question, *names: str) -> list[dict[str, str]]:
    """Return the tables that a page offers as files: label, csv, xlsx."""
    return [
        {
            "label": TABLES[name][0],
            "csv": question.link("table", name, "csv"),
            "xlsx": question.link("table", name, "xlsx"),
        }
        for name in names
    ]


@page(Permission.PORTFOLIO_EXPORT)
@answering("Export", page="home")
def table(request: HttpRequest, question: Question, name: str, form: str) -> HttpResponseBase:
    """A table of figures as CSV or XLSX."""
    if name not in TABLES:
        raise NotFound()
    return exported(TABLES[name][1](question), form, name=_file_name(question, name))


@page(Permission.PORTFOLIO_EXPORT)
@answering("Export", page="home")
def stage(request: HttpRequest, question: Question, code: str, form: str) -> HttpResponseBase:
    """The cases of a stage as CSV or XLSX."""
    wanted, search = stage_of(code), searched(request)

    def ask(**part: object) -> queries.CaseList:
        return queries.cases_in_stage(
            question.actor, question.as_of, wanted, question.filters, search=search, **part
        )

    return _cases(request, question, ask, form, name=wanted.value)


@page(Permission.PORTFOLIO_EXPORT)
@answering("Export", page="home")
def group(request: HttpRequest, question: Question, group: str, form: str) -> HttpResponseBase:
    """The cases behind a figure as CSV or XLSX."""
    wanted, search = group_of(group), searched(request)

    def ask(**part: object) -> queries.CaseList:
        return queries.cases_in_group(
            question.actor, question.as_of, wanted, question.filters, search=search, **part
        )

    return _cases(request, question, ask, form, name=wanted.value)


@page(Permission.PORTFOLIO_EXPORT)
@answering("Export", page="settled-pending")
def settled(request: HttpRequest, question: Question, form: str) -> HttpResponseBase:
    """The settled cases that await their money as CSV or XLSX."""
    payoff = chosen_payoff(request)

    def ask(**part: object) -> queries.SettledPending:
        return queries.settled_pending(*question.asked, payoff_status=payoff, **part)

    shows(request, "Settled, awaiting payment, export", rows=ask(limit=1).total)
    sheet = settled_sheet(every_item(ask), caption="Settled")
    return exported(sheet, form, name=_file_name(question, "settled-pending"))


@page(Permission.PORTFOLIO_EXPORT)
@answering("Export", page="at-risk")
def at_risk(request: HttpRequest, question: Question, form: str) -> HttpResponseBase:
    """The cases at risk as CSV or XLSX."""
    category = chosen_category(request)

    def ask(**part: object) -> queries.AtRisk:
        return queries.at_risk(*question.asked, category=category, **part)

    shows(request, "Cases at risk, export", rows=ask(limit=1).total)
    return exported(
        at_risk_sheet(every_item(ask), caption="At risk"), form, name=_file_name(question, "at-risk")
    )


def _cases(
    request: HttpRequest, question: Question, ask: Callable[..., queries.CaseList], form: str, *, name: str
) -> HttpResponseBase:
    shows(request, f"Cases of {name}, export", rows=ask(limit=1).total)
    return exported(case_sheet(name, every_item(ask)), form, name=_file_name(question, name))


def _file_name(question: Question, name: str) -> str:
    return f"{name.replace('_', '-')}-{question.as_of.isoformat()}"
