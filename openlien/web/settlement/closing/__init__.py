"""Closing statements of a case."""
