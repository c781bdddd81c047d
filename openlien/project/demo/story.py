"""What was done about each case of the demo: negotiated, settled, told of, beside its bills and money."""

from __future__ import annotations

from datetime import date

from .book import Book, CaseIds
from .chance import Dice
from .facts import CaseFacts
from .offer_rows import OfferBook
from .offers import negotiation_of
from .plans import PlanBook, plan_of
from .settling import settling_of
from .settling_rows import SettlingBook
from .users import Desks


class Story:
    """The rows that hang on cases and bills which are in their tables already."""

    def __init__(self, book: Book, desks: Desks, *, as_of: date) -> None:
        self._as_of = as_of
        self._offers = OfferBook(book, desks)
        self._settling = SettlingBook(book, desks)
        self._plans = PlanBook(book, desks)

    def add_case(self, facts: CaseFacts, ids: CaseIds) -> None:
        """What was done about one case."""
        dice = Dice.of(ids.number, facts.patient.name, "story")
        if told := negotiation_of(dice, facts, as_of=self._as_of):
            self._offers.add(facts, ids, told)
        self._settling.add(facts, ids, settling_of(dice, facts, as_of=self._as_of))
        if plan := plan_of(dice, facts, as_of=self._as_of):
            self._plans.add(ids, plan)

    def copy(self) -> None:
        """Writes what was gathered; the cases and bills are written before."""
        self._offers.copy()
        self._settling.copy()
        self._plans.copy()
