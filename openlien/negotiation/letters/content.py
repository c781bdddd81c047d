"""An offer as its letter says it: the values of the fields and the table of its bills."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money
from openlien.negotiation.queries import OfferRecord
from openlien.negotiation.vocabulary import Direction

from .errors import OursOnly
from .fields import EXAMPLE, merged, paragraphs
from .queries import LetterText, letter_text

EXAMPLE_ROWS = (
    ("B-1", "$12,000.00", "$7,800.00"),
    ("B-2", "$38,150.00", "$24,800.00"),
    ("B-3", "$9,500.00", "$6,175.00"),
    ("B-4", "$6,500.00", "$4,225.00"),
)
EXAMPLE_TOTALS = ("4 bills", EXAMPLE["retail"], EXAMPLE["amount"])
UNKNOWN_DAY = "the accident date on file"


@dataclass(frozen=True, slots=True)
class Letter:
    """A filled letter: to whom, its subject, its pieces, and the table that stands where a piece says so."""

    company: str
    to: tuple[str, ...]
    day: str
    subject: str
    pieces: tuple[dict[str, str], ...]
    rows: tuple[tuple[str, str, str], ...]
    totals: tuple[str, str, str]


def letter_of(actor: Actor, case: CaseHead, offer: OfferRecord, *, company: str, today: date) -> Letter:
    """The letter of an offer of ours that the actor has read, by the template in force.

    *Raises*: Forbidden, OursOnly.
    """
    actor.require(Permission.OFFERS_VIEW)
    if offer.direction is not Direction.OURS:
        raise OursOnly()
    values = _values(actor, case, offer, company, today)
    rows = tuple((line.bill, _dollars(line.retail), _dollars(line.amount)) for line in offer.lines)
    totals = (values["bill_count"], values["retail"], values["amount"])
    return filled(letter_text(actor), values, rows=rows, totals=totals)


def example_letter(text: LetterText, *, company: str) -> Letter:
    """The letter with the example of each field."""
    return filled(text, {**EXAMPLE, "company": company}, rows=EXAMPLE_ROWS, totals=EXAMPLE_TOTALS)


def filled(
    text: LetterText,
    values: dict[str, str],
    *,
    rows: tuple[tuple[str, str, str], ...],
    totals: tuple[str, str, str],
) -> Letter:
    """The letter with these values."""
    to = dict.fromkeys(name for name in (values["attorney"], values["law_firm"]) if name)
    return Letter(
        company=values["company"],
        to=tuple(to),
        day=values["today"],
        subject=merged(text.subject, values),
        pieces=tuple(paragraphs(text.body, values)),
        rows=rows,
        totals=totals,
    )


def _values(actor: Actor, case: CaseHead, offer: OfferRecord, company: str, today: date) -> dict[str, str]:
    count = len(offer.lines)
    return {
        "today": _day(today),
        "company": company,
        "law_firm": case.law_firm,
        "attorney": case.attorney or case.law_firm or "counsel",
        "patient": case.patient,
        "case_number": case.number,
        "loss_date": _day(case.date_of_loss) if case.date_of_loss else UNKNOWN_DAY,
        "offer_number": str(offer.number),
        "amount": _dollars(offer.amount),
        "retail": _dollars(offer.retail),
        "reduction": _dollars(offer.retail - offer.amount),
        "percent": "–" if offer.percent is None else f"{offer.percent.normalize():f}%",
        "bill_count": "1 bill" if count == 1 else f"{count} bills",
        "holds_until": _day(offer.expires_on) if offer.expires_on else "further notice",
        "terms": offer.terms,
        "sender": actor.name,
    }


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _dollars(amount: Money) -> str:
    return f"${amount.amount:,.2f}"
