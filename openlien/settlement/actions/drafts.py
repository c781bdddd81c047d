"""What a person enters about a settlement, and how the three release fields follow each other."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from openlien.cases.models import Case, Plaintiff
from openlien.cases.wording import plain_text
from openlien.identity.models import User
from openlien.kit.money import Money

from ..calculations.check_dates import CheckDates, TooManyDays, with_days, with_expected_on, with_release
from ..errors import NotOfThisCase, SettlementNotPositive, UnknownChoice
from ..models import EscrowAccount, Settlement, SettlementType
from ..queries.counterparties import chosen_counterparty

COMMENTS_LETTERS_MAX = 4000
COPIED = (
    "settled_on",
    "gross",
    "plaintiff_id",
    "settled_by_id",
    "escrow_account_id",
    "released_to_client_on",
    "released_from_client_on",
    "distributed_on",
    "expires_on",
)


@dataclass(frozen=True, kw_only=True)
class SettlementDraft:
    """The fields of the panel; no plaintiff means all of them, no type means the first of the list."""

    settled_on: date
    gross: Money
    plaintiff_id: UUID | None = None
    coverage_id: UUID | None = None
    party_id: UUID | None = None
    settled_by_id: UUID | None = None
    type_id: UUID | None = None
    escrow_account_id: UUID | None = None
    released_to_client_on: date | None = None
    released_from_client_on: date | None = None
    released_to_payer_on: date | None = None
    check_expected_on: date | None = None
    days_from_release: int | None = None
    distributed_on: date | None = None
    expires_on: date | None = None
    comments: str = ""

    def content(self) -> dict[str, object]:
        """What makes two requests the same request."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def draft_of(settlement: Settlement) -> SettlementDraft:
    """The draft that would save the settlement as it is: what a form starts with."""
    return SettlementDraft(
        coverage_id=settlement.coverage_id,
        party_id=settlement.party_id,
        type_id=settlement.type_id,
        comments=settlement.comments,
        released_to_payer_on=settlement.released_to_payer_on,
        check_expected_on=settlement.check_expected_on,
        days_from_release=settlement.days_from_release,
        **{name: getattr(settlement, name) for name in COPIED},
    )


def fill(settlement: Settlement, case: Case, draft: SettlementDraft) -> None:
    """Sets every field of the settlement from the draft, after checking that each choice exists.

    *Raises*: SettlementNotPositive, NotOfThisCase, UnknownChoice, TooManyDays, TextTooLong, TextNotPlain.
    """
    _check_choices(case, draft, settlement)
    _set_counterparty(settlement, case, draft)
    for name in COPIED:
        setattr(settlement, name, getattr(draft, name))
    settlement.type_id = draft.type_id or settlement.type_id or first_type_id()
    settlement.comments = plain_text(draft.comments, letters_max=COMMENTS_LETTERS_MAX)
    dates = dates_after(_dates_of(settlement), draft)
    settlement.released_to_payer_on = dates.released_on
    settlement.check_expected_on = dates.expected_on
    settlement.days_from_release = dates.days_from_release


def dates_after(before: CheckDates, draft: SettlementDraft) -> CheckDates:
    """Return the release, expected date and days after a person changed some of them.

    What the person left as it was follows; of days and expected date both changed, the date decides.
    *Raises*: TooManyDays.
    """
    try:
        return _dates_after(before, draft)
    except OverflowError:
        raise TooManyDays() from None


def _dates_after(before: CheckDates, draft: SettlementDraft) -> CheckDates:
    dates = before
    is_moved = draft.check_expected_on != before.expected_on
    is_recounted = draft.days_from_release != before.days_from_release
    if draft.released_to_payer_on != before.released_on:
        dates = with_release(dates, draft.released_to_payer_on)
    if is_recounted:
        dates = with_days(dates, draft.days_from_release)
    if is_moved:
        dates = with_expected_on(dates, draft.check_expected_on)
    return dates


def first_type_id() -> UUID:
    """The type that a settlement has unless somebody chose another.

    *Raises*: UnknownChoice when the list is empty.
    """
    found = SettlementType.objects.filter(is_active=True).order_by("place", "name").first()
    if found is None:
        raise UnknownChoice("type")
    return found.id


def _dates_of(settlement: Settlement) -> CheckDates:
    return CheckDates(
        settlement.released_to_payer_on, settlement.check_expected_on, settlement.days_from_release
    )


def _check_choices(case: Case, draft: SettlementDraft, settlement: Settlement) -> None:
    if draft.gross <= Money.zero:
        raise SettlementNotPositive()
    if draft.plaintiff_id and not Plaintiff.objects.filter(id=draft.plaintiff_id, case=case).exists():
        raise NotOfThisCase()
    # What was chosen before stays choosable, although it may have been retired since.
    if draft.settled_by_id != settlement.settled_by_id:
        _require(User.objects.filter(id=draft.settled_by_id), draft.settled_by_id, "settled by")
    if draft.type_id and draft.type_id != settlement.type_id:
        _require(SettlementType.objects.filter(id=draft.type_id, is_active=True), draft.type_id, "type")
    if draft.escrow_account_id != settlement.escrow_account_id:
        accounts = EscrowAccount.objects.filter(id=draft.escrow_account_id, is_active=True)
        _require(accounts, draft.escrow_account_id, "escrow account")


def _require(found: QuerySet[Any], chosen: UUID | None, field: str) -> None:
    if chosen is not None and not found.exists():
        raise UnknownChoice(field)


def _set_counterparty(settlement: Settlement, case: Case, draft: SettlementDraft) -> None:
    """Keeps who the payer was when it was chosen; an unchanged choice keeps its snapshot."""
    before = (settlement.coverage_id, settlement.party_id)
    if settlement.counterparty and before == (draft.coverage_id, draft.party_id):
        return
    chosen = chosen_counterparty(case, coverage_id=draft.coverage_id, party_id=draft.party_id)
    settlement.coverage_id = UUID(chosen.coverage_id) if chosen and chosen.coverage_id else None
    settlement.party_id = UUID(chosen.party_id) if chosen else None
    settlement.counterparty = chosen.as_json() if chosen else {}
