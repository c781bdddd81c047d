"""The cast: a few synthetic people, firms and facilities, and builders that write as the app does.

A name means one party: asking twice for "Pacific Crest Law Firm" gives the same row. Amounts are texts such
as "1200.00". All days lie on or before AS_OF.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection

from openlien.cases.firm_names import firm_key
from openlien.cases.models import Bill, Case, Party, Plaintiff, StageChange
from openlien.identity.actor import EVERYTHING, Actor, Grant, Scope
from openlien.identity.models import Membership, User
from openlien.identity.permissions import Role
from openlien.kit.money import Money, allocate
from openlien.payments.models import Adjustment, Allocation, Receipt

AS_OF = date(2026, 11, 20)
PASSWORD = "a long and plain sentence"

ATTORNEYS = {
    "Pacific Crest Law Firm": "Gus Ember",
    "Harbor Legal Group, LLP": "Nadia Voss",
    "Osprey Legal": "Ty Quill",
}
FACILITIES = {
    "Coastal MRI & Imaging": "Bayline Care Partners",
    "Harborview Rehab": "Bayline Care Partners",
    "Summit Pain Institute": "Ridgeway Medical Group",
}


def party(kind: str, name: str, *, belongs_to: Party | None = None) -> Party:
    """The party of that kind and name, made when it is not there yet."""
    known = Party.objects.filter(kind=kind, name=name).first()
    return known or Party.objects.create(kind=kind, name=name, name_key=firm_key(name), belongs_to=belongs_to)


def patient(name: str = "Zoe Marlow") -> Party:
    """A patient of the cast."""
    return party("patient", name)


def firm(name: str = "Pacific Crest Law Firm") -> Party:
    """A law firm of the cast."""
    return party("law_firm", name)


def attorney(firm_name: str = "Pacific Crest Law Firm") -> Party:
    """The attorney who works for that firm."""
    return party("attorney", ATTORNEYS.get(firm_name, "Ada Finch"), belongs_to=firm(firm_name))


def provider_group(name: str = "Bayline Care Partners") -> Party:
    """A provider group of the cast."""
    return party("provider_group", name)


def facility(name: str = "Coastal MRI & Imaging") -> Party:
    """A facility of the cast, in its provider group."""
    group = provider_group(FACILITIES.get(name, "Bayline Care Partners"))
    return party("facility", name, belongs_to=group)


def make_case(
    patient_name: str = "Zoe Marlow",
    *,
    firm_name: str | None = "Pacific Crest Law Firm",
    stage: str = "negotiation",
    stage_on: date | None = None,
    opened_on: date = date(2026, 1, 5),
    is_sighting: bool = False,
    **facts: object,
) -> Case:
    """A case of that patient and firm, opened on a day and in that stage since then or `stage_on`.

    *Shapes*: `facts` are further fields of Case, such as state="CA" or external_id="006X".
    """
    facts.setdefault("state", "CA")
    if "number" not in facts:
        facts["number"] = next_case_number(opened_on.year)
    case = Case.objects.create(
        patient=patient(patient_name),
        law_firm=firm(firm_name) if firm_name else None,
        attorney=attorney(firm_name) if firm_name else None,
        opened_on=opened_on,
        **facts,
    )
    Plaintiff.objects.create(case=case, party=case.patient)
    move(case, stage, stage_on or opened_on, is_sighting=is_sighting)
    return case


def next_case_number(year: int) -> str:
    """The next number of the year's series, from the product's own counter."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_numbering (series, year, last) VALUES ('CASE', %s, 1)"
            " ON CONFLICT (series, year) DO UPDATE SET last = cases_numbering.last + 1 RETURNING last",
            [year],
        )
        return f"CASE-{year}-{cursor.fetchone()[0]:05d}"


def move(case: Case, stage: str, on: date, *, is_sighting: bool = False) -> StageChange:
    """The case reaches a stage on a day; the object in hand is read anew."""
    change = StageChange.objects.create(
        case=case, stage=stage, began_on=on, is_sighting=is_sighting, source="person"
    )
    case.refresh_from_db()
    return change


def make_bill(
    case: Case,
    billed: str = "1200.00",
    *,
    invoice_on: date | None = None,
    facility_name: str = "Coastal MRI & Imaging",
    **facts: object,
) -> Bill:
    """A bill of the case; served, invoiced and booked on one day unless said otherwise.

    *Shapes*: `facts` are further fields of Bill, such as payoff_status="cap" or settled_on.
    """
    place = facility(facility_name)
    on = invoice_on or case.opened_on
    stated = {"service_on": on, "originated_on": on, "funding_stage": "funded", "ar_type": "partial_advance"}
    return Bill.objects.create(
        case=case,
        billed=Money(billed),
        invoice_on=on,
        facility=place,
        provider_group=place.belongs_to,
        **{**stated, **facts},
    )


def pay(
    case: Case, amount: str, on: date, *, bills: Sequence[Bill] | None = None, payer: str = "Law firm"
) -> Receipt:
    """Money that came in for the case, shared among these bills (or all of it) by their billed amounts."""
    paid = list(bills) if bills is not None else list(case.bills.order_by("id"))
    receipt = Receipt.objects.create(case=case, amount=Money(amount), deposited_on=on, payer=payer)
    parts = allocate(Money(amount), [bill.billed for bill in paid])
    Allocation.objects.bulk_create(
        Allocation(receipt=receipt, bill=bill, amount=part)
        for bill, part in zip(paid, parts, strict=True)
        if part
    )
    return receipt


def reduce(bill: Bill, amount: str, on: date) -> Adjustment:
    """A negotiated reduction of the bill."""
    return Adjustment.objects.create(bill=bill, kind="reduction", amount=Money(amount), effective_on=on)


def write_off(bill: Bill, amount: str, on: date) -> Adjustment:
    """A loss recognised on the bill as bad debt, asked for by one person and approved by another."""
    return Adjustment.objects.create(
        bill=bill,
        kind="bad_debt",
        amount=Money(amount),
        effective_on=on,
        recorded_by=person("Cast Clerk"),
        approved_by=person("Cast Controller"),
    )


@dataclass(frozen=True)
class ReadyCases:
    """Three cases that between them show what the portfolio page is about, as of AS_OF."""

    settled: Case
    litigating: Case
    closed: Case


def ready_cases() -> ReadyCases:
    """One case settled and waiting for its money, one in litigation, one closed and paid.

    *Units*: open balance 1,500.00 settled (1,000.00 of 4,000.00 paid, 1,500.00 given up), 9,000.00 in
    litigation, 0.00 closed (1,800.00 of 3,000.00 paid).
    """
    return ReadyCases(settled=_settled(), litigating=_litigating(), closed=_closed())


def _settled() -> Case:
    case = make_case("Zoe Marlow", stage="still_treating", opened_on=date(2025, 2, 3))
    for stage, on in (("negotiation", date(2025, 11, 3)), ("settled_not_disbursed", date(2026, 8, 10))):
        move(case, stage, on)
    settled = {"payoff_status": "reduction", "settled_on": date(2026, 8, 10), "payoff_on": date(2026, 8, 10)}
    bills = [
        make_bill(case, billed, invoice_on=date(2025, 3, 3), **settled) for billed in ("2500.00", "1500.00")
    ]
    for bill, given_up in zip(bills, ("900.00", "600.00"), strict=True):
        reduce(bill, given_up, date(2026, 8, 10))
    pay(case, "1000.00", date(2026, 10, 1), bills=bills)
    return case


def _litigating() -> Case:
    case = make_case("Kai Calder", firm_name="Osprey Legal", stage="negotiation", opened_on=date(2024, 6, 3))
    move(case, "in_litigation", date(2026, 4, 1))
    make_bill(case, "9000.00", invoice_on=date(2024, 7, 1), facility_name="Summit Pain Institute")
    return case


def _closed() -> Case:
    case = make_case("Bo Orford", firm_name="Harbor Legal Group, LLP", opened_on=date(2024, 3, 4))
    move(case, "settled_not_disbursed", date(2025, 5, 5))
    bill = make_bill(case, "3000.00", payoff_status="reduction", settled_on=date(2025, 5, 5))
    reduce(bill, "1200.00", date(2025, 5, 5))
    pay(case, "1800.00", date(2025, 7, 7))
    move(case, "closed_disbursed", date(2025, 7, 7))
    return case


def make_user(role: Role = Role.CFO_CONTROLLER, *, scope_id: UUID | None = None) -> User:
    """A user with that one role who signs in with PASSWORD; a provider needs the id of a provider group."""
    user = User.objects.create(
        email=f"{role.code}@cast.example",
        name=f"Cast {role.value}",
        password=_hashed(tuple(settings.PASSWORD_HASHERS)),
    )
    kind = "provider_group" if scope_id else "everything"
    Membership.objects.create(user=user, role=role.code, scope_kind=kind, scope_id=scope_id)
    return user


@cache
def _hashed(_hashers: tuple[str, ...]) -> str:
    # Hashing takes a fifth of a second on purpose, which hundreds of tests need not spend on one password.
    return make_password(PASSWORD)


def person(name: str) -> User:
    """The user of that name, who cannot sign in; made when not there yet."""
    email = f"{name.lower().replace(' ', '.')}@cast.example"
    return User.objects.get_or_create(email=email, defaults={"name": name, "password": "!"})[0]


def acting_person(role: Role, name: str = "") -> Actor:
    """Somebody with that role everywhere who is a row, as approvals ask for."""
    user = person(name or f"Cast {role.value}")
    return Actor(user_id=user.id, name=user.name, grants=(Grant(role, EVERYTHING),))


def actor_with(
    role: Role = Role.CFO_CONTROLLER, *, group: Party | None = None, law_firm: Party | None = None
) -> Actor:
    """Somebody with that role, everywhere or for one provider group or law firm, who is no row."""
    scope = Scope(
        provider_group_ids=frozenset({group.id} if group else ()),
        law_firm_ids=frozenset({law_firm.id} if law_firm else ()),
    )
    return Actor(name=f"Cast {role.value}", grants=(Grant(role, scope if group or law_firm else EVERYTHING),))
