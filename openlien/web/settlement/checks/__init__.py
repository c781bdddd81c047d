"""Checks received for a settlement and issued from it."""
