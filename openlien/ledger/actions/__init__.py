"""What people do with the ledger; each action one transaction."""
