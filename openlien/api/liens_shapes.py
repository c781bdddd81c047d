"""The JSON of liens, proposed reductions, calculations of offers and what settlements choose from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from openlien.cases.models import Lien
from openlien.settlement.actions.liens import (
    COMMENTS_LETTERS_MAX,
    HOLDER_LETTERS_MAX,
    TEXTS,
)

from .schemas import Answer, Day, MoneyText, Request
from .settlement_shapes import TermsShape


class LienRequest(Request):
    """A lien; no plaintiff means all of them, an amount of null is not known yet."""

    holder: str = Field(min_length=1, max_length=HOLDER_LETTERS_MAX)
    kind: Lien.Kind
    plaintiff_id: UUID | None = None
    asserted: MoneyText | None = None
    confirmed: MoneyText | None = None
    waived: MoneyText | None = None
    current_payoff: MoneyText | None = None
    negotiated: MoneyText | None = None
    paid: MoneyText | None = None
    comments: str = Field("", max_length=COMMENTS_LETTERS_MAX)
    reference: str = Field("", max_length=TEXTS["reference"])
    first_notice_on: Day | None = None
    is_final: bool = False
    plan_funding: Lien.PlanFunding = Lien.PlanFunding.UNKNOWN
    recovery_agency: str = Field("", max_length=TEXTS["recovery_agency"])
    certified_mail_number: str = Field("", max_length=TEXTS["certified_mail_number"])
    policy_received_on: Day | None = None
    paid_on: Day | None = None
    check_number: str = Field("", max_length=TEXTS["check_number"])
    release_received_on: Day | None = None


class LienChange(LienRequest):
    """A lien as it is to be, with the version that was seen."""

    version: int = Field(ge=1, le=2**31 - 1)


class LienAnswer(Answer):
    """One lien with its six amounts; `payable` is what a settlement calculation takes for it."""

    id: UUID
    version: int
    holder: str
    kind: str
    type: str
    plaintiff_id: UUID | None
    plaintiff: str
    is_ours: bool
    asserted: MoneyText | None
    confirmed: MoneyText | None
    waived: MoneyText | None
    current_payoff: MoneyText | None
    negotiated: MoneyText | None
    paid: MoneyText | None
    payable: MoneyText
    status: str
    comments: str
    reference: str
    first_notice_on: date | None
    is_final: bool
    plan_funding: str
    recovery_agency: str
    certified_mail_number: str
    policy_received_on: date | None
    paid_on: date | None
    check_number: str
    release_received_on: date | None


class LiensAnswer(Answer):
    """The liens of a case in the order of payment."""

    items: list[LienAnswer]


class ReductionRowAnswer(Answer):
    """One proposal: what the rule leaves of the lien, its working, its source, who decided."""

    id: UUID
    lien_id: UUID
    case_number: str
    holder: str
    rule: str
    inputs: dict[str, Any]
    trace: list[dict[str, Any]]
    law: dict[str, Any]
    amount_before: MoneyText
    amount: MoneyText
    status: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    refusal_reason: str


class ReductionRowsAnswer(Answer):
    """Proposals; `total` counts all, `items` holds at most 500."""

    items: list[ReductionRowAnswer]
    total: int


class OfferCalculationRequest(Request):
    """An amount to try, with the terms and the values typed over the sources; nothing is kept."""

    gross: MoneyText
    plaintiff_id: UUID | None = None
    on: Day | None = None
    terms: TermsShape | None = None
    values: dict[str, MoneyText] = Field(default_factory=dict, max_length=20)


class SettlementChoiceAnswer(Answer):
    """One row of a list to choose from."""

    id: UUID
    name: str


class ChoicesAnswer(Answer):
    """The active rows of the lists that a settlement chooses from."""

    types: list[SettlementChoiceAnswer]
    escrow_accounts: list[SettlementChoiceAnswer]
