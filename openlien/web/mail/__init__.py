"""E-mail of cases: the panel that writes one, the mails of a case, the outbox, the templates."""
