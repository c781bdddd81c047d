"""Payment plans of the demo: what a firm promised to pay month by month once the payoffs were agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db import connection

from openlien.cases.stages import Stage
from openlien.kit.date_words import day_text
from openlien.kit.dates import add_months
from openlien.kit.money import Money
from openlien.payments.plans.models import Instalment, PaymentPlan
from openlien.payments.plans.schedule import Interval, scheduled

from .book import Book, CaseIds
from .chance import Dice, working_day
from .copying import Sheet, usd
from .facts import CaseFacts
from .users import Desks

PLAN_SHARE, PAYING_SHARE, LEAST_CENTS = 0.12, 0.7, 60_000
# A plan sums to its instalments, which come after it.
WHOLE_PLANS = "payment_plan_is_whole, instalments_are_whole"
NOTE = "Agreed with the firm by telephone; it pays from its operating account."


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan as it was agreed. *Units*: cents."""

    amount: int
    made_on: date
    first_due_on: date
    count: int


def plan_of(dice: Dice, facts: CaseFacts, *, as_of: date) -> PlanFacts | None:
    """The plan of a settled case whose payoffs are all known; money that came in pays it."""
    if facts.stage is not Stage.SETTLED_NOT_DISBURSED:
        return None
    agreed = [bill.payoff_agreed for bill in facts.bills]
    if not agreed or None in agreed or sum(agreed) < LEAST_CENTS:  # type: ignore[arg-type]
        return None
    paying = [payment.deposited_on for payment in facts.payments]
    if not dice.happens(PAYING_SHARE if paying else PLAN_SHARE):
        return None
    settled_on = facts.steps[-1][0]
    begins = min([*paying, add_months(as_of.replace(day=1), -dice.randint(0, 3))])
    first_due_on = max(settled_on, begins).replace(day=15)
    made_on = working_day(max(settled_on, add_months(first_due_on, -1)))
    if made_on >= as_of or first_due_on <= made_on:
        return None
    return PlanFacts(sum(agreed), made_on, first_due_on, dice.randint(3, 9))  # type: ignore[arg-type]


class PlanBook:
    """Plans and their instalments, gathered and written together."""

    def __init__(self, book: Book, desks: Desks) -> None:
        self._book, self._desks = book, desks
        self._plans = Sheet(
            PaymentPlan, "id", "case_id", "amount", "interval", "note", "created_by_id", "created_at",
            "changed_by_id",
        )  # fmt: skip
        self._instalments = Sheet(Instalment, "plan_id", "number", "due_on", "amount")

    def add(self, ids: CaseIds, plan: PlanFacts) -> None:
        """The plan of one case."""
        who = ids.owner or self._desks.at(0)
        made_at = datetime.combine(plan.made_on, time(18), UTC)
        interval = Interval.MONTHLY.value
        self._plans.add(ids.plan, ids.case, usd(plan.amount), interval, NOTE, who, made_at, who)
        amount = Money.from_cents(plan.amount)
        for part in scheduled(amount, plan.first_due_on, Interval.MONTHLY, count=plan.count):
            self._instalments.add(ids.plan, part.number, part.due_on, str(part.amount))
        words = f"Payment plan made: {plan.count} instalments from {day_text(plan.first_due_on)}"
        self._book.note(ids.case, "task", made_at, words, "", who)

    def copy(self) -> None:
        """Writes what was gathered; the cases are written before."""
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS {WHOLE_PLANS} DEFERRED")
            self._plans.copy()
            self._instalments.copy()
            cursor.execute(f"SET CONSTRAINTS {WHOLE_PLANS} IMMEDIATE")
