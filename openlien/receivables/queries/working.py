"""How a published figure was worked out, with the values that went into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from openlien.identity.actor import Actor
from openlien.kit.errors import NotFound

# The module and not its names: whoever imports it first is still in the middle of it when this one is read.
from .. import figures as published
from .filters import EVERYTHING, Filters
from .groups import CaseGroup
from .summary import Summary, summary

if TYPE_CHECKING:
    from ..figures import FigureValue


class UnknownFigure(NotFound):
    """There is no figure called {figure}."""

    code = "unknown_figure"


@dataclass(frozen=True, slots=True)
class Input:
    """One value that went into a figure."""

    name: str
    value: FigureValue


@dataclass(frozen=True, slots=True)
class Working:
    """A figure with its working.

    *Shapes*: `definition` and `formula` are sentences, `formula_page` a page of docs/formulas without
    ending, `cases` the group of cases behind the figure for `cases_in_group`, None where there is no list.
    """

    figure: str
    name: str
    as_of: date
    value: FigureValue
    definition: str
    formula: str
    inputs: tuple[Input, ...]
    formula_page: str
    cases: CaseGroup | None


def explain(actor: Actor, figure: str, as_of: date, filters: Filters = EVERYTHING) -> Working:
    """Return the working of a published figure; `figures.FIGURES` lists their codes.

    *Raises*: Forbidden; HistoryUnknown; UnknownFigure when nothing is published under that code.
    """
    return explain_all(actor, [figure], as_of, filters)[0]


def explain_all(
    actor: Actor, figures: list[str], as_of: date, filters: Filters = EVERYTHING
) -> tuple[Working, ...]:
    """Return the workings of several figures from one reading of the book.

    *Raises*: as `explain`.
    """
    for figure in figures:
        if figure not in published.FIGURES:
            raise UnknownFigure(figure=figure)
    values = summary(actor, as_of, filters)
    return tuple(working_of(figure, values) for figure in figures)


def working_of(code: str, values: Summary) -> Working:
    """Return the working of a published figure out of an answer that is at hand."""
    figure = published.FIGURES[code]
    return Working(
        figure=code,
        name=figure.name,
        as_of=values.as_of,
        value=figure.value(values),
        definition=figure.definition,
        formula=figure.formula,
        inputs=tuple(Input(name, read(values)) for name, read in figure.inputs),
        formula_page=figure.page,
        cases=figure.cases,
    )
