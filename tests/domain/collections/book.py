"""Two firms and cases without one, in several hands, with what is due on them; for the pages' tests too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from openlien.cases.activity.actions import FollowUp, assign_negotiator, schedule_follow_up
from openlien.cases.models import Activity, Case
from openlien.collections.statement import Day
from openlien.identity.actor import Actor
from openlien.identity.models import Membership
from openlien.identity.permissions import Role
from openlien.kit.money import Money
from openlien.negotiation.actions import BillEdit, OfferTerms, receive_offer, set_offer
from tests import cast

TODAY = cast.AS_OF
ZONE = "America/Los_Angeles"
DAY = Day(TODAY, ZONE)


@dataclass(frozen=True)
class Book:
    """The cases by what is special about them, and who acts."""

    manager: Actor
    dana: Actor
    mine: Case
    due: Case
    expiring: Case
    quiet: Case
    closed: Case
    firmless: Case


def ready_book() -> Book:
    """Six cases: four of Pacific Crest, one of Osprey, one without a firm."""
    manager = cast.acting_person(Role.NEGOTIATIONS_MANAGER)
    dana = cast.acting_person(Role.SETTLEMENT_COORDINATOR, "Dana Reyes")
    _member(manager, Role.NEGOTIATIONS_MANAGER)
    _member(dana, Role.SETTLEMENT_COORDINATOR)
    mine = billed_case("Zoe Marlow", "1200.00", "800.00")
    due = billed_case("Kai Calder", "3000.00")
    expiring = billed_case("Ana Ruiz", "500.00", firm_name="Osprey Legal")
    quiet = billed_case("Bo Orford", "700.00", opened_on=date(2026, 3, 2))
    closed = billed_case("Lou Pike", "900.00", stage="closed_disbursed")
    firmless = billed_case("Max Tran", "100.00", firm_name=None)
    assign_negotiator(manager, [mine.number, closed.number], user_id=dana.user_id)
    follow_up = FollowUp(title="Call the desk", due_on=TODAY, assignee_id=dana.user_id)
    schedule_follow_up(manager, due.number, follow_up, today=TODAY)
    terms = OfferTerms(amount=Money("300.00"), expires_on=TODAY + timedelta(days=7))
    receive_offer(manager, case_number=expiring.number, terms=terms, today=TODAY)
    for case in (mine, due, expiring, firmless):
        called(case, TODAY - timedelta(days=3))
    called(quiet, TODAY - timedelta(days=31))
    first = mine.bills.order_by("id").first()
    edit = BillEdit(first.id, "600.00", version=0)
    set_offer(manager, case_number=mine.number, edit=edit, today=TODAY)
    return Book(manager, dana, mine, due, expiring, quiet, closed, firmless)


def billed_case(patient: str, *retails: str, **facts: object) -> Case:
    """A case with a bill of each retail; each was contracted for a quarter."""
    case = cast.make_case(patient, **facts)
    for retail in retails:
        cast.make_bill(case, retail, contracted=Money.from_cents(Money(retail).cents // 4))
    return case


def called(case: Case, on: date) -> None:
    """A call on the case at noon of that day."""
    at = datetime(on.year, on.month, on.day, 12, tzinfo=ZoneInfo(ZONE))
    Activity.objects.create(case=case, kind="call", summary="Called", happened_at=at, direction="out")


def _member(actor: Actor, role: Role) -> None:
    Membership.objects.get_or_create(user_id=actor.user_id, role=role.code, scope_kind="everything")
