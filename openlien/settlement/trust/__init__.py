"""Trust accounts: ledgers of clients, bank statements, transfers, the three numbers of each month."""
