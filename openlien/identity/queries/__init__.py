"""Reads of users, roles, tokens and the trail of what was changed and seen."""

from .access import AccessFilter, AccessPage, AccessRow, access_entries, every_access_entry
from .actors import actor_of, actor_of_token, holder_of_token, token_hash
from .audit import (
    AuditFilter,
    AuditPage,
    AuditRow,
    Change,
    RowsOf,
    audit_entries,
    audited_tables,
    every_audit_entry,
    people_in,
)
from .tokens import TokenRow, all_tokens, own_tokens, tokens_of_user
from .users import UserRow, has_second_factor, user_detail, users

__all__ = [
    "AccessFilter",
    "AccessPage",
    "AccessRow",
    "AuditFilter",
    "AuditPage",
    "AuditRow",
    "Change",
    "RowsOf",
    "TokenRow",
    "UserRow",
    "access_entries",
    "actor_of",
    "actor_of_token",
    "all_tokens",
    "audit_entries",
    "audited_tables",
    "every_access_entry",
    "every_audit_entry",
    "has_second_factor",
    "holder_of_token",
    "own_tokens",
    "people_in",
    "token_hash",
    "tokens_of_user",
    "user_detail",
    "users",
]
