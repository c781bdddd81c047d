"""The list of cases as its address says it: what is searched, filtered, sorted, and which page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from openlien.cases.queries import find_firms, firm_name, provider_groups
from openlien.identity.actor import Actor
from openlien.receivables.case_list import CaseFilter, CaseOrder, CaseSort

from ..list_address import STAGE_CODES, one_of, sort_text, stages_of

STAGE_DAYS = (30, 60, 90, 180, 365, 730)
STATE_LETTERS = 2
WORDS_LETTERS_MAX = 200


@dataclass(frozen=True, slots=True)
class ListState:
    """What an address of the list asks for; `ignored` are sentences about what in it could not be used."""

    words: str = ""
    stage: str = ""
    firm: UUID | None = None
    firm_name: str = ""
    state: str = ""
    group: UUID | None = None
    group_name: str = ""
    stage_days: int | None = None
    order: CaseOrder = field(default_factory=CaseOrder)
    after: str = ""
    before: str = ""
    ignored: tuple[str, ...] = ()

    @property
    def filter(self) -> CaseFilter:
        """The part that says which cases."""
        return CaseFilter(
            words=self.words,
            stages=stages_of(self.stage),
            law_firm_id=self.firm,
            state=self.state,
            provider_group_id=self.group,
            stage_days_min=self.stage_days,
        )

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list."""
        return self.filter != CaseFilter()

    def query(self) -> dict[str, object]:
        """The values of the address, without the page; empty ones are left out."""
        values = {
            "q": self.words,
            "stage": self.stage,
            "firm": self.firm,
            "state": self.state,
            "group": self.group,
            "stage_days": self.stage_days,
            "sort": sort_text(self.order),
        }
        return {name: value for name, value in values.items() if value not in (None, "")}

    def text(self) -> str:
        """The values as one text, for the address of a case that was opened from this list."""
        return urlencode(self.query())

    def without(self, name: str) -> ListState:
        """The same list without one of its filters."""
        empty: dict[str, object] = {"firm": None, "group": None, "stage_days": None}
        return replace(self, **{name: empty.get(name, "")})

    def sorted_by(self, sort: CaseSort) -> ListState:
        """The same list sorted by a column, largest first; the other way round when it was so already."""
        turned = self.order.sort is sort and self.order.descending
        return replace(self, order=CaseOrder(sort, descending=not turned))


def read_state(actor: Actor, address: Mapping[str, str]) -> ListState:
    """The list that the values of an address ask for; what cannot be used is left out and said."""
    complaints: list[str] = []
    firm, name = _firm(actor, address, complaints)
    group, group_name = _group(actor, address, complaints)
    return ListState(
        words=" ".join(_clean(address.get("q", ""))[:WORDS_LETTERS_MAX].split()),
        stage=one_of(address.get("stage", ""), STAGE_CODES, "stage", complaints),
        firm=firm,
        firm_name=name,
        state=_state(address.get("state", ""), complaints),
        group=group,
        group_name=group_name,
        stage_days=_days(address.get("stage_days", ""), complaints),
        order=_order(address.get("sort", ""), complaints),
        after=_clean(address.get("after", ""))[:32],
        before=_clean(address.get("before", ""))[:32],
        ignored=tuple(complaints),
    )


def state_of_text(actor: Actor, text: str) -> ListState:
    """The list behind the `list` value of a case's address."""
    return read_state(actor, QueryDict(text[:2000]).dict())


def _firm(actor: Actor, address: Mapping[str, str], complaints: list[str]) -> tuple[UUID | None, str]:
    typed = _clean(address.get("firm_text", ""))[:WORDS_LETTERS_MAX].strip()
    chosen = _uuid(address.get("firm", ""), "law firm", complaints)
    if chosen and (name := firm_name(actor, chosen)):
        return chosen, name
    if chosen:
        complaints.append("The law firm of this address is not among your cases.")
    elif typed:
        found = find_firms(actor, typed, limit=2)
        exact = [firm for firm in found if firm.name.casefold() == typed.casefold()]
        if len(exact or found) == 1:
            return (exact or found)[0].id, (exact or found)[0].name
        complaints.append(f"“{typed}” is not one law firm. Choose one of the names that are offered.")
    return None, ""


def _group(actor: Actor, address: Mapping[str, str], complaints: list[str]) -> tuple[UUID | None, str]:
    typed = _clean(address.get("group_text", ""))[:WORDS_LETTERS_MAX].strip().casefold()
    chosen = _uuid(address.get("group", ""), "provider group", complaints)
    if not (chosen or typed):
        return None, ""
    names = {group.id: group.name for group in provider_groups(actor)}
    if chosen:
        # A group that is not among the actor's leaves no case, as one that does not exist.
        return chosen, names.get(chosen, "not one of yours")
    found = [group for group, name in names.items() if name.casefold() == typed]
    if len(found) == 1:
        return found[0], names[found[0]]
    complaints.append("That is not one provider group. Choose one of the names that are offered.")
    return None, ""


def _uuid(text: str, name: str, complaints: list[str]) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        complaints.append(f"The {name} of this address is not known.")
        return None


def _state(text: str, complaints: list[str]) -> str:
    if not text:
        return ""
    if len(text) == STATE_LETTERS and text.isascii() and text.isalpha():
        return text.upper()
    complaints.append("There is no such state.")
    return ""


def _days(text: str, complaints: list[str]) -> int | None:
    if text in {str(days) for days in STAGE_DAYS}:
        return int(text)
    if text:
        complaints.append("The time in stage of this address is not one of the choices.")
    return None


def _order(text: str, complaints: list[str]) -> CaseOrder:
    if not text:
        return CaseOrder()
    try:
        return CaseOrder(CaseSort(text.removeprefix("-")), descending=text.startswith("-"))
    except ValueError:
        complaints.append("The list cannot be sorted by that; it is in the order of the numbers.")
        return CaseOrder()


def _clean(text: str) -> str:
    return text.replace("\x00", "")
