"""What the checklist says about each step."""

from __future__ import annotations

from openlien.accounting.month_end import Step
from openlien.accounting.queries.month_end import MonthView

from ...jinja import money, plural

HINTS = {
    Step.COMPARED: "Say what was compared and what differs, with the numbers of the journals.",
    Step.EXPLAINED: "Say how each difference came about and what adjusts it, or that there was none.",
    Step.REVIEWED: "Say what you looked at. Your name and the time stand beside it.",
}


def sentence_of(step: Step, view: MonthView) -> str:
    """Where the step stands, in one or two sentences."""
    accruals = view.accruals
    match step:
        case Step.UNBILLED:
            return _found(view)
        case Step.ACCRUED if accruals.to_post:
            return f"{plural(accruals.to_post, 'accrual')} of {money(accruals.to_post_amount)} to be posted."
        case Step.ACCRUED if accruals.posted:
            back = f", {accruals.reversed:,} of them taken back" if accruals.reversed else ""
            return f"{plural(accruals.posted, 'accrual')} of {money(accruals.posted_amount)} posted{back}."
        case Step.ACCRUED if accruals.undecided:
            return _undecided(view)
        case Step.ACCRUED:
            is_listed = view.steps[0].is_done
            return "Nothing to accrue." if is_listed else "Follows from the services that are found."
        case Step.COMPARED if not view.is_connected:
            return "No connection to Business Central is configured: a named person confirms that."
        case Step.COMPARED:
            return "What is posted, beside what Business Central has confirmed."
        case Step.EXPLAINED:
            return "Each difference has a reason, and what was wrong is adjusted by a journal."
        case _:
            return "A named person has looked at the trial balance at the month's end."


def _found(view: MonthView) -> str:
    accruals = view.accruals
    if not accruals.services:
        if view.services_not_kept:
            return f"{plural(view.services_not_kept, 'unbilled service')} to be listed."
        return "No service of the month is unbilled."
    services = plural(accruals.services, "service")
    listed = f"{services}, {money(accruals.billed)} at retail, {money(accruals.amount)} to accrue"
    return f"{listed}. {_undecided(view)}" if accruals.undecided else f"{listed}."


def _undecided(view: MonthView) -> str:
    return f"{plural(view.accruals.undecided, 'service')} without an amount."
