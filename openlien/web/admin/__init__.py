"""Administration: users, roles, tokens, the audit trail and the access log."""
