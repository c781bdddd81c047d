"""Fees, expenses, the order of distribution, statements and trust figures; pure. See docs/formulas."""
