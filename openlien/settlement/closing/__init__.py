"""Closing statements: what a settlement came to, version by version, as the client got it."""
