"""The demo's settlements in full depth: calculated, reduced, paid in, distributed, closed, reconciled."""

from __future__ import annotations

from openlien.settlement.actions.calculations import save_calculation
from openlien.settlement.input_rules import Terms
from openlien.settlement.models import Settlement

from .books import first_open_day
from .showcase import Stage, pays_out, settlements_in_trust, trust_account
from .trust import Trust
from .two_plaintiffs import THIRD, calculate_finally, close_finally, tell_of_two_plaintiffs

PAID_IN = 4
FORTY = Terms(fee_share="40%")


def tell_of_trust(stage: Stage) -> None:
    """Plays the showcase; nothing where no settlement is paid through the account, or the month is closed."""
    settlements, account = settlements_in_trust(stage.batch_id), trust_account(stage.batch_id)
    if not settlements or account is None or first_open_day() > stage.month:
        return
    both = tell_of_two_plaintiffs(stage, settlements[0])
    others = settlements[1:]
    for place, settlement in enumerate(others[:PAID_IN]):
        save_calculation(stage.coordinator, settlement.id, terms=FORTY if place % 2 else THIRD)
    trust = Trust(stage, account)
    received = [*both, *others[: PAID_IN - 1]]
    trust.receive(received)
    # The last one's money is not cleared, so that nothing is paid from it.
    early = [each for each in received[len(both) : -1] if pays_out(stage, each)]
    trust.reconcile(early[0] if early else None)
    _distribute(stage, trust, both)
    for settlement in others[PAID_IN - 1 :]:
        trust.expect(settlement)
    trust.upload_next_file()


def _distribute(stage: Stage, trust: Trust, both: list[Settlement]) -> None:
    calculate_finally(stage, both[0])
    paying = [settlement for settlement in both if pays_out(stage, settlement)]
    for settlement in paying:
        trust.distribute(settlement)
    if both[0] in paying:
        close_finally(stage, both[0])
