"""Forms of a negotiation open only to those who may save them: a case of somebody else is refused at once."""

from __future__ import annotations

from django.http import HttpRequest

from openlien.cases.queries import CaseHead
from openlien.identity.permissions import Permission
from openlien.negotiation.access import may_negotiate
from openlien.negotiation.errors import CaseOfAnother

from ..cases.frame import opened_case


class NegotiatedByAnother(CaseOfAnother):
    """{negotiator} negotiates this case; a Negotiations Manager can give it to you."""

    code = CaseOfAnother.code


def opened_to_negotiate(
    request: HttpRequest, number: str, *, seen: str, permission: Permission = Permission.OFFERS_MAKE
) -> CaseHead:
    """The case, noted in the access log, when its reader may negotiate it.

    *Raises*: Forbidden, NotFound, NegotiatedByAnother.
    """
    case = opened_case(request, number, seen=seen)
    refuse_foreign(request, case, permission)
    return case


def refuse_foreign(request: HttpRequest, case: CaseHead, permission: Permission) -> None:
    """Passes when the reader may negotiate the case, before anything is typed.

    *Raises*: NegotiatedByAnother.
    """
    if not may_negotiate(request.actor, case.negotiator_id, permission):  # type: ignore[attr-defined]
        raise NegotiatedByAnother(negotiator=case.negotiator)
