"""Whom a round or a settlement may name: plaintiffs of the case, our staff, opposing law firms."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from openlien.cases.models import Case, Party, Plaintiff
from openlien.identity.actor import Actor
from openlien.identity.models import Membership, User
from openlien.identity.permissions import Permission, Role
from openlien.kit.errors import NotFound

from ..models import Settlement
from ..reach import case_within
from .counterparties import Counterparty, chosen_counterparty

WORDS_LETTERS_MAX = 100


def plaintiffs_of(actor: Actor, case_number: str) -> list[tuple[UUID, str]]:
    """The plaintiffs of a case as pairs of id and name, in the order of entry.

    *Raises*: Forbidden, NotFound.
    """
    case = case_within(actor, case_number, Permission.SETTLEMENTS_VIEW)
    found = Plaintiff.objects.filter(case=case).order_by("id")
    return list(found.values_list("id", "party__name"))


def staff_choices(actor: Actor) -> list[tuple[UUID, str]]:
    """The people who negotiate and settle, as pairs of id and name; of one law firm only its own people.

    *Raises*: Forbidden.
    """
    actor.require(Permission.SETTLEMENTS_VIEW)
    scope = actor.scope_of(Permission.SETTLEMENTS_VIEW)
    held = Membership.objects.exclude(role=Role.PROVIDER.code)
    if not scope.everything:
        held = held.filter(scope_kind=Membership.ScopeKind.LAW_FIRM, scope_id__in=scope.law_firm_ids)
    found = User.objects.filter(is_active=True, memberships__in=held).distinct()
    return list(found.order_by("name", "id").values_list("id", "name"))


def opposing_firms(actor: Actor, case_number: str, words: str, *, limit: int = 12) -> list[tuple[UUID, str]]:
    """The law firms whose names hold the words, that of the case left out.

    Somebody who sees the cases of one law firm is offered the firms that these cases settled with.
    *Raises*: Forbidden, NotFound.
    """
    case = case_within(actor, case_number, Permission.SETTLEMENTS_VIEW)
    wanted = words.replace("\x00", "").strip()[:WORDS_LETTERS_MAX]
    found = _offered(actor, case).filter(name__icontains=wanted)
    return list(found.order_by("name", "id").values_list("id", "name")[:limit])


def opposing_firm(actor: Actor, case_number: str, firm_id: UUID) -> Counterparty:
    """An opposing law firm with its attorney and phone.

    *Raises*: Forbidden, NotFound.
    """
    case = case_within(actor, case_number, Permission.SETTLEMENTS_VIEW)
    if not _offered(actor, case).filter(id=firm_id).exists():
        raise NotFound()
    found = chosen_counterparty(case, coverage_id=None, party_id=firm_id)
    if found is None:
        raise NotFound()
    return found


def _offered(actor: Actor, case: Case) -> QuerySet[Party]:
    scope = actor.scope_of(Permission.SETTLEMENTS_VIEW)
    firms = Party.objects.filter(kind=Party.Kind.LAW_FIRM)
    if case.law_firm_id:
        firms = firms.filter(~Q(id=case.law_firm_id))
    if scope.everything:
        return firms
    settled = Settlement.objects.filter(case__law_firm_id__in=scope.law_firm_ids)
    return firms.filter(id__in=settled.values("party_id"))
