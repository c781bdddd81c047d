"""What the accountant does above the books; one action is one transaction."""
