"""A case of three bills under negotiation, its people, and short words for what they do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from openlien.cases.models import Bill, Case, Document
from openlien.cases.queries import CaseHead, read_case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.kit.money import Money
from openlien.negotiation.actions import (
    BillEdit,
    OfferTerms,
    Outcome,
    OutsideBillTerms,
    add_outside_bill,
    approve_offer,
    draft_offer,
    receive_offer,
    send_offer,
    set_offer,
    set_offers,
    submit_offer,
)
from openlien.negotiation.models import BillOffer, Offer, OutsideBill
from tests import cast

TODAY = cast.AS_OF


def collector() -> Actor:
    return cast.acting_person(Role.COLLECTIONS_SPECIALIST)


def coordinator() -> Actor:
    return cast.acting_person(Role.SETTLEMENT_COORDINATOR)


def manager(name: str = "") -> Actor:
    return cast.acting_person(Role.NEGOTIATIONS_MANAGER, name)


def negotiated_case(*retails: str, patient: str = "Zoe Marlow") -> Case:
    """A case with a bill of each retail, by default 1,200.00, 3,000.00 and 800.00; each costs a quarter."""
    case = cast.make_case(patient)
    for place, retail in enumerate(retails or ("1200.00", "3000.00", "800.00"), 1):
        cast.make_bill(
            case,
            retail,
            number=f"B-{place}",
            invoice_on=date(2026, 2, 1) + timedelta(days=place - 1),
            contracted=Money.from_cents(Money(retail).cents // 4),
            is_in_network=place != 3,
        )
    return case


@pytest.fixture
def case(db: None) -> Case:
    return negotiated_case()


def head(case: Case) -> CaseHead:
    return read_case(manager(), case.number)


def bills(case: Case) -> list[Bill]:
    return list(case.bills.order_by("number"))


def version_of(bill: Bill) -> int:
    return BillOffer.objects.filter(bill=bill).values_list("version", flat=True).first() or 0


def edit(bill: Bill, entry: str, version: int | None = None) -> BillEdit:
    return BillEdit(bill.id, entry, version_of(bill) if version is None else version)


def offer_for(actor: Actor, bill: Bill, entry: str, *, version: int | None = None, **more: Any) -> Outcome:
    return set_offer(
        actor, case_number=bill.case.number, edit=edit(bill, entry, version), today=TODAY, **more
    )


def offer_all(actor: Actor, case: Case, *entries: str, **more: Any) -> Outcome:
    edits = [edit(bill, entry) for bill, entry in zip(bills(case), entries, strict=True)]
    return set_offers(actor, case_number=case.number, edits=edits, today=TODAY, **more)


def amounts(case: Case) -> list[str | None]:
    """The present offers of the bills by number."""
    known = dict(BillOffer.objects.filter(bill__case=case).values_list("bill_id", "amount"))
    return [str(known[bill.id]) if known.get(bill.id) is not None else None for bill in bills(case)]


def drafted(actor: Actor, case: Case, amount: str = "4000.00", **terms: Any) -> Offer:
    stated = OfferTerms(amount=Money(amount), **terms)
    return draft_offer(actor, case_number=case.number, terms=stated, today=TODAY)


def sent(case: Case, amount: str = "4000.00", **terms: Any) -> Offer:
    """Our offer, approved and with the firm."""
    offer = drafted(coordinator(), case, amount, **terms)
    offer = submit_offer(coordinator(), offer.id, version=offer.version, today=TODAY)
    if offer.status == "submitted":
        offer = approve_offer(manager(), offer.id, version=offer.version, today=TODAY)
    return send_offer(coordinator(), offer.id, version=offer.version, today=TODAY)


def received(case: Case, amount: str = "3500.00", actor: Actor | None = None, **terms: Any) -> Offer:
    """The firm's offer."""
    stated = OfferTerms(amount=Money(amount), **terms)
    return receive_offer(actor or coordinator(), case_number=case.number, terms=stated, today=TODAY)


def copy_of_bill(case: Case, name: str = "copy") -> UUID:
    """A document of the case that shows an outside bill."""
    return Document.objects.create(
        case=case,
        kind="outside_bill",
        title=name,
        stored_name=f"{case.number}-{name}",
        content_type="application/pdf",
        sha256=b"0" * 32,
        size_bytes=1,
    ).id


def outside(
    case: Case, billed: str, promised: str | None, *, copied: bool = True, **more: Any
) -> OutsideBill:
    """An outside bill, with its copy unless said otherwise."""
    terms = OutsideBillTerms(
        provider=more.pop("provider", f"Cedar Clinic {billed}"),
        billed=Money(billed),
        promised=None if promised is None else Money(promised),
        copy_id=copy_of_bill(case, billed) if copied else None,
        **more,
    )
    return add_outside_bill(collector(), case_number=case.number, terms=terms, today=TODAY)
