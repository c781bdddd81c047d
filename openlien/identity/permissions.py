"""The one table of what each role may do; pages and API read it alike."""

from __future__ import annotations

from enum import Enum


class Permission(Enum):
    """One thing a person may be allowed to do; the value is how the role page names it."""

    PORTFOLIO_VIEW = "See the portfolio by litigation stage"
    PORTFOLIO_EXPORT = "Export portfolio figures and lists"
    CASES_VIEW = "See cases and bills"
    CASES_EDIT = "Change a case's stage"
    PAYMENTS_RECORD = "Record money received"
    ADJUSTMENTS_RECORD = "Record reductions and bad debt"
    IMPORTS_VIEW = "See imports and their reconciliation"
    IMPORTS_RUN = "Import portfolio exports and undo imports"
    DATA_QUALITY_VIEW = "See rows that need attention"
    USERS_MANAGE = "Manage users, roles and their tokens"
    ROLES_VIEW = "See what each role may do"
    AUDIT_VIEW = "See the audit trail and the access log"


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
_READ_PORTFOLIO = {_P.PORTFOLIO_VIEW, _P.PORTFOLIO_EXPORT, _P.CASES_VIEW, _P.ROLES_VIEW}
_READ_CASES = {_P.CASES_VIEW, _P.ROLES_VIEW}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.NEGOTIATIONS_MANAGER: frozenset(
        {*_READ_PORTFOLIO, _P.CASES_EDIT, _P.PAYMENTS_RECORD, _P.ADJUSTMENTS_RECORD, _P.DATA_QUALITY_VIEW}
    ),
    Role.COLLECTIONS_SPECIALIST: frozenset({*_READ_PORTFOLIO, _P.CASES_EDIT}),
    Role.SETTLEMENT_COORDINATOR: frozenset({*_READ_PORTFOLIO, _P.CASES_EDIT}),
    Role.CUSTOMER_SERVICE: frozenset({*_READ_CASES, _P.PAYMENTS_RECORD}),
    Role.LEGAL_TEAM: frozenset(_READ_CASES),
    Role.FINANCIAL_ANALYST: frozenset(
        {
            *_READ_PORTFOLIO,
            _P.CASES_EDIT,
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
            _P.PAYMENTS_RECORD,
            _P.ADJUSTMENTS_RECORD,
            _P.IMPORTS_VIEW,
            _P.IMPORTS_RUN,
            _P.DATA_QUALITY_VIEW,
            _P.AUDIT_VIEW,
        }
    ),
    Role.CASE_MANAGER: frozenset(_READ_CASES),
    Role.CFO_CONTROLLER: frozenset({*_READ_PORTFOLIO, _P.IMPORTS_VIEW, _P.DATA_QUALITY_VIEW, _P.AUDIT_VIEW}),
    Role.AUDITOR: frozenset({*_READ_PORTFOLIO, _P.IMPORTS_VIEW, _P.DATA_QUALITY_VIEW, _P.AUDIT_VIEW}),
    # Configures the product; may not post, approve or record money (ruling C12).
    Role.SYSTEM_ADMINISTRATOR: frozenset(
        {
            *_READ_PORTFOLIO,
            _P.IMPORTS_VIEW,
            _P.IMPORTS_RUN,
            _P.DATA_QUALITY_VIEW,
            _P.USERS_MANAGE,
            _P.AUDIT_VIEW,
        }
    ),
    # Always held in the scope of one provider group: sees its own bills only.
    Role.PROVIDER: frozenset({_P.PORTFOLIO_VIEW, _P.CASES_VIEW, _P.ROLES_VIEW}),
}


# These reach every case at once, so a role held for one provider group or law firm does not give them.
WHOLE_BOOK = frozenset(
    {
        Permission.IMPORTS_VIEW,
        Permission.IMPORTS_RUN,
        Permission.DATA_QUALITY_VIEW,
        Permission.USERS_MANAGE,
        Permission.AUDIT_VIEW,
    }
)


def roles_allowing(permission: Permission) -> list[Role]:
    """The roles that may do this, in the order in which roles are listed."""
    return [role for role in Role if permission in ROLE_PERMISSIONS[role]]


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """All that these roles together may do."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))
