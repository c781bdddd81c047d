"""Financial reports: rows, totals and day of each; the same figures as its page and files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from openlien.accounting.reports import BY_SLUG, REPORTS, Column, Definition, Report, Row, Value
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today
from openlien.kit.errors import InvalidInput, NotFound
from openlien.kit.money import Money

from .authentication import actor_of_call
from .operations import operation
from .schemas import Answer, Day

router = Router(tags=["reports"])

LIMIT_MAX = 1_000
CHOICES = ("kind", "basis", "cases", "detail", "type", "account", "by", "side", "state")


class ReportQuestion(Schema):
    """What is asked of a report: a day or a period, its choices, and which part of the rows."""

    as_of: Day | None = Field(None, alias="asOf")
    since: Day | None = Field(None, alias="from")
    until: Day | None = Field(None, alias="to")
    kind: str = Field("", max_length=40)
    basis: str = Field("", max_length=40)
    cases: str = Field("", max_length=40)
    detail: str = Field("", max_length=40)
    type: str = Field("", max_length=40)
    account: str = Field("", max_length=40)
    by: str = Field("", max_length=40)
    side: str = Field("", max_length=40)
    state: str = Field("", max_length=40)
    limit: int = Field(200, ge=1, le=LIMIT_MAX)
    cursor: str | None = Field(None, max_length=20)

    def choices(self) -> dict[str, str]:
        """The choices that were made."""
        return {name: value for name in CHOICES if (value := getattr(self, name))}


class ReportChoiceAnswer(Answer):
    """A parameter of a report and what it takes; no options means any number of an account."""

    name: str
    label: str
    options: list[str]


class ReportLink(Answer):
    """A report that can be asked for."""

    slug: str
    title: str
    question: str
    answer: str
    days: str
    choices: list[ReportChoiceAnswer]
    permission: str


class ReportLinks(Answer):
    """The reports that the caller may ask for."""

    items: list[ReportLink]
    total: int
    next_cursor: str | None


class ColumnAnswer(Answer):
    """A column: its name in the items, its label, and what it holds."""

    key: str
    label: str
    kind: str


class FigureAnswer(Answer):
    """A key figure with the formula behind it."""

    key: str
    label: str
    value: str | int | None
    formula: str


class ReportAnswer(Answer):
    """A report: `items` and `totals` hold a value for each column, amounts as text with two decimals."""

    slug: str
    title: str
    as_of: date
    since: date | None = Field(None, serialization_alias="from")
    takeaway: str
    is_sound: bool | None
    shows_cases: bool
    columns: list[ColumnAnswer]
    figures: list[FigureAnswer]
    items: list[dict[str, Any]]
    total: int
    next_cursor: str | None
    totals: dict[str, Any] | None
    notes: list[str]


@operation(router, "GET", "", permission=Permission.LEDGER_VIEW, response=ReportLinks)
def list_reports(request: HttpRequest):
    """The financial reports with what each may be asked."""
    actor = actor_of_call(request)
    actor.require(Permission.LEDGER_VIEW)
    return links_to(actor, REPORTS)


def cases_shown(answer: dict[str, Any]) -> str | None:
    """The name of a report on cases, for the access log; the others name none."""
    return answer["title"] if answer["shows_cases"] else None


@operation(
    router,
    "GET",
    "/{slug}",
    permission=Permission.LEDGER_VIEW,
    response=ReportAnswer,
    shows=cases_shown,
)
def report(request: HttpRequest, slug: str, question: Query[ReportQuestion]):
    """One report, such as trial-balance, ageing or journal-register; the list names them all."""
    actor = actor_of_call(request)
    actor.require(Permission.LEDGER_VIEW)
    return answered(actor, BY_SLUG, slug, question)


def links_to(actor: Actor, reports: Iterable[Definition]) -> dict[str, Any]:
    """The reports that the actor may ask for, as `ReportLinks`."""
    items = [_link(each) for each in reports if actor.may(each.permission)]
    return {"items": items, "total": len(items), "next_cursor": None}


def answered(
    actor: Actor, reports: Mapping[str, Definition], slug: str, question: ReportQuestion
) -> dict[str, Any]:
    """The report with the rows that were asked for, as `ReportAnswer`.

    *Raises*: NotFound, Forbidden, InvalidInput, PeriodBackwards, UnknownChoice.
    """
    if slug not in reports:
        raise NotFound()
    definition = reports[slug]
    asked = definition.asked(
        today=business_today(settings.BUSINESS_TIME_ZONE),
        as_of=question.until if definition.days.is_period else question.as_of,
        since=question.since,
        choices=_fitting(definition, question),
    )
    found = definition.build(actor, asked)
    start = _place(question.cursor, len(found.lines))
    rows = found.lines.part(start, question.limit)
    end = start + len(rows)
    return {**_head(found, asked.since), "items": [_item(found.columns, row) for row in rows],
            "next_cursor": str(end) if end < len(found.lines) else None}  # fmt: skip


def _fitting(definition: Definition, question: ReportQuestion) -> dict[str, str]:
    """The choices, all of which the report must know: one that is passed over would answer something else."""
    known = {choice.name for choice in definition.choices}
    wanted = {"as_of"} if definition.days.value == "as_of" else set()
    if definition.days.is_period:
        wanted = {"since", "until"}
    names = {"as_of": "asOf", "since": "from", "until": "to"}
    given = [name for name in names if getattr(question, name) is not None and name not in wanted]
    given += [name for name in question.choices() if name not in known]
    if given:
        name = names.get(given[0], given[0])
        takes = sorted({*(names[one] for one in wanted), *known}) or ["no parameter"]
        raise InvalidInput(
            name, f"{name} is not a parameter of {definition.slug}; it takes {', '.join(takes)}."
        )
    return question.choices()


def _place(cursor: str | None, total: int) -> int:
    if cursor is None:
        return 0
    if not (cursor.isascii() and cursor.isdigit()) or int(cursor) > total:
        raise InvalidInput(
            "cursor", "This page of the report does not exist. Start again from the first page."
        )
    return int(cursor)


def _head(found: Report, since: date | None) -> dict[str, Any]:
    totals = None if found.totals is None else _item(found.columns, Row(found.totals))
    return {
        "slug": found.slug,
        "title": found.title,
        "as_of": found.as_of,
        "since": since,
        "takeaway": found.takeaway,
        "is_sound": found.is_sound,
        "shows_cases": found.shows_cases,
        "columns": [{"key": each.key, "label": each.label, "kind": each.kind} for each in found.columns],
        "figures": [
            {"key": each.key, "label": each.label, "value": _plain(each.value), "formula": each.formula}
            for each in found.figures
        ],
        "total": len(found.lines),
        "totals": totals,
        "notes": list(found.notes),
    }


def _item(columns: tuple[Column, ...], row: Row) -> dict[str, Any]:
    return {column.key: _plain(value) for column, value in zip(columns, row.values, strict=True)}


def _plain(value: Value) -> str | int | None:
    return str(value) if isinstance(value, (Money, Decimal, date)) else value


def _link(definition: Definition) -> dict[str, Any]:
    return {
        "slug": definition.slug,
        "title": definition.title,
        "question": definition.question,
        "answer": definition.answer,
        "days": {"month": "period", "year": "period"}.get(definition.days.value, definition.days.value),
        "choices": [
            {"name": each.name, "label": each.label, "options": [code for code, _ in each.options if code]}
            for each in definition.choices
        ],
        "permission": definition.permission.name.lower(),
    }
