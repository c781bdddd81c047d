"""Calls, notes and follow-ups of a case, and the one timeline of everything that happened on it."""
