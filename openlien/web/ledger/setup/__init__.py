"""Chart of accounts, cost centers, departments, the ledger's policy."""
