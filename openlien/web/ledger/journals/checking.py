"""From the typed journal to the draft that the ledger takes, with a sentence at each field that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError

from openlien.cases.queries import read_case
from openlien.cases.search import search_cases
from openlien.identity.actor import Actor
from openlien.kit.dates import DateError, parse_user_date
from openlien.kit.errors import DomainError, NotFound
from openlien.kit.money import Money
from openlien.ledger.actions.drafts import Draft, PostingDayNotOffered
from openlien.ledger.entries import Line
from openlien.ledger.errors import (
    AccountInactive,
    BothSides,
    FutureEntryDate,
    OneLineEntry,
    OutOfBalance,
    PeriodClosed,
    PeriodLocked,
    PostingBeforeEntry,
    TemplateInactive,
    TemplateMissing,
    TooManyLines,
    UnknownAccount,
    UnknownCaseAccount,
)
from openlien.ledger.queries.line_choices import vendors_called
from openlien.ledger.queries.templates import find_templates

from ... import business_time
from ...jinja import money
from ...sent_forms import Wrong, reason_of
from .typed import TypedJournal, TypedLine, amount_typed

T = TypeVar("T")
_FIELDS: Mapping[type[DomainError], str] = {
    TemplateMissing: "template",
    TemplateInactive: "template",
    FutureEntryDate: "entry_on",
    PostingBeforeEntry: "entry_on",
    PostingDayNotOffered: "entry_on",
    PeriodClosed: "entry_on",
    PeriodLocked: "entry_on",
    UnknownCaseAccount: "case",
}
_ABOUT_LINES = (BothSides, OneLineEntry, OutOfBalance, TooManyLines)


def entry_day(typed: TypedJournal) -> date | None:
    """The entry date, when it can be read."""
    try:
        return (
            parse_user_date(typed.entry_on, today=business_time.today()) if typed.entry_on.strip() else None
        )
    except DateError:
        return None


def confirmed_day(typed: TypedJournal) -> date | None:
    """The day of the next open period, when posting on it was confirmed."""
    try:
        return date.fromisoformat(typed.posting_on) if typed.posting_on else None
    except ValueError:
        return None


def draft_of(actor: Actor, typed: TypedJournal) -> tuple[Draft | None, Wrong]:
    """The draft, or what is wrong with the form; balance and rules are the ledger's to judge."""
    wrong = Wrong()
    template = _kept(wrong, "template", lambda: _template(actor, typed))
    entry_on = _kept(wrong, "entry_on", lambda: _entry_day(typed))
    case_id = _kept(wrong, "case", lambda: _case(actor, typed))
    if not typed.description.strip():
        wrong["description"] = "Say in a few words what this journal is for."
    lines = [_line(actor, place, line, wrong) for place, line in typed.written_lines]
    if wrong or entry_on is None:
        return None, wrong
    return (
        Draft(
            template=template or "",
            entry_on=entry_on,
            posting_on=confirmed_day(typed),
            description=typed.description,
            reference=typed.reference,
            case_id=case_id,
            lines=[line for line in lines if line is not None],
        ),
        wrong,
    )


def refused_at(typed: TypedJournal, refused: DomainError) -> Wrong:
    """The sentence of a broken rule at the field or the lines it is about; "" is the form as a whole."""
    sentence = sentence_of(refused)
    field = _FIELDS.get(type(refused)) or str(getattr(refused, "field", refused.fields.get("field", "")))
    if isinstance(refused, (UnknownAccount, AccountInactive)):
        number = refused.fields["account"]
        places = [place for place, line in typed.written_lines if line.account_number == number]
        return Wrong({f"line-{place}-account": sentence for place in places})
    if field in {"cost_center", "department"}:
        places = [p for p, line in typed.written_lines if (code := getattr(line, field)) and code in sentence]
        return Wrong({f"line-{place}-{field}": sentence for place in places})
    if field == "vendor":
        return Wrong(
            {f"line-{place}-vendor": sentence for place, line in typed.written_lines if line.vendor_id}
        )
    if isinstance(refused, _ABOUT_LINES):
        return Wrong({"lines": sentence})
    return Wrong({field: sentence})


def sentence_of(refused: DomainError) -> str:
    """The broken rule in words; that nothing was saved stands above the fields already."""
    if isinstance(refused, OutOfBalance):
        debits, credits = refused.fields["debits"], refused.fields["credits"]
        by = money(abs(debits - credits))
        return f"Debits are {money(debits)}, credits {money(credits)}: out of balance by {by}."
    return reason_of(refused).removeprefix("Not posted. ")


class _Unfit(Exception):
    """What was typed into one field does not do; the text says why."""


def _kept(wrong: Wrong, field: str, read: Callable[[], T]) -> T | None:
    try:
        return read()
    except _Unfit as unfit:
        wrong[field] = str(unfit)
    except DomainError as refused:
        wrong[field] = reason_of(refused)
    return None


def _template(actor: Actor, typed: TypedJournal) -> str:
    if typed.template:
        return typed.template
    words = typed.template_text.strip()
    if not words:
        raise _Unfit("Choose a journal template: every journal follows one.")
    found = find_templates(actor, words)
    exact = [choice for choice in found if choice.label.casefold() == words.casefold()]
    if len(exact or found) != 1:
        raise _Unfit(f"“{words}” is not one template. Choose one of the names that are offered.")
    return (exact or found)[0].value


def _entry_day(typed: TypedJournal) -> date:
    if not typed.entry_on.strip():
        raise _Unfit("Enter the day of the transaction.")
    return parse_user_date(typed.entry_on, today=business_time.today())


def _case(actor: Actor, typed: TypedJournal) -> UUID | None:
    words = typed.case or typed.case_text.partition(" · ")[0].strip()
    if not words:
        return None
    try:
        return read_case(actor, words.upper()).id
    except NotFound:
        found = search_cases(actor, words, limit=2)
    if len(found) != 1:
        raise _Unfit(f"“{words}” is not one case. Choose one of those that are offered.")
    return read_case(actor, found[0].number).id


def _line(actor: Actor, place: int, line: TypedLine, wrong: Wrong) -> Line | None:
    at = f"line-{place}"
    before = len(wrong)
    debit, credit = (
        _kept(wrong, f"{at}-{side}", lambda s=side: _amount(line, s)) for side in ("debit", "credit")
    )
    vendor_id = _kept(wrong, f"{at}-vendor", lambda: _vendor(actor, line))
    if not line.account_number:
        wrong[f"{at}-account"] = "Choose an account."
    if len(wrong) == before and bool(debit) == bool(credit):
        wrong[f"{at}-debit"] = (
            "Enter an amount on one side only." if debit else "Enter an amount, debit or credit."
        )
    if len(wrong) > before:
        return None
    return Line(
        account=line.account_number,
        debit=debit or Money.zero,
        credit=credit or Money.zero,
        description=line.description,
        cost_center=line.cost_center.strip().partition(" ")[0].upper(),
        department=line.department.strip().partition(" ")[0].upper(),
        project=line.project,
        vendor_id=vendor_id,
        customer=line.customer,
    )


def _amount(line: TypedLine, side: str) -> Money | None:
    try:
        amount = amount_typed(getattr(line, side))
    except ValidationError as unreadable:
        raise _Unfit(" ".join(unreadable.messages)) from None
    if amount is not None and amount < Money.zero:
        raise _Unfit("Enter an amount above 0.00; what is negative belongs on the other side.")
    return amount or None


def _vendor(actor: Actor, line: TypedLine) -> UUID | None:
    if not line.vendor.strip():
        return None
    try:
        return UUID(line.vendor_id)
    except ValueError:
        named = vendors_called(actor, line.vendor)
    if len(named) != 1:
        raise _Unfit("Choose one of the companies that are offered.")
    return named[0]
