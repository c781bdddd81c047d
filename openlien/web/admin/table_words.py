"""The tables of the audit trail in plain words."""

from __future__ import annotations

from collections.abc import Iterable

WORDS = {
    "accounting_accrual": "Accruals",
    "cases_activity": "Timelines",
    "cases_bill": "Bills",
    "cases_case": "Cases",
    "cases_caseexpense": "Case expenses",
    "cases_contactpoint": "Contacts",
    "cases_coverage": "Policies",
    "cases_document": "Documents",
    "cases_feeschedule": "Fee schedules",
    "cases_feescheduleline": "Prices of fee schedules",
    "cases_feescheduleversion": "Versions of fee schedules",
    "cases_injury": "Injuries",
    "cases_lien": "Liens",
    "cases_party": "People and firms",
    "cases_plaintiff": "Plaintiffs",
    "cases_task": "Tasks",
    "funding_warehouseline": "Warehouse lines",
    "identity_apitoken": "API tokens",
    "identity_membership": "Roles of users",
    "identity_user": "Users",
    "integrations_mail_mail": "E-mails",
    "integrations_mail_template": "Templates of e-mails and notes",
    "ledger_caseaccount": "Case accounts",
    "ledger_costcenter": "Cost centers",
    "ledger_department": "Departments",
    "ledger_glaccount": "Accounts of the ledger",
    "ledger_journalattachment": "Attachments of journals",
    "ledger_journalentry": "Journals",
    "ledger_journalline": "Lines of journals",
    "ledger_journalsync": "Transfers to Business Central",
    "ledger_journaltemplate": "Journal templates",
    "ledger_ledgerpolicy": "Rules of the ledger",
    "ledger_period": "Periods",
    "mfa_authenticator": "Two-factor sign-in",
    "negotiation_financialinformation": "Financial information",
    "negotiation_letters_letterversion": "Versions of offer letters",
    "negotiation_negotiationpolicy": "Limits of offers",
    "negotiation_offer": "Offers",
    "negotiation_offerline": "Lines of offers",
    "negotiation_outsidebill": "Outside bills",
    "negotiation_rounds_round": "Rounds of negotiation",
    "payment_plans_instalment": "Instalments",
    "payment_plans_paymentplan": "Payment plans",
    "payment_plans_reminder": "Payment reminders",
    "payments_writeoffrequest": "Requests to write off",
    "settlement_bankline": "Lines of bank statements",
    "settlement_bankmatch": "Matches of bank statements",
    "settlement_bankstatement": "Bank statements",
    "settlement_calculationinput": "Inputs of settlement calculations",
    "settlement_check": "Checks",
    "settlement_closingstatement": "Closing statements",
    "settlement_escrowaccount": "Escrow accounts",
    "settlement_feeintake": "Fees recorded",
    "settlement_reductionproposal": "Proposed reductions",
    "settlement_settlement": "Settlements",
    "settlement_settlementcalculation": "Settlement calculations",
    "settlement_settlementtype": "Types of settlement",
    "settlement_sharetransfer": "Transfers between clients",
    "settlement_trustreconciliation": "Trust reconciliations",
}

COLUMNS = {
    "approved_digest": "Digest of what was approved",
    "auto_post": "Posts by itself",
    "bc_customer_number": "Customer number in Business Central",
    "bc_id": "Id in Business Central",
    "bc_last_sync_at": "Last transfer to Business Central",
    "bc_sync_status": "Transfer to Business Central",
    "entry_on": "Entry date",
    "gl_account_numbers": "Ledger accounts",
    "is_active": "In use",
    "kind": "Kind",
    "pack": "Posting pack",
    "posting_on": "Posting date",
    "requires_approval": "Needs approval",
    "slots": "Slots of the balance",
    "status_at": "Status since",
}
# By which way somebody made a change or looked at something.
WAYS = {
    "web": "in the browser",
    "api": "through the API",
    "cli": "on the command line",
    "job": "by a job",
    "sql": "in the database itself",
}
# What the end of a column's name says in plain words.
ENDINGS = (("_id", ""), ("_at", " at"), ("_on", " on"))


def column_words(column: str) -> str:
    """What a column holds, as people say it."""
    if column in COLUMNS:
        return COLUMNS[column]
    for ending, words in ENDINGS:
        if column.endswith(ending) and column != ending:
            return _spelled(column.removesuffix(ending) + words)
    return _spelled(column)


def table_words(table: str) -> str:
    """What a table holds, as people say it; one without words of its own by the name of its rows."""
    return WORDS.get(table) or table.partition("_")[2].replace("_", " ").capitalize() or table


def table_choices(tables: Iterable[str]) -> list[tuple[str, str]]:
    """The tables to choose from: name and words, in the order of the words."""
    return sorted(((table, table_words(table)) for table in tables), key=lambda choice: choice[1])


def _spelled(name: str) -> str:
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]
