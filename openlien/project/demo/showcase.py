"""A few settlements of the demo in full depth, through the actions that people take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count

from openlien.cases.models import Batch, Case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.kit.dates import add_months, month_start
from openlien.settlement.models import EscrowAccount, Settlement
from openlien.settlement.queries.calculations import read_calculation

from .books import person
from .users import Desks


@dataclass(frozen=True)
class Stage:
    """Who acts in the showcase, for which load, and when."""

    batch_id: UUID
    as_of: date
    made_at: datetime
    company: str
    coordinator: Actor
    manager: Actor
    analyst: Actor
    accountant: Actor

    @property
    def month(self) -> date:
        """The month in which the money came in: the one before the day of the load."""
        return add_months(month_start(self.as_of), -1)

    def day(self, number: int) -> date:
        """That day of the month in which the money came in; on a weekend the Friday before."""
        day = self.month.replace(day=number)
        return day - timedelta(days=max(0, day.weekday() - 4))


def set_stage(
    actor: Actor, batch_id: UUID, desks: Desks, *, as_of: date, made_at: datetime, company: str
) -> Stage:
    """The people of the demo who settle, decide, pay and reconcile."""
    return Stage(
        batch_id=batch_id,
        as_of=as_of,
        made_at=made_at,
        company=company,
        coordinator=person(desks, Role.SETTLEMENT_COORDINATOR, actor),
        manager=person(desks, Role.NEGOTIATIONS_MANAGER, actor),
        analyst=person(desks, Role.FINANCIAL_ANALYST, actor),
        accountant=person(desks, Role.ACCOUNTING_MANAGER, actor),
    )


def settlements_in_trust(batch_id: UUID) -> list[Settlement]:
    """The settlements of the load that are paid through its trust account.

    Those of cases without other liens come first, of them the largest: the showcase adds liens of its own.
    """
    found = Settlement.objects.filter(case__batch_id=batch_id, escrow_account__isnull=False)
    counted = found.annotate(liens=Count("case__liens", distinct=True))
    return list(counted.select_related("case", "plaintiff__party").order_by("liens", "-gross", "id"))


def pays_out(stage: Stage, settlement: Settlement) -> bool:
    """Whether the saved calculation leaves something to the client, so that it can be distributed."""
    result = read_calculation(stage.coordinator, settlement.id).result
    return result is not None and not result.distribution.is_blocked


def trust_account(batch_id: UUID) -> EscrowAccount | None:
    """The trust account of the load, None where none of its settlements is paid through one."""
    return EscrowAccount.objects.filter(settlements__case__batch_id=batch_id).first()


def showcase_number() -> str:
    """The number of the demo's case with two plaintiffs and a closing statement; blank without one."""
    told = Case.objects.filter(
        batch__kind=Batch.Kind.DEMO, batch__undone_at=None, settlements__closing_statements__isnull=False
    )
    several = told.annotate(people=Count("plaintiffs", distinct=True)).filter(people__gt=1)
    return several.order_by("number").values_list("number", flat=True).first() or ""
