"""What a template says of a real case, before anybody writes a mail with it."""

from __future__ import annotations

from datetime import date

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.negotiation.rounds.queries import round_to_continue
from openlien.settlement.queries.tables import settlement_table

from .codes import GENERAL, NEGOTIATION, codes_for
from .values import About, values_of


def values_of_case(
    actor: Actor, case_number: str, kind: str, *, company: str, today: date
) -> tuple[dict[str, str], bool]:
    """The value of each code of that kind in a case, and whether the case has a round or settlement to take.

    *Shapes*: values of the latest round or settlement; where there is none, its codes are blank.
    *Raises*: Forbidden, NotFound.
    """
    actor.require(Permission.TEMPLATES_EDIT)
    about = latest_of(actor, case_number, kind)
    values = values_of(actor, case_number, about or About(), company=company, today=today)
    return dict.fromkeys((code.name for code in codes_for(kind)), "") | values, about is not None


def latest_of(actor: Actor, case_number: str, kind: str) -> About | None:
    """The latest round or settlement of a case, or the case itself; None when it has none of that kind yet.

    *Raises*: Forbidden, NotFound.
    """
    if kind == GENERAL:
        return About()
    if kind == NEGOTIATION:
        latest = round_to_continue(actor, case_number)
        return About.round(latest.id) if latest else None
    rows = settlement_table(actor, case_number).rows
    return About.settlement(rows[-1].id) if rows else None
