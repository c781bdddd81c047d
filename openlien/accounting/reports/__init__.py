"""Financial reports: one module a report; each answers with a `Report`, which every form is written from."""

from .account_summary import ACCOUNT_SUMMARY
from .ageing import AGEING
from .asking import Asked, Choice, Days, Definition
from .books_check import BOOKS_CHECK
from .case_accounts import CASE_ACCOUNTS
from .case_profitability import CASE_PROFITABILITY
from .journal_register import JOURNAL_REGISTER
from .revenue_recognition import REVENUE_RECOGNITION
from .shapes import Column, Figure, Held, Link, Picture, Report, Row, Streamed, Value
from .trial_balance import TRIAL_BALANCE

REPORTS: tuple[Definition, ...] = (
    TRIAL_BALANCE,
    ACCOUNT_SUMMARY,
    AGEING,
    CASE_ACCOUNTS,
    CASE_PROFITABILITY,
    REVENUE_RECOGNITION,
    JOURNAL_REGISTER,
    BOOKS_CHECK,
)
BY_SLUG: dict[str, Definition] = {definition.slug: definition for definition in REPORTS}

__all__ = [
    "BY_SLUG",
    "REPORTS",
    "Asked",
    "Choice",
    "Column",
    "Days",
    "Definition",
    "Figure",
    "Held",
    "Link",
    "Picture",
    "Report",
    "Row",
    "Streamed",
    "Value",
]
