"""Journals: list, form, one journal, approval queue, templates."""
