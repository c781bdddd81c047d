"""E-mail and note templates, and the mail of cases: written, kept in an outbox, sent by SMTP at most once."""
