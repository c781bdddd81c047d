"""Liens that people keep by hand: who holds them, their six amounts, what is known of them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from django.db.models import Q

from openlien.cases.models import Activity, Case, Lien, Party, Plaintiff
from openlien.cases.wording import fitting_key, plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.amounts import refuse_negative
from openlien.kit.errors import NotFound
from openlien.kit.money import Money

from ..errors import HolderMissing, NotOfThisCase, UnknownChoice, refuse_future
from ..reach import case_within, cases_within, refuse_stale

HOLDER_LETTERS_MAX, COMMENTS_LETTERS_MAX = 200, 500
TEXTS = {"reference": 60, "recovery_agency": 200, "certified_mail_number": 40, "check_number": 20}
DAYS = ("first_notice_on", "policy_received_on", "paid_on", "release_received_on")
AMOUNTS = ("asserted", "confirmed", "waived", "current_payoff", "negotiated", "paid")
_COPIED = (*AMOUNTS, *DAYS, "kind", "plaintiff_id", "is_final", "plan_funding")


@dataclass(frozen=True, kw_only=True)
class LienDraft:
    """A lien as a person enters it; no plaintiff means all of them, an amount of None is not known yet."""

    holder: str
    kind: str
    plaintiff_id: UUID | None = None
    asserted: Money | None = None
    confirmed: Money | None = None
    waived: Money | None = None
    current_payoff: Money | None = None
    negotiated: Money | None = None
    paid: Money | None = None
    comments: str = ""
    reference: str = ""
    first_notice_on: date | None = None
    is_final: bool = False
    plan_funding: str = Lien.PlanFunding.UNKNOWN.value
    recovery_agency: str = ""
    certified_mail_number: str = ""
    policy_received_on: date | None = None
    paid_on: date | None = None
    check_number: str = ""
    release_received_on: date | None = None


def draft_of_lien(lien: Lien) -> LienDraft:
    """The draft that would save the lien as it is: what a form starts with."""
    names = [each.name for each in fields(LienDraft) if each.name != "holder"]
    return LienDraft(holder=lien.holder.name, **{name: getattr(lien, name) for name in names})


@action
def record_lien(actor: Actor, *, case_number: str, draft: LienDraft, today: date) -> Lien:
    """A new lien of the case.

    *Raises*: Forbidden, NotFound, HolderMissing, NotOfThisCase, UnknownChoice, NegativeAmount, DayInFuture,
    TextTooLong, TextNotPlain.
    """
    case = case_within(actor, case_number, Permission.SETTLEMENTS_EDIT, lock=True)
    lien = Lien(case=case)
    _fill(lien, case, draft, today)
    lien.save()
    saved = Lien.objects.select_related("holder").get(id=lien.id)
    _note(actor, saved, "added")
    return saved


@action
def change_lien(actor: Actor, lien_id: UUID, draft: LienDraft, *, version: int, today: date) -> Lien:
    """The lien with every field as in the draft.

    *Raises*: as `record_lien`, and StaleVersion.
    """
    cases = cases_within(actor, Permission.SETTLEMENTS_EDIT)
    found = Lien.objects.select_for_update(of=("self",), no_key=True).select_related("holder", "case")
    lien = found.filter(id=lien_id, case__in=cases).first()
    if lien is None:
        raise NotFound()
    refuse_stale(version, lien)
    _fill(lien, lien.case, draft, today)
    lien.version += 1
    lien.save()
    _note(actor, lien, "changed")
    return lien


def _fill(lien: Lien, case: Case, draft: LienDraft, today: date) -> None:
    refuse_negative(**{name: amount for name in AMOUNTS if (amount := getattr(draft, name)) is not None})
    # Each of these days says when something happened.
    refuse_future(today, **{name: getattr(draft, name) for name in DAYS})
    if draft.plaintiff_id and not Plaintiff.objects.filter(id=draft.plaintiff_id, case=case).exists():
        raise NotOfThisCase()
    if draft.kind not in Lien.Kind.values:
        raise UnknownChoice("kind")
    if draft.plan_funding not in Lien.PlanFunding.values:
        raise UnknownChoice("plan_funding")
    for name in _COPIED:
        setattr(lien, name, getattr(draft, name))
    lien.comments = plain_text(draft.comments, letters_max=COMMENTS_LETTERS_MAX)
    for name, letters_max in TEXTS.items():
        setattr(lien, name, plain_text(getattr(draft, name), letters_max=letters_max))
    lien.holder = _holder(draft.holder, lien)


def _holder(name: str, lien: Lien) -> Party:
    """The party of that name; a holder that keeps its name stays the party it is."""
    stated = plain_text(name, letters_max=HOLDER_LETTERS_MAX)
    if not stated:
        raise HolderMissing()
    if lien.holder_id and lien.holder.name == stated:
        return lien.holder
    key = fitting_key(
        "".join(letter for letter in stated.casefold() if letter.isalnum()) or stated.casefold()
    )
    same = Party.objects.filter(Q(name__iexact=stated) | Q(name_key=key), kind=Party.Kind.LIENOR)
    return same.order_by("id").first() or Party.objects.create(
        kind=Party.Kind.LIENOR, name=stated, name_key=key
    )


def _note(actor: Actor, lien: Lien, verb: str) -> None:
    Activity.objects.create(
        case_id=lien.case_id,
        kind=Activity.Kind.SETTLEMENT,
        summary=f"Lien of {lien.holder.name} {verb}"[:300],
        object_id=str(lien.id),
        actor_id=actor.user_id,
    )
