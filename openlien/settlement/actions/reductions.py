"""Reductions of liens: one person proposes what a rule leaves, another approves or refuses it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models.functions import Now

from openlien.cases.models import Activity, Lien
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.errors import NotFound
from openlien.kit.idempotency import content_hash, earlier_result
from openlien.kit.money import Money

from ..errors import (
    PersonNeeded,
    ReasonMissing,
    ReductionBeyondLien,
    ReductionChangesNothing,
    ReductionDecided,
    ReductionNeedsAnother,
)
from ..models import ReductionProposal
from ..queries.sources import payable
from ..reach import cases_within

REASON_LETTERS_MAX = 300
Status = ReductionProposal.Status


@action
def propose_reduction(
    actor: Actor,
    lien_id: UUID,
    *,
    rule: str,
    amount: Money,
    inputs: Mapping[str, Any],
    trace: Sequence[Mapping[str, Any]],
    law: Mapping[str, Any] | None = None,
    idempotency_key: str | None = None,
) -> ReductionProposal:
    """What a rule leaves of the lien, with the inputs and the working it came from; it changes nothing yet.

    `law` is what the rule said on its day: it stays with the proposal when the rule's file changes.
    *Raises*: Forbidden, NotFound, PersonNeeded, ReductionBeyondLien, ReductionChangesNothing,
    IdempotencyKeyReused.
    """
    lien = _lien(actor, lien_id, Permission.SETTLEMENTS_EDIT)
    content = content_hash(lien=lien.id, rule=rule, amount=amount, inputs=dict(inputs))
    if earlier := earlier_result(ReductionProposal, idempotency_key, content):
        return earlier
    if actor.user_id is None:
        raise PersonNeeded()
    before = payable(lien)
    if not Money.zero <= amount <= before:
        raise ReductionBeyondLien(before=before, amount=amount)
    if amount == before:
        raise ReductionChangesNothing(before=before)
    return ReductionProposal.objects.create(
        lien=lien,
        rule=rule,
        inputs=dict(inputs),
        trace=[dict(each) for each in trace],
        law=dict(law or {}),
        amount_before=before,
        amount=amount,
        proposed_by_id=actor.user_id,
        idempotency_key=idempotency_key,
        content_hash=content,
    )


@action
def propose_reductions(
    actor: Actor,
    amounts: Mapping[UUID, Money],
    *,
    rule: str,
    inputs: Mapping[str, Any],
    trace: Sequence[Mapping[str, Any]],
    law: Mapping[str, Any] | None = None,
    idempotency_key: str | None = None,
) -> list[ReductionProposal]:
    """What a rule leaves of several liens that share a fund, all or none; one that stays as it is needs none.

    *Raises*: as `propose_reduction`; ReductionChangesNothing where every lien stays as it is.
    """
    reduced = _reduced(actor, amounts)
    # In the order of the ids, so that two people who propose at once wait for each other only one way.
    return [
        propose_reduction(
            actor,
            lien_id,
            rule=rule,
            amount=reduced[lien_id],
            inputs=inputs,
            trace=trace,
            law=law,
            idempotency_key=f"{idempotency_key}:{lien_id}" if idempotency_key else None,
        )
        for lien_id in sorted(reduced)
    ]


def _reduced(actor: Actor, amounts: Mapping[UUID, Money]) -> Mapping[UUID, Money]:
    """The amounts that change their liens; all of them where none does, so that the refusal is said."""
    cases = cases_within(actor, Permission.SETTLEMENTS_EDIT)
    known = {lien.id: payable(lien) for lien in Lien.objects.filter(id__in=list(amounts), case__in=cases)}
    changing = {lien_id: amount for lien_id, amount in amounts.items() if amount != known.get(lien_id)}
    return changing or amounts


@action
def approve_reduction(actor: Actor, proposal_id: UUID) -> ReductionProposal:
    """The approved proposal; its amount is what was negotiated for the lien from now on.

    *Raises*: Forbidden, NotFound, PersonNeeded, ReductionDecided, ReductionNeedsAnother,
    ReductionBeyondLien where the lien comes to less by now.
    """
    proposal = _decidable(actor, proposal_id)
    if proposal.proposed_by_id == actor.user_id:
        raise ReductionNeedsAnother()
    lien = proposal.lien
    if proposal.amount > payable(lien):
        raise ReductionBeyondLien(before=payable(lien), amount=proposal.amount)
    lien.negotiated = proposal.amount
    lien.version += 1
    lien.save(update_fields=["negotiated", "version"])
    _decide(actor, proposal, Status.APPROVED)
    Activity.objects.create(
        case_id=lien.case_id,
        kind=Activity.Kind.SETTLEMENT,
        summary=f"Lien of {lien.holder.name} reduced to ${proposal.amount.amount:,}"[:300],
        object_id=str(proposal.id),
        actor_id=actor.user_id,
    )
    return ReductionProposal.objects.get(id=proposal.id)


@action
def refuse_reduction(actor: Actor, proposal_id: UUID, *, reason: str) -> ReductionProposal:
    """The refused proposal; the lien stays as it is.

    *Raises*: Forbidden, NotFound, PersonNeeded, ReductionDecided, ReasonMissing, TextTooLong, TextNotPlain.
    """
    stated = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    proposal = _decidable(actor, proposal_id)
    if not stated:
        raise ReasonMissing()
    proposal.refusal_reason = stated
    _decide(actor, proposal, Status.REFUSED)
    return ReductionProposal.objects.get(id=proposal.id)


def _lien(actor: Actor, lien_id: UUID, permission: Permission) -> Lien:
    cases = cases_within(actor, permission)
    found = Lien.objects.select_for_update(of=("self",), no_key=True).select_related("holder")
    lien = found.filter(id=lien_id, case__in=cases).first()
    if lien is None:
        raise NotFound()
    return lien


def _decidable(actor: Actor, proposal_id: UUID) -> ReductionProposal:
    """The proposal, locked after its lien, as everything that changes a lien does."""
    actor.require(Permission.REDUCTIONS_APPROVE)
    known = ReductionProposal.objects.filter(id=proposal_id).first()
    if known is None:
        raise NotFound()
    lien = _lien(actor, known.lien_id, Permission.REDUCTIONS_APPROVE)
    proposal = ReductionProposal.objects.select_for_update(of=("self",)).get(id=proposal_id)
    proposal.lien = lien
    if proposal.status != Status.PROPOSED:
        raise ReductionDecided(status=proposal.get_status_display().lower())
    if actor.user_id is None:
        raise PersonNeeded()
    return proposal


def _decide(actor: Actor, proposal: ReductionProposal, status: str) -> None:
    proposal.status, proposal.decided_by_id, proposal.decided_at = status, actor.user_id, Now()
    proposal.save(update_fields=["status", "decided_by", "decided_at", "refusal_reason"])
