"""Trust accounts: their ledgers, bank statements, transfers and monthly reconciliations."""
