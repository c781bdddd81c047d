"""Day counts, interest, borrowing base, returns and time out; pure. See docs/formulas."""
