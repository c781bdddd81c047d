"""The part of a user's form that says which roles the user holds."""

from __future__ import annotations

from uuid import UUID

from django.http import QueryDict

from openlien.identity.actor import EVERYTHING, Grant, Scope
from openlien.identity.permissions import Role
from openlien.kit.errors import InvalidInput

from ..role_words import grant_words

# What a role does day by day, in a line beside its box; the matrix has the whole truth.
EFFECTS = {
    Role.NEGOTIATIONS_MANAGER: "Negotiates and assigns all cases, approves offers, records money.",
    Role.COLLECTIONS_SPECIALIST: "Negotiates the cases given to it, keeps payment plans; records no money.",
    Role.SETTLEMENT_COORDINATOR: "Negotiates all cases, keeps rounds and settlements; records no money.",
    Role.CUSTOMER_SERVICE: "Sees cases, logs calls, keeps payment plans, records money received.",
    Role.LEGAL_TEAM: "Sees cases, offers, settlements and documents; changes nothing.",
    Role.FINANCIAL_ANALYST: "Imports portfolios, records money, writes and posts journals; approves none.",
    Role.ACCOUNTING_MANAGER: "Records money, writes, approves and posts journals, closes months.",
    Role.CASE_MANAGER: "Sees cases, offers, settlements and case accounts; changes nothing.",
    Role.CFO_CONTROLLER: "Sees every figure, approves journals and reductions, closes months; posts nothing.",
    Role.AUDITOR: "Sees every figure, the chain of the books and the audit trail; changes nothing.",
    Role.SYSTEM_ADMINISTRATOR: "Sets up users, imports, templates, fees and the chart; records no money.",
    Role.PROVIDER: "Sees the bills of its own provider group only.",
}


def role_boxes(grants: tuple[Grant, ...], posted: QueryDict | None = None) -> list[dict[str, object]]:
    """A box for each role held everywhere and for each limited one held now, ticked as held or as posted."""
    held = grant_words(grants)
    ticked = set(posted.getlist("roles")) if posted is not None else {words.value for words in held}
    everywhere = [
        {"value": role.code, "label": role.value, "hint": EFFECTS[role]}
        for role in Role
        if role is not Role.PROVIDER
    ]
    limited = [
        {"value": words.value, "label": f"{words.role}: {words.reach} only", "hint": ""}
        for words in held
        if words.is_limited
    ]
    return [{**box, "ticked": box["value"] in ticked} for box in [*everywhere, *limited]]


def posted_grants(posted: QueryDict) -> list[Grant]:
    """The roles of a sent form.

    Raises: InvalidInput for a role or scope that the form does not offer.
    """
    grants = [_grant(value) for value in posted.getlist("roles")]
    role, scope = posted.get("limited_role", ""), posted.get("limited_scope", "")
    if role and not scope:
        raise InvalidInput("limited_scope", "Choose the provider group or law firm that the role is for.")
    if scope and not role:
        raise InvalidInput("limited_role", "Choose the role that goes with this provider group or law firm.")
    return [*grants, _grant(f"{role}:{scope}")] if role else grants


def _grant(value: str) -> Grant:
    code, _, scope = value.partition(":")
    kind, _, party = scope.partition(":")
    try:
        role = Role.of_code(code)
        parties = frozenset({UUID(party)}) if scope else frozenset()
    except (KeyError, ValueError):
        raise InvalidInput("roles", "Choose roles from the list.") from None
    match kind:
        case "":
            return Grant(role, EVERYTHING)
        case "provider_group":
            return Grant(role, Scope(provider_group_ids=parties))
        case "law_firm":
            return Grant(role, Scope(law_firm_ids=parties))
    raise InvalidInput("roles", "Choose roles from the list.")
