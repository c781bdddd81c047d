"""The beginning of a case account: with its case, and with what earlier books brought over."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid5

from openlien.cases.actions import lock_case
from openlien.cases.models import Activity, Bill, Case, Party, Plaintiff
from openlien.cases.numbering import take_case_numbers
from openlien.cases.wording import fitting_key, plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import Conflict, DomainError, InvalidInput
from openlien.kit.idempotency import IdempotencyKeyReused
from openlien.kit.money import Money
from openlien.ledger.actions.case_accounts import AccountSettings, set_case_account
from openlien.ledger.actions.journals import number_of
from openlien.ledger.actions.unit import ledger_action
from openlien.ledger.events import CaseOpened
from openlien.ledger.models import CaseAccount, CaseTransaction
from openlien.ledger.recording import Recorded, record_event
from openlien.payments.actions import AmountNotPositive

# One key opens one case: the ids of the case and of its opening bill follow from it.
_CASES, _OPENINGS = (
    UUID("0d3e3f0a-7f0c-5d0b-9a54-6c1d8a2b9e44"),
    UUID("b7a3c1de-52a8-5a0e-8f43-11c2f7e0d5a6"),
)
NAME_LETTERS_MAX, MRN_LETTERS_MAX = 200, 40
YEAR_MIN = 1950


class OpenedInFuture(DomainError):
    """Not opened. The opening day {opened_on} is still to come."""

    field = "opened_on"


class OpenedTooEarly(DomainError):
    """Not opened. The opening day {opened_on} is before 1950; check the year."""

    field = "opened_on"


class OpeningCostAboveRetail(DomainError):
    """Not posted. The cost of {cost} brought over is more than the retail amount of {retail}."""

    field = "cost"


class OpeningNegative(DomainError):
    """Not posted. What earlier books bring over is not below 0.00."""

    field = "cost"


class OpenedAlready(Conflict):
    """Not posted. This account has an opening entry already; correct the charge instead."""


class OpeningAfterCharges(Conflict):
    """Not posted. The account has transactions already; an opening entry comes before all others."""


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What earlier books bring over: retail still owed and cost not yet recovered. 0.00 is not posted."""

    retail: Money
    cost: Money = Money.zero


@dataclass(frozen=True, kw_only=True)
class NewCase:
    """Whose case is opened, and how its account is set up."""

    patient: str
    opened_on: date
    mrn: str = ""
    law_firm_id: UUID | None = None
    settings: AccountSettings = field(default_factory=AccountSettings)
    opening: Opening | None = None


@dataclass(frozen=True)
class OpenedAccount:
    """A case account with its opening entry, whose number is None where nothing is posted."""

    account: CaseAccount
    number: str | None
    is_new: bool


@ledger_action
def open_case(
    actor: Actor, new: NewCase, *, today: date, idempotency_key: str, posting_on: date | None = None
) -> OpenedAccount:
    """A new case with its account, set up, and with the opening entry where earlier books bring something.

    *Raises*: Forbidden, OpenedInFuture, OpenedTooEarly, InvalidInput, IdempotencyKeyReused, those of
    `record_opening` and of the account's settings; of the books PeriodClosed, PeriodLocked.
    """
    actor.require(Permission.CASE_ACCOUNTS_EDIT)
    case_id = uuid5(_CASES, idempotency_key)
    patient = plain_text(new.patient, letters_max=NAME_LETTERS_MAX)
    mrn = plain_text(new.mrn, letters_max=MRN_LETTERS_MAX)
    _check_case(new, patient, today=today)
    if known := Case.objects.filter(id=case_id).select_related("patient").first():
        return _opened_before(known, new, patient, mrn)
    case = _case(new, case_id, patient, mrn)
    account = set_case_account(actor, case.id, new.settings, version=_account(case).version)
    Activity.objects.create(
        case=case,
        kind="note",
        summary=f"Case account {account.number} opened",
        object_id=str(account.id),
        actor_id=actor.user_id,
    )
    if new.opening is None:
        return OpenedAccount(account, None, is_new=True)
    recorded = _post(actor, case, new.opening, on=new.opened_on, today=today, posting_on=posting_on)
    return OpenedAccount(_account(case), recorded.number, is_new=True)


@ledger_action
def record_opening(
    actor: Actor,
    *,
    case_number: str,
    opening: Opening,
    on: date,
    today: date,
    posting_on: date | None = None,
) -> OpenedAccount:
    """The account of a case that is in the product already, with what earlier books bring over.

    It becomes one bill of the case, so that what comes in later has something to pay. Repeated, it gives the
    same.
    *Raises*: Forbidden, NotFound, AmountNotPositive, OpeningNegative, OpeningCostAboveRetail, OpenedAlready,
    OpeningAfterCharges, OpenedInFuture; of the books PeriodClosed, PeriodLocked, CaseAccountClosed.
    """
    case = lock_case(actor, case_number, Permission.JOURNALS_POST)
    if on > today:
        raise OpenedInFuture(opened_on=on)
    account = _account(case)
    bill = Bill.objects.filter(id=uuid5(_OPENINGS, str(case.id))).first()
    if bill is not None:
        if (bill.billed, bill.contracted, bill.invoice_on) != (opening.retail, opening.cost, on):
            raise OpenedAlready()
    elif CaseTransaction.objects.filter(case_account=account).exists():
        raise OpeningAfterCharges()
    recorded = _post(actor, case, opening, on=on, today=today, posting_on=posting_on)
    return OpenedAccount(_account(case), recorded.number, is_new=bill is None)


def _check_case(new: NewCase, patient: str, *, today: date) -> None:
    if not patient:
        raise InvalidInput("patient", "Not opened. Enter the patient's name.")
    if new.opened_on > today:
        raise OpenedInFuture(opened_on=new.opened_on)
    if new.opened_on.year < YEAR_MIN:
        raise OpenedTooEarly(opened_on=new.opened_on)
    firm = new.law_firm_id
    if firm is not None and not Party.objects.filter(id=firm, kind=Party.Kind.LAW_FIRM).exists():
        raise InvalidInput("law_firm_id", "Not opened. Choose a law firm from the list.")


def _opened_before(case: Case, new: NewCase, patient: str, mrn: str) -> OpenedAccount:
    """The account that this key opened before.

    *Raises*: IdempotencyKeyReused.
    """
    bill = Bill.objects.filter(id=uuid5(_OPENINGS, str(case.id))).first()
    opening = None if bill is None else (bill.billed, bill.contracted)
    asked = None if new.opening is None else (new.opening.retail, new.opening.cost)
    stated = (case.patient.name, case.mrn, case.law_firm_id, case.opened_on, opening)
    if stated != (patient, mrn, new.law_firm_id, new.opened_on, asked):
        raise IdempotencyKeyReused()
    account = _account(case)
    entry = account.postings.filter(event=CaseOpened.__name__).select_related("seal").first()
    return OpenedAccount(account, None if entry is None else number_of(entry), is_new=False)


def _case(new: NewCase, case_id: UUID, patient: str, mrn: str) -> Case:
    person = Party.objects.create(kind=Party.Kind.PATIENT, name=patient, name_key=_key_of(patient))
    case = Case.objects.create(
        id=case_id,
        number=take_case_numbers(year=new.opened_on.year)[0],
        mrn=mrn,
        patient=person,
        law_firm_id=new.law_firm_id,
        opened_on=new.opened_on,
    )
    Plaintiff.objects.create(case=case, party=person)
    return case


def _post(
    actor: Actor, case: Case, opening: Opening, *, on: date, today: date, posting_on: date | None
) -> Recorded:
    actor.require(Permission.JOURNALS_POST)
    _check_opening(opening)
    bill, _ = Bill.objects.get_or_create(
        id=uuid5(_OPENINGS, str(case.id)),
        defaults={
            "case": case,
            "billed": opening.retail,
            "contracted": opening.cost,
            "invoice_on": on,
            "description": "Balance brought over from earlier books",
        },
    )
    event = CaseOpened(
        on=on, posting_on=posting_on, case_id=case.id, cost=opening.cost, retail=opening.retail
    )
    return record_event(actor, event, key=str(bill.id), today=today)


def _check_opening(opening: Opening) -> None:
    if opening.cost < Money.zero or opening.retail < Money.zero:
        raise OpeningNegative()
    if not opening.retail:
        raise AmountNotPositive()
    if opening.cost > opening.retail:
        raise OpeningCostAboveRetail(cost=opening.cost, retail=opening.retail)


def _key_of(name: str) -> str:
    """The name without case, spacing and punctuation: how the people of imports are found too."""
    return fitting_key("".join(letter for letter in name.casefold() if letter.isalnum()))


def _account(case: Case) -> CaseAccount:
    return CaseAccount.objects.select_related("case").get(case=case)
