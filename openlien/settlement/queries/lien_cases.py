"""What a reduction rule wants to know of the case around a lien: settlement, fee, costs, the other liens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError
from openlien.kit.money import Money, total

from ..calculations.settlement import SettlementResult
from ..calculations.waterfall import Tier
from ..models import Settlement, SettlementCalculation
from ..reach import case_within
from .calculations import result_of, terms_of
from .reductions import LienRow, lien_rows, read_lien


@dataclass(frozen=True, slots=True)
class LienCase:
    """The case around a lien; what no settlement says yet is None.

    `fee` is all that attorneys get, `costs` all case expenses, of the settlements of the lien's plaintiff.
    """

    case_number: str
    state: str
    lien: LienRow
    liens: tuple[LienRow, ...]
    settled_on: date | None = None
    gross: Money | None = None
    fee: Money | None = None
    costs: Money | None = None
    is_calculated: bool = False


def lien_case(actor: Actor, lien_id: UUID) -> LienCase:
    """The lien with what its reduction depends on; the plaintiff's settlements count together.

    *Raises*: Forbidden, NotFound.
    """
    number, lien = read_lien(actor, lien_id)
    case = case_within(actor, number, Permission.SETTLEMENTS_VIEW)
    liens = tuple(
        each for each in lien_rows(actor, number) if _share_a_plaintiff(each.plaintiff_id, lien.plaintiff_id)
    )
    found = Settlement.objects.filter(case=case)
    if lien.plaintiff_id:
        found = found.filter(Q(plaintiff_id=lien.plaintiff_id) | Q(plaintiff_id__isnull=True))
    settlements = list(found.order_by("settled_on", "id"))
    if not settlements:
        return LienCase(number, case.state, lien, liens)
    results = [each for one in settlements if (each := _result(one)) is not None]
    is_calculated = len(results) == len(settlements)
    return LienCase(
        case_number=number,
        state=case.state,
        lien=lien,
        liens=liens,
        settled_on=settlements[-1].settled_on,
        gross=total(each.gross for each in settlements),
        fee=total(_fees(each) for each in results) if is_calculated else None,
        costs=total(each.distribution.of_tier(Tier.CASE_EXPENSE) for each in results)
        if is_calculated
        else None,
        is_calculated=is_calculated,
    )


def _share_a_plaintiff(one: UUID | None, other: UUID | None) -> bool:
    return one is None or other is None or one == other


def _fees(result: SettlementResult) -> Money:
    return result.division.reduced_fee


def _result(settlement: Settlement) -> SettlementResult | None:
    saved = SettlementCalculation.objects.filter(settlement=settlement, name="").first()
    if saved is None:
        return None
    try:
        return result_of(list(saved.inputs.all()), terms_of(saved))
    except DomainError:
        return None
