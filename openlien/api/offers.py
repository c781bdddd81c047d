"""Negotiation of a case: the bills grid with its offers, offers of the case, what is fair and distributed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Header, Query, Router, Status

from openlien.cases.queries import CaseHead, read_case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today
from openlien.negotiation import actions, queries
from openlien.negotiation.actions import BillEdit, LineTerms, OfferTerms, Outcome
from openlien.negotiation.vocabulary import Direction
from openlien.payments.actions import accept_offer, void_agreement
from openlien.payments.queries.bills_grid import Network, bills_grid

from .authentication import actor_of_call
from .offers_shapes import (
    ChangedOfferRequest,
    ChangesAnswer,
    EditRequest,
    EditsRequest,
    GridAnswer,
    JustifiedRequest,
    NegotiationPolicyAnswer,
    NegotiationPolicyRequest,
    NewOfferRequest,
    NoteAnswer,
    NoteRequest,
    NotesAnswer,
    OfferAnswer,
    OfferReasonRequest,
    OfferRequest,
    OffersAnswer,
    OutcomeAnswer,
    StepRequest,
    UndoneAnswer,
)
from .operations import operation

router = Router(tags=["negotiation"])
Key = Annotated[str | None, Header(alias="Idempotency-Key", max_length=120)]
CASE = "/cases/{case_number}"
BILL = "/bills/{uuid:bill_id}"
OFFER = "/offers/{uuid:offer_id}"
VIEW, MAKE, APPROVE = Permission.OFFERS_VIEW, Permission.OFFERS_MAKE, Permission.OFFERS_APPROVE


@operation(router, "GET", f"{CASE}/bills-grid", permission=VIEW, response=GridAnswer, shows="Bills grid")
def get_grid(request: HttpRequest, case_number: str, network: Network = Query(Network.ALL)):
    """The bills of a case with offers, payments, fair shares, costs and returns."""
    actor, case = seen_case(request, case_number)
    grid = bills_grid(actor, case, as_of=today(), network=network)
    return {
        "as_of": today(),
        "network": network,
        "items": grid.lines,
        "totals": grid.totals,
        "last_received_on": grid.last_received_on,
        "fair_percent": None if grid.fair_share is None else grid.fair_share.as_percent(),
    }


@operation(router, "PUT", f"{CASE}/bills/{{uuid:bill_id}}/offer", permission=MAKE, response=OutcomeAnswer)
def put_offer_of_bill(
    request: HttpRequest, case_number: str, bill_id: UUID, body: EditRequest, key: Key = None
):
    """Sets the offer of one bill; 409 with both values when somebody changed it meanwhile."""
    outcome = actions.set_offer(
        actor_of_call(request),
        case_number=case_number,
        edit=BillEdit(bill_id, body.entry, body.version),
        today=today(),
        idempotency_key=key,
    )
    return _outcome(outcome)


@operation(router, "POST", f"{CASE}/bill-offers", permission=MAKE, response=OutcomeAnswer)
def set_offers_of_bills(request: HttpRequest, case_number: str, body: EditsRequest, key: Key = None):
    """Sets the offers of many bills, all or none; a refusal names each row in `rows`."""
    outcome = actions.set_offers(
        actor_of_call(request),
        case_number=case_number,
        edits=_edits(body),
        today=today(),
        spread=body.spread,
        idempotency_key=key,
    )
    return _outcome(outcome)


@operation(router, "POST", f"{CASE}/bill-offers/preview", permission=MAKE, response=OutcomeAnswer)
def preview_offers_of_bills(request: HttpRequest, case_number: str, body: EditsRequest):
    """Says what the same edits would do, row by row; nothing is written."""
    actor = actor_of_call(request)
    outcome = actions.preview_offers(
        actor, case_number=case_number, edits=_edits(body), today=today(), spread=body.spread
    )
    return _outcome(outcome)


@operation(router, "POST", f"{CASE}/bill-offers/undo", permission=MAKE, response=UndoneAnswer)
def undo_offers_of_bills(request: HttpRequest, case_number: str):
    """Takes back what you did last to the offers of this case's bills."""
    made = actions.undo_offers(actor_of_call(request), case_number=case_number)
    return {"change_set_id": made.id, "changed": made.changes.count()}


@operation(router, "GET", f"{BILL}/offer-changes", permission=VIEW, response=ChangesAnswer)
def list_changes(request: HttpRequest, bill_id: UUID):
    """How the offer of a bill changed, newest first."""
    return {"items": queries.changes_of_bill(actor_of_call(request), bill_id)}


@operation(router, "GET", f"{BILL}/notes", permission=VIEW, response=NotesAnswer)
def list_notes(request: HttpRequest, bill_id: UUID):
    """The notes of a bill, newest first."""
    return {"items": queries.notes_of_bill(actor_of_call(request), bill_id)}


@operation(router, "POST", f"{BILL}/notes", permission=MAKE, response=NoteAnswer, status=201)
def write_note(request: HttpRequest, bill_id: UUID, body: NoteRequest, key: Key = None):
    """Notes something about a bill; a note is never changed."""
    actor = actor_of_call(request)
    note = actions.write_note(actor, bill_id=bill_id, body=body.body, idempotency_key=key)
    found = next(line for line in queries.notes_of_bill(actor, bill_id) if line.id == note.id)
    return Status(201, found)


@operation(router, "GET", f"{CASE}/offers", permission=VIEW, response=OffersAnswer, shows="Case offers")
def list_offers(request: HttpRequest, case_number: str):
    """The offers of a case, ours and the firm's, and what was agreed."""
    actor, case = seen_case(request, case_number)
    return {"items": queries.offers_of(actor, case), "agreement": queries.agreement_of(actor, case)}


@operation(router, "POST", f"{CASE}/offers", permission=MAKE, response=OfferAnswer, status=201)
def make_offer(request: HttpRequest, case_number: str, body: NewOfferRequest, key: Key = None):
    """Drafts an offer of ours, or records one of the firm's."""
    actor = actor_of_call(request)
    make = actions.draft_offer if body.direction is Direction.OURS else actions.receive_offer
    made = make(actor, case_number=case_number, terms=_terms(body), today=today(), idempotency_key=key)
    return Status(201, queries.read_offer(actor, made.id))


@operation(router, "GET", OFFER, permission=VIEW, response=OfferAnswer, shows="Case offer")
def get_offer(request: HttpRequest, offer_id: UUID):
    """One offer with its lines."""
    found = queries.read_offer(actor_of_call(request), offer_id)
    request.seen_case = found.case_number  # type: ignore[attr-defined]
    return found


@operation(router, "PUT", OFFER, permission=MAKE, response=OfferAnswer)
def change_offer(request: HttpRequest, offer_id: UUID, body: ChangedOfferRequest):
    """Gives a draft other terms."""
    actor = actor_of_call(request)
    actions.change_offer(actor, offer_id, _terms(body), version=body.version, today=today())
    return queries.read_offer(actor, offer_id)


@operation(router, "POST", f"{OFFER}/submission", permission=MAKE, response=OfferAnswer)
def submit_offer(request: HttpRequest, offer_id: UUID, body: JustifiedRequest):
    """Submits a draft; within the limits it is approved at once."""
    actor = actor_of_call(request)
    actions.submit_offer(
        actor, offer_id, version=body.version, today=today(), justification=body.justification
    )
    return queries.read_offer(actor, offer_id)


@operation(router, "POST", f"{OFFER}/approval", permission=APPROVE, response=OfferAnswer)
def approve_offer(request: HttpRequest, offer_id: UUID, body: StepRequest):
    """Approves an offer that somebody else made."""
    actor = actor_of_call(request)
    actions.approve_offer(actor, offer_id, version=body.version, today=today())
    return queries.read_offer(actor, offer_id)


@operation(router, "POST", f"{OFFER}/return", permission=APPROVE, response=OfferAnswer)
def return_offer(request: HttpRequest, offer_id: UUID, body: OfferReasonRequest):
    """Makes a submitted offer a draft again, with the reason why it was not approved."""
    actor = actor_of_call(request)
    actions.return_offer(actor, offer_id, version=body.version, reason=body.reason)
    return queries.read_offer(actor, offer_id)


@operation(router, "POST", f"{OFFER}/sending", permission=MAKE, response=OfferAnswer)
def send_offer(request: HttpRequest, offer_id: UUID, body: StepRequest):
    """Notes that an approved offer went to the firm."""
    actor = actor_of_call(request)
    actions.send_offer(actor, offer_id, version=body.version, today=today())
    return queries.read_offer(actor, offer_id)


@operation(router, "POST", f"{OFFER}/counter", permission=MAKE, response=OfferAnswer, status=201)
def counter_offer(request: HttpRequest, offer_id: UUID, body: ChangedOfferRequest, key: Key = None):
    """Answers an offer by another: the firm's to ours, or a draft of ours to theirs."""
    actor = actor_of_call(request)
    made = actions.counter_offer(
        actor, offer_id, _terms(body), version=body.version, today=today(), idempotency_key=key
    )
    return Status(201, queries.read_offer(actor, made.id))


@operation(router, "POST", f"{OFFER}/acceptance", permission=MAKE, response=OfferAnswer)
def accept(request: HttpRequest, offer_id: UUID, body: JustifiedRequest):
    """Accepts an offer: the payoff is agreed and each bill reduced to what was agreed for it."""
    actor = actor_of_call(request)
    accept_offer(actor, offer_id, version=body.version, today=today(), justification=body.justification)
    return queries.read_offer(actor, offer_id)


@operation(router, "POST", f"{OFFER}/voiding", permission=APPROVE, response=OfferAnswer)
def void(request: HttpRequest, offer_id: UUID, body: OfferReasonRequest):
    """Voids the agreement of an accepted offer: what it gave up of each bill is open again."""
    actor = actor_of_call(request)
    void_agreement(actor, offer_id, version=body.version, reason=body.reason, today=today())
    return queries.read_offer(actor, offer_id)


@operation(router, "POST", f"{OFFER}/rejection", permission=MAKE, response=OfferAnswer)
def reject_offer(request: HttpRequest, offer_id: UUID, body: OfferReasonRequest):
    """Records that an offer was rejected."""
    actor = actor_of_call(request)
    actions.reject_offer(actor, offer_id, version=body.version, today=today(), reason=body.reason)
    return queries.read_offer(actor, offer_id)


@operation(router, "POST", f"{OFFER}/withdrawal", permission=MAKE, response=OfferAnswer)
def withdraw_offer(request: HttpRequest, offer_id: UUID, body: OfferReasonRequest):
    """Takes an offer back before it was answered."""
    actor = actor_of_call(request)
    actions.withdraw_offer(actor, offer_id, version=body.version, today=today(), reason=body.reason)
    return queries.read_offer(actor, offer_id)


@operation(router, "GET", "/negotiation/policy", permission=VIEW, response=NegotiationPolicyAnswer)
def get_policy(request: HttpRequest):
    """The limits beyond which somebody else approves an offer."""
    return queries.policy(actor_of_call(request))


@operation(router, "PUT", "/negotiation/policy", permission=APPROVE, response=NegotiationPolicyAnswer)
def put_policy(request: HttpRequest, body: NegotiationPolicyRequest):
    """Sets the limits; the version must be the present one."""
    actor = actor_of_call(request)
    given = {name: getattr(body, name) for name in type(body).model_fields}
    actions.set_policy(actor, **given)
    return queries.policy(actor)


def seen_case(request: HttpRequest, case_number: str) -> tuple[Actor, CaseHead]:
    """Who asks, and the case; the permission is asked for before anything is read.

    *Raises*: Forbidden, NotFound.
    """
    actor = actor_of_call(request)
    actor.require(VIEW)
    return actor, read_case(actor, case_number)


def today() -> date:
    """The business day."""
    return business_today(settings.BUSINESS_TIME_ZONE)


def _edits(body: EditsRequest) -> list[BillEdit]:
    return [BillEdit(edit.bill_id, edit.entry, edit.version) for edit in body.edits]


def _terms(body: OfferRequest) -> OfferTerms:
    lines = [LineTerms(line.bill_id, line.amount) for line in body.lines]
    return OfferTerms(lines=lines, amount=body.amount, expires_on=body.expires_on, words=body.terms)


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "change_set_id": outcome.change_set_id,
        "changed": outcome.changed,
        "retail": outcome.retail,
        "before": outcome.before,
        "after": outcome.after,
        "ror_before": outcome.ror_before,
        "ror_after": outcome.ror_after,
        "items": [
            {
                "bill_id": row.bill_id,
                "bill": row.bill,
                "before": row.before,
                "after": row.after,
                "version": row.version,
                "code": row.refusal.code if row.refusal else "",
                "sentence": row.refusal.sentence if row.refusal else "",
            }
            for row in outcome.rows
        ],
    }
