"""What the interface says and is told of Collections."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from ninja import Schema
from pydantic import Field

from openlien.cases.stages import Stage
from openlien.collections.filters import (
    NO_FIRM,
    NOBODY,
    CollectionFilter,
    CollectionOrder,
    CollectionSort,
    CollectionView,
)
from openlien.kit.errors import InvalidInput

from .schemas import Answer, MoneyText, Percentage, Request

CASES_MAX = 500
PAGES_MAX = 9_999


class Network(StrEnum):
    """Cases with bills of providers in our network, or out of it."""

    IN = "in"
    OUT = "out"


class CollectionsQuestion(Schema):
    """Which cases, in which order; `owner` is a user's id, `me` or `nobody`, `firm` an id or `none`."""

    view: CollectionView = CollectionView.ALL
    q: str = Field("", max_length=200)
    stage: list[Stage] = []
    owner: str = Field("", max_length=36)
    network: Network | None = None
    firm: str = Field("", max_length=36)
    sort: CollectionSort = CollectionSort.BALANCE
    descending: bool = True
    page: int = Field(1, ge=1, le=PAGES_MAX)

    def filter(self, me: UUID | None) -> CollectionFilter:
        """The filter asked for.

        *Raises*: InvalidInput.
        """
        return CollectionFilter(
            view=self.view,
            words=self.q.replace("\x00", ""),
            stages=tuple(self.stage),
            owner=_id_of(self.owner, {"me": me or NOBODY, "nobody": NOBODY}, "owner"),
            is_in_network=None if self.network is None else self.network is Network.IN,
            law_firm=_id_of(self.firm, {"none": NO_FIRM}, "firm"),
        )

    @property
    def order(self) -> CollectionOrder:
        """The order asked for."""
        return CollectionOrder(self.sort, descending=self.descending)


class CasesQuestion(CollectionsQuestion):
    """The same about single cases, a page of them at a time."""

    limit: int = Field(200, ge=1, le=CASES_MAX)


class FiguresAnswer(Answer):
    """Money over bills: `percent` of billed and `ror` are null before there is an offer or a cost."""

    billed: MoneyText
    offer: MoneyText | None
    percent: Percentage | None
    collected: MoneyText
    balance: MoneyText
    ror: Percentage | None


class StageCount(Answer):
    """How many cases stand at a stage."""

    stage: Stage
    cases: int


class CollectionsFirmAnswer(Answer):
    """A law firm with the sums over its cases in the list; null for the cases without one."""

    law_firm_id: UUID | None
    law_firm: str
    cases: int
    stages: list[StageCount]
    figures: FiguresAnswer
    last_contact_on: date | None
    next_on: date | None
    owners: int
    owner: str = Field(description="The one owner of its cases; empty where there are several or none.")


class FirmsAnswer(Answer):
    """One page of firms; the totals cover the whole filter."""

    as_of: date
    page: int
    pages: int
    firms: int
    cases: int
    totals: FiguresAnswer
    items: list[CollectionsFirmAnswer]


class CaseAnswer(Answer):
    """One case; `next_step` is empty where an offer ends on `next_on`."""

    number: str
    patient: str
    law_firm_id: UUID | None
    law_firm: str
    stage: Stage
    figures: FiguresAnswer
    owner_id: UUID | None
    owner: str
    last_contact_on: date | None
    last_contact: str
    next_on: date | None
    next_step: str


class CasesAnswer(Answer):
    """One page of cases in the order of the list; the totals cover the whole filter."""

    as_of: date
    page: int
    cases: int
    totals: FiguresAnswer
    items: list[CaseAnswer]


class CollectionsViewAnswer(Answer):
    """A view that everybody has."""

    view: CollectionView
    name: str
    meaning: str
    cases: int


class OwnViewAnswer(Answer):
    """A view of one's own; `query` is the address of the list after its question mark."""

    id: UUID
    name: str
    query: str


class ViewsAnswer(Answer):
    """The views, those that everybody has with the number of their cases."""

    as_of: date
    items: list[CollectionsViewAnswer]
    own: list[OwnViewAnswer]


class NameRequest(Request):
    """What a view is called."""

    name: str = Field(max_length=200)


class NewViewRequest(NameRequest):
    """A view to be saved."""

    query: str = Field("", max_length=1000)


def _id_of(text: str, known: dict[str, UUID], field: str) -> UUID | None:
    if not text:
        return None
    try:
        return known.get(text) or UUID(text)
    except ValueError as refused:
        raise InvalidInput(field, f"The {field} is an id, or one of: {', '.join(known)}.") from refused
