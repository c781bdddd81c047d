"""Why a row was refused, repaired or skipped: stable codes, each with the sentence people read."""

from enum import StrEnum


class Refusal(StrEnum):
    """Why a row is not in the portfolio. The first block is seen in the row alone, the second across rows."""

    MISSING_FID = "missing_fid"
    MISSING_CASE = "missing_case"
    MISSING_AMOUNT = "missing_amount"
    UNREADABLE_AMOUNT = "unreadable_amount"
    NEGATIVE_AMOUNT = "negative_amount"
    ZERO_CASH = "zero_cash"
    BAD_DATE = "bad_date"
    TOO_MANY_CELLS = "too_many_cells"
    TEXT_TOO_LONG = "text_too_long"

    DUPLICATE = "duplicate"
    CONFLICTING_DUPLICATE = "conflicting_duplicate"
    ORPHAN = "orphan"


class Repair(StrEnum):
    """What was left unknown or put right in a row that was accepted; the last block is seen across rows."""

    UNREADABLE_SETTLEMENT_DATE = "unreadable_settlement_date"
    UNREADABLE_DATE = "unreadable_date"
    UNREADABLE_OTHER_AMOUNT = "unreadable_other_amount"
    BLANK_STATUS = "blank_status"
    UNKNOWN_STAGE = "unknown_stage"
    UNKNOWN_PAYOFF_STATUS = "unknown_payoff_status"
    UNKNOWN_FUNDING_STAGE = "unknown_funding_stage"
    UNKNOWN_AR_TYPE = "unknown_ar_type"
    UNKNOWN_STATE = "unknown_state"
    SHORT_ROW = "short_row"

    DOES_NOT_TIE = "does_not_tie"
    OVERPAID = "overpaid"


class Skip(StrEnum):
    """Which lines around the rows are no rows."""

    PREFACE = "preface"
    HEADER = "header"
    REPEATED_HEADER = "repeated_header"
    BLANK = "blank"
    TOTAL = "total"
    NOTE = "note"


SENTENCES: dict[Refusal | Repair | Skip, str] = {
    Refusal.MISSING_FID: "The row has no funding id.",
    Refusal.MISSING_CASE: "The row has no case id.",
    Refusal.MISSING_AMOUNT: "The row has no amount.",
    Refusal.UNREADABLE_AMOUNT: "An amount of the row cannot be read.",
    Refusal.NEGATIVE_AMOUNT: "An amount of the row is negative.",
    Refusal.ZERO_CASH: "The row of cash is over 0.00.",
    Refusal.BAD_DATE: "The date of the invoice or deposit cannot be read.",
    Refusal.TOO_MANY_CELLS: "The row has more cells than the header, so its columns have shifted.",
    Refusal.TEXT_TOO_LONG: "A text of the row is longer than a name can be.",
    Refusal.DUPLICATE: "The row repeats an earlier row of the same funding id.",
    Refusal.CONFLICTING_DUPLICATE: "The row contradicts an earlier row of its funding id; the first stands.",
    Refusal.ORPHAN: "The cash is for a funding id that was not accepted.",
    Repair.UNREADABLE_SETTLEMENT_DATE: "The settlement date cannot be read and is unknown.",
    Repair.UNREADABLE_DATE: "A date cannot be read and is unknown.",
    Repair.UNREADABLE_OTHER_AMOUNT: "The agreed payoff or stated balance cannot be read and is left out.",
    Repair.BLANK_STATUS: "The row has no litigation stage.",
    Repair.UNKNOWN_STAGE: "The litigation stage is not one we know.",
    Repair.UNKNOWN_PAYOFF_STATUS: "The payoff status is not one we know.",
    Repair.UNKNOWN_FUNDING_STAGE: "The funding stage is not one we know.",
    Repair.UNKNOWN_AR_TYPE: "The AR type is not one we know.",
    Repair.UNKNOWN_STATE: "The state is not a state of the United States.",
    Repair.SHORT_ROW: "The row has fewer cells than the header; the rest counts as blank.",
    Repair.DOES_NOT_TIE: "The open balance stated in the file is not billed less collected less write-off.",
    Repair.OVERPAID: "More was collected than billed; the difference is a refund due.",
    Skip.PREFACE: "Text before the header.",
    Skip.HEADER: "The header.",
    Skip.REPEATED_HEADER: "The header again.",
    Skip.BLANK: "A blank line.",
    Skip.TOTAL: "A total of the file.",
    Skip.NOTE: "Text after or between the rows.",
}
