"""What settlements, checks and calculations refuse, as the sentences that people read."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings

from openlien.identity.constraints import speaks_for
from openlien.kit.date_words import day_text
from openlien.kit.errors import Conflict, DomainError, InvalidInput, StaleVersion


class ChangedMeanwhile(StaleVersion):
    """Not saved. {who} changed this{when} while you were editing: you saw {yours}, it is at {theirs} now."""

    code: ClassVar[str] = "stale_version"

    def __init__(self, *, who: str, at: datetime | None, yours: object, theirs: object) -> None:
        here = at.astimezone(ZoneInfo(settings.BUSINESS_TIME_ZONE)) if at else None
        when = f" on {day_text(here)} at {here:%H:%M}" if here else ""
        super().__init__(yours, theirs, who=who, at=at, when=when)


@speaks_for("settlement_is_positive")
class SettlementNotPositive(DomainError):
    """Not saved. A settlement is more than 0.00; to take it back, delete the settlement."""


@speaks_for("settlement_concerns_its_case")
class NotOfThisCase(DomainError):
    """Not saved. The plaintiff and the policy have to be those of this case."""


class UnknownChoice(InvalidInput):
    """Not saved. There is no such {field} to choose."""

    def __init__(self, field: str) -> None:
        super().__init__(field, "")


class DayInFuture(InvalidInput):
    """Not saved. {day} is still to come; enter today or an earlier day."""

    def __init__(self, field: str, day: object) -> None:
        super().__init__(field, "", day=day)


def refuse_future(today: date | None, **days: date | None) -> None:
    """Passes when each of the days has come; without a today everything has, as for what is read in.

    *Raises*: DayInFuture.
    """
    for name, day in days.items():
        if today is not None and day is not None and day > today:
            raise DayInFuture(name, day)


@speaks_for("settlement_days_are_from_release")
class DaysDoNotFit(DomainError):
    """Not saved. The days from release do not lead from the release to the expected date."""


class SettlementHasChecks(Conflict):
    """Not deleted. Checks of this settlement have been received or issued; void or delete them first."""


class SettlementHasFees(Conflict):
    """Not deleted. Fees were recorded from this settlement."""


class EscrowAccountMissing(DomainError):
    """Not saved. Choose the escrow account of the settlement first; its checks go through it."""


@speaks_for("check_goes_through_the_account_of_its_settlement")
class EscrowAccountInUse(Conflict):
    """Not saved. Checks went through the escrow account of this settlement, so it stays."""


@speaks_for("fee_intake_is_positive", "check_is_positive")
class AmountNotPositive(DomainError):
    """Not saved. The amount must be more than 0.00."""


@speaks_for("check_number_is_unique_per_account")
class CheckNumberUsed(Conflict):
    """Not saved. Another check of this escrow account has that number."""


@speaks_for("received_check_is_entered_once")
class CheckEnteredTwice(Conflict):
    """Not saved. A check with that number was received for this settlement already."""


@speaks_for("distribution_check_is_made_once")
class CheckMadeMeanwhile(Conflict):
    """Not saved. Somebody added the distribution checks at the same moment; load them again."""


@speaks_for("used_check_is_not_deleted")
class CheckInUse(Conflict):
    """Not deleted. Only a check that is still held or under review is deleted; void it instead."""


@speaks_for("finished_check_is_final")
class CheckIsFinal(Conflict):
    """Not saved. A check that cleared or was voided keeps its amount, number, type and status."""


@speaks_for("client_ledger_is_never_negative")
class ClearedMoneyMissing(Conflict):
    """Not saved. Money leaves the trust account only when that much has cleared for this settlement."""


class StatusDoesNotFollow(Conflict):
    """Not saved. A check that is {status} cannot become {wanted}; it can become {choices}."""


class FirstStatusWrong(InvalidInput):
    """Not saved. A new check starts as {choices}."""

    def __init__(self, choices: str) -> None:
        super().__init__("status", "", choices=choices)


class NoChecksNamed(DomainError):
    """Choose at least one check."""


class CalculationMissing(DomainError):
    """Nothing was added. Save the settlement calculation first; the checks are made from it."""


class SettlementOverspent(DomainError):
    """Not done. The deductions exceed the settlement: the client would get {client}."""


class UnknownInput(InvalidInput):
    """Not saved. The calculation has no field called {field}."""

    def __init__(self, field: str) -> None:
        super().__init__(field, "")


class NothingToRefresh(InvalidInput):
    """Not refreshed. {field} is typed by hand; no other page holds it."""

    def __init__(self, field: str) -> None:
        super().__init__(field, "")


class GrossIsTheSettlement(DomainError):
    """Not saved. The gross of the real calculation is the settlement's; make a what-if to try another."""


class RecoveriesDoNotSum(InvalidInput):
    """The recoveries come to {parts}; the gross settlement is {gross}. They have to be the same."""

    def __init__(self, **fields: object) -> None:
        super().__init__("recoveries", "", **fields)


class HolderMissing(InvalidInput):
    """Not saved. Say who holds the lien."""

    def __init__(self) -> None:
        super().__init__("holder", "")


@speaks_for("settlement_calculation_is_named_once", "calculation_input_stands_once")
class CalculationMadeMeanwhile(Conflict):
    """Not saved. Somebody saved this calculation at the same moment; load it again."""


class ReductionDecided(Conflict):
    """Not saved. This reduction is {status} already."""


class ReductionBeyondLien(DomainError):
    """Not saved. A reduction leaves between 0.00 and the {before} that the lien comes to, not {amount}."""


class ReductionChangesNothing(DomainError):
    """Not proposed. The lien comes to {before} already, and the rule leaves the same: nothing is reduced."""


@speaks_for("reduction_proposal_is_approved_by_another")
class ReductionNeedsAnother(Conflict):
    """Not approved. A reduction is approved by somebody other than the person who proposed it."""


class PersonNeeded(DomainError):
    """Not saved. This takes a named person."""

    status = 403


class ReasonMissing(DomainError):
    """Not saved. Say why."""


@speaks_for("escrow_account_has_a_name", "settlement_type_has_a_name")
class NameMissing(DomainError):
    """Not saved. Give it a name."""


@speaks_for("settlement_escrowaccount_name_key", "settlement_settlementtype_name_key")
class NameUsed(Conflict):
    """Not saved. That name is used already."""


@speaks_for("escrow_account_shows_four_digits")
class FourDigits(DomainError):
    """Not saved. Of the account number, give the last four digits."""
