"""The tables of the audit trail in plain words."""

from __future__ import annotations

from collections.abc import Iterable

WORDS = {
    "cases_bill": "Bills",
    "cases_case": "Cases",
    "cases_caseexpense": "Case expenses",
    "cases_contactpoint": "Contacts",
    "cases_coverage": "Policies",
    "cases_document": "Documents",
    "cases_feeschedule": "Fee schedules",
    "cases_feescheduleversion": "Versions of fee schedules",
    "cases_injury": "Injuries",
    "cases_lien": "Liens",
    "cases_party": "People and firms",
    "cases_plaintiff": "Plaintiffs",
    "cases_task": "Tasks",
    "identity_apitoken": "API tokens",
    "identity_membership": "Roles of users",
    "identity_user": "Users",
    "ledger_caseaccount": "Case accounts",
    "ledger_costcenter": "Cost centers",
    "ledger_department": "Departments",
    "ledger_glaccount": "Accounts of the ledger",
    "ledger_journalattachment": "Attachments of journals",
    "ledger_journalentry": "Journals",
    "ledger_journalline": "Lines of journals",
    "ledger_journaltemplate": "Journal templates",
    "ledger_ledgerpolicy": "Rules of the ledger",
    "ledger_period": "Periods",
    "mfa_authenticator": "Two-factor sign-in",
}


def table_words(table: str) -> str:
    """What a table holds, as people say it; one without words of its own by the name of its rows."""
    return WORDS.get(table) or table.partition("_")[2].replace("_", " ").capitalize() or table


def table_choices(tables: Iterable[str]) -> list[tuple[str, str]]:
    """The tables to choose from: name and words, in the order of the words."""
    return sorted(((table, table_words(table)) for table in tables), key=lambda choice: choice[1])
