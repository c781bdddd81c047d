"""What each doubt means and what to do about it, in the words of the page."""

from __future__ import annotations

from dataclasses import dataclass

from openlien.receivables.queries import Doubt


@dataclass(frozen=True, slots=True)
class Advice:
    """What is wrong, and what mends it."""

    meaning: str
    action: str


ADVICE = {
    Doubt.DOES_NOT_TIE: Advice(
        "The balance that the export stated is not billed less collected less adjusted.",
        "Compare the bill with its source and import the corrected rows; all figures use our own balance.",
    ),
    Doubt.OVERPAID: Advice(
        "More came in than the bill comes to: what was billed, less what people agreed to give up.",
        "Check the deposit; if it is right, pay the difference back from the Payments tab of the case.",
    ),
    Doubt.OVERADJUSTED: Advice(
        "Reductions and bad debt together are more than what was left to collect.",
        "Correct the adjustments in the source and import the corrected rows.",
    ),
    Doubt.SETTLEMENT_DATE_UNKNOWN: Advice(
        "The case is settled, but the day is not recorded: nobody can say how long the money waits.",
        "Ask the law firm for the day, correct the source and import again; the case is in no average yet.",
    ),
    Doubt.STAGE_BLANK: Advice(
        "The export names no litigation stage; the case counts as Unknown.",
        "Ask the law firm where the case stands and set its stage.",
    ),
    Doubt.CLOSED_WITH_BALANCE: Advice(
        "The case is closed, yet money is still open on it.",
        "Record the missing payment, reduction or bad debt, or open the case again.",
    ),
    Doubt.NAMES_MERGED: Advice(
        "One law firm was written in several ways and was read as one.",
        "Check that the spellings mean the same firm.",
    ),
}
