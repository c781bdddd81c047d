"""Which settlement and which what-if the address names; without a settlement, an amount to try."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpRequest

from openlien.identity.actor import Actor
from openlien.kit.errors import DomainError, NotFound
from openlien.kit.money import Money
from openlien.negotiation.rounds.queries import settlement_view
from openlien.settlement.actions.calculations import WHAT_IF_LETTERS_MAX
from openlien.settlement.queries.people import plaintiffs_of
from openlien.settlement.queries.tables import SettlementRow, settlement_table
from openlien.web.jinja import date_text, money, url

from ..place import uuid_or_none


@dataclass(frozen=True, slots=True)
class CalculationPlace:
    """Where the page stands; `settlement` is None before one, and where an offer is looked at."""

    number: str
    settlements: tuple[SettlementRow, ...]
    settlement: SettlementRow | None
    name: str
    came_from: str
    plaintiff_id: UUID | None = None
    offer: Money | None = None

    @property
    def query(self) -> dict[str, str]:
        """The place as the query of an address."""
        return {
            "settlement": str(self.settlement.id) if self.settlement else "",
            "plaintiff": str(self.plaintiff_id or "") if not self.settlement else "",
            "offer": str(self.offer or "") if not self.settlement else "",
            "name": self.name,
            "list": self.came_from,
        }

    def to(self, page: str = "page") -> str:
        """The address of a page of this place."""
        return url(f"calculation:{page}", self.number, query=self.query)

    def called(self, name: str) -> CalculationPlace:
        """The place of another what-if; the real calculation for a blank name."""
        return replace(self, name=name)

    def choices(self) -> list[dict[str, object]]:
        """The settlements of the case as links, the one at hand marked."""
        return [
            {
                "label": f"{each.plaintiff} · {money(each.gross)} · {date_text(each.settled_on)}",
                "href": replace(self, settlement=each, name="", offer=None).to(),
                "current": self.settlement is not None and each.id == self.settlement.id,
            }
            for each in self.settlements
        ]


def place_of(request: HttpRequest, number: str) -> CalculationPlace:
    """The place that the address names: an offer, a settlement, or the latest one of the plaintiff or of all.

    Raises: NotFound for a settlement or plaintiff of another case.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = tuple(settlement_table(actor, number).rows)
    asked, plaintiff = (uuid_or_none(request.GET.get(name, "")) for name in ("settlement", "plaintiff"))
    name = request.GET.get("name", "")[:WHAT_IF_LETTERS_MAX].strip()
    place = CalculationPlace(number, rows, None, name, request.GET.get("list", "")[:2000], plaintiff)
    if request.GET.get("settlement") and asked not in {each.id for each in rows}:
        raise NotFound()
    if plaintiff and plaintiff not in {each for each, _ in plaintiffs_of(actor, number)}:
        raise NotFound()
    if offer := _offer(request.GET.get("offer", "")):
        return replace(place, name="", offer=offer)
    fitting = [each for each in rows if asked == each.id] if asked else _of_plaintiff(rows, plaintiff)
    latest = max(fitting, key=lambda each: (each.settled_on, each.id), default=None)
    return replace(place, settlement=latest) if latest else replace(place, name="")


def last_offer(actor: Actor, place: CalculationPlace) -> Money | None:
    """What a calculation without a settlement starts from: the offer named, else the plaintiff's last one."""
    if place.offer:
        return place.offer
    try:
        return settlement_view(actor, place.number, place.plaintiff_id).last_offer
    except NotFound:
        return None


def _offer(text: str) -> Money | None:
    try:
        found = Money(text[:20]) if text else Money.zero
    except DomainError:
        return None
    return found if found > Money.zero else None


def _of_plaintiff(rows: tuple[SettlementRow, ...], plaintiff: UUID | None) -> list[SettlementRow]:
    return [each for each in rows if plaintiff is None or each.plaintiff_id in (plaintiff, None)]
