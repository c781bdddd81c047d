"""Periods and the month-end checklist."""
