"""What the firm told of the settlement."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F
from django.db.models.functions import Now

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.money import Money

from ..access import lock_negotiated_case, note_on_timeline
from ..errors import AmountNegative, FeeGivenTwice, PercentOutOfRange, TermsStale
from ..models import FinancialInformation
from ..naming import dollars
from ..vocabulary import FeeBasis


@dataclass(frozen=True, slots=True)
class FinancialTerms:
    """Settlement, attorney fee as amount or in percent of it, costs, client funding; None unknown."""

    settled: Money | None = None
    fee: Money | None = None
    fee_percent: Decimal | None = None
    costs: Money | None = None
    client_funding: Money | None = None


@action
def set_financial_information(
    actor: Actor, *, case_number: str, terms: FinancialTerms, version: int
) -> FinancialInformation:
    """The financial information of the case; version 0 says that there was none yet.

    *Raises*: Forbidden, NotFound, CaseOfAnother, TermsStale, FeeGivenTwice, PercentOutOfRange,
    AmountNegative.
    """
    case = lock_negotiated_case(actor, case_number, Permission.OUTSIDE_BILLS_EDIT)
    _check(terms)
    present = FinancialInformation.objects.filter(case=case).first()
    if (present.version if present else 0) != version:
        theirs = present.version if present else 0
        raise TermsStale(yours=version, theirs=theirs, version=theirs)
    columns = {
        **{name: getattr(terms, name) for name in FinancialTerms.__dataclass_fields__},
        "fee_basis": FeeBasis.AMOUNT if terms.fee_percent is None else FeeBasis.PERCENT,
        "changed_by_id": actor.user_id,
        "changed_at": Now(),
    }
    if present is None:
        FinancialInformation.objects.create(case=case, **columns)
    else:
        FinancialInformation.objects.filter(id=present.id).update(**columns, version=F("version") + 1)
    settled = "not settled" if terms.settled is None else f"settled for {dollars(terms.settled)}"
    note_on_timeline(actor, case.id, f"Financial information: {settled}", kind="settlement")
    return FinancialInformation.objects.get(case=case)


def _check(terms: FinancialTerms) -> None:
    if terms.fee is not None and terms.fee_percent is not None:
        raise FeeGivenTwice()
    if terms.fee_percent is not None and not 0 <= terms.fee_percent <= 100:
        raise PercentOutOfRange(field="The attorney fee")
    named = {
        "The settlement": terms.settled,
        "The attorney fee": terms.fee,
        "The attorney costs": terms.costs,
        "Client funding": terms.client_funding,
    }
    for name, amount in named.items():
        if amount is not None and amount < Money.zero:
            raise AmountNegative(field=name)
