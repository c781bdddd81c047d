"""The published formulas of the receivables pages, pure: each has a page in docs/formulas."""
