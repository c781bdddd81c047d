"""The one table of what each role may do; pages and API read it alike."""

from __future__ import annotations

from enum import Enum


class Permission(Enum):
    """One thing a person may be allowed to do; the value is how the role page names it."""

    PORTFOLIO_VIEW = "See the portfolio by litigation stage"
    PORTFOLIO_EXPORT = "Export portfolio figures and lists"
    CASES_VIEW = "See cases and bills"
    CASES_EDIT = (
        "Change a case's stage, plaintiffs, policies and expenses, add law firms, change how they are reached"
    )
    DOCUMENTS_VIEW = "See documents of cases"
    DOCUMENTS_FILE = "File, replace and withdraw documents"
    ACTIVITY_VIEW = "See calls, notes, follow-ups and the whole timeline of cases"
    ACTIVITY_LOG = "Log calls, notes and follow-ups"
    FIRMS_VIEW = "See law firms: how to reach them, their cases together and what they paid"
    MAIL_SEND = "Send e-mail about cases, decide about mail that failed"
    MAIL_OVERSEE = "See the whole outbox and what failed in it"
    TEMPLATES_EDIT = "Keep e-mail and note templates"
    CASES_ASSIGN = "Assign cases to negotiators, see everybody's follow-ups"
    OFFERS_VIEW = "See offers, outside bills and notes of bills"
    OFFERS_MAKE = "Make offers, send them and record the firm's answers"
    NEGOTIATE_ANY_CASE = "Negotiate cases that are with another negotiator"
    OFFERS_APPROVE = "Approve offers beyond the limits, void agreements, set the limits and the offer letter"
    OUTSIDE_BILLS_EDIT = "Enter outside bills and financial information"
    PAYMENTS_RECORD = "Record money received"
    ADJUSTMENTS_RECORD = "Record reductions and bad debt"
    PAYMENT_PLANS_VIEW = "See payment plans and reminders"
    PAYMENT_PLANS_KEEP = "Make, change and cancel payment plans, send payment reminders"
    CASEWORK_REPORTS_VIEW = "See reports of offers, settlements, calls, payment plans and negotiators"
    IMPORTS_VIEW = "See imports and their reconciliation"
    IMPORTS_RUN = "Import portfolio exports and undo imports"
    DATA_QUALITY_VIEW = "See rows that need attention"
    USERS_MANAGE = "Manage users, roles and their tokens"
    ROLES_VIEW = "See what each role may do"
    AUDIT_VIEW = "See the audit trail and the access log"
    LEDGER_VIEW = "See case accounts, journals and financial reports"
    JOURNALS_WRITE = "Write and submit journals"
    JOURNALS_APPROVE = "Approve and reject journals and write-offs"
    JOURNALS_POST = "Post and reverse journals"
    CASE_ACCOUNTS_EDIT = "Change case accounts"
    LEDGER_SET_UP = "Change chart of accounts, templates and the ledger's policy"
    PERIODS_CLOSE = "Close, open and lock periods"
    BOOKS_AUDIT = "See the chain, anchors and checks of the books"
    CALCULATE = "Use the settlement calculator"
    FEES_VIEW = "See fee schedules and look up retail prices"
    FEES_EDIT = "Keep fee schedules: versions, prices, imports"
    SETTLEMENTS_VIEW = "See negotiation rounds, settlements, their calculations and checks"
    SETTLEMENTS_EDIT = "Add, change and delete negotiation rounds and settlements, propose reductions"
    REDUCTIONS_APPROVE = "Approve and refuse reductions of liens"
    CHECKS_EDIT = "Add checks, change their status, record fees taken in"
    TRUST_VIEW = "See trust accounts, client ledgers, bank statements and reconciliations"
    TRUST_IMPORT = "Import bank statements, match their lines, prepare reconciliations"
    TRUST_RECONCILE = "Complete reconciliations and move shares of clients in trust"
    FUNDING_VIEW = "See what bills cost us: site cost, warehouse lines, interest, returns"
    FUNDING_MANAGE = "Keep warehouse lines, draws and site costs"


class Role(Enum):
    """The roles of the requirements; the value is the role's name as people read it."""

    NEGOTIATIONS_MANAGER = "Negotiations Manager"
    COLLECTIONS_SPECIALIST = "Collections Specialist"
    SETTLEMENT_COORDINATOR = "Settlement Coordinator"
    CUSTOMER_SERVICE = "Customer Service"
    LEGAL_TEAM = "Legal Team"
    FINANCIAL_ANALYST = "Financial Analyst"
    ACCOUNTING_MANAGER = "Accounting Manager"
    CASE_MANAGER = "Case Manager"
    CFO_CONTROLLER = "CFO/Controller"
    AUDITOR = "Auditor"
    SYSTEM_ADMINISTRATOR = "System Administrator"
    PROVIDER = "Provider"

    @property
    def code(self) -> str:
        """The role's name in addresses, commands and JSON, such as `cfo_controller`."""
        return self.name.lower()

    @classmethod
    def of_code(cls, code: str) -> Role:
        """The role of a code as the database keeps it."""
        return cls[code.upper()]

    @classmethod
    def parse(cls, text: str) -> Role:
        """The role of that code or name, in any case and with `_`, `-` or spaces.

        Raises: KeyError when no role is called so.
        """
        folded = _fold(text)
        for role in cls:
            if folded in {_fold(role.name), _fold(role.value)}:
                return role
        raise KeyError(text)


def _fold(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


_P = Permission
_READ_CASES = {
    _P.CASES_VIEW,
    _P.FIRMS_VIEW,
    _P.FEES_VIEW,
    _P.DOCUMENTS_VIEW,
    _P.ACTIVITY_VIEW,
    _P.OFFERS_VIEW,
    _P.PAYMENT_PLANS_VIEW,
    _P.SETTLEMENTS_VIEW,
    _P.ROLES_VIEW,
    _P.CALCULATE,
}
_READ_PORTFOLIO = {*_READ_CASES, _P.PORTFOLIO_VIEW, _P.PORTFOLIO_EXPORT, _P.CASEWORK_REPORTS_VIEW}
_EDIT_CASES = {_P.CASES_EDIT, _P.DOCUMENTS_FILE, _P.ACTIVITY_LOG}
_NEGOTIATE = {
    *_EDIT_CASES,
    _P.MAIL_SEND,
    _P.OFFERS_MAKE,
    _P.OUTSIDE_BILLS_EDIT,
    _P.PAYMENT_PLANS_KEEP,
    _P.FUNDING_VIEW,
}
_KEEP_FUNDING = {_P.FUNDING_VIEW, _P.FUNDING_MANAGE}
_KEEP_TRUST = {_P.TRUST_VIEW, _P.TRUST_IMPORT}
_KEEP_BOOKS = {_P.LEDGER_VIEW, _P.JOURNALS_WRITE, _P.JOURNALS_POST, _P.CASE_ACCOUNTS_EDIT, _P.DOCUMENTS_FILE}
_OVERSEE = {
    *_READ_PORTFOLIO,
    _P.IMPORTS_VIEW,
    _P.DATA_QUALITY_VIEW,
    _P.AUDIT_VIEW,
    _P.LEDGER_VIEW,
    _P.BOOKS_AUDIT,
    _P.FUNDING_VIEW,
    _P.TRUST_VIEW,
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.NEGOTIATIONS_MANAGER: frozenset(
        {
            *_READ_PORTFOLIO,
            *_NEGOTIATE,
            _P.MAIL_OVERSEE,
            _P.TEMPLATES_EDIT,
            _P.CASES_ASSIGN,
            _P.NEGOTIATE_ANY_CASE,
            _P.OFFERS_APPROVE,
            _P.FEES_EDIT,
            _P.SETTLEMENTS_EDIT,
            _P.REDUCTIONS_APPROVE,
            _P.PAYMENTS_RECORD,
            _P.ADJUSTMENTS_RECORD,
            _P.DATA_QUALITY_VIEW,
        }
    ),
    # Negotiates its own cases and those that nobody has (docs/decisions/0007).
    Role.COLLECTIONS_SPECIALIST: frozenset({*_READ_PORTFOLIO, *_NEGOTIATE}),
    Role.SETTLEMENT_COORDINATOR: frozenset(
        {*_READ_PORTFOLIO, *_NEGOTIATE, _P.NEGOTIATE_ANY_CASE, _P.SETTLEMENTS_EDIT}
    ),
    Role.CUSTOMER_SERVICE: frozenset(
        {*_READ_CASES, _P.PAYMENTS_RECORD, _P.PAYMENT_PLANS_KEEP, _P.ACTIVITY_LOG}
    ),
    Role.LEGAL_TEAM: frozenset(_READ_CASES),
    Role.FINANCIAL_ANALYST: frozenset(
        {
            *_READ_PORTFOLIO,
            *_KEEP_BOOKS,
            _P.CHECKS_EDIT,
            *_KEEP_TRUST,
            *_KEEP_FUNDING,
            *_EDIT_CASES,
            _P.PAYMENTS_RECORD,
            _P.ADJUSTMENTS_RECORD,
            _P.IMPORTS_VIEW,
            _P.IMPORTS_RUN,
            _P.DATA_QUALITY_VIEW,
        }
    ),
    Role.ACCOUNTING_MANAGER: frozenset(
        {
            *_READ_PORTFOLIO,
            *_KEEP_BOOKS,
            _P.CHECKS_EDIT,
            *_KEEP_TRUST,
            _P.TRUST_RECONCILE,
            *_KEEP_FUNDING,
            _P.JOURNALS_APPROVE,
            _P.FEES_EDIT,
            _P.LEDGER_SET_UP,
            _P.PERIODS_CLOSE,
            _P.PAYMENTS_RECORD,
            _P.ADJUSTMENTS_RECORD,
            _P.IMPORTS_VIEW,
            _P.IMPORTS_RUN,
            _P.DATA_QUALITY_VIEW,
            _P.AUDIT_VIEW,
        }
    ),
    Role.CASE_MANAGER: frozenset({*_READ_CASES, _P.LEDGER_VIEW}),
    Role.CFO_CONTROLLER: frozenset({*_OVERSEE, _P.JOURNALS_APPROVE, _P.REDUCTIONS_APPROVE, _P.PERIODS_CLOSE}),
    Role.AUDITOR: frozenset(_OVERSEE),
    # Configures the product; may not post, approve or record money (ruling C12).
    Role.SYSTEM_ADMINISTRATOR: frozenset(
        {
            *_READ_PORTFOLIO,
            _P.IMPORTS_VIEW,
            _P.IMPORTS_RUN,
            _P.DATA_QUALITY_VIEW,
            _P.USERS_MANAGE,
            _P.MAIL_OVERSEE,
            _P.TEMPLATES_EDIT,
            _P.AUDIT_VIEW,
            _P.FEES_EDIT,
            _P.LEDGER_VIEW,
            _P.LEDGER_SET_UP,
        }
    ),
    # Always held in the scope of one provider group: sees its own bills only.
    Role.PROVIDER: frozenset({_P.PORTFOLIO_VIEW, _P.CASES_VIEW, _P.ROLES_VIEW}),
}


# These reach every case at once, or what a provider or law firm must not know of our side of a negotiation
# or of what bills cost us, so a role held for one provider group or law firm does not give them.
WHOLE_BOOK = frozenset(
    {
        Permission.ACTIVITY_VIEW,
        Permission.ACTIVITY_LOG,
        Permission.FIRMS_VIEW,
        Permission.FEES_VIEW,
        Permission.FEES_EDIT,
        Permission.MAIL_OVERSEE,
        Permission.TEMPLATES_EDIT,
        Permission.CASES_ASSIGN,
        Permission.OFFERS_VIEW,
        Permission.OFFERS_MAKE,
        Permission.OFFERS_APPROVE,
        Permission.OUTSIDE_BILLS_EDIT,
        Permission.PAYMENT_PLANS_VIEW,
        Permission.PAYMENT_PLANS_KEEP,
        Permission.CASEWORK_REPORTS_VIEW,
        Permission.IMPORTS_VIEW,
        Permission.IMPORTS_RUN,
        Permission.DATA_QUALITY_VIEW,
        Permission.USERS_MANAGE,
        Permission.AUDIT_VIEW,
        Permission.LEDGER_VIEW,
        Permission.JOURNALS_WRITE,
        Permission.JOURNALS_APPROVE,
        Permission.JOURNALS_POST,
        Permission.CASE_ACCOUNTS_EDIT,
        Permission.LEDGER_SET_UP,
        Permission.PERIODS_CLOSE,
        Permission.BOOKS_AUDIT,
        Permission.TRUST_VIEW,
        Permission.TRUST_IMPORT,
        Permission.TRUST_RECONCILE,
        Permission.FUNDING_VIEW,
        Permission.FUNDING_MANAGE,
    }
)


def roles_allowing(permission: Permission) -> list[Role]:
    """The roles that may do this, in the order in which roles are listed."""
    return [role for role in Role if permission in ROLE_PERMISSIONS[role]]


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """All that these roles together may do."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))
